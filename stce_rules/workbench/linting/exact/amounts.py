"""Masses, money, percentages, numbers and days: intervals.

Enters: comparisons of one box. Leaves: what one value can show of them. Promise: exact, parameters that changed over
time included; amounts in two currencies or dimensions, which only a rate of the day compares, are not looked at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from stce_rules.core.boxes import Amount
from stce_rules.core.fields import Field, FieldType
from stce_rules.core.predicates import Bound, Dated, Limit, Within
from stce_rules.workbench.linting.exact.asked import InForce, Said
from stce_rules.workbench.linting.exact.members import Member, Truths

_BEGINNING = date.min


def amount_members(field: Field, about: Sequence[Said]) -> tuple[Member, ...] | None:
    """What one value can show; None for sentences that no line of numbers settles."""
    limits = [_limits(one) for one in about]
    if any(one is None for one in limits):
        return None
    ends = [one for one in limits if one is not None]
    kinds = {_kind(bound) for low, high in ends for one in (low, high) if one for _, bound in one.bound.values}
    if len(kinds) > 1:
        return None
    days = sorted({start for low, high in ends for one in (low, high) if one for start, _ in one.bound.values if start})
    found: dict[Truths, Member] = {}
    for on in (*reversed(days), _BEGINNING, None) if days else (None,):
        for value in _values(field, ends):
            truths = tuple([_truth(one, value, on) for one in ends])
            found.setdefault(truths, Member(truths, _words(field, value, min(kinds, default=""))))
    if field.type is FieldType.MONEY or field.type is FieldType.QUANTITY:
        unlike = (1,) * len(ends)  # a currency without a rate, a unit of another dimension
        found.setdefault(unlike, Member(unlike))
    return tuple(found.values())


def implied(about: Sequence[Said]) -> list[tuple[int, int]]:
    """Pairs of comparisons of which the first lies within the second; parameters that changed are left out."""
    return [
        (at, other)
        for at, one in enumerate(about)
        for other, two in enumerate(about)
        if at != other and isinstance(one, Within) and isinstance(two, Within) and _lies_within(one, two)
    ]


def plainly(value: Fraction) -> str:
    """A number as rules write it."""
    if value.denominator == 1:
        return str(value.numerator)
    return f"{float(value):.6f}".rstrip("0")


_Ends = tuple[Limit | None, Limit | None]


def _limits(said: Said) -> _Ends | None:
    match said:
        case Within(low=low, high=high):
            return low, high
        case InForce(start=start, until=until):
            return _day(start), _day(until)
        case _:
            return None


def _day(on: date | None) -> Limit | None:
    return None if on is None else Limit(Dated(((None, on),)), included=True)


def _kind(bound: Bound) -> str:
    match bound:
        case Amount():
            return bound.measure
        case date():
            return "date"
        case Fraction():
            return "number"


def _plain(bound: Bound) -> Fraction:
    match bound:
        case Amount():
            return bound.value
        case date():
            return Fraction(bound.toordinal())
        case Fraction():
            return bound


def _values(field: Field, ends: Sequence[_Ends]) -> Iterator[Fraction]:
    """A value on, between and beyond all bounds, as far as the box can hold it."""
    least, most = _range(field)
    bounds = {_plain(bound) for low, high in ends for one in (low, high) if one for _, bound in one.bound.values}
    ordered = sorted(bounds | {one for one in (least, most) if one is not None})
    yield from (one for one in ordered if (least is None or one >= least) and (most is None or one <= most))
    whole = field.type is FieldType.DATE
    for low, high in pairwise(ordered):
        middle = (low + high) / 2
        if not whole or high - low > 1:
            yield Fraction(int(middle)) if whole or int(middle) > low else middle
    if most is None or ordered[-1] < most:
        yield ordered[-1] + 1
    if least is None:
        yield ordered[0] - 1


def _range(field: Field) -> tuple[Fraction | None, Fraction | None]:
    """The least and the most that a declaration can hold there."""
    match field:
        case Field(type=FieldType.MASS | FieldType.MONEY):
            return Fraction(0), None
        case Field(words="concentration"):
            return Fraction(0), Fraction(100)
        case _:
            return None, None


def _truth(ends: _Ends, value: Fraction, on: date | None) -> int:
    return min(_beyond(ends[0], value, on, 1), _beyond(ends[1], value, on, -1))


def _beyond(limit: Limit | None, value: Fraction, on: date | None, sign: int) -> int:
    """Whether the value lies on the right side of all that the bound may be."""
    if limit is None:
        return 2
    values = limit.bound.values
    if on is not None:
        values = tuple(one for one in values if one[0] is None or one[0] <= on)[-1:]
    truths = {2 if _lies(value, _plain(bound), limit.included, sign) else 0 for _, bound in values}
    return truths.pop() if len(truths) == 1 else 1


def _lies(value: Fraction, bound: Fraction, included: bool, sign: int) -> bool:
    return included if value == bound else (value - bound) * sign > 0


def _lies_within(one: Within, other: Within) -> bool:
    steady = all(
        len(limit.bound.values) == 1 for within in (one, other) for limit in (within.low, within.high) if limit
    )
    return steady and _no_less(one.low, other.low, 1) and _no_less(one.high, other.high, -1)


def _no_less(limit: Limit | None, other: Limit | None, sign: int) -> bool:
    """Whether a limit shuts out all that the other does."""
    if other is None or limit is None:
        return other is None
    (_, one), (_, two) = limit.bound.values[0], other.bound.values[0]
    if _kind(one) != _kind(two) or limit.bound.values[0][0] != other.bound.values[0][0]:
        return False
    return _lies(_plain(one), _plain(two), other.included or not limit.included, sign)


def _words(field: Field, value: Fraction, kind: str) -> tuple[str, ...] | None:
    if field.type is FieldType.DATE:
        day = int(value)
        return (date.fromordinal(day).isoformat(),) if 1 <= day <= date.max.toordinal() else None
    if value < 0:
        return None
    match kind:
        case "mass":
            return (f"{plainly(value)} kg",)
        case "percentage":
            return (f"{plainly(value)}%",)
        case "number":
            return (plainly(value),)
        case _ if field.type is FieldType.MONEY:
            return (f"{plainly(value)} {kind}",)
        case _:
            return None
