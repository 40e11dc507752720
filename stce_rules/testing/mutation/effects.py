"""Effects a little lighter, or a little heavier."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from stce_rules.core.assessment import CHANNELS
from stce_rules.language.program import Effects

__all__ = ["lighter_and_heavier"]


def lighter_and_heavier(effects: Effects) -> Iterator[tuple[Effects, str]]:
    """The same effects with other points or another channel, and the change in words."""
    if effects.points:
        yield replace(effects, points=0), f"adds no points instead of {effects.points}"
    if effects.channel is None:
        return
    at = CHANNELS.index(effects.channel)
    for other in CHANNELS[max(0, at - 1) : at] + CHANNELS[at + 1 : at + 2]:
        yield replace(effects, channel=other), f"at least {other} instead of {effects.channel}"
