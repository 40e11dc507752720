"""Columns of texts with each text once.

Enters: columns of texts or of lists of texts, numbered or not, in pieces. Leaves: one piece, numbered. Promise: texts
are numbered in the order in which rows say them, and no other text is there, however the pieces were cut and numbered.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["coded", "coded_lists", "coded_type", "in_one", "renumbered"]

Codes = npt.NDArray[np.integer]

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

    ends = [np.zeros(1, dtype=np.int32)]
    for one in filter(len, pieces):
        offsets = one.offsets.to_numpy()
        ends.append(offsets[1:] + (ends[-1][-1] - offsets[0]))
    return pa.ListArray.from_arrays(pa.array(np.concatenate(ends)), coded([one.flatten() for one in pieces]))


def _by_first(array: pa.DictionaryArray) -> pa.DictionaryArray:
    """Texts numbered anew."""
    import pyarrow as pa

    absent, indices = len(array.dictionary), array.indices
    if indices.null_count:
        indices = indices.cast(pa.int32()).fill_null(absent)
    met, found = _best_renumbered()(indices.to_numpy(), absent + 1)
    texts = array.dictionary.take(pa.array(met, mask=met == absent)).dictionary_encode()
    if texts.indices.null_count or len(texts.dictionary) < len(met):  # one may stand there twice
        found = texts.indices.fill_null(-1).to_numpy().take(found)
    mask = found < 0 if texts.indices.null_count else None
    return pa.DictionaryArray.from_arrays(pa.array(found, mask=mask), texts.dictionary, safe=False)


@cache
def _best_renumbered() -> Callable[[Codes, int], tuple[Codes, Codes]]:
    """The compiled function, where it can be had: to number findings is much of the work where they are many."""
    if find_spec("numba") is None:
        return renumbered
    from stce_rules.replay.renumbering import renumbered as compiled

    return compiled


def renumbered(codes: Codes, size: int) -> tuple[Codes, Codes]:
    """The different codes in the order of rows, and for each row which of them it has; all codes are below `size`."""
    early = _different(codes[:_HEAD])
    is_late = np.ones(size, dtype=bool)
    is_late[early] = False
    late = codes[is_late.take(codes)]
    begins = np.append(True, late[1:] != late[:-1])[: len(late)]  # many rows say what the row before said
    met = np.concatenate([early, _different(late[begins])])
    place = np.empty(size, dtype=np.int32)
    place[met] = np.arange(len(met))
    return met, place.take(codes)


def _different(codes: Codes) -> Codes:
    import pyarrow as pa

    found: Codes = pa.array(codes).unique().to_numpy()
    return found
