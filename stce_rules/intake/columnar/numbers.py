"""Amounts by number: a code for each stretch of the number line that rules cannot tell apart.

Enters: what a plan compares a field with, columns of numbers. Leaves: codes. Promise: exact. A number as it is written
stands above a bound exactly when its nearest float is at or above the bound's cutoff, since the shortest digits that
mean a float rise with it, and so do numbers of up to 15 digits with the floats nearest to them.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stce_rules.core.boxes import Amount
from stce_rules.core.predicates import Within
from stce_rules.engines.columnar.books import Codes
from stce_rules.intake.tables.distinct import valid
from stce_rules.plan.model import Plan

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["CELL_BITS", "Cutoffs", "bounds_of", "classes", "cutoffs_of"]

_LONGEST = 16
"""Characters of a number of 15 digits and a point."""

_LEAST_LONG = 10**15
"""The first number of 16 digits."""

_EXACT_TENS = 22
"""Up to this one, powers of ten are floats as they are."""

_READABLE = (Fraction(0), Fraction(1, 10**40), Fraction(100), Fraction(10**41))
"""Where numbers begin or cease to be masses or percentages, so that no stretch holds a readable and another one."""

_WHOLE = 1 << 53
"""Whole numbers below this are floats as they are."""

CELL_BITS = 44
"""Floats that are equal but for these last bits are in one cell: 256 cells between a number and its double."""

_AT_ONCE = 1 << 13
"""Numbers told apart at a time: what is made on the way stays near the processor, in memory that is used again."""

_NO_CELL = 1 << 19
"""More than any cell."""


def bounds_of(plan: Plan, field: str) -> frozenset[Fraction]:
    """All numbers that a plan compares a field with."""
    found = set(_READABLE)
    for test in plan.tests:
        if test.field == field and isinstance(test.predicate, Within):
            limits = (test.predicate.low, test.predicate.high)
            values = [value for limit in limits if limit is not None for _, value in limit.bound.values]
            found |= {value.value if isinstance(value, Amount) else value for value in values
                      if isinstance(value, Amount | Fraction)}  # fmt: skip
    return frozenset(found)


def cutoffs_of(bounds: Iterable[Fraction]) -> Cutoffs:
    """For each bound the first float whose digits are not below it, and the first whose digits are above."""
    found = {_first(bound, above=above) for bound in bounds for above in (False, True)}
    return Cutoffs(np.asarray(sorted(found), dtype=np.float64))


def _first(bound: Fraction, *, above: bool) -> float:
    near = float(bound)
    while _reaches(near, bound, above=above):
        near = math.nextafter(near, -math.inf)
    while not _reaches(near, bound, above=above):
        near = math.nextafter(near, math.inf)
    return near


def _reaches(number: float, bound: Fraction, *, above: bool) -> bool:
    digits = Fraction(Decimal(repr(number)))
    return digits > bound if above else digits >= bound


class Cutoffs:
    """Cutoffs, rising, so laid out that the stretch of a number is found in a few steps."""

    def __init__(self, cutoffs: npt.NDArray[np.float64]) -> None:
        self._compiled = _compiled()
        self._cutoffs = np.append(cutoffs, np.nan)  # which no number is above
        cells = cutoffs.view(np.int64) >> CELL_BITS
        self._first = max(int(cells[cutoffs > 0].min(initial=_NO_CELL)) - 1, 0)
        self._last = max(int(cells.max(initial=0)) - self._first, 0)
        below = np.bincount(self._cells(cutoffs), minlength=self._last + 1)
        self._below = (np.cumsum(below) - below).astype(np.int32)

    def __len__(self) -> int:
        return len(self._cutoffs) - 1

    def _cells(self, numbers: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
        """The cell of each number: the bits of floats rise with them, but for negative ones, which are in the first."""
        cells: npt.NDArray[np.int64] = (numbers.view(np.int64) >> CELL_BITS) - self._first
        return np.clip(cells, 0, self._last, out=cells)

    def stretches(self, numbers: npt.NDArray[np.float64]) -> Codes:
        """How many cutoffs each number is not below."""
        found: Codes = self._below.take(self._cells(numbers))
        while (above := numbers >= self._cutoffs.take(found)).any():
            found += above
        return found

    def classes(self, numbers: npt.NDArray[np.float64]) -> Codes:
        """The stretch of each number, from 1; 0 for a blank."""
        found = np.empty(len(numbers), dtype=np.int32)
        if self._compiled is not None:
            self._compiled(numbers, numbers.view(np.int64), self._cutoffs, self._below, self._first, found)
            return found
        for start in range(0, len(numbers), _AT_ONCE):
            some = numbers[start : start + _AT_ONCE]
            part = self.stretches(some)
            part += 1
            part[np.isnan(some)] = 0
            found[start : start + _AT_ONCE] = part
        return found


def _compiled() -> Callable[..., None] | None:
    """The compiled function, where it can be had."""
    if find_spec("numba") is None:
        return None
    from stce_rules.intake.columnar.stretches import tell_apart

    found: Callable[..., None] = tell_apart
    return found


def classes(array: pa.Array, cutoffs: Cutoffs) -> Codes | None:
    """The stretch of each number, from 1; 0 for a blank. None where the column cannot be compared exactly."""
    numbers = _floats(array)
    return None if numbers is None else cutoffs.classes(numbers)


def _floats(array: pa.Array) -> npt.NDArray[np.float64] | None:
    """The floats that stand for the numbers of a column; none for a blank."""
    import pyarrow as pa
    from pyarrow import compute, types

    if types.is_dictionary(array.type):
        inner = _floats(array.dictionary)
        if inner is None:
            return None
        places = array.indices.fill_null(len(inner)).to_numpy(zero_copy_only=False)
        spread: npt.NDArray[np.float64] = np.append(inner, np.nan)[places]
        return spread
    if types.is_floating(array.type):
        return _as_floats(array)
    if types.is_integer(array.type):
        found = _as_floats(array)
        return None if (np.abs(found) >= _WHOLE).any() else found
    if types.is_decimal128(array.type) and 0 <= array.type.scale <= _EXACT_TENS:
        return _of_decimals(array)
    if types.is_decimal(array.type):
        array = array.cast(pa.string())
    if not (types.is_string(array.type) or types.is_large_string(array.type)):
        return None
    if (compute.max(compute.utf8_length(array)).as_py() or 0) > _LONGEST:
        return None
    stated = compute.if_else(compute.equal(compute.utf8_length(array), 0), None, array)
    try:
        return _as_floats(stated)
    except pa.ArrowInvalid:
        return None


def _of_decimals(array: pa.Array) -> npt.NDArray[np.float64] | None:
    """Floats of decimals of up to 15 digits: their whole number of the smallest unit by a power of ten, both exact."""
    halves = np.frombuffer(array.buffers()[1] or b"", dtype="<i8")[2 * array.offset : 2 * (array.offset + len(array))]
    low, high = halves[::2], halves[1::2]
    absent = ~valid(array) if array.null_count else None
    if absent is not None:
        low, high = np.where(absent, 0, low), np.where(absent, 0, high)
    if ((low >> 63) != high).any() or low.min(initial=0) <= -_LEAST_LONG or low.max(initial=0) >= _LEAST_LONG:
        return None
    found: npt.NDArray[np.float64] = low / np.float64(10**array.type.scale)
    if absent is not None:
        found[absent] = np.nan
    return found


def _as_floats(array: pa.Array) -> npt.NDArray[np.float64]:
    import pyarrow as pa

    found: npt.NDArray[np.float64] = array.cast(pa.float64(), safe=False).to_numpy(zero_copy_only=False)
    return found
