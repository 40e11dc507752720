"""The stretch of each number, compiled: the answers of `numbers.Cutoffs.classes`, without the lock."""

from __future__ import annotations

from numba import njit

from stce_rules.intake.columnar.numbers import CELL_BITS

__all__ = ["tell_apart"]


@njit(nogil=True, cache=True)
def tell_apart(numbers, bits, cutoffs, below, first, codes):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN201
    """Fill in the codes of numbers, whose bits are given too: from 1, and 0 for a blank. `first` is the first cell."""
    last = len(below) - 1
    for at in range(len(numbers)):
        number = numbers[at]
        if number != number:  # noqa: PLR0124 (a number that is none is not itself)
            codes[at] = 0
            continue
        stretch = below[min(max((bits[at] >> CELL_BITS) - first, 0), last)]
        while number >= cutoffs[stretch]:
            stretch += 1
        codes[at] = stretch + 1
