"""Windows over past declarations: what is computed, over which days, and how what came out is compared.

Enters: the value of a window, which is an interval because blank boxes may add to it; a comparison. Leaves: a truth.
Promises: an interval inside the limits is true, outside false, across a limit unknown; so filling in a blank box never
turns a true sentence false or a false one true.

A declaration's place in the order of things is (acceptance date, id, version). Its window holds the declarations that
stood at that place: each as its last message up to there says, none that was cancelled. A declaration counts on a day
less than the length of the window after its own date. A goods item belongs to the group of each of its key values; it
may belong to any group where a key is blank or cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from typing import NamedTuple, assert_never

from stce_rules.core.boxes import Amount, Box, HsCode, PartyKey, Place, Presented, Value
from stce_rules.core.predicates import Within
from stce_rules.core.semantics import Day, Interval, interval_within
from stce_rules.core.text import FoldedText
from stce_rules.core.truth import Truth, disjunction


class Measure(Enum):
    """What is computed over the declarations of a window. `ITEMS` and `HITS` may count by the outcome of a unit."""

    TOTAL = "total"
    LARGEST = "largest"
    DISTINCT = "number of distinct"
    DECLARATIONS = "number of declarations"
    ITEMS = "number of items"
    HITS = "number of hits of rule"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a window reaches back: a number of days or of calendar months, one of them 0."""

    days: int
    months: int

    def last_day(self, on: date) -> date:
        """The last day on which a declaration of a day still counts; `date.max` when the calendar ends before."""
        try:
            return (on if self.days else _months_later(on, self.months)) + timedelta(days=self.days - 1)
        except OverflowError:
            return date.max


def _months_later(on: date, months: int) -> date:
    """The same day of a later month; where that month is too short, the first day of the next."""
    year, month = divmod(on.year * 12 + on.month - 1 + months, 12)
    if year > date.max.year:
        raise OverflowError
    try:
        return on.replace(year=year, month=month + 1)
    except ValueError:
        return date(year, month + 2, 1)  # never December, which is long enough for every day


@dataclass(frozen=True, slots=True)
class WindowField:
    """A box that a window groups by or computes with. `closed`: a blank box means none; `many`: it may hold several."""

    words: str
    closed: bool
    many: bool


@dataclass(frozen=True, slots=True)
class Window:
    """A window of the plan.

    `of` is the box that is added up, compared or told apart; `measured_in` the dimension or currency of the value.
    `unit` is the number of the indicator or rule whose outcomes are counted. `earlier` leaves the declaration itself
    out. `of_item`: some key stands at goods items, so a declaration-scope sentence is asked of each item.
    """

    measure: Measure
    by: tuple[WindowField, ...]
    reach: Reach
    earlier: bool
    of_item: bool
    of: WindowField | None = None
    measured_in: str = "number"
    unit: int | None = None


class Group(NamedTuple):
    """The value of a window for one group: the texts of its keys, the ends, and the declarations surely in it.

    An end of None is open. Both ends are included.
    """

    keys: tuple[str, ...]
    low: Fraction | None
    high: Fraction | None
    declarations: int


class WindowValue(NamedTuple):
    """The value of a window for a subject: a group for each combination of its key values.

    `open` names the boxes of the subject itself that keep further groups possible: blank or unreadable keys, or the
    acceptance date.
    """

    groups: tuple[Group, ...]
    open: tuple[str, ...] = ()


def window_truth(value: WindowValue | None, measured_in: str, within: Within, day: Day) -> Truth:
    """Whether the value lies within limits for some group of the subject; None, which is not known, is unknown."""
    if value is None:
        return Truth.UNKNOWN
    truth = disjunction(
        interval_within(Interval(group.low, group.high), measured_in, within, day) for group in value.groups
    )
    return Truth.UNKNOWN if truth is Truth.FALSE and value.open else truth


class Told(NamedTuple):
    """What a box says when values are told apart: a text for each, and whether there may be more."""

    texts: tuple[str, ...]
    open: bool


def told(box: Box, closed: bool) -> Told:
    """The values of a key. A party counts under its identifier and under its name."""
    texts = dict.fromkeys(text for seen in box.seen for text in key_texts(seen.value))
    return Told(tuple(texts), bool(box.unreadable) or (box.blank and not closed))


def key_texts(value: Value) -> Iterator[str]:
    """A value as texts that are equal exactly when values are the same; of a party the identifier comes first."""
    match value:
        case bool():
            yield "yes" if value else "no"
        case str():
            yield value
        case HsCode():
            yield value.digits
        case PartyKey():
            if value.id:
                yield f"identifier {value.id}"
            if value.name:
                yield f"name {value.name}"
        case Amount():
            yield f"{value.value} {value.measure}"
        case Place():
            yield value.place or value.country or ""
        case Presented():
            yield value.type
        case FoldedText():
            yield value.folded
        case date():
            yield value.isoformat()
        case _:
            assert_never(value)
