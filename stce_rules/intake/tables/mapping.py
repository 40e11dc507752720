"""The units of a map over columns of cells: each read once for every distinct value.

Enters: columns of cells, as they stand in a table. Leaves: canonical columns, and the rows in which some cell cannot be
read or cannot be put into columns. Promise: a row that is not among these says the same as the row reader makes of it,
since it is the row reader that reads the distinct values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stce_rules.intake.tables.cells import LARGEST_WHOLE, UNKNOWN, read_cell
from stce_rules.intake.tables.csvrows import Row
from stce_rules.intake.tables.distinct import Codes, distinct, flags, indices, nothing_in, valid
from stce_rules.intake.tables.filling import Data, Filling
from stce_rules.intake.tables.forms import DAY
from stce_rules.intake.tables.model import Cell, Fault, How, Kind, Leaf
from stce_rules.intake.tables.spreading import Bundle, Unit
from stce_rules.intake.tables.typedrows import local_seconds

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Known", "Mapped", "mapped"]

_DAY = r"^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d)?)?$"
"""How `forms.DAY` has most days; what else it reads, it reads cell by cell."""

_NUMBER = r"^(0|[1-9]\d{0,17})(\.\d{1,6})?$"
"""How a canonical text writes most numbers: read and written again it is the same."""

_TEXTS = (Kind.TEXT, Kind.HS, Kind.COUNTRY)


@dataclass(frozen=True, slots=True)
class Mapped:
    """The canonical columns of a unit, and the odd rows; `unread` are those of which something is told beside."""

    columns: tuple[pa.Array, ...]
    odd: np.ndarray
    unread: np.ndarray | None = None

    def part(self, end: int) -> Mapped:
        """Those of the first rows."""
        unread = None if self.unread is None else self.unread[:end]
        return Mapped(tuple(column[:end] for column in self.columns), self.odd[:end], unread)


Known = dict[tuple[str, ...], dict[str, "tuple[Data | None, ...] | None"]]
"""What was read already, by the columns that a unit fills, and cells."""

_FEW = 10_000
"""So many distinct cells at most are taken to come again in other rows."""


def mapped(unit: Unit | Bundle, where: Mapping[str, int], columns: Sequence[pa.Array], known: Known) -> Mapped:
    """One unit over columns that all have the same rows; `known` grows, to be given with the next rows."""
    if isinstance(unit, Bundle):
        return _bundled(unit, [mapped(one, where, columns, known) for one in unit.units])
    only = unit.only
    if only is not None and unit.kinds[0] is not None:
        column = columns[where[only.columns[0].name]]
        direct = _as_is(only, column) if only.how.as_is or _is_of_days(only.how) else _as_written(only.how, column)
        if direct is not None:
            return direct
    codes, values = distinct([columns[where[name]] for name in unit.read], len(columns[0]))
    spread = _read_once(unit, where, values, known.setdefault(unit.columns, {}))
    odd = np.array([one is None for one in spread], dtype=bool)
    made = [
        _column([None if one is None else one[at] for one in spread], kind, codes) for at, kind in enumerate(unit.kinds)
    ]
    return Mapped(tuple(made), odd[codes] if odd.any() else np.zeros(len(codes), dtype=bool))


def _read_once(
    unit: Unit,
    where: Mapping[str, int],
    values: Sequence[tuple[Cell, ...]],
    met: dict[str, tuple[Data | None, ...] | None],
) -> list[tuple[Data | None, ...] | None]:
    """What distinct cells say, None where that cannot be put into columns; few of them are read once only."""
    if len(values) > _FEW:
        return _read(unit, where, values)
    if len(met) > 10 * _FEW:
        met.clear()
    names = [repr(one) for one in values]
    new = {name: one for name, one in zip(names, values, strict=True) if name not in met}
    met.update(zip(new, _read(unit, where, list(new.values())), strict=True))
    return [met[name] for name in names]


def _read(
    unit: Unit, where: Mapping[str, int], values: Sequence[tuple[Cell, ...]]
) -> list[tuple[Data | None, ...] | None]:
    """One cell by itself, several through the reader of rows."""
    only = unit.only
    if only is not None:
        one_by_one = [read_cell(cell, only.how) for (cell,) in values]
        return [None if isinstance(value, Fault) else (value,) for value in one_by_one]
    places = [where[name] for name in unit.read]
    row: list[Cell] = [None] * (max(where.values(), default=-1) + 1)
    found: list[tuple[Data | None, ...] | None] = []
    for cells in values:
        for place, cell in zip(places, cells, strict=True):
            row[place] = cell
        filling = Filling(where)
        boxes = filling.boxes(unit.group, Row(0, 0, tuple(row)), "item." if unit.of_item else "")
        found.append(None if filling.issues else unit.spread(boxes))
    return found


def _bundled(bundle: Bundle, parts: Sequence[Mapped]) -> Mapped:
    """Boxes of a group, blank where the group as a whole says nothing, or in one that is told, too little."""
    odd = np.logical_or.reduce([one.odd for one in parts])
    said = {name: valid(one.columns[0]) for unit, one in zip(bundle.units, parts, strict=True) for name in unit.columns}
    counted = [name for unit in bundle.units for name in unit.columns if unit.read or not bundle.is_party]
    whole = np.logical_or.reduce([said[name] for name in counted or said])
    if bundle.key is not None:
        whole &= said.get(bundle.key, np.zeros(len(whole), dtype=bool))
    if bundle.needed is not None:
        has_needed = said.get(bundle.needed, np.zeros(len(whole), dtype=bool))
        odd |= whole & ~has_needed
        if bundle.told is not None:
            whole &= has_needed
    columns = [one.columns[0] for one in parts]
    if not whole.all():
        columns = [
            _only_where(whole, one) if (said[name] & ~whole).any() else one
            for name, one in zip(bundle.columns, columns, strict=True)
        ]
    return Mapped(tuple(columns), odd) if bundle.told is None else Mapped(tuple(columns), np.zeros_like(odd), odd)


def _only_where(rows: np.ndarray, column: pa.Array) -> pa.Array:
    """A column in some rows, null in the others."""
    import pyarrow as pa
    from pyarrow import compute

    if isinstance(column, pa.DictionaryArray):
        return pa.DictionaryArray.from_arrays(_only_where(rows, column.indices), column.dictionary)
    return compute.if_else(pa.array(rows), column, pa.scalar(None, column.type))


def _column(values: Sequence[Data | None], kind: Kind | None, codes: Codes) -> pa.Array:
    """The cells of the rows: texts, lists and exact numbers by their distinct values, others plain."""
    import pyarrow as pa

    if kind in (Kind.YES_NO, Kind.WHOLE):
        return pa.array(values, pa.bool_() if kind is Kind.YES_NO else pa.int64()).take(pa.array(codes))
    known: dict[str | tuple[str, ...], int] = {}
    numbers = []
    for one in values:
        text = tuple(map(str, one)) if isinstance(one, list) else None if one is None else str(one)
        numbers.append(-1 if text is None else known.setdefault(text, len(known)))
    type_ = pa.list_(pa.string()) if kind is None else pa.string()
    if not known:
        return pa.DictionaryArray.from_arrays(pa.nulls(len(codes), pa.int32()), pa.array([], type_))
    return _numbered(np.array(numbers, dtype=np.int32)[codes], pa.array(list(known), type_))


def _numbered(numbers: np.ndarray, texts: pa.Array) -> pa.DictionaryArray:
    """Texts by their numbers, of which those below zero are null."""
    import pyarrow as pa

    said = np.packbits(numbers >= 0, bitorder="little")
    places = pa.Array.from_buffers(pa.int32(), len(numbers), [pa.py_buffer(said), pa.py_buffer(numbers)])
    return pa.DictionaryArray.from_arrays(places, texts)


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
    elif kind is Kind.WHOLE and types.is_signed_integer(type_):
        column = column.cast(pa.int64())
        least, most = compute.min_max(column).as_py().values()
        if least is not None and max(-least, most) >= 10**LARGEST_WHOLE:
            return None
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
    return Mapped((column,), odd)


def _as_written(how: How, column: pa.Array) -> Mapped | None:
    """A column of texts that says, in all distinct cells, what its box holds; None when they must be read."""
    import pyarrow as pa
    from pyarrow import compute, types

    is_text = how.kind in _TEXTS and how.digits is None and not how.alpha3
    is_number = how.kind in (Kind.NUMBER, Kind.MASS) and how.numbers.decimal == "."
    held = column.type.value_type if types.is_dictionary(column.type) else column.type
    if how.values is not None or not (is_text or is_number) or not types.is_string(held):
        return None
    encoded = column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()
    texts = encoded.dictionary
    alone = compute.utf8_trim_whitespace(texts)
    # no text is shorter when its letters are folded
    short = np.flatnonzero(flags(compute.less_equal(compute.utf8_length(alone), max(map(len, how.blanks), default=0))))
    blank = np.zeros(len(texts), dtype=bool)
    blank[short] = [one.casefold() in how.blanks for one in alone.take(pa.array(short)).to_pylist()]
    if is_number:
        fits = flags(compute.match_substring_regex(texts, _NUMBER))
    else:
        fits = flags(compute.equal(alone, texts)) & ~flags(compute.match_substring(texts, UNKNOWN))
    if not (fits | blank).all():
        return None
    numbers = np.append(np.where(blank, -1, np.cumsum(~blank) - 1), -1).astype(np.int32)
    column = _numbered(numbers[indices(encoded, len(texts))], texts.filter(pa.array(~blank)))
    return Mapped((column,), np.zeros(len(column), dtype=bool))


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
