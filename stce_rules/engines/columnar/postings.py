"""Which rules a code of a column leaves possible: the indexes of `engines.screening`, asked once for each code.

Enters: rules with their clauses, columns. Leaves: for each posted column the rules by code, as bits. A rule stands
under the one of its clauses that, on the first rows seen, leaves it the fewest; a rule without a clause is dense, asked
everywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stce_rules.core.boxes import Box
from stce_rules.core.predicates import HsExactly, HsWithin, Predicate
from stce_rules.engines.columnar.batch import Aspect, Batch, aspect_of, subjects
from stce_rules.engines.columnar.books import Book, Column
from stce_rules.engines.columnar.ruled_out import RuledOut, Words, width_of, words_of
from stce_rules.engines.columnar.rules import Rules
from stce_rules.engines.columnar.variants import Variants
from stce_rules.engines.judging import Prepared
from stce_rules.engines.screening import BoxScreen
from stce_rules.plan.access import Clause
from stce_rules.plan.model import Scope

__all__ = ["Posted", "Postings"]

_SURVEYED = 20_000
"""Rows by which clauses are chosen."""

_AT_ONCE = 1024
"""Codes that are posted at a time."""

Ints = npt.NDArray[np.int64]

_NO_WORDS: Words = np.empty(0, dtype=np.uint64)


class Posted(NamedTuple):
    """Rules that are possible for subjects, by what stands in their boxes.

    `codes` are by column and subject. A code leads, from the column's entry on, to a stretch between two `starts`: of
    `words` (the places of words of bits that are not all unset) and of `masks`, which are these words.
    """

    codes: npt.NDArray[np.int32]
    entries: Ints
    starts: Ints
    words: npt.NDArray[np.int32]
    masks: Words


@dataclass(frozen=True, slots=True)
class _Place:
    """A field asked of goods items or of declarations."""

    field: str
    scope: Scope
    aspect: Aspect


class _Posted:
    """The rules of one column by code, as words of bits that are not all unset."""

    def __init__(self, screen: BoxScreen, width: int) -> None:
        """`width`: words of all rules of the scope."""
        self._screen = screen
        self._width = width
        self._book: Book[Box] | None = None
        self._forget()

    def _forget(self) -> None:
        self.starts: Ints = np.zeros(1, dtype=np.int64)
        self.words: npt.NDArray[np.int32] = np.empty(0, dtype=np.int32)
        self.masks: Words = np.empty(0, dtype=np.uint64)

    def take(self, book: Book[Box]) -> None:
        """Post the codes of a book that were not met."""
        if book is not self._book:
            self._book = book
            self._forget()
        size, known = len(book), len(self.starts) - 1  # another thread may number the next batch into the same book
        starts, words, masks = [self.starts], [self.words], [self.masks]
        for first in range(known, size, _AT_ONCE):
            some = range(first, min(first + _AT_ONCE, size))
            possible = _masks([self._screen.possible((book.page(code),)) for code in some], self._width)
            rows, places = np.nonzero(possible)
            starts.append(starts[-1][-1] + np.cumsum(np.bincount(rows, minlength=len(some))))
            words.append(places.astype(np.int32))
            masks.append(possible[rows, places])
        if size > known:
            self.starts = np.concatenate(starts)
            self.words, self.masks = np.concatenate(words), np.concatenate(masks)


class Postings:
    """The rules of a plan by what stands in their boxes. The first batch settles which clauses serve.

    The rules of a scope are known by bits: those found by neighbouring codes have neighbouring ones. `rules` are the
    rules by bit; `ruled_out` is what other boxes than those they are posted by say of them.
    """

    def __init__(self, prepared: Prepared, rules: Rules) -> None:
        """`rules` are known by their places."""
        self._prepared = prepared
        self._all = rules
        self._scopes = [prepared.plan.units[unit].scope for unit in rules.units]
        self._clauses = [prepared.access(unit) for unit in rules.units]
        self._posted: dict[_Place, _Posted] | None = None
        self._dense: dict[Scope, Words] = {}
        self._bits: dict[Scope, dict[int, int]] = {}
        self.rules: dict[Scope, Ints] = {}
        self.ruled_out: dict[Scope, RuledOut] = {}

    def take(self, batch: Batch) -> None:
        """Post the boxes of a batch."""
        columns = {place: batch.column(place.field, place.scope, place.aspect) for place in self._places()}
        if self._posted is None:
            self._posted = self._choose(columns)
        for place, posted in self._posted.items():
            posted.take(columns[place].book)

    def learn(self, variants: Variants) -> None:
        """Take in what was found out of sentences since the last time."""
        for one in self.ruled_out.values():
            one.take(variants)
        self._all.leaves.forget()

    def table(self, scope: Scope, batch: Batch) -> Posted:
        """The rules that are possible for the subjects of a scope."""
        dense = self._dense.get(scope, _NO_WORDS)
        everywhere = np.flatnonzero(dense).astype(np.int32)
        codes = [np.zeros(subjects(batch, scope), dtype=np.int32)]
        starts = [np.asarray((0, len(everywhere)))]
        words, masks = [everywhere], [dense[everywhere]]
        for place, one in (self._posted or {}).items():
            if place.scope is scope:
                codes.append(batch.column(place.field, scope, place.aspect).codes)
                starts.append(one.starts)
                words.append(one.words)
                masks.append(one.masks)
        entries = np.cumsum([0, *(len(one) for one in starts[:-1])])
        ends = np.cumsum([0, *(len(one) for one in words[:-1])])
        flat = np.concatenate([one + end for one, end in zip(starts, ends.tolist(), strict=True)])
        return Posted(np.stack(codes), entries, flat, np.concatenate(words), np.concatenate(masks))

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
        dense: dict[Scope, list[int]] = {scope: [] for scope in Scope}
        served: dict[int, Clause] = {}
        for rule, clauses in enumerate(self._clauses):
            if not clauses:
                dense[self._scopes[rule]].append(rule)
                continue
            best = clauses[min(range(len(clauses)), key=lambda at: (costs[rule, at], at))]
            for place, tests in self._of(rule, best).items():
                for test in tests:
                    chosen.setdefault(place, {}).setdefault(test, []).append(rule)
            served[rule] = best
        for scope in Scope:
            self._give_bits(scope, chosen, dense[scope], served)
        return {place: self._screen(place, tests) for place, tests in chosen.items()}

    def _give_bits(
        self,
        scope: Scope,
        chosen: Mapping[_Place, Mapping[int, list[int]]],
        dense: list[int],
        served: Mapping[int, Clause],
    ) -> None:
        """Number the rules that subjects of a scope are asked for. The clause they are found by is not asked again."""
        plan, known = self._prepared.plan, self._all
        lowest: dict[int, int] = dict.fromkeys(dense, 0)
        for place, tests in chosen.items():
            for test, rules in tests.items() if place.scope is scope else ():
                for rule in rules:
                    lowest[rule] = _lowest(plan.tests[test].predicate)
        near = sorted(lowest, key=lambda rule: (lowest[rule], rule))
        # in the order of results within a word: they are nearly sorted when they are found
        ordered = [rule for begin in range(0, len(near), 64) for rule in sorted(near[begin : begin + 64])]
        self._bits[scope] = {rule: bit for bit, rule in enumerate(ordered)}
        self._dense[scope] = words_of([self._bits[scope][rule] for rule in dense], width_of(len(ordered)))
        groups = {
            rule: [
                group
                for group in known.groups[scope][rule]
                if rule not in served or not served[rule].issubset(map(known.leaves.test_of, group))
            ]
            for rule in ordered
        }
        self.rules[scope] = np.asarray(ordered, dtype=np.int64)
        self.ruled_out[scope] = RuledOut(known.leaves, groups, self.rules[scope])

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
            totals = np.zeros(64 * width_of(len(bits)), dtype=np.int64)
            for first in range(0, len(codes), _AT_ONCE):
                some = slice(first, first + _AT_ONCE)
                pages = [columns[place].book.page(code) for code in codes[some].tolist()]
                masks = _masks([screen.possible((page,)) for page in pages], width_of(len(bits)))
                totals += counts[some] @ np.unpackbits(masks.view(np.uint8), axis=1, bitorder="little")
            for one, total in zip(bits, totals.tolist(), strict=False):
                costs[one] += total
        return costs

    def _screen(self, place: _Place, tests: Mapping[int, list[int]]) -> _Posted:
        bits = self._bits[place.scope]
        by_bit = {test: [bits[rule] for rule in each] for test, each in tests.items()}
        width = width_of(len(bits))
        return _Posted(BoxScreen(place.field, by_bit, 64 * width, self._prepared), width)


def _lowest(predicate: Predicate) -> int:
    """The lowest commodity code that a test asks for; 0 where it asks for none."""
    if not isinstance(predicate, HsWithin | HsExactly):
        return 0
    return min((low for _, one in predicate.by_edition for low, _ in (*one.whole, *one.part)), default=0)


def _masks(possible: Sequence[int], width: int) -> Words:
    """Masks as rows of so many words."""
    written = b"".join([mask.to_bytes(8 * width, "little") for mask in possible])
    return np.frombuffer(written, dtype="<u8").reshape(len(possible), width)
