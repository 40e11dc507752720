"""On which days a test may change its meaning.

Enters: a plan, a test, days. Leaves: codes of days: days between two turns are alike.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable
from datetime import date, timedelta

from stce_rules.core.boxes import Amount
from stce_rules.core.predicates import (
    Dated,
    InList,
    MentionsListed,
    PassesThroughListed,
    Predicate,
    Resembles,
    States,
    Unexpired,
    Within,
)
from stce_rules.engines.columnar.books import Book
from stce_rules.plan.model import Plan

__all__ = ["Turns", "day_code", "turns_of"]

Turns = tuple[date, ...] | str
"""Days on which the meaning of a test may change; a word where it may on every day."""

_EVERY_DAY = "every day is like no other"


def turns_of(plan: Plan, predicate: Predicate) -> Turns:
    """The days on which a test may come to mean something else; none where no day matters."""
    match predicate:
        case Unexpired():
            return _EVERY_DAY
        case InList() | MentionsListed() | PassesThroughListed() | Resembles():
            return () if predicate.as_of is not None else _list_turns(plan, predicate.list)
        case Within():
            return _within_turns(plan, predicate)
        case States():
            return _within_turns(plan, predicate.within)
        case _:
            return ()


def _list_turns(plan: Plan, name: str) -> tuple[date, ...]:
    turns: set[date] = set()
    for row in next(named.rows for named in plan.lists if named.name == name):
        if row.start is not None:
            turns.add(row.start)
        if row.until is not None:
            turns.add(row.until if row.until == date.max else row.until + timedelta(days=1))
    return tuple(sorted(turns))


def _within_turns(plan: Plan, within: Within) -> tuple[date, ...]:
    bounds = [limit.bound for limit in (within.low, within.high) if limit is not None]
    turns = {start for bound in bounds for start, _ in bound.values if start is not None}
    if any(_is_money(bound) for bound in bounds):
        turns |= {rate.start for rate in plan.rates}
    return tuple(sorted(turns))


def _is_money(bound: Dated) -> bool:
    return any(isinstance(value, Amount) and value.measure.isupper() for _, value in bound.values)


def day_code(book: Book[date | None], turns: Turns, day: date | None) -> int:
    """Days between two turns are alike; a day not known is like no other."""
    key: Hashable = day if day is None or isinstance(turns, str) else bisect_right(turns, day)
    return book.code(key, lambda: day)
