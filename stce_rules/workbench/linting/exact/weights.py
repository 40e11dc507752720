"""How heavy effects are."""

from __future__ import annotations

from stce_rules.core.assessment import CHANNELS
from stce_rules.language import program


def weight(effects: program.Effects) -> int:
    """How heavy the channel of some effects is; none weighs nothing."""
    return 0 if effects.channel is None else CHANNELS.index(effects.channel)


HEAVIEST = len(CHANNELS) - 1
"""The weight of the heaviest channel."""
