"""The truths of sentences by box: each judged once, when it is first asked for.

Enters: a plan, batches. Leaves: for each leaf (a test asked of one kind of subject) a stretch of one array of bytes, by
code of its box: a truth, or `UNSET`. A leaf rests on a column of what its test looks at: a box; a box on a day, where
the day matters; a box beside another one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stce_rules.core.boxes import BLANK, Amount, Box
from stce_rules.core.lookups import identities
from stce_rules.core.predicates import (
    Dated,
    InList,
    MentionsListed,
    OneOf,
    PassesThroughListed,
    Predicate,
    SameAs,
    States,
    Unexpired,
    Within,
)
from stce_rules.core.semantics import Day, Finding, judge
from stce_rules.core.truth import Truth
from stce_rules.engines.columnar.batch import Aspect, Batch, aspect_of
from stce_rules.engines.columnar.books import Book, Codes, Column, LazyBook, Paired, lazily
from stce_rules.engines.judging import Prepared
from stce_rules.plan.model import Plan, Scope, Test

__all__ = ["UNSET", "Asked", "Leaf", "Leaves", "Truths", "as_finding"]

UNSET = 255
"""Stands where no truth was asked for yet."""

Truths = npt.NDArray[np.uint8]

_EVERY_DAY = "every day is like no other"

Turns = tuple[date, ...] | str
"""Days on which the meaning of a test may change."""


class Asked(NamedTuple):
    """What a test looks at."""

    box: Box
    other: Box
    day: date | None


class _Beside:
    """A subject that shows one box, whichever is asked for."""

    __slots__ = ("_box", "number")

    def __init__(self, box: Box) -> None:
        self._box = box
        self.number: int | None = None

    def box(self, words: str) -> Box:  # noqa: ARG002 (a test compares with one box only)
        return self._box


_NOBODY = _Beside(BLANK)
_NAMES_NOTHING = OneOf(frozenset())
_SMALL = 20_000
"""Codes for all of which a test is judged at once."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A test asked of goods items or of declarations; with `opens`, which of two boxes are open."""

    test: int
    scope: Scope
    opens: bool = False


@dataclass(frozen=True, slots=True)
class _Source:
    """The column a leaf rests on."""

    field: str
    scope: Scope
    aspect: Aspect
    other: str | None
    turns: Turns


class Leaves:
    """The leaves of a plan. One batch at a time is bound; what was found out of earlier ones is kept."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._leaves: list[Leaf] = []
        self._numbers: dict[Leaf, int] = {}
        self._sources: dict[_Source, int] = {}
        self._columns: list[_Slot] = []
        self._column_of: list[int] = []
        self._days: dict[Turns, Book[date | None]] = {}
        self.truths: Truths = np.empty(0, dtype=np.uint8)
        self.bases: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self.codes: dict[Scope, npt.NDArray[np.int32]] = {}

    def number(self, leaf: Leaf) -> int:
        """The number of a leaf, new if it was not met."""
        if leaf not in self._numbers:
            self._numbers[leaf] = len(self._leaves)
            self._leaves.append(leaf)
            source = self._source(leaf)
            if source not in self._sources:
                self._sources[source] = len(self._columns)
                self._columns.append(_Slot(source))
            self._column_of.append(self._sources[source])
        return self._numbers[leaf]

    def row_of(self, leaf: int) -> int:
        """The row of a leaf's column among the codes of its scope."""
        return self._columns[self._column_of[leaf]].row

    def settle(self) -> None:
        """All leaves are known: give every column its row."""
        for scope in Scope:
            of_scope = [one for one in self._columns if one.source.scope is scope]
            for row, one in enumerate(of_scope):
                one.row = row

    def _source(self, leaf: Leaf) -> _Source:
        test = self._prepared.plan.tests[leaf.test]
        other = test.predicate.field if isinstance(test.predicate, SameAs) else None
        return _Source(
            test.field, leaf.scope, aspect_of(test.predicate), other, _turns(self._prepared.plan, test.predicate)
        )

    # ---- a batch

    def bind(self, batch: Batch) -> None:
        """Take the columns of a batch."""
        outgrown = False
        for scope in Scope:
            rows = [one for one in self._columns if one.source.scope is scope]
            columns = [self._column(one, batch) for one in rows]
            self.codes[scope] = _stacked([column.codes for column in columns], _count(batch, scope))
            for one, column in zip(rows, columns, strict=True):
                outgrown |= one.take(column.book)
        if outgrown or len(self.bases) != len(self._leaves):
            self._lay_out()
        for number, leaf_column in enumerate(self._column_of):
            one = self._columns[leaf_column]
            if one.fresh:
                start = self.bases[number]
                self.truths[start : start + one.capacity] = UNSET
        for one in self._columns:
            one.fresh = False

    def _column(self, slot: _Slot, batch: Batch) -> Column[Asked]:
        source = slot.source
        column = batch.column(source.field, source.scope, source.aspect)
        if source.other is not None:
            other = batch.column(source.other, source.scope, Aspect.WHOLE)
            return slot.compared(column, other)
        if not source.turns:
            return slot.alone(column)
        return slot.dated(column, self._day_column(source, batch))

    def _day_column(self, source: _Source, batch: Batch) -> Column[date | None]:
        book = self._days.setdefault(source.turns, Book())
        codes = np.asarray([_day_code(book, source.turns, day) for day, _ in batch.days], dtype=np.int32)
        of_declarations = codes[batch.day_of]
        if source.scope is Scope.ITEM:
            of_declarations = np.repeat(of_declarations, np.diff(batch.offsets))
        return Column(book, of_declarations)

    def _lay_out(self) -> None:
        """Give each leaf a stretch that holds all codes of its column."""
        sizes = np.asarray([self._columns[column].capacity for column in self._column_of], dtype=np.int64)
        bases = np.concatenate(([0], np.cumsum(sizes)))
        fresh = np.full(int(bases[-1]), UNSET, dtype=np.uint8)
        old_sizes = np.diff(np.append(self.bases, len(self.truths)))
        for number, (start, size) in enumerate(zip(self.bases.tolist(), old_sizes.tolist(), strict=True)):
            kept = min(size, int(sizes[number]))
            fresh[bases[number] : bases[number] + kept] = self.truths[start : start + kept]
        self.truths, self.bases = fresh, bases[:-1]

    # ---- truths

    def fill(self, asked: Iterable[int]) -> None:
        """Judge what is asked, each a leaf times 2 to the 32nd plus a code; sorted."""
        done = -1
        for one in asked:
            number, code = one >> 32, one & 0xFFFFFFFF
            if number == done:
                continue
            column = self._columns[self._column_of[number]]
            test = self._prepared.plan.tests[self._leaves[number].test]
            if isinstance(test.predicate, OneOf) and column.is_small:
                done = number
                self.truths[self.bases[number] : self.bases[number] + len(column)] = self._one_of(column, test)
            else:
                self.truths[self.bases[number] + code] = self._judged(number, column.page(code))

    def _judged(self, number: int, page: Asked) -> int:
        leaf = self._leaves[number]
        day = Day(page.day, self._prepared.lists, self._prepared.rates.convert)
        found = judge(self._prepared.plan.tests[leaf.test], page.box, _Beside(page.other), day)
        return found.open_here + 2 * found.open_there if leaf.opens else int(found.truth)

    def _one_of(self, column: _Slot, test: Test) -> Truths:
        """The truths of `is in (…)` for all codes: of a box none of whose values are named, as if nothing was named."""
        day = Day(None, self._prepared.lists, self._prepared.rates.convert)
        found = column.unnamed(test, day).copy()
        if isinstance(test.predicate, OneOf):
            for code in {code for value in test.predicate.values for code in column.named(value)}:
                found[code] = int(judge(test, column.page(code).box, _NOBODY, day).truth)
        return found


def as_finding(truth: int, opens: int) -> Finding:
    """The finding that a truth, and which boxes are open, came from, as far as an outcome rests on it."""
    return Finding(Truth(truth), open_here=bool(opens & 1), open_there=bool(opens & 2))


class _Slot:
    """The column of a source: its book of the moment, and room for as many codes."""

    def __init__(self, source: _Source) -> None:
        self.source = source
        self.row = -1
        self.capacity = 16
        self.fresh = True
        self._book: Book[Asked] | Book[Box] | None = None
        self._paired: Paired[Asked] | None = None
        self._behind: tuple[Hashable, ...] = ()
        self._named: dict[str, list[int]] = {}
        self._named_to = 0
        self._unnamed: dict[tuple[bool, bool], Truths] = {}

    def alone(self, column: Column[Box]) -> Column[Asked]:
        """Boxes as they are."""
        return Column(column.book, column.codes)  # type: ignore[arg-type]  # `page` makes of each box what is asked

    def dated(self, column: Column[Box], days: Column[date | None]) -> Column[Asked]:
        """Each box on each day."""
        boxes, dates = column.book, days.book
        return self._pairs(column, days, lambda one, day: Asked(boxes.page(one), BLANK, dates.page(day)))

    def compared(self, column: Column[Box], other: Column[Box]) -> Column[Asked]:
        """Each box beside the other."""
        boxes, others = column.book, other.book
        return self._pairs(column, other, lambda one, two: Asked(boxes.page(one), others.page(two), None))

    def _pairs(
        self, one: Column[Box], other: Column[Box] | Column[date | None], make: Callable[[int, int], Asked]
    ) -> Column[Asked]:
        if isinstance(one.book, LazyBook) or isinstance(other.book, LazyBook):
            return lazily(one.codes, other.codes, make)
        behind = (id(one.book), id(other.book))
        if self._paired is None or self._behind != behind:
            self._paired, self._behind = Paired(make), behind
        return self._paired.column(one.codes, other.codes, (len(one.book), len(other.book)))

    def take(self, book: Book[Asked]) -> bool:
        """Take the book of a batch; whether there is not room enough."""
        if book is not self._book:
            self._book = book
            self.fresh = True
            self._named, self._named_to, self._unnamed = {}, 0, {}
        if len(book) <= self.capacity:
            return False
        while self.capacity < len(book):
            self.capacity *= 2
        return True

    def __len__(self) -> int:
        return 0 if self._book is None else len(self._book)

    @property
    def is_small(self) -> bool:
        """Whether it is worth while to judge a test for all codes at once."""
        return len(self) <= _SMALL

    def named(self, value: str) -> Sequence[int]:
        """Codes of boxes that a value of which answers to a word."""
        for code in range(self._named_to, len(self)):
            for word in {word for seen in self.page(code).box.seen for word in identities(seen.value)}:
                self._named.setdefault(word, []).append(code)
        self._named_to = len(self)
        return self._named.get(value, ())

    def unnamed(self, test: Test, day: Day) -> Truths:
        """By code, the truth of a test that names no value."""
        asked = replace(test, predicate=_NAMES_NOTHING)
        key = (asked.closed, asked.negated)
        known = self._unnamed.get(key, np.empty(0, dtype=np.uint8))
        if len(known) < len(self):
            fresh = (judge(asked, self.page(code).box, _NOBODY, day).truth for code in range(len(known), len(self)))
            known = self._unnamed[key] = np.append(known, np.fromiter(fresh, dtype=np.uint8))
        return known

    def page(self, code: int) -> Asked:
        """What a test of this column looks at under a code."""
        page = None if self._book is None else self._book.page(code)
        return page if isinstance(page, Asked) else Asked(page or BLANK, BLANK, None)


def _count(batch: Batch, scope: Scope) -> int:
    return len(batch.day_of) if scope is Scope.DECLARATION else int(batch.offsets[-1])


def _stacked(codes: list[Codes], count: int) -> npt.NDArray[np.int32]:
    return np.stack(codes) if codes else np.empty((0, count), dtype=np.int32)


# ---- on which days a test may change its meaning


def _turns(plan: Plan, predicate: Predicate) -> Turns:
    match predicate:
        case Unexpired():
            return _EVERY_DAY
        case InList() | MentionsListed() | PassesThroughListed():
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


def _day_code(book: Book[date | None], turns: Turns, day: date | None) -> int:
    """Days between two turns are alike; a day not known is like no other."""
    key: Hashable = day if day is None or isinstance(turns, str) else bisect_right(turns, day)
    return book.code(key, lambda: day)
