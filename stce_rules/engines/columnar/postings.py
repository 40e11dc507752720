"""Which rules a code of a column leaves possible: the indexes of `engines.screening`, asked once for each code.

Enters: rules with their clauses, columns. Leaves: for each posted column the rules by code. A rule stands under the one
of its clauses that, on the first rows seen, leaves it the fewest; a rule without a clause is dense, asked everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stce_rules.core.boxes import Box
from stce_rules.engines.columnar.batch import Aspect, Batch, aspect_of
from stce_rules.engines.columnar.books import Book, Column
from stce_rules.engines.judging import Prepared
from stce_rules.engines.screening import BoxScreen
from stce_rules.plan.access import Clause, access
from stce_rules.plan.model import Scope

__all__ = ["Postings"]

_SURVEYED = 20_000
"""Rows by which clauses are chosen."""

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Place:
    """A field asked of goods items or of declarations."""

    field: str
    scope: Scope
    aspect: Aspect


class _Posted:
    """The rules of one column by code."""

    def __init__(self, screen: BoxScreen, rules: npt.NDArray[np.int32]) -> None:
        """`rules` are the rules by the bits of the screen."""
        self._screen = screen
        self._rules = rules
        self._book: Book[Box] | None = None
        self._lists: list[npt.NDArray[np.int32]] = []
        self.starts: Ints = np.zeros(1, dtype=np.int64)
        self.flat: npt.NDArray[np.int32] = np.empty(0, dtype=np.int32)

    def take(self, book: Book[Box]) -> None:
        """Post the codes of a book that were not met."""
        if book is not self._book:
            self._book, self._lists = book, []
        elif len(book) == len(self._lists):
            return
        for code in range(len(self._lists), len(book)):
            self._lists.append(self._rules[_bits(self._screen.possible((book.page(code),)))])
        self.starts = np.concatenate(([0], np.cumsum([len(one) for one in self._lists], dtype=np.int64)))
        self.flat = np.concatenate(self._lists) if self._lists else np.empty(0, dtype=np.int32)


class Postings:
    """The rules of a plan by what stands in their boxes. The first batch settles which clauses serve."""

    def __init__(self, prepared: Prepared, rules: Sequence[int]) -> None:
        """`rules` are unit numbers; here a rule is known by its place among them."""
        self._prepared = prepared
        self._rules = rules
        self._scopes = [prepared.plan.units[unit].scope for unit in rules]
        self._clauses = [access(prepared.plan, unit) for unit in rules]
        self._posted: dict[_Place, _Posted] | None = None
        self.dense: dict[Scope, Ints] = {scope: np.empty(0, dtype=np.int64) for scope in Scope}

    def take(self, batch: Batch) -> None:
        """Post the boxes of a batch."""
        columns = {place: batch.column(place.field, place.scope, place.aspect) for place in self._places()}
        if self._posted is None:
            self._posted = self._choose(columns)
        for place, posted in self._posted.items():
            posted.take(columns[place].book)

    def table(self, scope: Scope, batch: Batch) -> tuple[npt.NDArray[np.int32], Ints, Ints, npt.NDArray[np.int32]]:
        """For the subjects of a scope: codes by posted column, where each column's entries begin, starts, rules."""
        chosen = [(place, one) for place, one in (self._posted or {}).items() if place.scope is scope]
        codes = [batch.column(place.field, scope, place.aspect).codes for place, _ in chosen]
        entries, starts, flats = [], [], []
        entry = rules = 0
        for _, one in chosen:
            entries.append(entry)
            starts.append(one.starts + rules)
            flats.append(one.flat)
            entry += len(one.starts)
            rules += len(one.flat)
        count = len(batch.day_of) if scope is Scope.DECLARATION else int(batch.offsets[-1])
        return (
            np.stack(codes) if codes else np.empty((0, count), dtype=np.int32),
            np.asarray(entries, dtype=np.int64),
            np.concatenate(starts) if starts else np.zeros(1, dtype=np.int64),
            np.concatenate(flats) if flats else np.empty(0, dtype=np.int32),
        )

    def _places(self) -> Iterable[_Place]:
        if self._posted is not None:
            return self._posted
        every = ((rule, clause) for rule, clauses in enumerate(self._clauses) for clause in clauses)
        return dict.fromkeys(place for rule, clause in every for place in self._of(rule, clause))

    def _of(self, rule: int, clause: Clause) -> dict[_Place, list[int]]:
        """The places of a clause of a rule, with its tests there."""
        found: dict[_Place, list[int]] = {}
        for number in sorted(clause):
            test = self._prepared.plan.tests[number]
            of_item = self._scopes[rule] is Scope.ITEM or test.of_item
            scope = Scope.ITEM if of_item else Scope.DECLARATION
            place = _Place(test.field, scope, aspect_of(test.predicate))
            found.setdefault(place, []).append(number)
        return found

    # ---- which clause of a rule serves

    def _choose(self, columns: Mapping[_Place, Column[Box]]) -> dict[_Place, _Posted]:
        costs = self._costs(columns)
        chosen: dict[_Place, dict[int, list[int]]] = {}
        for rule, clauses in enumerate(self._clauses):
            if not clauses:
                scope = self._scopes[rule]
                self.dense[scope] = np.append(self.dense[scope], rule)
                continue
            best = min(range(len(clauses)), key=lambda at: (costs[rule, at], at))
            for place, tests in self._of(rule, clauses[best]).items():
                for test in tests:
                    chosen.setdefault(place, {}).setdefault(test, []).append(rule)
        return {place: self._screen(place, tests) for place, tests in chosen.items()}

    def _costs(self, columns: Mapping[_Place, Column[Box]]) -> dict[tuple[int, int], int]:
        """How many of the first rows each clause of a rule leaves possible; the only clause of a rule is not asked."""
        costs: dict[tuple[int, int], int] = {}
        surveyed: dict[_Place, dict[int, list[tuple[int, int]]]] = {}
        for rule, clauses in enumerate(self._clauses):
            for at, clause in enumerate(clauses):
                costs[rule, at] = 0
                if len(clauses) > 1:
                    for place, tests in self._of(rule, clause).items():
                        for test in tests:
                            surveyed.setdefault(place, {}).setdefault(test, []).append((rule, at))
        for place, asking in surveyed.items():
            bits = list(dict.fromkeys(one for each in asking.values() for one in each))
            number = {one: bit for bit, one in enumerate(bits)}
            screen = BoxScreen(
                place.field,
                {test: [number[one] for one in each] for test, each in asking.items()},
                len(bits),
                self._prepared,
            )
            codes, counts = np.unique(columns[place].codes[:_SURVEYED], return_counts=True)
            totals = np.zeros(len(bits), dtype=np.int64)
            for code, count in zip(codes.tolist(), counts.tolist(), strict=True):
                totals[_bits(screen.possible((columns[place].book.page(code),)))] += count
            for one, total in zip(bits, totals.tolist(), strict=True):
                costs[one] += total
        return costs

    def _screen(self, place: _Place, tests: Mapping[int, list[int]]) -> _Posted:
        rules = list(dict.fromkeys(rule for each in tests.values() for rule in each))
        number = {rule: bit for bit, rule in enumerate(rules)}
        by_bit = {test: [number[rule] for rule in each] for test, each in tests.items()}
        return _Posted(BoxScreen(place.field, by_bit, len(rules), self._prepared), np.asarray(rules, dtype=np.int32))


def _bits(mask: int) -> Ints:
    """The places of the bits set."""
    packed = np.frombuffer(mask.to_bytes(mask.bit_length() // 8 + 1, "little"), dtype=np.uint8)
    return np.flatnonzero(np.unpackbits(packed, bitorder="little"))
