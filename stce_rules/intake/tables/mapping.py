"""The units of a map over columns of cells: each read once for every distinct value.

Enters: columns of cells, as they stand in a table. Leaves: canonical columns, and the rows in which some cell cannot be
read or cannot be put into columns. Promise: a row that is not among these says the same as the row reader makes of it,
since it is the row reader that reads the distinct values.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from stce_rules.intake.tables.cells import read_cell
from stce_rules.intake.tables.csvrows import Row
from stce_rules.intake.tables.filling import Data, Filling
from stce_rules.intake.tables.forms import DAY
from stce_rules.intake.tables.model import Cell, Fault, How, Kind, Leaf
from stce_rules.intake.tables.spreading import Bundle, Unit
from stce_rules.intake.tables.typedrows import cells, local_seconds

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Codes", "Mapped", "mapped", "nothing_in"]

Codes = np.ndarray
"""A number for each row: equal ones have equal cells."""

_DAY = r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?$"
"""How `forms.DAY` has most days; what else it reads, it reads cell by cell."""

_TEXTS = (Kind.TEXT, Kind.HS, Kind.COUNTRY)


@dataclass(frozen=True, slots=True)
class Mapped:
    """The canonical columns of a unit, the odd rows, and numbers that differ where the columns do, made when asked."""

    columns: tuple[pa.Array, ...]
    odd: np.ndarray
    codes: Callable[[], Sequence[Codes]]

    def changes(self) -> np.ndarray:
        """Of all rows but the first, those that differ from the row before."""
        if len(self.columns) == 1 and not _is_numbered(self.columns[0]):
            return _steps(self.columns[0])
        found = [codes[1:] != codes[:-1] for codes in self.codes()]
        return np.asarray(np.logical_or.reduce(found))


def mapped(unit: Unit | Bundle, where: Mapping[str, int], columns: Sequence[pa.Array]) -> Mapped:
    """One unit over columns that all have the same rows."""
    if isinstance(unit, Bundle):
        return _bundled(unit, [mapped(one, where, columns) for one in unit.units])
    only = unit.only
    if only is not None and unit.kinds[0] is not None and (only.how.as_is or _is_of_days(only.how)):
        direct = _as_is(only, columns[where[only.columns[0].name]])
        if direct is not None:
            return direct
    read = [where[name] for name in unit.read]
    codes, first = _distinct([columns[index] for index in read], len(columns[0]))
    values = [cells(columns[index].take(first)) for index in read]
    spread = _filled(unit, where, read, values) if only is None else [_one(cell, only) for cell in values[0]]
    odd = np.array([one is None for one in spread], dtype=bool)
    made = [
        _column([None if one is None else one[at] for one in spread], kind, codes) for at, kind in enumerate(unit.kinds)
    ]
    return Mapped(tuple(made), odd[codes], partial(_numbered, spread, codes))


def _one(cell: Cell, leaf: Leaf) -> tuple[Data | None, ...] | None:
    value = read_cell(cell, leaf.how)
    return None if isinstance(value, Fault) else (value,)


def _filled(
    unit: Unit, where: Mapping[str, int], read: Sequence[int], values: Sequence[Sequence[Cell]]
) -> list[tuple[Data | None, ...] | None]:
    """The distinct cells of several columns, through the reader of rows."""
    row: list[Cell] = [None] * (max(where.values(), default=-1) + 1)
    found: list[tuple[Data | None, ...] | None] = []
    for distinct in zip(*values, strict=True) if values else [()]:
        for index, cell in zip(read, distinct, strict=True):
            row[index] = cell
        filling = Filling(where)
        boxes = filling.boxes(unit.group, Row(0, 0, tuple(row)), "item." if unit.of_item else "")
        found.append(None if filling.issues else unit.spread(boxes))
    return found


def _numbered(spread: Sequence[tuple[Data | None, ...] | None], codes: Codes) -> Sequence[Codes]:
    known: dict[str, int] = {}
    return (np.array([known.setdefault(repr(one), len(known)) for one in spread], dtype=np.int64)[codes],)


def _bundled(bundle: Bundle, parts: Sequence[Mapped]) -> Mapped:
    """Boxes of a group, blank where the group as a whole says nothing."""
    odd = np.logical_or.reduce([one.odd for one in parts])
    said = {
        name: _valid(one.columns[0]) for unit, one in zip(bundle.units, parts, strict=True) for name in unit.columns
    }
    counted = [name for unit in bundle.units for name in unit.columns if unit.read or not bundle.is_party]
    whole = np.logical_or.reduce([said[name] for name in counted or said])
    if bundle.key is not None:
        whole &= said.get(bundle.key, np.zeros(len(whole), dtype=bool))
    if bundle.needed is not None:
        odd |= whole & ~said.get(bundle.needed, np.zeros(len(whole), dtype=bool))
    columns = [one.columns[0] for one in parts]
    if not whole.all():
        columns = [
            _only_where(whole, one) if (said[name] & ~whole).any() else one
            for name, one in zip(bundle.columns, columns, strict=True)
        ]
    return Mapped(tuple(columns), odd, lambda: [whole, *(code for one in parts for code in one.codes())])


def _only_where(rows: np.ndarray, column: pa.Array) -> pa.Array:
    """A column in some rows, null in the others."""
    import pyarrow as pa
    from pyarrow import compute

    if isinstance(column, pa.DictionaryArray):
        return pa.DictionaryArray.from_arrays(_only_where(rows, column.indices), column.dictionary)
    return compute.if_else(pa.array(rows), column, pa.scalar(None, column.type))


def _is_numbered(column: pa.Array) -> bool:
    """Whether rows are not to be compared as they are: numbers of distinct values, or several in a row."""
    from pyarrow import types

    return bool(types.is_dictionary(column.type) or types.is_nested(column.type))


def _steps(column: pa.Array) -> np.ndarray:
    """Of all rows but the first, those that differ from the row before."""
    from pyarrow import compute

    said = _valid(column)
    differ = compute.fill_null(compute.not_equal(column[1:], column[:-1]), False).to_numpy(zero_copy_only=False)
    return np.asarray(differ | (said[1:] != said[:-1]))


def _valid(column: pa.Array) -> np.ndarray:
    return np.asarray(column.is_valid().to_numpy(zero_copy_only=False))


def _distinct(columns: Sequence[pa.Array], count: int) -> tuple[Codes, pa.Array]:
    """A number for each combination of cells, and the row where each is met first."""
    import pyarrow as pa

    codes, first = np.zeros(count, dtype=np.int64), np.zeros(min(count, 1), dtype=np.int64)
    for column in columns:
        inner, size = _coded(column)
        codes, first = _met(codes * size + inner, len(first) * size)
    return codes, pa.array(first)


def _met(codes: Codes, size: int) -> tuple[Codes, np.ndarray]:
    """Numbers below a size as numbers without gaps, and the row where each is met first."""
    if size > _DENSE * (len(codes) + 1):
        _, first, found = np.unique(codes, return_index=True, return_inverse=True)
        return found, first
    first = np.full(size, -1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)  # of several rows the last one assigned stays
    there = first >= 0
    return (np.cumsum(there) - 1)[codes], first[there]


_DENSE = 4
"""Times as many numbers as rows, up to which a table of all numbers costs less than sorting the rows."""


def _coded(column: pa.Array) -> tuple[Codes, int]:
    """A number for each cell of a column, and one more than the largest."""
    import pyarrow as pa
    from pyarrow import types

    if types.is_list(column.type) or types.is_large_list(column.type):
        known: dict[Cell, int] = {}
        return np.array([known.setdefault(one, len(known)) for one in cells(column)], dtype=np.int64), len(known) or 1
    encoded = column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()
    size = len(encoded.dictionary)
    return encoded.indices.cast(pa.int64()).fill_null(size).to_numpy(zero_copy_only=False), size + 1


def _column(values: Sequence[Data | None], kind: Kind | None, codes: Codes) -> pa.Array:
    """The cells of the rows: texts, lists and exact numbers by their distinct values, others plain."""
    import pyarrow as pa

    places = pa.array(codes)
    match kind:
        case None:
            lists = [[str(part) for part in one] if isinstance(one, list) else None for one in values]
            indices = pa.array(codes.astype(np.int32), mask=np.array([one is None for one in lists], dtype=bool)[codes])
            return pa.DictionaryArray.from_arrays(indices, pa.array(lists, pa.list_(pa.string())))
        case Kind.YES_NO:
            return pa.array(values, pa.bool_()).take(places)
        case Kind.WHOLE:
            return pa.array(values, pa.int64()).take(places)
        case _:
            known: dict[str, int] = {}
            numbers = [-1 if one is None else known.setdefault(str(one), len(known)) for one in values]
            indices = np.array(numbers, dtype=np.int32)[codes]
            return pa.DictionaryArray.from_arrays(
                pa.array(indices, mask=indices < 0), pa.array(list(known), pa.string())
            )


# ---- columns that are canonical as they are


def _is_of_days(how: How) -> bool:
    """Whether days are read as a canonical table has them."""
    dated = how.kind is Kind.DATE and how.values is None and how.dates == DAY
    return dated and not any(one[:1].isdigit() for one in how.blanks)


def _as_is(leaf: Leaf, column: pa.Array) -> Mapped | None:
    """A column that holds what its box holds; None when its cells must be read."""
    import pyarrow as pa
    from pyarrow import compute, types

    type_ = column.type
    held = type_.value_type if types.is_dictionary(type_) else type_
    kind, odd = leaf.how.kind, np.zeros(len(column), dtype=bool)
    if kind in _TEXTS and (types.is_string(held) or types.is_large_string(held)):
        column = _without(column, [""])
    elif kind in (Kind.NUMBER, Kind.MASS) and types.is_float64(type_):
        odd = compute.is_inf(column).fill_null(False).to_numpy(zero_copy_only=False)
        column = compute.if_else(compute.is_nan(column), pa.scalar(None, type_), column)
    elif kind is Kind.DATE and types.is_timestamp(type_):
        column = _moments(column)
    elif kind is Kind.DATE and types.is_string(held):
        moments = _as_moments(_without(column, sorted(leaf.how.blanks)))
        if moments is None:
            return None
        column = _moments(moments)
    elif not (
        (kind in (Kind.NUMBER, Kind.MASS) and (types.is_integer(type_) or types.is_decimal(type_)))
        or (kind is Kind.DATE and types.is_date32(type_))
        or (kind is Kind.YES_NO and types.is_boolean(type_))
    ):
        return None
    return Mapped((column,), odd, lambda: (_coded(column)[0],))


def _moments(column: pa.Array) -> pa.Array:
    """Timestamps as texts, each distinct one once: what `forms.moment` makes of them."""
    import pyarrow as pa
    from pyarrow import compute

    found = local_seconds(column).dictionary_encode()
    texts = compute.replace_substring(found.dictionary.cast(pa.string()), " ", "T")
    midnight = compute.equal(found.dictionary, compute.floor_temporal(found.dictionary, unit="day"))
    texts = compute.if_else(midnight, compute.utf8_slice_codeunits(texts, 0, 10), texts)
    return pa.DictionaryArray.from_arrays(found.indices, texts)


def _as_moments(column: pa.Array) -> pa.Array | None:
    """Texts as timestamps; None where one of them is not plainly a day."""
    import pyarrow as pa
    from pyarrow import ArrowInvalid, compute

    texts = column.dictionary if isinstance(column, pa.DictionaryArray) else column
    if not compute.all(compute.match_substring_regex(texts, _DAY)).as_py():
        return None
    try:
        moments = texts.cast(pa.timestamp("s"))
    except ArrowInvalid:  # no day of the calendar
        return None
    return moments.take(column.indices) if isinstance(column, pa.DictionaryArray) else moments


def _without(column: pa.Array, words: Sequence[str]) -> pa.Array:
    """Texts, null where one of the words is all that stands there."""
    blank = nothing_in(column, words)
    return _only_where(~blank, column) if blank.any() else column


def nothing_in(column: pa.Array, words: Sequence[str]) -> np.ndarray:
    """The rows of a column of texts that hold one of the words, but for blanks around it."""
    import pyarrow as pa
    from pyarrow import compute, types

    if isinstance(column, pa.DictionaryArray):
        held = nothing_in(column.dictionary, words)
        if not held.any():
            return np.zeros(len(column), dtype=bool)
        return np.asarray(np.append(held, False)[column.indices.fill_null(len(held)).to_numpy(zero_copy_only=False)])
    found = np.zeros(len(column), dtype=bool)
    # few texts begin as one of the words does, or with a blank
    maybe = np.arange(len(column)) if not types.is_string(column.type) else _beginning(column, words)
    some = compute.utf8_trim_whitespace(column.take(pa.array(maybe)))
    found[maybe] = compute.is_in(some, pa.array(words, column.type)).fill_null(False).to_numpy(zero_copy_only=False)
    return found


def _beginning(column: pa.Array, words: Sequence[str]) -> np.ndarray:
    """The rows whose text is empty, or begins as one of the words, or with what may be a blank."""
    _, offsets, letters = column.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    begins = np.zeros(256, dtype=bool)
    begins[[*range(33), *range(127, 256), *(word.encode()[0] for word in words if word)]] = True
    text = np.append(np.frombuffer(letters or b"", dtype=np.uint8), np.uint8(0))
    return np.flatnonzero(begins[text[ends[:-1]]] | (ends[1:] == ends[:-1]))
