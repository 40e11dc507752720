"""What stands in the columns of record batches, by number, and a declaration made of some of it.

Enters: Arrow arrays. Leaves: a code for each row, the same for equal cells in every batch. Promise: a blank cell, and a
number that is none, are None.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import numpy.typing as npt

from stce_rules.core.declaration import Declaration
from stce_rules.engines.columnar.books import Book, Codes, Column
from stce_rules.intake.canonical import decode
from stce_rules.intake.reading import said
from stce_rules.intake.tables.columns import Column as Box
from stce_rules.intake.tables.columns import Kind
from stce_rules.intake.tables.distinct import indices, nothing_in

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Cell", "CellBook", "CellCodes", "by_day", "by_hour", "declaration_of", "encoded", "said_cell", "said_texts"]

Cell = object
"""Text, number, day as text, yes or no, list of texts; None where nothing is said."""

CellBook = Book[Cell]

_BETWEEN = "\x1f"
"""Stands between the parts of a list while it is numbered."""


def encoded(array: pa.Array) -> pa.DictionaryArray:
    """A column with each distinct cell once; a list as one text."""
    import pyarrow as pa
    from pyarrow import compute, types

    if types.is_dictionary(array.type):
        return array
    if types.is_null(array.type):
        return array.cast(pa.string()).dictionary_encode()
    if types.is_list(array.type) or types.is_large_list(array.type):
        parts = compute.binary_join(array.cast(pa.list_(pa.string())), _BETWEEN)
        return compute.binary_join_element_wise("", parts, _BETWEEN).dictionary_encode()  # one part is a list too
    return array.dictionary_encode()


def places_in(array: pa.DictionaryArray) -> npt.NDArray[np.integer]:
    """The places of cells in the dictionary of a column; that of a blank is behind all."""
    return indices(array, len(array.dictionary))


class _KnownTexts:
    """Texts met before with their codes, looked up many at a time."""

    def __init__(self) -> None:
        self._texts: pa.Array | None = None
        self._codes: Codes = np.empty(0, dtype=np.int32)

    def codes(self, texts: pa.Array, strange: Callable[[pa.Array], Codes]) -> Codes:
        """The codes of texts; `strange` gives those of texts not met before, and one more."""
        import pyarrow as pa
        from pyarrow import compute

        if self._texts is None:
            self._texts = texts.slice(0, 0)
        places = compute.index_in(texts, value_set=self._texts)
        fresh = places.is_null()
        if compute.any(fresh).as_py():
            new = texts.filter(fresh)
            self._codes = np.append(self._codes, strange(new)[:-1])
            self._texts = pa.concat_arrays([self._texts, new])
            places = compute.index_in(texts, value_set=self._texts)
        found: Codes = self._codes[places.to_numpy(zero_copy_only=False)]
        return found


def by_hour(dates: pa.Array) -> pa.DictionaryArray:
    """A column of dates without minutes and seconds: of a million moments few hours are left."""
    import pyarrow as pa
    from pyarrow import compute, types

    hours = _cut(dates, len("2026-06-01T09"))
    if not types.is_string(hours.dictionary.type):
        return hours
    whole = compute.replace_substring_regex(hours.dictionary, "(T..)$", r"\1:00")
    return pa.DictionaryArray.from_arrays(hours.indices, whole)


def by_day(dates: pa.Array) -> pa.DictionaryArray:
    """A column of dates without their times."""
    return _cut(dates, len("2026-06-01"))


def _cut(column: pa.Array, length: int) -> pa.DictionaryArray:
    """The first characters of texts; each distinct text is cut once where they are numbered already."""
    import pyarrow as pa
    from pyarrow import compute, types

    found = column if types.is_dictionary(column.type) else encoded(column)
    if not types.is_string(found.dictionary.type):
        return found
    short = compute.utf8_slice_codeunits(found.dictionary, 0, length).dictionary_encode()
    return pa.DictionaryArray.from_arrays(short.indices.take(found.indices), short.dictionary)


def said_texts(array: pa.Array) -> pa.Array:
    """What is said in a column, as texts without blanks around them."""
    import pyarrow as pa
    from pyarrow import compute, types

    if types.is_dictionary(array.type):
        return said_texts(array.dictionary).take(array.indices)
    if not (types.is_string(array.type) or types.is_large_string(array.type)):
        cells = [said_cell(one) for one in array.to_pylist()]
        return pa.array([None if cell is None else said(str(cell)) for cell in cells], pa.string())
    texts = compute.utf8_trim_whitespace(array.cast(pa.string()))
    silent = nothing_in(texts, ["", "null"])
    return compute.if_else(pa.array(silent), pa.scalar(None, pa.string()), texts) if silent.any() else texts


class CellCodes:
    """The contents of one column by number. The dictionary met last is remembered: it comes with many batches."""

    def __init__(self) -> None:
        self.book: CellBook = Book()
        self._dictionary: pa.Array | None = None
        self._codes: Codes = np.empty(0, dtype=np.int32)
        self._of_texts = _KnownTexts()

    def column(self, array: pa.DictionaryArray) -> Column[Cell]:
        """The cells of an encoded column."""
        if self._dictionary is None or not array.dictionary.equals(self._dictionary):
            self._dictionary, self._codes = array.dictionary, self._numbered(array.dictionary)
        return Column(self.book, self._codes.take(places_in(array)))

    def constant(self, cell: Cell, count: int) -> Column[Cell]:
        """A column that says the same everywhere."""
        return Column(self.book, np.full(count, self._code(cell), dtype=np.int32))

    def _numbered(self, dictionary: pa.Array) -> Codes:
        """The codes of a dictionary's values, and of a blank behind them."""
        from pyarrow import types

        if not types.is_string(dictionary.type):
            return self._one_by_one(dictionary)
        codes = self._of_texts.codes(dictionary, self._one_by_one)
        return np.append(codes, self._code(None)).astype(np.int32)

    def _one_by_one(self, dictionary: pa.Array) -> Codes:
        cells = [said_cell(_parts(value)) for value in dictionary.to_pylist()]
        return np.asarray([self._code(cell) for cell in (*cells, None)], dtype=np.int32)

    def _code(self, cell: Cell) -> int:
        return self.book.code(tuple(cell) if isinstance(cell, list) else (type(cell), cell), lambda: cell)


def _parts(value: object) -> object:
    """A list again, where one was written as a text."""
    return value.split(_BETWEEN) if isinstance(value, str) and _BETWEEN in value else value


def said_cell(cell: object) -> Cell:
    """A cell as it is read: None when it says nothing."""
    match cell:
        case str():
            return cell if cell.strip() else None
        case float():
            return None if cell != cell else cell  # noqa: PLR0124 (a number that is none is not itself)
        case datetime():
            return cell.strftime("%Y-%m-%d")
        case date():
            return cell.isoformat()
        case list():
            return [one for one in cell if one] or None
        case _:
            return cell


def declaration_of(
    header: Mapping[Box, Cell], items: Iterable[Mapping[Box, Cell]], numbers: Iterable[int] = (1,)
) -> Declaration:
    """A declaration with these cells and no other, its goods items by their numbers.

    Raises StceError for one that is none at all.
    """
    boxes: dict[str, object] = {"id": "-"}
    written = _fill(boxes, header)
    parts: list[object] = []
    for number, one in zip(numbers, items, strict=True):
        part: dict[str, object] = {"number": number}
        written &= _fill(part, one)
        parts.append(part)
    boxes["items"] = parts
    return decode(msgspec.json.encode(boxes) if written else boxes)


_SHORT = 1 << 16
"""Characters of a text that is soon written as JSON; a message of many such is still short enough to be read."""


def _fill(boxes: dict[str, object], cells: Mapping[Box, Cell]) -> bool:
    """Fill in boxes; whether all are short texts, which are read in less time when they are written as JSON first."""
    parties: dict[str, dict[str, object]] = {}
    papers: list[object] = []
    written = True
    for column, cell in cells.items():
        if cell is None:
            continue
        written &= isinstance(cell, str) and len(cell) < _SHORT
        *outer, last = column.path
        match column.kind:
            case Kind.VALUE | Kind.YES_NO:
                inner = boxes
                for name in outer:
                    inner = inner.setdefault(name, {})  # type: ignore[assignment]  # groups are made here only
                inner[last] = cell
            case Kind.LIST:
                boxes[last] = _several(cell)
            case Kind.PARTY:
                parties.setdefault(outer[0], {"role": outer[0]})[last] = cell
            case Kind.PAPERS:
                papers += [{"type": one, "claim": last} for one in _several(cell)]
            case Kind.ROUTE:
                boxes["route"] = [{"country" if len(f"{one}") == 2 else "place": one} for one in _several(cell)]
    if parties:
        boxes["parties"] = list(parties.values())
    if papers:
        boxes["documents"] = papers
    return written


def _several(cell: Cell) -> list[object]:
    if isinstance(cell, str):
        return [part.strip() for part in cell.split("|") if part.strip()]
    return cell if isinstance(cell, list) else [cell]
