"""The four channels as they look everywhere: a colour, a pattern and their name, so that no one of these is needed.

The colours differ in lightness too, and can be told apart by readers who do not see red and green as different.
"""

from __future__ import annotations

from collections.abc import Mapping

from stce_rules.core.assessment import CHANNELS, Channel
from stce_rules.pages.markup import Html, tag

__all__ = ["COLOURS", "DUTIES", "PATTERNS", "badge", "fill"]

COLOURS: Mapping[Channel, str] = {"green": "#a5d3bf", "blue": "#5b8fcb", "yellow": "#f3c14f", "red": "#a8322a"}

DUTIES: Mapping[Channel, str] = {
    "green": "release",
    "blue": "post-clearance audit",
    "yellow": "documents",
    "red": "physical examination",
}
"""What a channel asks of an office."""

_LINES: Mapping[Channel, str] = {
    "green": '<circle cx="2" cy="2" r=".8" fill="#5fa085"/>',
    "blue": '<path d="M0 2H8M0 6H8" stroke="#c3d8f0" stroke-width="1.2"/>',
    "yellow": '<path d="M-1 1L1 -1M0 8L8 0M7 9L9 7" stroke="#c48a12" stroke-width="1.1"/>',
    "red": "",
}


def fill(channel: Channel) -> str:
    """The paint of a channel, for the attribute `fill` of a drawing in a page."""
    return f"url(#channel-{channel})"


def _pattern(channel: Channel) -> Html:
    ground = f'<rect width="8" height="8" fill="{COLOURS[channel]}"/>'
    frame = f'<pattern id="channel-{channel}" width="8" height="8" patternUnits="userSpaceOnUse">'
    return Html(f"{frame}{ground}{_LINES[channel]}</pattern>")


PATTERNS = tag("svg", tag("defs", *[_pattern(one) for one in CHANNELS]), class_="paints", aria_hidden="true")
"""The paints; once in each page."""


def badge(channel: Channel) -> Html:
    """The name of a channel; the style of the page puts a spot of its paint before it."""
    return tag("span", channel, class_=f"channel {channel}")
