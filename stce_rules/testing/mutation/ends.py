"""Limits moved by one step: amounts, days, ends of ranges of commodity codes.

Enters: limits. Leaves: the same with one end moved, or with the end itself let in or kept out. A step is one in the
last digit that the limit is written with, one day, one subheading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction

from stce_rules.core.boxes import Amount
from stce_rules.core.predicates import Bound, Dated, HsWithin, Limit, Within
from stce_rules.language.checking import hs_sets
from stce_rules.reference import hs
from stce_rules.testing.limits import is_subtree, step_of

__all__ = ["moved", "moved_codes"]


def moved(within: Within, sentence: str) -> Iterator[tuple[Within, str]]:
    """Limits with one end changed, and the change in words."""
    if within.low is not None and within.low == within.high:
        for low, change in _moved(within.low, sentence, low=True):
            if low.included:
                yield Within(low, low), change
        return
    if within.low is not None:
        yield from ((replace(within, low=one), change) for one, change in _moved(within.low, sentence, low=True))
    if within.high is not None:
        yield from ((replace(within, high=one), change) for one, change in _moved(within.high, sentence, low=False))


def _moved(limit: Limit, sentence: str, *, low: bool) -> Iterator[tuple[Limit, str]]:
    words = ("at least", "more than") if low else ("at most", "less than")
    now, then = words if limit.included else words[::-1]
    yield replace(limit, included=not limit.included), f"'{then}' instead of '{now}'"
    for side, said in ((-1, "lower"), (1, "higher")):
        values = [(start, _beside(value, side, sentence)) for start, value in limit.bound.values]
        if all(value is not None for _, value in values):
            bound = Dated(tuple((start, value) for start, value in values if value is not None))
            end = "" if _single(sentence) else " lower end" if low else " upper end"
            yield replace(limit, bound=bound), f"the{end or ' limit'} one step {said}"


def _single(sentence: str) -> bool:
    return " between " not in sentence and " from " not in sentence


def _beside(bound: Bound, side: int, sentence: str) -> Bound | None:
    """The value one step away; None below nothing."""
    step = step_of(bound, sentence)
    match bound:
        case date():
            return bound + side * step if isinstance(step, timedelta) else None
        case Amount():
            value = bound.value + side * step if isinstance(step, Fraction) else bound.value
            return replace(bound, value=value) if value >= 0 else None
        case Fraction():
            number = bound + side * step if isinstance(step, Fraction) else bound
            return number if number >= 0 else None


def moved_codes(predicate: HsWithin, edition: int) -> Iterator[tuple[HsWithin, str]]:
    """A range of codes with one end moved by a subheading; a chapter, heading or subheading is no range."""
    whole = next((codes.whole for of, codes in predicate.by_edition if of == edition), ())
    known = hs.codes(edition)
    for at, (low, high) in enumerate(whole):
        inside = [one for one in known if low <= int(one.ljust(12, "0")) and int(one.ljust(12, "9")) <= high]
        if is_subtree(low, high) or len(inside) < 2:
            continue
        first, last = known.index(inside[0]), known.index(inside[-1])
        for start, end in ((first - 1, last), (first + 1, last), (first, last - 1), (first, last + 1)):
            if start < 0 or end >= len(known):
                continue
            interval = (int(known[start].ljust(12, "0")), int(known[end].ljust(12, "9")))
            change = f"from {hs.dotted(known[start])} to {hs.dotted(known[end])}"
            yield hs_sets.within((*whole[:at], interval, *whole[at + 1 :]), edition), change
