"""Whether some number lies within limits and outside others.

Enters: comparisons that must hold, and comparisons that must not. Leaves: whether some value does. Values
that changed over time count as all of them, so that `no` is never said in error.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from stce_rules.core.boxes import Amount
from stce_rules.core.predicates import Bound, Limit, Within

# An end of an interval: its value, and whether it lies just below (-1), on (0) or just above (1) that value.
_End = tuple[Fraction | float, int]
_LOWEST: _End = (float("-inf"), 0)
_HIGHEST: _End = (float("inf"), 0)


def possible(comparisons: Iterable[tuple[Within, bool]]) -> bool:
    """Whether one value can make each comparison true, or with False beside it false."""
    said = tuple(comparisons)
    if len({kind for within, _ in said for kind in _kinds(within)}) > 1:
        return True  # two currencies: rates change
    left = [(_LOWEST, _HIGHEST)]
    for within, holds in said:
        low, high = _lower(within.low), _upper(within.high)
        if holds:
            left = [(max(a, low), min(b, high)) for a, b in left]
        elif not _changed(within):
            left = [piece for a, b in left for piece in ((a, min(b, _step(low, -1))), (max(a, _step(high, 1)), b))]
        left = [(a, b) for a, b in left if a <= b]
    return bool(left)


def _kinds(within: Within) -> set[str]:
    values = [value for limit in (within.low, within.high) if limit for _, value in limit.bound.values]
    return {value.measure if isinstance(value, Amount) else type(value).__name__ for value in values}


def _changed(within: Within) -> bool:
    return any(limit is not None and len(limit.bound.values) > 1 for limit in (within.low, within.high))


def _lower(limit: Limit | None) -> _End:
    if limit is None:
        return _LOWEST
    return min(_plain(value) for _, value in limit.bound.values), 0 if limit.included else 1


def _upper(limit: Limit | None) -> _End:
    if limit is None:
        return _HIGHEST
    return max(_plain(value) for _, value in limit.bound.values), 0 if limit.included else -1


def _step(end: _End, direction: int) -> _End:
    """The end of what lies beyond an end."""
    if end in (_LOWEST, _HIGHEST):
        return (float("inf") * direction, direction)
    return end[0], end[1] + direction


def _plain(value: Bound) -> Fraction:
    match value:
        case Amount():
            return value.value
        case date():
            return Fraction(value.toordinal())
        case Fraction():
            return value
