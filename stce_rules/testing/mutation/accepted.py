"""Survivors that an author has accepted, with the reason.

Enters: the text of a unit and the comments above it. Leaves: reasons by the change that each accepts. The comment is
`# accept mutant "CHANGE" because "REASON"`, on a line of its own, inside the unit or right above it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stce_rules.core.span import Span

__all__ = ["Accepted", "accepted", "accepted_as", "accepting"]

_COMMENT = re.compile(r'[ \t]*# accept mutant "(?P<change>.*)" because "(?P<reason>.*\S.*)"[ \t]*')
_MEANT = re.compile(r"[ \t]*#+[ \t]*accept[ \t]+mutant\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A change that no example needs to notice, and why; both are empty for a comment that does not say so rightly."""

    change: str
    reason: str
    line: int


def accepted(unit: Span) -> tuple[Accepted, ...]:
    """What is accepted for a unit."""
    found = []
    for number in _lines(unit):
        match = _COMMENT.fullmatch(unit.source.line(number))
        if match is not None:
            found.append(Accepted(accepted_as(match["change"]), match["reason"], number))
        elif _MEANT.match(unit.source.line(number)):
            found.append(Accepted("", "", number))
    return tuple(found)


def accepting(change: str, reason: str = "…") -> str:
    """The comment that accepts a change."""
    return f'# accept mutant "{accepted_as(change)}" because "{reason}"'


def accepted_as(change: str) -> str:
    """A change without double quotes, so that a comment can be read whatever the rule says."""
    return change.replace('"', "'")


def _lines(unit: Span) -> Iterator[int]:
    first, last = unit.source.position(unit.start)[0], unit.source.position(unit.end)[0]
    above = first
    while above > 1 and unit.source.line(above - 1).lstrip().startswith("#"):
        above -= 1
    return iter(range(above, last + 1))
