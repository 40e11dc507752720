"""The truths of sentences by box: each judged once, when it is first asked for.

Enters: a plan, batches. Leaves: for each leaf (a test asked of one kind of subject) a stretch of one array of bytes, by
code of its box: a truth, or that it was not asked for. A leaf rests on a column of what its test looks at: a box; a box
on a day, where the day matters; a box beside another one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from stce_rules.core.boxes import Box
from stce_rules.core.predicates import Mentions, SameAs
from stce_rules.core.semantics import Day, Finding, judge
from stce_rules.core.truth import Truth
from stce_rules.engines.columnar.alike import Asked
from stce_rules.engines.columnar.batch import Aspect, Batch, aspect_of, subjects
from stce_rules.engines.columnar.books import Book, Codes, Column
from stce_rules.engines.columnar.columns import Looking, Slot, Source
from stce_rules.engines.columnar.looking_back import PastOfDeclarations, parts
from stce_rules.engines.columnar.turns import Turns, day_code, turns_of
from stce_rules.engines.judging import Prepared
from stce_rules.plan.model import Scope, WindowIs

__all__ = ["ASKED", "DENIED", "SETTLED", "UNSET", "Leaf", "Leaves", "Truths", "WindowLeaf", "as_finding"]

UNSET, ASKED, SETTLED = 0, 1, 2
"""What stands for a truth: none was asked for yet; one is asked for at the moment; from here on truths, false first.

Memory that nothing was written to is all `UNSET`, and costs nothing: most boxes are never asked for by most sentences.
"""

DENIED = SETTLED + Truth.FALSE

Truths = npt.NDArray[np.uint8]


class _Beside:
    """A subject that shows one box, whichever is asked for."""

    __slots__ = ("_box", "number")

    def __init__(self, box: Box) -> None:
        self._box = box
        self.number: int | None = None

    def box(self, words: str) -> Box:  # noqa: ARG002 (a test compares with one box only)
        return self._box


_EACH = 512
"""Where a column has no more than so many codes for each that is asked for, all that are alike are judged together."""


_AHEAD = 2048
"""Codes of a batch that no batch before it had, up to which they are judged before they are asked for."""

_FEW_LEAVES = 3
"""Of a column that so few leaves rest on: whether a document is still valid is asked anew on every day."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A test asked of goods items or of declarations; with `opens`, which of two boxes are open."""

    test: int
    scope: Scope
    opens: bool = False


@dataclass(frozen=True, slots=True)
class WindowLeaf:
    """A sentence about a window asked of goods items or of declarations: two bits of its code (`looking_back`)."""

    condition: WindowIs
    scope: Scope
    part: int = 0


class Leaves:
    """The leaves of a plan. One batch at a time is bound; what was found out of earlier ones is kept."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self._leaves: list[Leaf | WindowLeaf] = []
        self._numbers: dict[Leaf | WindowLeaf, int] = {}
        self._sources: dict[Source | Looking, int] = {}
        self._columns: list[Slot] = []
        self._column_of: list[int] = []
        self._resting: list[list[int]] = []
        self._days: dict[Turns, Book[date | None]] = {}
        self.truths: Truths = np.empty(0, dtype=np.uint8)
        self.bases: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self.codes: dict[Scope, npt.NDArray[np.int32]] = {}
        self.denied: list[tuple[int, npt.NDArray[np.int64]]] = []
        """Leaves with codes that they were found false for, until it is forgotten."""
        self.renewed: set[int] = set()
        """Columns whose codes mean something else than they did, until it is forgotten."""
        self._grouped: dict[int, int] = {}
        """Leaves, with how many codes their column had when those that are alike were judged together."""

    def number(self, leaf: Leaf | WindowLeaf) -> int:
        """The number of a leaf, new if it was not met."""
        if leaf not in self._numbers:
            self._numbers[leaf] = len(self._leaves)
            self._leaves.append(leaf)
            source = self._source(leaf)
            if source not in self._sources:
                self._sources[source] = len(self._columns)
                self._columns.append(Slot(source))
                self._resting.append([])
            self._column_of.append(self._sources[source])
            self._resting[self._sources[source]].append(self._numbers[leaf])
            if isinstance(leaf, Leaf):
                predicate = self._prepared.plan.tests[leaf.test].predicate
                if isinstance(predicate, Mentions):
                    self._columns[self._sources[source]].sought.update(predicate.phrases)
        return self._numbers[leaf]

    def row_of(self, leaf: int) -> int:
        """The row of a leaf's column among the codes of its scope."""
        return self.row_in(self._column_of[leaf])

    def test_of(self, leaf: int) -> int | None:
        """The test that a leaf asks; None where it asks about a window."""
        one = self._leaves[leaf]
        return one.test if isinstance(one, Leaf) else None

    def column_of(self, leaf: int) -> int:
        """The column a leaf rests on."""
        return self._column_of[leaf]

    def row_in(self, column: int) -> int:
        """The row of a column among the codes of its scope."""
        return self._columns[column].row

    def capacity(self, column: int) -> int:
        """As many codes a column has room for."""
        return self._columns[column].capacity

    def is_wide(self, column: int) -> bool:
        """Whether the codes of a column stand for rows of this batch only."""
        return self._columns[column].is_wide

    def truths_of(self, leaf: int) -> Truths:
        """The truths of a leaf by code."""
        start = self.bases[leaf]
        return self.truths[start : start + self._columns[self._column_of[leaf]].capacity]

    def settle(self) -> None:
        """All leaves are known: give every column its row."""
        for scope in Scope:
            of_scope = [one for one in self._columns if one.source.scope is scope]
            for row, one in enumerate(of_scope):
                one.row = row

    def _source(self, leaf: Leaf | WindowLeaf) -> Source | Looking:
        if isinstance(leaf, WindowLeaf):
            return Looking(leaf.condition, leaf.scope)
        test = self._prepared.plan.tests[leaf.test]
        other = test.predicate.field if isinstance(test.predicate, SameAs) else None
        return Source(
            test.field, leaf.scope, aspect_of(test.predicate), other, turns_of(self._prepared.plan, test.predicate)
        )

    # ---- a batch

    def columns(self) -> Iterator[tuple[str, Scope, Aspect]]:
        """The columns of a batch that all leaves together rest on."""
        for source in self._sources:
            if isinstance(source, Looking):
                window = self._prepared.plan.windows[source.condition.window]
                scope = source.scope if window.of_item else Scope.DECLARATION
                yield from ((key.words, scope, Aspect.WHOLE) for key in window.by)
                continue
            yield source.field, source.scope, source.aspect
            if source.other is not None:
                yield source.other, source.scope, Aspect.WHOLE

    def bind(self, batch: Batch, past: PastOfDeclarations) -> None:
        """Take the columns of a batch."""
        outgrown = False
        for scope in Scope:
            rows = [one for one in self._columns if one.source.scope is scope]
            columns = [self._column(one, batch, past) for one in rows]
            self.codes[scope] = _stacked([column.codes for column in columns], subjects(batch, scope))
            for one, column in zip(rows, columns, strict=True):
                outgrown |= one.take(column.book)
        if outgrown or len(self.bases) != len(self._leaves):
            self._lay_out()
        fresh = {at for at, one in enumerate(self._columns) if one.fresh}
        for number, column_of in enumerate(self._column_of) if fresh else ():
            if column_of in fresh:
                _clear(self.truths_of(number))
                self._grouped.pop(number, None)
        if fresh:
            self.denied = [one for one in self.denied if self._column_of[one[0]] not in fresh]
        self.renewed |= fresh
        for one in self._columns:
            one.fresh = False
        self._judge_ahead()

    def _judge_ahead(self) -> None:
        """Judge what almost every pair of a rule and a subject would wait for otherwise."""
        for one, leaves in zip(self._columns, self._resting, strict=True):
            codes = np.arange(one.judged, len(one))
            if len(leaves) <= _FEW_LEAVES and len(codes) <= _AHEAD and not one.is_wide:
                for leaf in leaves:
                    self.fill((leaf << 32) + codes)
            one.judged = len(one)

    def forget(self) -> None:
        """What was found out is taken in wherever it matters."""
        self.denied.clear()
        self.renewed.clear()

    def _column(self, slot: Slot, batch: Batch, past: PastOfDeclarations) -> Column[Asked]:
        source = slot.source
        if isinstance(source, Looking):
            width = 2 * parts(self._prepared.plan.windows[source.condition.window])
            return slot.looking(past.codes(source.condition, source.scope), width)
        column = batch.column(source.field, source.scope, source.aspect)
        if source.other is not None:
            other = batch.column(source.other, source.scope, Aspect.WHOLE)
            return slot.compared(column, other)
        if not source.turns:
            return slot.alone(column)
        return slot.dated(column, self._day_column(source, batch))

    def _day_column(self, source: Source, batch: Batch) -> Column[date | None]:
        book = self._days.setdefault(source.turns, Book())
        codes = np.asarray([day_code(book, source.turns, day) for day, _ in batch.days], dtype=np.int32)
        of_declarations = codes[batch.day_of]
        if source.scope is Scope.ITEM:
            of_declarations = np.repeat(of_declarations, np.diff(batch.offsets))
        return Column(book, of_declarations)

    def _lay_out(self) -> None:
        """Give each leaf a stretch that holds all codes of its column."""
        sizes = np.asarray([self._columns[column].capacity for column in self._column_of], dtype=np.int64)
        bases = np.concatenate(([0], np.cumsum(sizes)))
        fresh = np.zeros(int(bases[-1]), dtype=np.uint8)
        old_sizes = np.diff(np.append(self.bases, len(self.truths))).tolist()
        for start, size, moved in zip(self.bases.tolist(), old_sizes, bases.tolist(), strict=False):
            if (known := self.truths[start : start + size]).any():
                fresh[moved : moved + size] = known  # no stretch becomes shorter
        self.truths, self.bases = fresh, bases[:-1]

    # ---- truths

    def fill(self, asked: npt.NDArray[np.int64]) -> None:
        """Judge what is asked, each a leaf times 2 to the 32nd plus a code; sorted."""
        leaves, codes = asked >> 32, asked & 0xFFFFFFFF
        first = np.flatnonzero(np.diff(leaves, prepend=-1))
        for number, (start, end) in zip(leaves[first].tolist(), pairwise([*first.tolist(), len(asked)]), strict=True):
            leaf, column = self._leaves[number], self._columns[self._column_of[number]]
            is_new = len(column) > self._grouped.get(number, 0)
            if isinstance(leaf, Leaf) and not (is_new and (end - start) * _EACH >= len(column)):
                denied = self._fill_some(number, leaf, column, codes[start:end])
            else:
                denied = self._fill_all(number, leaf, column, codes[start:end])
                self._grouped[number] = len(column)
            if len(denied):
                self.denied.append((number, denied))

    def _fill_some(self, number: int, leaf: Leaf, column: Slot, codes: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Judge a leaf for some codes; those that it is false for."""
        base, denied = int(self.bases[number]), list[int]()
        for code in codes.tolist():
            found = self.truths[base + code] = self._judged(leaf, column.page(code))
            if found == DENIED:
                denied.append(code)
        return np.asarray(denied, dtype=np.int64)

    def _fill_all(
        self, number: int, leaf: Leaf | WindowLeaf, column: Slot, codes: npt.NDArray[np.int64]
    ) -> npt.NDArray[np.int64]:
        """Judge a leaf for some codes and all that are alike, asked for or not; those that it is found false for."""
        base = int(self.bases[number])
        truths = self.truths[base : base + len(column)]
        if isinstance(leaf, WindowLeaf):
            asked = np.arange(len(truths))
            truths[:] = SETTLED + (asked >> 2 * leaf.part & 3)
        else:
            asked = np.flatnonzero(truths < SETTLED)
            for group in column.groups(self._prepared.plan.tests[leaf.test].predicate):
                if len(group):
                    truths[group] = self._judged(leaf, column.page(int(group[0])))
            for code in codes[truths[codes] < SETTLED].tolist():
                truths[code] = self._judged(leaf, column.page(code))
        denied: npt.NDArray[np.int64] = asked[truths[asked] == DENIED]
        return denied

    def _judged(self, leaf: Leaf, page: Asked) -> int:
        day = Day(page.day, self._prepared.lists, self._prepared.rates.convert)
        found = judge(self._prepared.plan.tests[leaf.test], page.box, _Beside(page.other), day)
        return SETTLED + (found.open_here + 2 * found.open_there if leaf.opens else int(found.truth))


def _clear(truths: Truths) -> None:
    if truths.any():
        truths[:] = UNSET


def as_finding(truth: int, opens: int) -> Finding:
    """The finding that a truth, and which boxes are open, came from, as far as an outcome rests on it."""
    return Finding(Truth(truth), open_here=bool(opens & 1), open_there=bool(opens & 2))


def _stacked(codes: list[Codes], count: int) -> npt.NDArray[np.int32]:
    return np.stack(codes) if codes else np.empty((0, count), dtype=np.int32)
