"""What one message of a history gives to a window, as rows that only have to be added up.

Enters: a contribution. Leaves: rows by their keys, where a key of None stands for every group. Promise: for any group,
the sum over the rows that match it (for a largest value their maximum) is what the declaration gives to that group by
definition, counted once.

That is why an open member stands in a row of its own with None for its open keys, which carries the high end, while
rows of its known keys carry the low end; and why a declaration counted as a whole has rows with negative amounts where
two of its rows can match one group.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import product
from typing import NamedTuple

from stce_rules.core.windows import Measure
from stce_rules.engines.contributions import Contribution, Member

__all__ = ["Fact", "Facts", "Pattern", "facts_of"]

Pattern = tuple[str | None, ...]
"""A text for each key, None where every one matches."""


@dataclass(slots=True)
class Fact:
    """The amount of a row. An end of None says nothing; `opens` counts what leaves the high end open."""

    low: Fraction | None = None
    high: Fraction | None = None
    opens: int = 0
    declarations: int = 0


class Facts(NamedTuple):
    """The rows of a message, and the values that are told apart in each group."""

    rows: dict[Pattern, Fact]
    values: dict[tuple[Pattern, str], None]


@dataclass(slots=True)
class _Adding:
    """Rows being put together. `placed`: the declaration has a date, so what belongs to a group surely is in it."""

    measure: Measure
    placed: bool
    rows: dict[Pattern, Fact] = field(default_factory=dict)
    values: dict[tuple[Pattern, str], None] = field(default_factory=dict)

    def row(self, keys: Pattern) -> Fact:
        return self.rows.setdefault(keys, Fact())

    def low(self, keys: Pattern, amount: Fraction | None) -> None:
        row = self.row(keys)
        row.low = self._together(row.low, amount)

    def high(self, keys: Pattern, amount: Fraction | int | None) -> None:
        row = self.row(keys)
        if amount is None:
            row.opens += 1
        else:
            row.high = self._together(row.high, Fraction(amount))

    def _together(self, one: Fraction | None, other: Fraction | None) -> Fraction | None:
        if one is None or other is None:
            return other if one is None else one
        return max(one, other) if self.measure is Measure.LARGEST else one + other


def facts_of(contribution: Contribution, measure: Measure, *, placed: bool) -> Facts:
    """The rows of a declaration; `placed` when its date is known."""
    adding = _Adding(measure, placed)
    if placed:
        for keys in dict.fromkeys(keys for member in contribution.members for keys in _surely(member)):
            adding.row(keys).declarations = 1
    if contribution.whole:
        _add_whole(adding, contribution.members)
    else:
        for member in contribution.members:
            if measure is Measure.DISTINCT:
                _add_distinct(adding, member)
            else:
                _add_member(adding, member)
    return Facts(adding.rows, adding.values)


def _add_member(adding: _Adding, member: Member) -> None:
    for keys in _surely(member) if adding.placed else ():
        adding.low(keys, member.low)
    for keys in _perhaps(member):
        adding.high(keys, member.high)


def _add_distinct(adding: _Adding, member: Member) -> None:
    """What surely belongs gives its values, and what more it may hold; what may belong gives as many others."""
    as_others = None if member.more is None else len(member.texts) + member.more
    surely = _surely(member) if adding.placed else []
    for keys in surely:
        adding.values |= {(keys, text): None for text in member.texts}
    if adding.placed and not any(key.open for key in member.keys):
        for keys in surely:
            adding.high(keys, member.more)
        return
    for keys in _perhaps(member):
        adding.high(keys, as_others)
    if member.more is not None:
        for keys in surely:  # the row with open keys matches these groups too, where the values are counted as such
            adding.high(keys, -len(member.texts))


def _add_whole(adding: _Adding, members: Iterable[Member]) -> None:
    """Rows that match one group both are taken off again by a row that matches where both do, and so on."""
    several = list(members)
    amount = several[0]
    for keys in dict.fromkeys(keys for one in several for keys in _surely(one)) if adding.placed else ():
        adding.low(keys, amount.low)
    weights: dict[Pattern, int] = {}
    for keys in dict.fromkeys(keys for one in several for keys in _perhaps(one)):
        change = {keys: 1}
        for other, weight in weights.items():
            both = _both(keys, other)
            if both is not None:
                change[both] = change.get(both, 0) - weight
        for where, weight in change.items():
            weights[where] = weights.get(where, 0) + weight
    for keys, weight in weights.items():
        if weight:
            adding.high(keys, None if amount.high is None else weight * amount.high)


def _surely(member: Member) -> list[Pattern]:
    """The groups it surely is of."""
    return list(product(*(key.texts for key in member.keys)))


def _perhaps(member: Member) -> list[Pattern]:
    """Rows that match each group it may be of, each group by one of them."""
    return list(product(*((None,) if key.open else key.texts for key in member.keys)))


def _both(one: Pattern, other: Pattern) -> Pattern | None:
    """The row that matches where both do; None when no group is matched by both."""
    if any(a is not None and b is not None and a != b for a, b in zip(one, other, strict=True)):
        return None
    return tuple(b if a is None else a for a, b in zip(one, other, strict=True))
