"""Columns of cells compared: which rows say nothing, which differ from the row before, which are distinct.

Enters: columns of typed tables, texts numbered or not. Leaves: for each row a mark or a number, as NumPy arrays. A null
differs from every cell, and from no null.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from stce_rules.intake.tables.model import Cell
from stce_rules.intake.tables.typedrows import cells

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Codes", "differing", "distinct", "flags", "indices", "nothing_in", "valid"]

Codes = np.ndarray
"""A number for each row: equal ones have equal cells."""

_LARGEST_SHORT = 1 << 31
"""Numbers below this take half the room."""

_DENSE = 4
"""Times as many numbers as rows, up to which a table of all numbers costs less than sorting the rows."""


def flags(column: pa.Array) -> np.ndarray:
    """The rows of a column of yes and no that say yes; null is no."""
    said = _bits(column.buffers()[1], column)
    return np.asarray(said & valid(column)) if column.null_count else said


def valid(column: pa.Array) -> np.ndarray:
    """The rows of a column that are not null."""
    if column.null_count in (0, len(column)):
        return np.full(len(column), not column.null_count)
    return _bits(column.buffers()[0], column)


def _bits(buffer: pa.Buffer, column: pa.Array) -> np.ndarray:
    # to_numpy() would take ten times as long
    count = column.offset + len(column)
    bits = np.unpackbits(np.frombuffer(buffer, dtype=np.uint8), count=count, bitorder="little")
    return np.asarray(bits[column.offset :].view(bool))


def differing(column: pa.Array, among: np.ndarray) -> np.ndarray:
    """The rows that differ from the row before; `among` says of all rows but the first which are asked for."""
    import pyarrow as pa
    from pyarrow import compute

    said = valid(column)
    if isinstance(column, pa.DictionaryArray):
        numbers = _numbers(column)
        unlike = (numbers[1:] != numbers[:-1]) & said[1:]
    else:
        unlike = flags(compute.not_equal(column[1:], column[:-1]))
    rows = np.flatnonzero(among & (unlike | (said[1:] != said[:-1]))) + 1
    if not len(rows) or not isinstance(column, pa.DictionaryArray):
        return np.asarray(rows)
    # other numbers may stand for the same
    pairs = zip(column.take(pa.array(rows)).to_pylist(), column.take(pa.array(rows - 1)).to_pylist(), strict=True)
    return np.asarray(rows[[one != before for one, before in pairs]])


def distinct(columns: Sequence[pa.Array], count: int) -> tuple[Codes, list[tuple[Cell, ...]]]:
    """A number for each combination of cells, and the cells by their numbers; of no columns, one of no cells."""
    import pyarrow as pa

    if not columns:
        return np.zeros(count, dtype=np.int64), [()]
    if len(columns) == 1 and isinstance(columns[0], pa.DictionaryArray) and len(columns[0].dictionary) < count:
        codes, _ = _coded(columns[0])
        return codes, [*((one,) for one in cells(columns[0].dictionary)), (None,)]
    codes, first = np.zeros(count, dtype=np.int64), np.zeros(min(count, 1), dtype=np.int64)
    for column in columns:
        inner, size = _coded(column)
        codes, first = _met(codes * size + inner, len(first) * size)
    return codes, list(zip(*(cells(column.take(pa.array(first))) for column in columns), strict=True))


def _met(codes: Codes, size: int) -> tuple[Codes, np.ndarray]:
    """Numbers below a size as numbers without gaps, and the row where each is met first."""
    if size > _DENSE * (len(codes) + 1):
        _, first, found = np.unique(codes, return_index=True, return_inverse=True)
        return found, first
    first = np.full(size, -1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)  # of several rows the last one assigned stays
    there = first >= 0
    return (np.cumsum(there) - 1)[codes], first[there]


def _coded(column: pa.Array) -> tuple[Codes, int]:
    """A number for each cell of a column, and one more than the largest."""
    import pyarrow as pa
    from pyarrow import types

    if types.is_list(column.type) or types.is_large_list(column.type):
        known: dict[Cell, int] = {}
        return np.array([known.setdefault(one, len(known)) for one in cells(column)], dtype=np.int64), len(known) or 1
    encoded = column if isinstance(column, pa.DictionaryArray) else column.dictionary_encode()
    size = len(encoded.dictionary)
    return indices(encoded, size), size + 1


def indices(column: pa.DictionaryArray, null: int) -> Codes:
    """The numbers of a column of numbered cells, with one for null."""
    numbers = _numbers(column)
    if not column.null_count:
        return numbers
    found = np.full(len(column), null, dtype=np.int64 if null >= _LARGEST_SHORT else np.int32)
    np.copyto(found, numbers, where=valid(column))
    return found


def _numbers(column: pa.DictionaryArray) -> Codes:
    """The same with any number for null."""
    _, numbers = column.indices.buffers()
    found = np.frombuffer(numbers, dtype=column.type.index_type.to_pandas_dtype())
    return found[column.offset : column.offset + len(column)]


def nothing_in(column: pa.Array, words: Sequence[str]) -> np.ndarray:
    """The rows of a column of texts that hold one of the words, but for blanks around it."""
    import pyarrow as pa
    from pyarrow import compute, types

    if isinstance(column, pa.DictionaryArray):
        held = nothing_in(column.dictionary, words)
        if not held.any():
            return np.zeros(len(column), dtype=bool)
        return np.asarray(np.append(held, False)[indices(column, len(held))])
    found = np.zeros(len(column), dtype=bool)
    # few texts begin as one of the words does, or with a blank
    maybe = np.arange(len(column)) if not types.is_string(column.type) else _beginning(column, words)
    if len(maybe):
        some = compute.utf8_trim_whitespace(column.take(pa.array(maybe)))
        found[maybe] = flags(compute.is_in(some, pa.array(words, column.type)))
    return found


def _beginning(column: pa.Array, words: Sequence[str]) -> np.ndarray:
    """The rows whose text is empty, or begins as one of the words, or with what may be a blank."""
    _, offsets, letters = column.buffers()
    ends = np.frombuffer(offsets, dtype=np.int32)[column.offset : column.offset + len(column) + 1]
    empty = ends[1:] == ends[:-1]
    if empty.all():
        return np.flatnonzero(valid(column))
    first = np.frombuffer(letters, dtype=np.uint8).take(ends[:-1], mode="clip")  # an empty text may end them all
    found = empty | (first <= ord(" ")) | (first > ord("~"))
    for letter in {word.encode()[0] for word in words if word}:
        found |= first == letter
    return np.flatnonzero(found & valid(column))
