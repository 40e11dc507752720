"""Batches of a canonical table with their boxes numbered.

Enters: record batches whose columns are those of a canonical table, with whole declarations, readable cells and equal
header boxes in all rows of one. Leaves: batches for the columnar engine. Promise: a box is that of the declaration
which the rows make; it is read once for each distinct content of the columns it rests on.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stce_rules.core.boxes import Box
from stce_rules.core.fields import Field, FieldType
from stce_rules.engines.columnar.batch import Aspect, Offsets
from stce_rules.engines.columnar.books import Column, LazyBook, met
from stce_rules.intake.columnar.cells import (
    Cell,
    by_day,
    by_hour,
    declaration_of,
    encoded,
    said_cell,
    said_texts,
)
from stce_rules.intake.columnar.numbers import classes
from stce_rules.intake.columnar.reader import Reader
from stce_rules.intake.columnar.rests_on import columns_behind
from stce_rules.intake.normalise import NormalCase, normalise
from stce_rules.intake.tables.columns import Column as Own
from stce_rules.intake.tables.columns import Kind, columns_of
from stce_rules.intake.tables.distinct import flags, indices, nothing_in, valid
from stce_rules.plan.model import Scope

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ArrowBatch"]

Flags = npt.NDArray[np.bool_]

_NUMBERS = {"net mass", "gross mass", "concentration"}
"""Fields that hold one number of one column."""

_WIDE = {"item value", "unit value", "quantity"}
"""Fields of which hardly two goods items have the same."""

_MANY = 20_000
"""Distinct contents in one batch from which on a column counts as wide."""


class ArrowBatch:
    """One batch. Columns are numbered when they are first asked for, by whichever thread asks."""

    def __init__(self, reader: Reader, table: pa.RecordBatch) -> None:
        self._reader = reader
        self.table = table
        self.owns = {one.name: one for one in columns_of(table.schema.names, "")}
        self._columns: dict[tuple[str, Scope, Aspect], Column[Box]] = {}
        self._cells: dict[str, Column[Cell]] = {}
        self._plain: dict[str, pa.Array] = {}
        self._encodings: dict[str, pa.DictionaryArray] = {}
        self.starts = self._starts()
        self.offsets: Offsets = np.append(self.starts, table.num_rows)
        dates, flows = self._of_header("date"), self._of_header("flow")
        pairs = dates.codes.astype(np.int64) * len(flows.book) + flows.codes
        together, places = met(pairs, len(dates.book) * len(flows.book))
        self.day_of = places.astype(np.int32)
        each = [divmod(pair, len(flows.book)) for pair in together.tolist()]
        self.days = tuple([(self._day(dates.book.page(day)), _flow(flows.book.page(flow))) for day, flow in each])

    def _starts(self) -> Offsets:
        """Where declarations begin: at every row whose id, version or action is not that of the row before."""
        from pyarrow import compute

        ids = self.table.column(self._at("id"))
        changes = np.ones(self.table.num_rows, dtype=bool)
        changes[1:] = ~flags(compute.equal(ids[1:], ids[:-1]))
        for name in ("version", "action"):
            codes = self.cells(name).codes
            changes[1:] |= codes[1:] != codes[:-1]
        return np.flatnonzero(changes)

    # ---- the engine's side

    def column(self, field: str, scope: Scope, aspect: Aspect) -> Column[Box]:
        """The boxes of a field by number."""
        key = (field, scope, aspect)
        if key not in self._columns:
            with self._reader.turn:
                self._columns[key] = self._numbered(self._reader.catalogue[field], scope, aspect)
        return self._columns[key]

    def case(self, declaration: int) -> NormalCase:
        """The declaration that some rows make, without its id and outcome."""
        first, end = self.offsets[declaration : declaration + 2].tolist()
        rows = [self._row(row, of_item=True) for row in range(first, end)]
        numbers = self.numbers[first:end].tolist()
        return normalise(declaration_of(self._row(first, of_item=False), rows, numbers), self._reader.catalogue)

    # ---- cells

    def cells(self, name: str) -> Column[Cell]:
        """The contents of a column by row."""
        if name not in self._cells:
            with self._reader.turn:
                self._cells[name] = self._contents(name)
        return self._cells[name]

    def _contents(self, name: str) -> Column[Cell]:
        contents = self._reader.contents(name)
        if name == "date" and self._reader.as_of is not None:
            return contents.constant(self._reader.as_of.isoformat(), self.table.num_rows)
        if name in self.owns:
            found = self._encoded(name)
            return contents.column(by_day(found) if name == "date" else found)
        return contents.constant(None, self.table.num_rows)

    def hours(self) -> Column[Cell]:
        """Dates with their hours, as declared, whatever day rules judge by."""
        with self._reader.turn:
            contents = self._reader.contents("date by hour")
            if "date" in self.owns:
                return contents.column(self._encoded("date"))
            return contents.constant(None, self.table.num_rows)

    def stated(self, name: str) -> Flags:
        """For each row whether it says something in a column."""
        from pyarrow import types

        array = self.table.column(self._at(name))
        said: Flags = valid(array)
        is_coded = types.is_dictionary(array.type)
        held = array.type.value_type if is_coded else array.type
        if types.is_string(held) or types.is_large_string(held):
            said &= ~nothing_in(array, [""])
        elif is_coded:
            says = np.asarray([*(said_cell(one) is not None for one in array.dictionary.to_pylist()), False])
            if not says[:-1].all():
                said &= says[indices(array, len(says) - 1)]
        return said

    def said(self, name: str, rows: npt.NDArray[np.int64] | None) -> pa.Array:
        """What is said in a column, as texts, in some rows."""
        import pyarrow as pa

        array = self.table.column(self._at(name))
        return said_texts(array if rows is None else array.take(pa.array(rows)))

    @cached_property
    def numbers(self) -> npt.NDArray[np.int64]:
        """The number of each goods item; from 1 on in each declaration where none is stated."""
        rows = np.arange(self.table.num_rows)
        counted = rows - np.repeat(self.starts, np.diff(self.offsets)) + 1
        if "item.number" not in self.owns:
            return counted
        column = self.cells("item.number")
        stated = np.asarray([_whole(column.book.page(code)) for code in range(len(column.book))], dtype=np.int64)
        found = stated[column.codes]
        return np.where(found < 0, counted, found)

    @cached_property
    def are_numbered_in_order(self) -> bool:
        """Whether the numbers of goods items never fall from one to the next in a declaration."""
        falls = np.diff(self.numbers) < 0
        falls[self.starts[1:] - 1] = False
        return not falls.any()

    def _texts(self, name: str) -> pa.Array:
        """A column of text; the same object each time, so that it is scanned once."""
        if name not in self._plain:
            self._plain[name] = self.table.column(self._at(name))
        return self._plain[name]

    def _encoded(self, name: str) -> pa.DictionaryArray:
        """A column, each distinct cell once."""
        if name not in self._encodings:
            array = self.table.column(self._at(name))
            self._encodings[name] = by_hour(array) if name == "date" else encoded(array)
        return self._encodings[name]

    def _at(self, name: str) -> int:
        return list(self.owns).index(name)

    def _of_header(self, name: str) -> Column[Cell]:
        column = self.cells(name)
        return Column(column.book, column.codes[self.starts])

    def _row(self, row: int, *, of_item: bool) -> dict[Own, Cell]:
        found: dict[Own, Cell] = {}
        for at, own in enumerate(self.owns.values()):
            if own.of_item is of_item and own.name not in _NO_BOX and not own.name.startswith("outcome."):
                found[own] = said_cell(self.table.column(at)[row].as_py())
        if not of_item and self._reader.as_of is not None:
            found[self.owns.get("date") or columns_of(("id", "date"), "")[1]] = self._reader.as_of.isoformat()
        return found

    def _day(self, cell: Cell) -> date | None:
        return None if cell is None else self._reader.day(cell)

    # ---- boxes

    def _numbered(self, field: Field, scope: Scope, aspect: Aspect) -> Column[Box]:
        names = columns_behind(field, scope, [*self.owns, *(("date",) if "date" not in self.owns else ())])
        owns = [self._own(name) for name in names]
        if len(names) == 1 and field.words in _NUMBERS:
            numbers = self._by_stretch(names[0], field)
            if numbers is not None:
                return self._read(field, scope, owns, [numbers], "by stretch")
        if aspect is Aspect.PHRASES and field.type is FieldType.TEXT:
            said = [name for name in names if not self._is_presence(name, field)]
            if len(said) == 1:
                parts = [self._phrases(name, field) if name in said else self._part(name, field) for name in names]
                return self._read(field, scope, owns, parts, "phrases")
        if field.words == "item value" and (amounts := self._amounts(names, field)) is not None:
            return self._read(field, scope, owns, amounts, "by stretch")
        if field.words in _WIDE or any(self._is_wide(name, field) for name in names):
            return self._row_by_row(field, scope, owns)
        return self._read(field, scope, owns, [self._part(name, field) for name in names], "")

    def _amounts(self, names: Sequence[str], field: Field) -> list[Column[Cell]] | None:
        """Amounts of money by the stretch they lie in, and currencies; None where rates decide or one is absent."""
        amount = "item.value.amount"
        if set(names) != {amount, "item.value.currency"} or self._reader.converts:
            return None
        amounts = self._by_stretch(amount, field)
        return None if amounts is None else [amounts if name == amount else self.cells(name) for name in names]

    def _by_stretch(self, name: str, field: Field) -> Column[Cell] | None:
        """A column of numbers by the stretches that rules can tell apart; None where it cannot be compared exactly."""
        array = self.table.column(self._at(name))
        stretches = classes(array, self._reader.cutoffs(field.words))
        if stretches is None:
            return None
        return self._reader.numbers(name, stretches, lambda row: said_cell(array[row].as_py()))

    def _own(self, name: str) -> Own:
        return self.owns.get(name) or columns_of(("id", name), "")[1]

    def _part(self, name: str, field: Field) -> Column[Cell]:
        """The contents of a column as far as they matter to a field."""
        if field.words == "cas" and name == "item.description":
            return self._reader.cas.column(self._texts(name))
        if field.words == "hs" and name == "date":
            return self._editions
        return self._whether_stated(name) if self._is_presence(name, field) else self.cells(name)

    def _is_presence(self, name: str, field: Field) -> bool:
        """Whether a column matters to a field only by being stated: other parts of a party whose country is asked."""
        own = self._own(name)
        return own.kind is Kind.PARTY and "." in field.path and not field.path.endswith(f".{own.path[-1]}")

    def _phrases(self, name: str, field: Field) -> Column[Cell]:
        """The texts of a column by the phrases that stand in them."""
        return self._reader.phrases(field.words).column(self._texts(name))

    def _whether_stated(self, name: str) -> Column[Cell]:
        """The first content met stands for every content of a column, beside blank."""
        book = self._reader.cells(f"{name} if stated")
        blank = book.code(None, lambda: None)
        stated = self.stated(name)
        codes = np.full(len(stated), blank, dtype=np.int32)
        if stated.any():
            first = int(stated.argmax())
            codes[stated] = book.code("stated", lambda: said_cell(self.table.column(self._at(name))[first].as_py()))
        return Column(book, codes)

    def _is_wide(self, name: str, field: Field) -> bool:
        if (
            name not in self.owns
            or name == "date"
            or self._is_presence(name, field)
            or (field.words == "cas" and name == "item.description")
        ):
            return False
        return len(self._encoded(name).dictionary) > _MANY

    @cached_property
    def _editions(self) -> Column[Cell]:
        """Dates as far as the edition of the Harmonized System goes: one day of each."""
        dates = self.cells("date")
        book = self._reader.editions
        codes = np.zeros(len(dates.book), dtype=np.int32)
        for code in met(dates.codes, len(dates.book))[0].tolist():
            codes[code] = self._reader.edition_code(dates.book.page(code))
        return Column(book, codes[dates.codes])

    def _read(
        self, field: Field, scope: Scope, owns: Sequence[Own], parts: Sequence[Column[Cell]], aspect: str
    ) -> Column[Box]:
        if not parts:
            return self._blank(field, scope)
        key = (field.words, scope, (*(own.name for own in owns), aspect))
        contents = self._reader.together(key, parts)
        boxes = self._reader.boxes(key, contents, owns)
        return self._by_subject(boxes, scope)

    def _blank(self, field: Field, scope: Scope) -> Column[Box]:
        """A field that no column speaks of."""
        book = self._reader.silent(field.words, scope)
        count = len(self.starts) if scope is Scope.DECLARATION else self.table.num_rows
        return Column(book, np.zeros(count, dtype=np.int32))

    def _row_by_row(self, field: Field, scope: Scope, owns: Sequence[Own]) -> Column[Box]:
        """Where almost every row says something else: boxes read only where they are asked for."""

        def box(row: int) -> Box:
            cells = {own: self._cell(own.name, row) for own in owns}
            return self._reader.box(field.words, scope, cells)

        count = self.table.num_rows
        return self._by_subject(Column(LazyBook(count, box), np.arange(count, dtype=np.int32)), scope)

    def _cell(self, name: str, row: int) -> Cell:
        if name == "date":
            return self.cells("date").book.page(int(self.cells("date").codes[row]))
        return said_cell(self.table.column(self._at(name))[row].as_py())

    def _by_subject(self, column: Column[Box], scope: Scope) -> Column[Box]:
        return Column(column.book, column.codes[self.starts]) if scope is Scope.DECLARATION else column


_NO_BOX = {"id", "version", "action", "item.number"}


def _flow(cell: Cell) -> str | None:
    return None if cell is None else str(cell)


def _whole(cell: Cell) -> int:
    return -1 if cell is None else int(str(cell))
