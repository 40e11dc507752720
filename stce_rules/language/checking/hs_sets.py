"""HS codes of a rule, carried to every edition a declaration may be written in.

Enters: intervals of codes padded to 12 digits, and the edition they are written in. Leaves: the same goods in
every edition, as `core.predicates.HsWithin` or `HsExactly`. Promises: a subheading of another edition is
`whole` when all the subheadings it correlates with lie in the rule's set, `part` when only some do; national
digits beyond the sixth are carried where the subheading is the same in both editions, and otherwise make it
`part`; when all subheadings of a heading are whole, so is a declared heading.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from stce_rules.core.predicates import HsExactly, HsWithin, Intervals
from stce_rules.reference import hs

Interval = tuple[int, int]

_NATIONAL = (98 * 10**10, 10**12 - 1)
"""Chapters 98 and 99 are left to national use by the convention: in no edition's table, and the same in all."""


def interval(digits: str) -> Interval:
    """The subtree of a code: 12-digit codes from the first to the last that begin with it."""
    below = 10 ** (12 - len(digits))
    first = int(digits) * below
    return first, first + below - 1


def is_national(digits: str) -> bool:
    """Whether the code is of a chapter left to national use."""
    return digits[:2] in ("98", "99")


def holds_code(one: Interval, edition: int) -> bool:
    """Whether some subheading of the edition, or one of national use, lies in the interval."""
    return bool(_touched((one,), edition)) or one[1] >= _NATIONAL[0]


def within(intervals: Iterable[Interval], edition: int) -> HsWithin:
    """The intervals as a set of goods, carried to every edition."""
    return _within(merged(intervals), edition)


@cache
def exactly(digits: str, edition: int) -> HsExactly:
    """The one code (6 to 12 digits), carried to every edition."""
    return HsExactly(tuple((other, _one_code(digits, edition, other)) for other in hs.EDITIONS))


def merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    """Sorted, overlapping and touching intervals made one."""
    joined: list[Interval] = []
    for low, high in sorted(intervals):
        if joined and low <= joined[-1][1] + 1:
            joined[-1] = joined[-1][0], max(joined[-1][1], high)
        else:
            joined.append((low, high))
    return tuple(joined)


def common(one: Iterable[Interval], other: Iterable[Interval]) -> tuple[Interval, ...]:
    """What two sets of intervals have in common."""
    others = tuple(other)
    pairs = ((max(a, c), min(b, d)) for a, b in one for c, d in others)
    return merged((low, high) for low, high in pairs if low <= high)


def without(one: Iterable[Interval], taken: Iterable[Interval]) -> tuple[Interval, ...]:
    """What is left of a set of intervals when others are taken away."""
    left = merged(one)
    for low, high in taken:
        pieces = ((a, b) for start, end in left for a, b in ((start, min(end, low - 1)), (max(start, high + 1), end)))
        left = tuple((a, b) for a, b in pieces if a <= b)
    return left


@cache
def _within(intervals: tuple[Interval, ...], edition: int) -> HsWithin:
    touched = _touched(intervals, edition)
    national = common(intervals, (_NATIONAL,))
    return HsWithin(
        tuple(
            (
                other,
                _own(intervals, touched, edition)
                if other == edition
                else _carried(intervals, national, touched, _links(edition, other), other),
            )
            for other in hs.EDITIONS
        )
    )


def _own(intervals: tuple[Interval, ...], touched: dict[str, bool], edition: int) -> Intervals:
    whole = {code for code, wholly in touched.items() if wholly}
    return Intervals(merged((*intervals, *_runs(whole, edition))))


def _carried(
    intervals: tuple[Interval, ...],
    national: tuple[Interval, ...],
    touched: dict[str, bool],
    links: _Links,
    other: int,
) -> Intervals:
    whole: set[str] = set()
    part: set[str] = set()
    changed: list[str] = []
    deep = list(national)
    for code, wholly in touched.items():
        if code not in links.unchanged:
            changed.append(code)
        elif wholly:
            whole.add(code)
        else:
            deep += common(intervals, (interval(code),))
    for code in {target for source in changed for target in links.targets.get(source, ())}:
        wholly = all(touched.get(source) for source in links.sources[code])
        (whole if wholly else part).add(code)
    return Intervals(merged((*deep, *_runs(whole, other))), merged(_runs(part, other)))


def _one_code(digits: str, edition: int, other: int) -> Intervals:
    point = int(digits.ljust(12, "0"))
    links = _links(edition, other)
    code, beyond = digits[:6], digits[6:].strip("0")
    if edition == other or is_national(digits) or code in links.unchanged:
        return Intervals(((point, point),))
    carried = links.targets.get(code, ())
    if len(carried) == 1 and len(links.sources[carried[0]]) == 1 and not beyond:
        renumbered = int(carried[0].ljust(12, "0"))
        return Intervals(((renumbered, renumbered),))
    return Intervals((), merged(interval(target) for target in carried))


@dataclass(frozen=True, slots=True)
class _Links:
    """Where the goods of each subheading are in another edition.

    `sources` by subheading of the other edition, `targets` by subheading of this one; `unchanged` are those
    that hold the same goods under the same number in both.
    """

    sources: dict[str, frozenset[str]]
    targets: dict[str, tuple[str, ...]]
    unchanged: frozenset[str]


@cache
def _links(edition: int, other: int) -> _Links:
    sources = {code: hs.correlated(code, other, edition) for code in hs.codes(other)}
    lists: dict[str, list[str]] = {}
    for code, found in sources.items():
        for source in found:
            lists.setdefault(source, []).append(code)
    targets = {source: tuple(codes) for source, codes in lists.items()}
    same = frozenset(code for code, found in sources.items() if found == {code} and targets[code] == (code,))
    return _Links(sources, targets, same)


@dataclass(frozen=True, slots=True)
class _Table:
    """An edition's subheadings in order.

    `starts` as 12-digit codes, `places` of each, `groups`: first and last place of those that begin with the same
    four or five digits.
    """

    starts: list[int]
    places: dict[str, int]
    groups: dict[str, Interval]


@cache
def _table(edition: int) -> _Table:
    codes = hs.codes(edition)
    places = {code: place for place, code in enumerate(codes)}
    lasts = {code[:size]: place for size in (4, 5) for code, place in places.items()}
    firsts = {code[:size]: place for size in (4, 5) for code, place in reversed(places.items())}
    groups = {beginning: (firsts[beginning], last) for beginning, last in lasts.items()}
    return _Table([int(code) * 10**6 for code in codes], places, groups)


def _touched(intervals: Iterable[Interval], edition: int) -> dict[str, bool]:
    """Subheadings of the edition that the intervals overlap, and whether they cover each wholly."""
    codes, starts = hs.codes(edition), _table(edition).starts
    found: dict[str, bool] = {}
    for low, high in intervals:
        first, last = max(bisect_right(starts, low) - 1, 0), bisect_right(starts, high) - 1
        inner = dict.fromkeys(codes[first : last + 1], True)
        for code in {codes[first], codes[last]} & inner.keys():
            start, end = interval(code)
            if end < low or start > high:
                del inner[code]
            elif start < low or end > high:
                inner[code] = found.get(code, False)
        found |= inner
    return found


def _runs(codes: set[str], edition: int) -> list[Interval]:
    """Subtrees of subheadings, joined where they follow each other in the edition and widened to whole headings."""
    if not codes:
        return []
    table, all_codes = _table(edition), hs.codes(edition)
    runs: list[Interval] = []
    for place in sorted(table.places[code] for code in codes):
        if runs and place == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], place
        else:
            runs.append((place, place))
    return [
        (interval(_widest(all_codes[run[0]], run, table))[0], interval(_widest(all_codes[run[1]], run, table))[1])
        for run in runs
    ]


def _widest(code: str, run: Interval, table: _Table) -> str:
    """The shortest beginning of a code of which every subheading of the edition is in the run."""
    for size in (4, 5):
        first, last = table.groups[code[:size]]
        if run[0] <= first and last <= run[1]:
            return code[:size]
    return code
