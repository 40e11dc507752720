"""The columns that leaves rest on: boxes, boxes on a day, boxes beside another one.

Enters: columns of a batch. Leaves: codes, what a test looks at under a code, and codes that a test cannot tell apart.
What is known of a column's codes serves the next batch while its book stays the same.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from stce_rules.core.boxes import BLANK, Box
from stce_rules.core.predicates import Predicate
from stce_rules.core.text import phrase
from stce_rules.engines.columnar.alike import Alike, Asked
from stce_rules.engines.columnar.batch import Aspect
from stce_rules.engines.columnar.books import Book, Codes, Column, LazyBook, Paired, lazily
from stce_rules.engines.columnar.turns import Turns
from stce_rules.plan.model import Scope, WindowIs

__all__ = ["Looking", "Slot", "Source"]


@dataclass(frozen=True, slots=True)
class Looking:
    """The codes of a sentence about a window."""

    condition: WindowIs
    scope: Scope


@dataclass(frozen=True, slots=True)
class Source:
    """The column a leaf rests on."""

    field: str
    scope: Scope
    aspect: Aspect
    other: str | None
    turns: Turns


class Slot:
    """The column of a source: its book of the moment, and room for as many codes."""

    def __init__(self, source: Source | Looking) -> None:
        self.source = source
        self.row = -1
        self.capacity = 16
        self._size = 0
        self.judged = 0
        """Codes for which it was seen to that what is soon judged is."""
        self.fresh = True
        self._book: Book[Asked] | Book[Box] | None = None
        self._codes: LazyBook[Asked] | None = None
        self._paired: Paired[Asked] | None = None
        self._behind: tuple[Hashable, ...] = ()
        self.sought: set[str] = set()
        self._alike = Alike(self, ())

    def looking(self, codes: Codes, width: int) -> Column[Asked]:
        """Codes that say themselves what they mean, of so many bits."""
        if self._codes is None:
            self._codes = LazyBook(1 << width, lambda _: Asked(BLANK, BLANK, None))
        return Column(self._codes, codes)

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
            self.judged = 0
            self.fresh = True
            self._alike = Alike(self, [one for text in sorted(self.sought) if (one := phrase(text)) is not None])
        self._size = len(book)  # another thread may number the next batch into the same book
        if self._size <= self.capacity:
            return False
        while self.capacity < self._size:
            self.capacity *= 2
        return True

    def __len__(self) -> int:
        return self._size

    @property
    def is_wide(self) -> bool:
        """Whether almost every row has a page of its own."""
        return isinstance(self._book, LazyBook)

    def groups(self, predicate: Predicate) -> Iterable[npt.NDArray[np.int64]]:
        """Codes that a predicate cannot tell apart, as far as it is worth while to know."""
        if isinstance(self.source, Looking) or self.source.turns or self.is_wide:
            return ()
        return self._alike.groups(predicate)

    def page(self, code: int) -> Asked:
        """What a test of this column looks at under a code."""
        page = None if self._book is None else self._book.page(code)
        return page if isinstance(page, Asked) else Asked(page or BLANK, BLANK, None)
