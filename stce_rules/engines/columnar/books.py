"""Boxes by number: what stands in a field of many rows, each distinct box once.

A code of a book always means the same box while the book lives, so whatever was found out about it stays true.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt

__all__ = ["Book", "Codes", "Column", "LazyBook", "Paired", "lazily", "met"]

Codes = npt.NDArray[np.int32]

Page = TypeVar("Page")

_MOST_GAPS = 16
"""Times as many codes as rows, up to which to mark those met costs less than to sort the rows."""

_DENSE = 1 << 22
"""As many pairs of codes are looked up in a table; of more, only those met are kept."""


class Book(Generic[Page]):
    """Pages by number, in the order in which they were first met."""

    __slots__ = ("_codes", "_pages")

    def __init__(self) -> None:
        self._pages: list[Page] = []
        self._codes: dict[Hashable, int] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def page(self, code: int) -> Page:
        """What a code means."""
        return self._pages[code]

    def known(self, key: Hashable) -> int | None:
        """The code of a key met before."""
        return self._codes.get(key)

    def code(self, key: Hashable, make: Callable[[], Page]) -> int:
        """The code of a key; its page is made when it is new."""
        code = self._codes.get(key)
        if code is None:
            page = make()
            code = self._codes[key] = len(self._pages)
            self._pages.append(page)
        return code


class LazyBook(Book[Page]):
    """Pages made when they are looked at: for one batch, where almost every row has a page of its own."""

    __slots__ = ("_make", "_size")

    def __init__(self, size: int, make: Callable[[int], Page]) -> None:
        super().__init__()
        self._size = size
        self._make = make

    def __len__(self) -> int:
        return self._size

    def page(self, code: int) -> Page:
        """What a code means."""
        return super().page(self.code(code, lambda: self._make(code)))


def lazily(one: Codes, other: Codes, make: Callable[[int, int], Page]) -> Column[Page]:
    """Pairs of codes, each row with a page of its own."""
    book = LazyBook(len(one), lambda row: make(int(one[row]), int(other[row])))
    return Column(book, np.arange(len(one), dtype=np.int32))


class Column(NamedTuple, Generic[Page]):
    """A code for each row, and the book that says what the codes mean."""

    book: Book[Page]
    codes: Codes


def met(codes: npt.NDArray[np.integer], size: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The different codes, rising, and for each row the place of its code among them; all are below `size`."""
    if size > _MOST_GAPS * (len(codes) + 1):
        return np.unique(codes, return_inverse=True)
    there = np.zeros(size, dtype=bool)
    there[codes] = True
    places: npt.NDArray[np.int64] = (np.cumsum(there) - 1)[codes]
    return np.flatnonzero(there), places


class Paired(Generic[Page]):
    """Pairs of codes of two books as codes of a third."""

    def __init__(self, make: Callable[[int, int], Page]) -> None:
        """`make` is given one code of each book."""
        self.book: Book[Page] = Book()
        self._make = make
        self._table = np.full((0, 0), -1, dtype=np.int32)

    def column(self, one: Codes, other: Codes, sizes: tuple[int, int]) -> Column[Page]:
        """The pairs of two columns whose books have these sizes."""
        if sizes[0] * sizes[1] > _DENSE:
            return Column(self.book, self._sparse(one, other, sizes[1]))
        self._grow(sizes)
        flat, width = self._table.ravel(), np.int32(self._table.shape[1])
        places = one * width
        places += other
        codes = flat.take(places)
        if codes.size and codes.min() < 0:
            strange = np.unique(places[codes < 0])
            flat[strange] = [self._code(*divmod(place, int(width))) for place in strange.tolist()]
            codes = flat.take(places)
        return Column(self.book, codes)

    def _grow(self, sizes: tuple[int, int]) -> None:
        old = self._table
        if old.shape[0] >= sizes[0] and old.shape[1] >= sizes[1]:
            return
        rows, columns = (
            max(16, have, 0 if have >= need else 2 * need) for have, need in zip(old.shape, sizes, strict=True)
        )
        self._table = np.full((rows, columns), -1, dtype=np.int32)
        self._table[: old.shape[0], : old.shape[1]] = old

    def _sparse(self, one: Codes, other: Codes, width: int) -> Codes:
        met, where = np.unique(one.astype(np.int64) * width + other, return_inverse=True)
        codes = [self._code(*divmod(pair, width)) for pair in met.tolist()]
        return np.asarray(codes, dtype=np.int32)[where]

    def _code(self, first: int, second: int) -> int:
        return self.book.code((first, second), lambda: self._make(first, second))
