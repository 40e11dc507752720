"""When each message of a declaration stands for it.

Enters: all messages of one declaration. Leaves: for each the day it is placed on, and from when to when it stands.
Promise: that is the order of `core.windows`: a message stands from its own place in time until the next one's, and what
has no day stands from the beginning.

A place in time is a day and an id. So a message that stands from day 5 is there for a declaration of day 5 whose id is
greater, and one that stands until day 9 is there for a declaration of day 9 whose id is less.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

__all__ = ["NEVER", "NOWHERE", "Stay", "Told", "stays"]

BEGINNING = 0
NEVER = date.max.toordinal() + 1


class Told(NamedTuple):
    """A message: its number in the order of arrival, its version, the acceptance date it states as a day of era."""

    number: int
    version: int
    stated: int | None


class Stay(NamedTuple):
    """The day of a message, None where it has none, and from which day until which it stands."""

    day: int | None
    first: int
    until: int


NOWHERE = Stay(None, NEVER, NEVER)


def stays(messages: Iterable[Told]) -> dict[int, Stay]:
    """By number. One that states no day has that of the version before."""
    days: dict[int, int | None] = {}
    versions: dict[int, int] = {}
    before: int | None = None
    for one in sorted(messages, key=lambda one: (one.version, one.number)):
        days[one.number] = before = before if one.stated is None else one.stated
        versions[one.number] = one.version
    placed = sorted((day, versions[number], number) for number, day in days.items() if day is not None)
    found = {
        number: Stay(day, day, placed[at + 1][0] if at + 1 < len(placed) else NEVER)
        for at, (day, _, number) in enumerate(placed)
    }
    without = [number for number, day in days.items() if day is None]
    found |= dict.fromkeys(without, NOWHERE)
    if without:
        found[without[-1]] = Stay(None, BEGINNING, placed[0][0] if placed else NEVER)
    return found
