"""Numbers in the order of rows, compiled: the answers of `coded.renumbered`, without the lock."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

__all__ = ["renumbered"]

Codes = npt.NDArray[np.integer]


def renumbered(codes: Codes, size: int) -> tuple[Codes, Codes]:
    """See `coded.renumbered`."""
    met, found = np.empty(min(size, len(codes)), dtype=codes.dtype), np.empty(len(codes), dtype=np.int32)
    count = _renumber(codes, np.full(size, -1, dtype=np.int32), met, found)
    return met[:count], found


@njit(nogil=True, cache=True)
def _renumber(codes, places, met, found):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """Fill in `found`, and `met`; how many there are. `places` has room for each code."""
    count = 0
    for row in range(len(codes)):
        code = codes[row]
        place = places[code]
        if place < 0:
            place = places[code] = count
            met[count] = code
            count += 1
        found[row] = place
    return count
