"""What is kept between batches: the contents of columns by number, and the boxes read from them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np

from stce_rules.core.boxes import Box
from stce_rules.core.fields import CATALOGUE, Catalogue
from stce_rules.engines.columnar.books import Book, Codes, Column, Paired
from stce_rules.intake.columnar.cells import Cell, CellBook, CellCodes, declaration_of
from stce_rules.intake.columnar.numbers import Cutoffs, bounds_of, cutoffs_of
from stce_rules.intake.columnar.texts import CasCodes, PhraseCodes, phrases_of
from stce_rules.intake.normalise import NormalCase, normalise
from stce_rules.intake.reading import edition_on
from stce_rules.intake.tables.columns import Column as Own
from stce_rules.intake.tables.columns import columns_of
from stce_rules.plan.model import Plan, Scope

__all__ = ["Contents", "Reader"]

Contents = Mapping[Own, Cell]
"""Cells by column."""

Key = tuple[str, Scope, tuple[str, ...]]
"""A field of one kind of subject, and the columns it rests on."""


_DATE = columns_of(("id", "date"), "")[1]


_MOST_KEPT = 2_000_000
"""Contents of all columns that are kept."""


class Reader:
    """Reads the boxes of batches for one plan. Batches of it that threads number take `turn`s."""

    def __init__(self, plan: Plan, catalogue: Catalogue = CATALOGUE, as_of: date | None = None) -> None:
        """`as_of`: a day that all declarations are read by, as if accepted on it."""
        self.catalogue = catalogue
        self.as_of = as_of
        self.turn = threading.RLock()
        self._plan = plan
        self._cells: dict[str, CellBook] = {}
        self._contents: dict[str, CellCodes] = {}
        self._boxes: dict[Key, Book[Box]] = {}
        self._pairs: dict[tuple[Key, int], Paired[tuple[Cell, ...]]] = {}
        self._phrases: dict[str, PhraseCodes] = {}
        self._days: dict[Cell, date | None] = {}
        self._cutoffs: dict[str, Cutoffs] = {}
        self._of_stretches: dict[str, Codes] = {}
        self.cas = CasCodes(self.phrases("description"))

    @property
    def is_full(self) -> bool:
        """Whether so many different contents were met that it is better to begin anew."""
        with self.turn:
            return sum(len(one.book) for one in self._contents.values()) > _MOST_KEPT

    def contents(self, column: str) -> CellCodes:
        """The contents of a column by number."""
        return self._contents.setdefault(column, CellCodes())

    def cells(self, column: str) -> CellBook:
        """A book of cells of one's own making."""
        return self._cells.setdefault(column, Book())

    def phrases(self, field: str) -> PhraseCodes:
        """How texts of a field are told apart by phrases."""
        if field not in self._phrases:
            self._phrases[field] = PhraseCodes(phrases_of(self._plan, field))
        return self._phrases[field]

    def cutoffs(self, field: str) -> Cutoffs:
        """The floats between which numbers of a field are alike."""
        if field not in self._cutoffs:
            self._cutoffs[field] = cutoffs_of(bounds_of(self._plan, field))
        return self._cutoffs[field]

    def numbers(self, column: str, stretches: Codes, cell: Callable[[int], Cell]) -> Column[Cell]:
        """Numbers by their stretches; the first number met of each, by its row, stands for all of it."""
        book = self.cells(f"{column} by stretch")
        known = self._of_stretches.get(column, np.empty(0, dtype=np.int32))
        if (most := int(stretches.max(initial=-1)) + 1) > len(known):
            known = self._of_stretches[column] = np.append(known, np.full(most - len(known), -1, dtype=np.int32))
        strange = np.flatnonzero(known.take(stretches) < 0)
        for stretch, at in zip(*np.unique(stretches[strange], return_index=True), strict=True):
            known[stretch] = book.code(int(stretch), lambda at=at: cell(int(strange[at])))  # type: ignore[misc]
        return Column(book, known.take(stretches))

    @property
    def converts(self) -> bool:
        """Whether money of one currency may be compared with that of another."""
        return bool(self._plan.rates)

    @property
    def editions(self) -> CellBook:
        """A day of each edition of the Harmonized System met."""
        return self.cells("edition")

    def day(self, cell: Cell) -> date | None:
        """The acceptance date that a cell states."""
        if cell not in self._days:
            self._days[cell] = self.case({_DATE: cell}).date
        return self._days[cell]

    def edition_code(self, cell: Cell) -> int:
        """The code of the edition in force on a day, among `editions`."""
        day = None if cell is None else self.day(cell)
        return self.editions.code(None if day is None else edition_on(day), lambda: cell)

    def silent(self, field: str, scope: Scope) -> Book[Box]:
        """The box of a field that nothing is said of."""
        book = self._boxes.setdefault((field, scope, ()), Book())
        book.code(0, lambda: self.box(field, scope, {}))
        return book

    def together(self, key: Key, parts: Sequence[Column[Cell]]) -> Column[tuple[Cell, ...]]:
        """The contents of several columns as one."""
        first, *others = parts
        found: Column[tuple[Cell, ...]] = _single(first)
        for at, part in enumerate(others):
            paired = self._pairs.get((key, at))
            if paired is None:
                paired = self._pairs[key, at] = Paired(_joining(found.book, part.book))
            found = paired.column(found.codes, part.codes, (len(found.book), len(part.book)))
        return found

    def boxes(self, key: Key, contents: Column[tuple[Cell, ...]], columns: Sequence[Own]) -> Column[Box]:
        """The boxes read from contents of columns."""
        kept = self._boxes.get(key)
        if kept is None:
            kept = self._boxes[key] = Book()
        field, scope, _ = key
        for code in range(len(kept), len(contents.book)):
            read = dict(zip(columns, contents.book.page(code), strict=True))
            kept.code(code, lambda read=read: self.box(field, scope, read))  # type: ignore[misc]
        return Column(kept, contents.codes)

    def box(self, field: str, scope: Scope, contents: Contents) -> Box:
        """The box of a field, of a declaration with these contents and no other."""
        case = self.case(contents)
        return (case.header if scope is Scope.DECLARATION else case.items[0]).box(field)

    def case(self, contents: Contents) -> NormalCase:
        """A declaration of one goods item with these contents."""
        header = {column: cell for column, cell in contents.items() if not column.of_item}
        item = {column: cell for column, cell in contents.items() if column.of_item}
        return normalise(declaration_of(header, (item,)), self.catalogue)


def _single(column: Column[Cell]) -> Column[tuple[Cell, ...]]:
    return Column(_Alone(column.book), column.codes)


class _Alone(Book[tuple[Cell, ...]]):
    """Contents of one column, as contents of several are."""

    __slots__ = ("_behind",)

    def __init__(self, behind: CellBook) -> None:
        super().__init__()
        self._behind = behind

    def __len__(self) -> int:
        return len(self._behind)

    def page(self, code: int) -> tuple[Cell, ...]:
        """What a code means."""
        return (self._behind.page(code),)


def _joining(one: Book[tuple[Cell, ...]], other: CellBook) -> Callable[[int, int], tuple[Cell, ...]]:
    return lambda first, second: (*one.page(first), other.page(second))
