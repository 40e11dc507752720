"""Columns of texts with each text once.

Enters: columns of texts or of lists of texts, numbered or not, in pieces. Leaves: one piece, numbered. Promise: texts
are numbered in the order in which rows say them, and no other text is there, however the pieces were cut and numbered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["coded", "coded_lists", "coded_type", "in_one"]

Codes = npt.NDArray[np.int32]

_HEAD = 1024
"""Rows among which few different texts have all been met."""


def coded_type() -> pa.DictionaryType:
    """The type of texts that are numbered."""
    import pyarrow as pa

    return pa.dictionary(pa.int32(), pa.string())


def in_one(pieces: list[pa.Array]) -> pa.Array:
    """Pieces of a column in one; there is at least one."""
    import pyarrow as pa

    return pieces[0] if len(pieces) == 1 else pa.concat_arrays(pieces)


def coded(pieces: list[pa.Array]) -> pa.DictionaryArray:
    """A column of texts; there is at least one piece."""
    import pyarrow as pa
    from pyarrow import types

    numbered = [_by_first(one) if types.is_dictionary(one.type) else one.dictionary_encode() for one in pieces]
    return in_one(numbered if len(pieces) == 1 else pa.chunked_array(numbered).unify_dictionaries().chunks)


def coded_lists(pieces: list[pa.Array]) -> pa.ListArray:
    """A column of lists of texts, none of which is null; there is at least one piece."""
    import pyarrow as pa

    counts = [np.diff(one.offsets.to_numpy()) for one in pieces]
    ends = np.cumsum(np.concatenate([[0], *counts]), dtype=np.int32)
    return pa.ListArray.from_arrays(pa.array(ends), coded([one.flatten() for one in pieces]))


def _by_first(array: pa.DictionaryArray) -> pa.DictionaryArray:
    """Texts numbered anew."""
    import pyarrow as pa

    absent = len(array.dictionary)
    met, places = _in_order(array.indices.fill_null(absent).to_numpy(), absent + 1)
    texts = array.dictionary.take(pa.array(met, mask=met == absent)).dictionary_encode()
    indices = pa.array(places)
    if len(texts.dictionary) < len(met):  # some text stands there twice, or one is null
        indices = texts.indices.take(indices)
    return pa.DictionaryArray.from_arrays(indices, texts.dictionary, safe=False)


def _in_order(codes: Codes, size: int) -> tuple[Codes, Codes]:
    """The different codes in the order of rows, and for each row the place of its code; all are below `size`."""
    met, places = _placed(_first_met(codes[:_HEAD], size), codes, size)
    return (met, places) if places.min(initial=0) >= 0 else _placed(_first_met(codes, size), codes, size)


def _placed(met: Codes, codes: Codes, size: int) -> tuple[Codes, Codes]:
    """What was met, and for each row its place there, -1 for what was not."""
    place = np.full(size, -1, dtype=np.int32)
    place[met] = np.arange(len(met))
    return met, place.take(codes)


def _first_met(codes: Codes, size: int) -> Codes:
    """The different codes in the order of rows."""
    rows = len(codes)
    first = np.full(size, -1, dtype=np.int32)
    first[codes[::-1].astype(np.intp)] = np.arange(rows - 1, -1, -1)  # of several rows the last one assigned stays
    is_first = np.zeros(rows, dtype=bool)
    is_first[first[first >= 0]] = True
    return codes[is_first]
