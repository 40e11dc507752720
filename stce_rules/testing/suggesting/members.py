"""Values in and outside sets: commodity codes, and everything that is compared word for word.

Enters: what is wanted of tests about one box, on a day. Leaves: a few values that come up to all of it, those first
that an officer knows. Nothing is promised: the engine judges what is made of them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from heapq import nsmallest

from stce_rules.core.fields import FieldType
from stce_rules.core.lookups import row_holds
from stce_rules.core.predicates import (
    HsExactly,
    HsWithin,
    InList,
    ListRow,
    NamedList,
    OneOf,
    PassesThrough,
    PassesThroughListed,
    Predicate,
    Resembles,
)
from stce_rules.core.truth import Truth
from stce_rules.language.checking.hs_sets import merged
from stce_rules.reference import hs
from stce_rules.testing.limits import is_subtree

__all__ = ["Members", "Pair", "ordinary"]

Pair = tuple[Predicate, Truth]
"""What is said of a box, without its `not`, and the truth it is to have."""

_ORDINARY: Mapping[FieldType, tuple[str, ...]] = {
    FieldType.HS: ("4901.99", "8703.23", "0901.21", "3004.90", "8708.29", "9403.60", "2201.10"),
    FieldType.CAS: ("7732-18-5", "64-17-5", "7647-14-5", "50-99-7"),
    FieldType.COUNTRY: ("NO", "AU", "GH", "VN", "AE", "CH", "DE", "BR", "IN", "SS", "KP"),
    FieldType.PLACE: ("NOOSL", "DEHAM", "AEJEA", "SGSIN"),
    FieldType.ROUTE: ("NO", "DEHAM", "AE", "SGSIN"),
    FieldType.CODE: ("X002", "N380", "Z999"),
    FieldType.PARTY: ("Example Trading Ltd", "Sample Works GmbH"),
    FieldType.TEXT: ("books", "table lamps"),
    FieldType.FLOW: ("export", "import", "transit", "transhipment", "re-export"),
}
_ENOUGH = 6


def ordinary(kind: FieldType) -> tuple[str, ...]:
    """Values that declarations of all days hold."""
    return _ORDINARY.get(kind, ())


@dataclass(slots=True)
class Members:
    """The sets of one program, by the HS edition that its examples are written in."""

    lists: Mapping[str, NamedList]
    edition: int
    _codes: dict[tuple[Predicate, date], tuple[frozenset[str], frozenset[str]]] = field(default_factory=dict)

    def codes(self, wanted: Iterable[Pair], on: date) -> Iterator[str]:
        """Subheadings for which each is true or false, as wanted."""
        left = set(_codes(self.edition))
        for predicate, truth in _sets(wanted):
            inside, touched = self._inside(predicate, on)
            left = left & inside if truth is Truth.TRUE else left - touched
        known = [one.replace(".", "") for one in ordinary(FieldType.HS)]
        first = [one for one in known if one in left]
        rest = nsmallest(_ENOUGH, left.difference(first), key=lambda one: (hs.text(one) is None, one))
        yield from (hs.dotted(one) for one in (*first, *rest)[:_ENOUGH])

    def around(self, predicate: HsWithin) -> tuple[str, ...]:
        """The subheadings on either side of each end of a range; none for a whole chapter, heading or subheading."""
        known, found = _codes(self.edition), list[str]()
        for low, high in self._intervals(predicate):
            if is_subtree(low, high):
                continue
            inside = [one for one in known if low <= int(one.ljust(12, "0")) and int(one.ljust(12, "9")) <= high]
            if inside:
                first, last = known.index(inside[0]), known.index(inside[-1])
                found += [known[at] for at in (first - 1, first, last, last + 1) if 0 <= at < len(known)]
        return tuple(hs.dotted(one) for one in dict.fromkeys(found))

    def _intervals(self, predicate: HsWithin | HsExactly) -> tuple[tuple[int, int], ...]:
        return next((codes.whole for edition, codes in predicate.by_edition if edition == self.edition), ())

    def _inside(self, predicate: Predicate, on: date) -> tuple[frozenset[str], frozenset[str]]:
        """The subheadings surely in a set, and those that touch it."""
        key = (predicate, on)
        if key not in self._codes:
            sets = [predicate] if isinstance(predicate, HsWithin | HsExactly) else []
            if isinstance(predicate, InList):
                sets = [row.hs for row in self._rows(predicate, on) if row.hs is not None]
            intervals = merged(one for each in sets for one in self._intervals(each))
            lows = [low for low, _ in intervals]
            inside, touched = set[str](), set[str]()
            for code in _codes(self.edition):
                low, high = int(code.ljust(12, "0")), int(code.ljust(12, "9"))
                at = bisect_right(lows, high) - 1
                if at >= 0 and intervals[at][1] >= low:
                    touched.add(code)
                    if intervals[at][0] <= low and high <= intervals[at][1]:
                        inside.add(code)
            self._codes[key] = frozenset(inside), frozenset(touched)
        return self._codes[key]

    def _rows(self, predicate: InList | PassesThroughListed | Resembles, on: date) -> list[ListRow]:
        day = predicate.as_of or on
        return [row for row in self.lists[predicate.list].rows if row_holds(row, day) is Truth.TRUE]

    def values(self, kind: FieldType, wanted: Iterable[Pair], on: date) -> Iterator[str]:
        """Values for which each is true or false, as wanted."""
        wanted = _sets(wanted)
        outside = {one for predicate, truth in wanted if truth is Truth.FALSE for one in self._members(predicate, on)}
        inside = [self._members(predicate, on) for predicate, truth in wanted if truth is Truth.TRUE]
        if inside:
            common = set[str].intersection(*map(set, inside)) or set(inside[0])
            sought = [one for one in inside[0] if one in common]
        else:
            sought = list(ordinary(kind))
        yield from [one for one in sought if one not in outside][:_ENOUGH]

    def _members(self, predicate: Predicate, on: date) -> list[str]:
        match predicate:
            case OneOf():
                return sorted(predicate.values, key=lambda one: (one == one.lower(), one))
            case PassesThrough():
                return [*sorted(predicate.countries), *sorted(predicate.places)]
            case InList() | PassesThroughListed() | Resembles():
                return [row.value for row in self._rows(predicate, on)]
            case _:
                return []


def _sets(wanted: Iterable[Pair]) -> list[Pair]:
    """What is said of being in a set."""
    kinds = (HsWithin, HsExactly, OneOf, InList, PassesThrough, PassesThroughListed, Resembles)
    return [one for one in wanted if isinstance(one[0], kinds)]


@cache
def _codes(edition: int) -> tuple[str, ...]:
    return hs.codes(edition)
