"""Commodity codes: sets of intervals, in every edition.

Enters: sentences about an HS box. Leaves: what one declared code can show of them. Promise: exact for codes of 4 to 12
digits, short ones included, in each edition and where the edition is not known; rows of lists that hold on some days
only are taken to hold or not to hold.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate, combinations, product
from typing import NamedTuple

from stce_rules.core.predicates import HsExactly, HsWithin, InList, Intervals
from stce_rules.reference import hs
from stce_rules.workbench.linting.exact.asked import Said
from stce_rules.workbench.linting.exact.listed import Listed
from stce_rules.workbench.linting.exact.members import Member, Truths

_MOST_BOUNDS = 600
"""Ends of intervals that are looked at, over all editions."""

_LAST = 10**12 - 1


class _Stretch(NamedTuple):
    """Intervals by their starts, each with the furthest end of those that start no later."""

    starts: tuple[int, ...]
    reach: tuple[int, ...]

    def holds(self, low: int, high: int) -> bool:
        """Whether one of them holds all of these."""
        at = bisect_right(self.starts, low) - 1
        return at >= 0 and self.reach[at] >= high

    def touches(self, low: int, high: int) -> bool:
        """Whether one of them holds some of these."""
        at = bisect_right(self.starts, high) - 1
        return at >= 0 and self.reach[at] >= low


class _Codes(NamedTuple):
    """What makes a sentence true: rows that surely hold, rows that may; `alone` asks for the one code."""

    whole: _Stretch
    part: _Stretch
    perhaps_whole: _Stretch
    perhaps_part: _Stretch
    alone: bool

    def truths(self, low: int, high: int) -> tuple[int, ...]:
        """What a declared code can show, which stands for these codes of 12 digits."""
        if self.alone:
            high = low
        sure = (
            2
            if self.whole.holds(low, high)
            else 1
            if self.whole.touches(low, high) or self.part.touches(low, high)
            else 0
        )
        if sure == 2 or not self.perhaps_whole.starts:
            return (sure,)
        if self.perhaps_whole.holds(low, high):
            return tuple(range(2, sure - 1, -1))
        doubt = self.perhaps_whole.touches(low, high) or self.perhaps_part.touches(low, high)
        return (1, 0) if doubt and sure == 0 else (sure,)


def hs_members(about: Sequence[Said], lists: Listed) -> tuple[Member, ...] | None:
    """What one code can show; None for other sentences, or too many intervals."""
    if len(about) == 1:
        return _alone(about[0], lists)
    sources = [_sources(one, lists) for one in about]
    if any(one is None for one in sources):
        return None
    by_edition = {edition: [_codes(one, edition) for one in sources if one is not None] for edition in hs.EDITIONS}
    bounds = {bound for codes in by_edition.values() for one in codes for bound in _bounds(one)}
    if len(bounds) > _MOST_BOUNDS:
        return None
    doubted = [_in_doubt(one) for one in sources if one is not None]
    found: dict[Truths, Member] = {}
    for digits in _declared(sorted(bounds)):
        low, high = int(digits.ljust(12, "0")), int(digits.ljust(12, "9"))
        each = [frozenset(product(*[one.truths(low, high) for one in codes])) for codes in by_edition.values()]
        newest = each[-1]
        if len(newest) == 1 and len(digits) == 6 and hs.exists(digits, hs.EDITIONS[-1]):
            (truths,) = newest
            if truths not in found or found[truths].says is None:
                found[truths] = Member(truths, _dotted(digits))
        for truths in _of_some_edition(each, doubted):
            found.setdefault(truths, Member(truths))
    return tuple(found.values())


def _alone(said: Said, lists: Listed) -> tuple[Member, ...] | None:
    """One sentence by itself: true for what it names, unknown for a shorter code, false for other goods."""
    source = _sources(said, lists)
    if source is None:
        return None
    edition = hs.EDITIONS[-1]
    codes = _codes(source, edition)
    within = next(
        (one for one in _six_digits(codes.whole, codes.perhaps_whole) if codes.truths(*_range(one))[0] == 2), None
    )
    other = next((one for one in ("490199", "300490", "847989", "010121") if codes.truths(*_range(one)) == (0,)), None)
    return (Member((2,), _dotted(within)), Member((0,), _dotted(other)), Member((1,)))


def _six_digits(*stretches: _Stretch) -> Iterable[str]:
    """Subheadings of the newest edition at the starts of intervals."""
    codes = hs.codes(hs.EDITIONS[-1])
    for one in stretches:
        for start in one.starts:
            at = bisect_right(codes, f"{start:012}"[:6]) - 1
            yield from codes[max(at, 0) : at + 2]


def _range(digits: str) -> tuple[int, int]:
    return int(digits.ljust(12, "0")), int(digits.ljust(12, "9"))


def _dotted(digits: str | None) -> tuple[str, ...] | None:
    return None if digits is None else (f"{digits[:4]}.{digits[4:]}",)


# ---- where a sentence is true


_Sources = tuple[tuple[HsWithin | HsExactly, ...], tuple[HsWithin | HsExactly, ...]]


def _sources(said: Said, lists: Listed) -> _Sources | None:
    """The sets that surely count, and those that may."""
    match said:
        case HsWithin() | HsExactly():
            return (said,), ()
        case InList(list=name, as_of=as_of) if name in lists.named:
            parted = lists.parted(name, as_of)
            surely, perhaps = (tuple([row.hs for row in rows if row.hs]) for rows in (parted.surely, parted.perhaps))
            return surely, perhaps
        case _:
            return None


def _codes(source: _Sources, edition: int) -> _Codes:
    surely, perhaps = ([dict(one.by_edition)[edition] for one in sets] for sets in source)
    alone = any(isinstance(one, HsExactly) for one in source[0])
    return _Codes(_whole(surely), _part(surely), _whole(perhaps), _part(perhaps), alone)


def _whole(sets: Iterable[Intervals]) -> _Stretch:
    return _stretch(one for each in sets for one in each.whole)


def _part(sets: Iterable[Intervals]) -> _Stretch:
    return _stretch(one for each in sets for one in each.part)


def _stretch(intervals: Iterable[tuple[int, int]]) -> _Stretch:
    ordered = sorted(intervals)
    return _Stretch(tuple([low for low, _ in ordered]), tuple(accumulate((high for _, high in ordered), max)))


# ---- which codes may be declared


def _bounds(codes: _Codes) -> Iterable[int]:
    """The last codes before truths may change."""
    for one in codes[:4]:
        if isinstance(one, _Stretch):
            yield from (start - 1 for start in one.starts)
            yield from one.reach


def _declared(bounds: Sequence[int]) -> Iterable[str]:
    """A code for each stretch between bounds, and all codes that stretch over a bound."""
    found: dict[str, None] = {}
    for bound in (-1, *(one for one in bounds if 0 <= one < _LAST)):
        after = f"{bound + 1:012}"
        found |= dict.fromkeys((after[:6].ljust(6, "0"), after))
        before = f"{max(bound, 0):012}"
        same = next((at for at, (a, b) in enumerate(zip(before, after, strict=True)) if a != b), 12)
        found |= dict.fromkeys(after[:length] for length in (2, *range(4, same + 1)) if length <= same)
    return found


def _in_doubt(source: _Sources) -> bool:
    """Whether a code may be of one row in one edition and of another row in the next: no row then surely holds it."""
    rows = source[0]
    ends = sorted(
        (low, high, at) for at, row in enumerate(rows) for _, codes in row.by_edition for low, high in codes.whole
    )
    reach, of = -1, -1
    for low, high, at in ends:
        if low <= reach and at != of:
            return True
        if high > reach:
            reach, of = high, at
    return False


def _of_some_edition(each: Sequence[frozenset[Truths]], doubted: Sequence[bool]) -> Iterable[Truths]:
    """In one edition, or where it may be of several: what these agree on, each row of a list by itself."""
    alone = dict.fromkeys(truths for one in each for truths in one)
    different = tuple(dict.fromkeys(each))
    for size in range(2, len(different) + 1):
        for some in combinations(different, size):
            for chosen in product(*some):
                alone.setdefault(
                    tuple(truths[0] if len(set(truths)) == 1 else 1 for truths in zip(*chosen, strict=True))
                )
    if not any(doubted):
        return alone
    found: dict[Truths, None] = {}
    for truths in alone:
        ways = [(2, 1) if truth == 2 and doubt else (truth,) for truth, doubt in zip(truths, doubted, strict=True)]
        found |= dict.fromkeys(product(*ways))
    return found
