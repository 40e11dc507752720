"""What a box might hold instead: values to suppose in it, and what the sentences about it would then be.

Enters: the sentences that a tree speaks of a box, the day. Leaves: boxes to try. Promises: what a supposed box makes of
a sentence is judged by `core.semantics`, as everything is; the same tree gives the same boxes in the same order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import islice

from stce_rules.core.boxes import BLANK, Amount, Box, HsCode, Place, Presented, Seen, Subject, Value
from stce_rules.core.lookups import Lookup, row_holds
from stce_rules.core.predicates import (
    Bound,
    HsExactly,
    HsWithin,
    InList,
    IsYes,
    Limit,
    ListRow,
    Mentions,
    MentionsListed,
    NamedList,
    OneOf,
    PassesThrough,
    PassesThroughListed,
    Predicate,
    Resembles,
    SameAs,
    States,
    TextIs,
    Unexpired,
    Within,
)
from stce_rules.core.semantics import Day, Finding, judge
from stce_rules.core.text import FoldedText, read
from stce_rules.core.truth import Truth
from stce_rules.plan.model import Plan, Test
from stce_rules.plan.rates import Rates
from stce_rules.reference import hs

__all__ = ["Supposing"]

_EACH = 12
"""Values of a list or of a set that are supposed; they only have to show that there is one."""

_ELSE: tuple[Value, ...] = ("ZZ", "0", "other", False, read("other goods"), Place("ZZ", None), date(1900, 1, 1))
"""What hardly any sentence speaks of, of each kind of box."""

_OTHER_CODES = ("010121", "490110", "950300", "610910", "850440")
"""Horses, printed books, toys, shirts, converters: commodity codes that few sentences have in common."""


class _Nobody:
    """The other boxes of a supposed subject, which nothing is supposed of."""

    number = None

    def box(self, words: str) -> Box:  # noqa: ARG002  # the protocol's name
        return BLANK


_NOBODY: Subject = _Nobody()


class Supposing:
    """Boxes to try for the sentences of a plan, on the day of a declaration. Made once for all its explanations."""

    def __init__(self, plan: Plan, on: date | None) -> None:
        self._plan = plan
        self._named = {one.name: one for one in plan.lists}
        self.day = Day(on, _Lookups(self._named), Rates(plan.rates).convert)

    def field(self, test: int) -> str:
        """The box that a sentence speaks of."""
        return self._plan.tests[test].field

    def can_tell(self, test: int) -> bool:
        """Whether a supposed box can be judged: what rests on another box, or on other programs, is only assumed."""
        return not isinstance(self._plan.tests[test].predicate, SameAs | Resembles | States)

    def truth(self, test: int, box: Box) -> Truth:
        """What a sentence would be."""
        one = self._plan.tests[test]
        return judge(one, box, _NOBODY, self.day).truth

    def boxes(self, leaves: Iterable[tuple[int, Finding | None]]) -> Iterator[Box]:
        """What a box might hold, by the tests that speak of it and what they saw; each once, blank last."""
        tests = list(leaves)
        now = [one.seen for _, finding in tests if finding is not None for one in finding.witnesses]
        found: dict[Value, None] = {}
        for number, _ in tests:
            for value in islice(self._fitting(self._plan.tests[number], now), 4 * _EACH):
                found.setdefault(value)
        editions = next((one.value.editions for one in now if isinstance(one.value, HsCode)), self._editions())
        for value in (*_ELSE, *(HsCode(one, editions) for one in _OTHER_CODES)):
            found.setdefault(value)
        for value in found:
            yield Box((Seen(value, "", ""),))
        yield BLANK

    def members(self, predicate: Predicate) -> list[ListRow]:
        """The rows of the list that a sentence asks of which hold on the day; none where it asks of no list."""
        if not isinstance(predicate, InList | MentionsListed | PassesThroughListed):
            return []
        on = predicate.as_of or self.day.date
        return [row for row in self._named[predicate.list].rows if row_holds(row, on) is Truth.TRUE]

    def row_value(self, test: Test, row: ListRow, now: Iterable[Seen] = ()) -> Iterator[Value]:
        """What a box holds that holds the member of a list."""
        if row.hs is not None:
            yield from self._codes(row.hs, now)
        elif isinstance(test.predicate, MentionsListed):
            yield from _texts((row.value,), now)
        else:
            yield row.value
            yield read(row.value).folded
            yield Place(None, row.value) if len(row.value) > 2 else Place(row.value, None)

    def _fitting(self, test: Test, now: list[Seen]) -> Iterator[Value]:
        """Values for which the sentence, or its opposite, is so."""
        predicate = test.predicate
        match predicate:
            case HsWithin() | HsExactly():
                yield from self._codes(predicate, now)
            case OneOf():
                yield from sorted(predicate.values)[:_EACH]
                yield from (Presented(one, date.max) for one in sorted(predicate.values)[:1])
            case InList() | MentionsListed() | PassesThroughListed():
                for row in self.members(predicate)[:_EACH]:
                    yield from self.row_value(test, row, now)
            case Within():
                yield from self._amounts(predicate)
            case Unexpired():
                yield Presented("", date.max)
                yield Presented("", date.min)
            case TextIs():
                yield from (read(one) for one in sorted(predicate.folded))
            case Mentions():
                yield from _texts(predicate.phrases, now)
            case PassesThrough():
                yield from (Place(one, None) for one in sorted(predicate.countries)[:_EACH])
                yield from (Place(one[:2], one) for one in sorted(predicate.places)[:_EACH])
            case IsYes():
                yield True
            case _:
                return

    def _editions(self) -> tuple[int, ...]:
        return hs.EDITIONS[-1:] if self.day.date is None else (hs.edition_on(self.day.date),)

    def _codes(self, predicate: HsWithin | HsExactly, now: Iterable[Seen]) -> Iterator[HsCode]:
        """The first code of each stretch, in the edition that is declared, else that of the day."""
        declared = next((one.value.editions for one in now if isinstance(one.value, HsCode)), None)
        editions = declared or self._editions()
        for edition, codes in predicate.by_edition:
            if edition in editions:
                for low, _ in codes.whole[:_EACH]:
                    yield HsCode(f"{low:012d}", (edition,))

    def _amounts(self, predicate: Within) -> Iterator[Value]:
        """The limits in force on the day, and what lies on either side of them."""
        limits = [one for one in (predicate.low, predicate.high) if one is not None]
        in_force = [one for limit in limits for one in _bounds(limit, self.day.date)]
        for bound in in_force:
            yield from _around(bound)
        if len(in_force) == 2:
            yield from _between(*in_force)


class _Lookups(dict[str, Lookup]):
    """Lists by name, each made ready when it is first asked of."""

    def __init__(self, named: Mapping[str, NamedList]) -> None:
        super().__init__()
        self._named = named

    def __missing__(self, name: str) -> Lookup:
        return self.setdefault(name, Lookup(self._named[name]))


def _bounds(limit: Limit, on: date | None) -> list[Bound]:
    started = [value for start, value in limit.bound.values if start is None or on is None or start <= on]
    return started[-1:]


def _around(bound: Bound) -> Iterator[Value]:
    match bound:
        case Amount():
            yield from (Amount(one, bound.measure) for one in _beside(bound.value))
        case Fraction():
            yield from (Amount(one, "percentage") for one in _beside(bound))
        case _:
            yield from (bound + timedelta(days=by) for by in (0, 1, -1) if date.min < bound < date.max)


def _beside(value: Fraction) -> tuple[Fraction, ...]:
    return value, value + 1, value - 1 if value >= 1 else value / 2


def _between(low: Bound, high: Bound) -> Iterator[Value]:
    if isinstance(low, Amount) and isinstance(high, Amount):
        yield Amount((low.value + high.value) / 2, low.measure)
    elif isinstance(low, Fraction) and isinstance(high, Fraction):
        yield Amount((low + high) / 2, "percentage")


def _texts(phrases: Iterable[str], now: Iterable[Seen]) -> Iterator[FoldedText]:
    """The phrases alone, one and all, and after what is declared."""
    plain = [one.removesuffix("*") for one in phrases]
    declared = [one.value.raw for one in now if isinstance(one.value, FoldedText)][:1]
    for before in (*declared, ""):
        yield from (read(f"{before} {said}".strip()) for said in dict.fromkeys((plain[0], " ".join(plain))))
