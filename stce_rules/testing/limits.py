"""The values on either side of a limit, as an example writes them.

Enters: the limits of a sentence, the sentence itself, a day. Leaves: for each end the values just below, at and just
above it, one step apart; a step is one in the last digit that the limit is written with. Promise: every value can be
written in an example; none lies below nothing, no share above the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from stce_rules.core.boxes import Amount
from stce_rules.core.predicates import Bound, Dated, Within
from stce_rules.reference import units
from stce_rules.reference.units import Dimension, Unit

__all__ = ["Point", "is_subtree", "points", "step_of"]

_WRITTEN = re.compile(r"\d[\d,]*(?:\.\d+)?\s*([^\s\d,)(\"]+)")
_WHOLE = frozenset(("concentration",))


@dataclass(frozen=True, slots=True)
class Point:
    """A value and how it is written; `side` is -1 just below a limit, 0 at it, 1 just above."""

    value: Fraction | date
    text: str
    side: int


def points(within: Within, sentence: str, box: str, on: date) -> tuple[Point, ...]:
    """The points of all ends, smallest first, each value once."""
    found: dict[Fraction | date, Point] = {}
    for limit in (within.low, within.high):
        bound = None if limit is None else in_force(limit.bound, on)
        for point in () if bound is None else _around(bound, sentence):
            negative = isinstance(point.value, Fraction) and point.value < 0
            beyond = isinstance(point.value, Fraction) and box in _WHOLE and point.value > 100
            if not negative and not beyond:
                found.setdefault(point.value, point)
    return tuple(sorted(found.values(), key=lambda one: one.value.toordinal() if isinstance(one.value, date)
                        else one.value))  # fmt: skip


def in_force(bound: Dated, on: date) -> Bound | None:
    """The value that holds on a day."""
    started = [value for start, value in bound.values if start is None or start <= on]
    return started[-1] if started else None


def step_of(bound: Bound, sentence: str) -> Fraction | timedelta:
    """One step of a limit, in its base unit; one day for a day."""
    if isinstance(bound, date):
        return timedelta(days=1)
    unit, number = _as_written(bound, sentence)
    return _step(number) * (unit.factor if unit is not None else 1)


def _around(bound: Bound, sentence: str) -> Iterator[Point]:
    if isinstance(bound, date):
        for side in (-1, 0, 1):
            day = bound + timedelta(days=side)
            yield Point(day, day.isoformat(), side)
        return
    unit, number = _as_written(bound, sentence)
    symbol = _symbol(bound, unit)
    for side in (-1, 0, 1):
        one = number + side * _step(number)
        value = units.to_base(one, unit) if unit is not None else one
        yield Point(value, f"{_digits(one)}{symbol}", side)


def _symbol(bound: Amount | Fraction, unit: Unit | None) -> str:
    if unit is not None:
        return f" {unit.symbol}"
    match bound:
        case Amount(measure="percentage"):
            return "%"
        case Amount(measure="number") | Fraction():
            return ""
        case Amount():
            return f" {bound.measure}"


def _as_written(bound: Amount | Fraction, sentence: str) -> tuple[Unit | None, Fraction]:
    """The unit that the sentence writes, else the one of its dimension that needs the fewest digits."""
    if isinstance(bound, Fraction):
        return None, bound
    dimension = next((one for one in Dimension if one.word == bound.measure), None)
    if dimension is None:
        return None, bound.value
    spoken = [units.unit(symbol) for symbol in _WRITTEN.findall(sentence)]
    fitting = [one for one in spoken if one is not None and one.dimension is dimension]
    known = fitting or [one for symbol in units.units_of(dimension) if (one := units.unit(symbol)) is not None]
    tried = [(one, (bound.value - one.offset) / one.factor) for one in known]
    exact = [(one, number) for one, number in tried if _exact(number)]
    return min(exact, key=lambda pair: (len(_digits(pair[1])), pair[0].factor != 1))


def _exact(number: Fraction) -> bool:
    """Whether it can be written with decimals, and not too many."""
    return (number * 10**6).denominator == 1


def _step(number: Fraction) -> Fraction:
    places = 0
    while (number * 10**places).denominator != 1 and places < 6:
        places += 1
    return Fraction(1, 10**places)


def _digits(number: Fraction) -> str:
    written = f"{Decimal(number.numerator) / Decimal(number.denominator):,f}"
    return written.rstrip("0").rstrip(".") if "." in written else written


def is_subtree(low: int, high: int) -> bool:
    """Whether an interval is one chapter, heading or code."""
    first, last = f"{low:012d}", f"{high:012d}"
    shared = next((at for at, (one, other) in enumerate(zip(first, last, strict=True)) if one != other), 12)
    return set(first[shared:]) <= {"0"} and set(last[shared:]) <= {"9"}
