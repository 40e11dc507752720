"""Codes of a column whose boxes a test cannot tell apart: one of them is judged for all.

Enters: what a column holds by code, a test. Leaves: groups of codes. Promise: only what a truth rests on puts codes
together, never what it is; boxes with one value and nothing unreadable are grouped, others are left to be judged
alone. A value of `is in` is told by the words it answers to, a commodity code and an amount by where they lie between
the limits, a text by which of the phrases stand in it, two boxes compared by whether they hold the same text.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Generic, NamedTuple, Protocol, Self, TypeVar

import numpy as np
import numpy.typing as npt

from stce_rules.core.boxes import Amount, Box, HsCode, Value
from stce_rules.core.lookups import identities, subtree
from stce_rules.core.predicates import Bound, HsExactly, HsWithin, Mentions, OneOf, Predicate, SameAs, Within
from stce_rules.core.text import FoldedText, Phrase, PhraseIndex

__all__ = ["Alike", "Asked"]

Ints = npt.NDArray[np.int64]


class Asked(NamedTuple):
    """What a test looks at."""

    box: Box
    other: Box
    day: date | None


class Pages(Protocol):
    """What a column holds by code."""

    def __len__(self) -> int:
        """The number of codes so far."""

    def page(self, code: int) -> Asked:
        """What a test of this column looks at under a code."""


class Alike:
    """The groups of one column, for tests whose meaning no day changes. Grows with the column."""

    def __init__(self, pages: Pages, sought: Sequence[Phrase]) -> None:
        """`sought` are all phrases that tests of the column look for."""
        self._pages = pages
        self._words = _Words()
        self._goods = _Goods()
        self._numbers = _Numbers()
        self._phrases = _Phrases(sought)
        self._pairs = _Pairs()

    def groups(self, predicate: Predicate) -> Iterable[Ints]:
        """Codes that a predicate cannot tell apart; none is in two groups."""
        match predicate:
            case OneOf():
                return self._words.taken(self._pages).groups(predicate)
            case HsWithin() | HsExactly():
                return self._goods.taken(self._pages).groups(predicate)
            case Within():
                return self._numbers.taken(self._pages).groups(predicate)
            case Mentions():
                return self._phrases.taken(self._pages).groups(predicate)
            case SameAs():
                return self._pairs.taken(self._pages).groups(predicate)
            case _:
                return ()


Told = TypeVar("Told", OneOf, HsWithin | HsExactly, Within, Mentions, SameAs)
"""A predicate that groups can be told for."""


class _Groups(ABC, Generic[Told]):
    """Groups by what one kind of predicate looks at."""

    def __init__(self) -> None:
        self._upto = 0
        self._kept: Ints = np.empty(0, dtype=np.int64)
        """Codes that can be told apart."""

    def taken(self, pages: Pages) -> Self:
        """These, with the codes that are new."""
        new = range(self._upto, len(pages))
        if new:
            kept = [code for code in new if _is_plain((asked := pages.page(code)).box) and self._take(code, asked)]
            self._kept = np.append(self._kept, np.asarray(kept, dtype=np.int64))
            self._upto = len(pages)
        return self

    @abstractmethod
    def _take(self, code: int, asked: Asked) -> bool:
        """Take a code in, unless it cannot be told apart."""

    @abstractmethod
    def groups(self, predicate: Told) -> Iterable[Ints]:
        """The groups."""

    def _without(self, codes: Ints) -> Ints:
        flags = np.zeros(self._upto, dtype=bool)
        flags[self._kept] = True
        flags[codes] = False
        return np.flatnonzero(flags)


def _is_plain(box: Box) -> bool:
    return len(box.seen) == 1 and not box.unreadable


class _Words(_Groups[OneOf]):
    """By the words a value answers to."""

    def __init__(self) -> None:
        super().__init__()
        self._named: dict[str, list[int]] = {}

    def _take(self, code: int, asked: Asked) -> bool:
        for word in identities(asked.box.seen[0].value):
            self._named.setdefault(word, []).append(code)
        return True

    def groups(self, predicate: OneOf) -> Iterable[Ints]:
        named = np.unique([code for value in predicate.values for code in self._named.get(value, ())]).astype(np.int64)
        return named, self._without(named)


class _Goods(_Groups[HsWithin | HsExactly]):
    """By where a commodity code, with all below it, lies between the ends of intervals; by edition, rising."""

    def __init__(self) -> None:
        super().__init__()
        self._new: dict[int, list[tuple[int, int, int]]] = {}
        self._sorted: dict[int, Ints] = {}

    def _take(self, code: int, asked: Asked) -> bool:
        value = asked.box.seen[0].value
        if not isinstance(value, HsCode) or len(value.editions) != 1:
            return False
        self._new.setdefault(value.editions[0], []).append((*subtree(value.digits), code))
        return True

    def _sort(self) -> None:
        for edition, new in self._new.items():
            known = self._sorted.get(edition, np.empty((3, 0), dtype=np.int64))
            both = np.concatenate((known, np.asarray(new, dtype=np.int64).T), axis=1)
            self._sorted[edition] = both[:, np.argsort(both[0], kind="stable")]
        self._new = {}

    def groups(self, predicate: HsWithin | HsExactly) -> Iterable[Ints]:
        self._sort()
        intervals = dict(predicate.by_edition)
        for edition, (first, last, codes) in self._sorted.items():
            carried = intervals.get(edition)
            limits = (
                []
                if carried is None
                else [end for low, high in (*carried.whole, *carried.part) for end in (low, high + 1)]
            )
            cuts = np.unique(np.asarray(limits, dtype=np.int64))
            begins = np.searchsorted(cuts, first, "right")
            ends = begins if isinstance(predicate, HsExactly) else np.searchsorted(cuts, last, "right")
            within = begins == ends
            yield from np.split(codes[within], np.flatnonzero(np.diff(begins[within])) + 1)


_DAYS = "days"
"""Stands for the measure of dates."""


class _Numbers(_Groups[Within]):
    """By measure and size: sizes rising, with their codes."""

    def __init__(self) -> None:
        super().__init__()
        self._new: list[tuple[str, Fraction, int]] = []
        self._sorted: dict[str, tuple[list[Fraction], Ints]] = {}

    def _take(self, code: int, asked: Asked) -> bool:
        measure, size = _measured(asked.box.seen[0].value)
        if size is not None:
            self._new.append((measure, size, code))
        return size is not None

    def _sort(self) -> None:
        for measure in {measure for measure, _, _ in self._new}:
            sizes, codes = self._sorted.get(measure, ([], self._kept[:0]))
            both = [*zip(sizes, codes.tolist(), strict=True), *(one[1:] for one in self._new if one[0] == measure)]
            both.sort()
            self._sorted[measure] = [size for size, _ in both], np.asarray([code for _, code in both], dtype=np.int64)
        self._new = []

    def groups(self, predicate: Within) -> Iterable[Ints]:
        self._sort()
        limits = [limit.bound.values for limit in (predicate.low, predicate.high) if limit is not None]
        for measure, (sizes, codes) in self._sorted.items():
            bounds = [size for values in limits for _, one in values if (size := _size(one, measure)) is not None]
            if len(bounds) == len(limits):
                ends = {at for bound in bounds for at in (bisect_left(sizes, bound), bisect_right(sizes, bound))}
                yield from np.split(codes, sorted(ends))


def _measured(value: Value) -> tuple[str, Fraction | None]:
    match value:
        case Amount():
            return value.measure, value.value
        case date():
            return _DAYS, Fraction(value.toordinal())
        case _:
            return "", None


def _size(bound: Bound, measure: str) -> Fraction | None:
    """A bound as it compares with sizes of a measure; None where it does not plainly."""
    match bound:
        case Fraction():
            return None if measure == _DAYS else bound
        case _:
            own, size = _measured(bound)
            return size if own == measure else None


class _Phrases(_Groups[Mentions]):
    """By the phrases that stand in a text."""

    def __init__(self, sought: Sequence[Phrase]) -> None:
        super().__init__()
        self._index = PhraseIndex(sought)
        self._at = {one.written: at for at, one in enumerate(sought)}
        self._holding: dict[int, list[int]] = {}

    def _take(self, code: int, asked: Asked) -> bool:
        text = asked.box.seen[0].value
        if not isinstance(text, FoldedText):
            return False
        for at, _ in self._index.found(text):
            self._holding.setdefault(at, []).append(code)
        return True

    def groups(self, predicate: Mentions) -> Iterable[Ints]:
        sought = [self._at[written] for written in predicate.phrases if written in self._at]
        if len(sought) > _MOST_MARKS:
            return
        marks = np.zeros(self._upto, dtype=np.uint64)
        for bit, at in enumerate(sought):
            marks[self._holding.get(at, [])] |= np.uint64(1 << bit)
        holding = np.flatnonzero(marks)
        yield self._without(holding)
        for mark in np.unique(marks[holding]):
            yield holding[marks[holding] == mark]


_MOST_MARKS = 64
"""Phrases of one sentence that are told apart."""


class _Pairs(_Groups[SameAs]):
    """By whether two texts are the same."""

    def __init__(self) -> None:
        super().__init__()
        self._same: list[int] = []

    def _take(self, code: int, asked: Asked) -> bool:
        one = asked.box.seen[0].value
        if not isinstance(one, str) or not _is_plain(asked.other):
            return False
        other = asked.other.seen[0].value
        if one == other:
            self._same.append(code)
        return isinstance(other, str)

    def groups(self, predicate: SameAs) -> Iterable[Ints]:  # noqa: ARG002 (the other box stands beside the first)
        same = np.asarray(self._same, dtype=np.int64)
        return same, self._without(same)
