"""Conditions that nothing can meet.

Enters: the checked units and lists. Leaves: W401 where no declaration could make `where` and `when` true.
Promise: sets of HS codes, CAS numbers, countries, places and codes, and bounds of numbers are computed
exactly; texts, plugins and whatever else cannot be computed is taken as possible, so a warning is never
wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from stce_rules.core.fields import Field, FieldType, Level
from stce_rules.core.predicates import Blank, HsExactly, HsWithin, InList, ListRow, NamedList, OneOf, Within, Written
from stce_rules.core.span import Span
from stce_rules.language import program
from stce_rules.language.checking import numbers
from stce_rules.language.checking.chains import unit_leaves
from stce_rules.language.checking.hs_sets import Interval, common, holds_code, merged, without
from stce_rules.language.checking.symbols import JudgedUnit, Symbols
from stce_rules.language.reading.moving import as_read, moved, said_of
from stce_rules.language.syntax import Scope
from stce_rules.reference import hs

_MOST_WAYS = 128
"""Ways to meet a condition that are looked at; one with more is taken as possible."""

_MOST_CLAIMS = 256
"""Sentences of one way that are looked at."""

_DEEPEST = 100
"""Bullets, brackets and indicators within each other below which no further indicator is looked into."""


@dataclass(frozen=True, slots=True, eq=False)
class Claim:
    """A sentence that must be true, or with `holds` false must be plainly false, for a hit; one object for each."""

    test: program.Test
    holds: bool


_Ways = list[tuple[Claim, ...]]

_VERBS: Mapping[type, str] = {program.Rule: "hit", program.Exemption: "apply", program.Indicator: "hold"}


class Contradictions:
    """Looks for conditions that nothing can meet, in one program.

    `before` is who looked at what it was before. What that found of a unit still holds where the unit and all
    indicators behind it are the same objects, since a unit is checked anew when a list changes that it names.
    """

    def __init__(
        self,
        indicators: Iterable[program.Indicator],
        lists: Iterable[NamedList],
        before: Contradictions | None = None,
    ) -> None:
        self._indicators = {one.header.name: one for one in map(as_read, indicators)}
        self._lists = {one.name: one for one in lists}
        self._before = {} if before is None else before._found  # noqa: SLF001  # one of us
        self._changed = set[str]() if before is None else self._changed_since(before._indicators)  # noqa: SLF001
        self._found: dict[int, tuple[JudgedUnit, tuple[Claim, ...] | None]] = {}
        self._claims: dict[tuple[int, bool], Claim] = {}
        self._shown: dict[str, _Ways | None] = {}
        self._judged: dict[tuple[Claim, ...], bool] = {}

    def check(self, unit: JudgedUnit, symbols: Symbols) -> None:
        """Note a unit that never hits, pointing at the sentences that exclude each other."""
        clash = self.clash(unit)
        if not clash:
            return
        read, here = as_read(unit).header.span, unit.header.span
        own = [one for one in clash if _inside(one.test.span, read)]
        message = f"can never {_VERBS[type(unit)]}: {' and '.join(map(_said, clash))} {_why(clash)}"
        mend = "say one of them otherwise, or join them with 'or'"
        place = moved(own[-1].test.span, here.source, here.start - read.start)
        symbols.findings.add("W401", place, message, mend)

    def clash(self, unit: JudgedUnit) -> tuple[Claim, ...] | None:
        """Sentences that exclude each other where nothing can meet a unit; None where something may.

        Some of them are the unit's own; where all that clash are those of its indicators, there are none. Their places
        are those of the unit as it was read.
        """
        read = as_read(unit)
        before = self._before.get(id(read)) if self._changed.isdisjoint(said_of(read, _shown_by)) else None
        clash = self._looked_for(read.header) if before is None else before[1]
        self._found[id(read)] = read, clash
        return clash

    def _changed_since(self, before: Mapping[str, program.Indicator]) -> set[str]:
        """The names of indicators that are others now, or ask one that is."""
        now = self._indicators
        waiting = [name for name in now.keys() | before.keys() if now.get(name) is not before.get(name)]
        asking: dict[str, list[str]] = {}
        for name, one in now.items():
            for asked in said_of(one, _shown_by):
                asking.setdefault(asked, []).append(name)
        changed = set[str]()
        while waiting:
            name = waiting.pop()
            if name not in changed:
                changed.add(name)
                waiting += asking.get(name, ())
        return changed

    def _looked_for(self, header: program.Header) -> tuple[Claim, ...] | None:
        ways = self._ways(_all_of(header), True, header.scope, 0)
        if ways is None or not ways:
            return None
        clashes = [self._clash(claims, header.scope) for claims in ways]
        if None in clashes:
            return None
        own = (one for one in clashes if one and any(_inside(claim.test.span, header.span) for claim in one))
        return next(own, ())

    # ---- the ways to meet a condition

    def _ways(self, node: program.Condition, holds: bool, scope: Scope, depth: int) -> _Ways | None:
        """Each way is a set of claims; None when there are too many."""
        match node:
            case program.Test():
                key = (id(node), holds != node.negated)
                return [(self._claims.setdefault(key, Claim(node, holds != node.negated)),)]
            case program.Not():
                return self._ways(node.part, not holds, scope, depth + 1)
            case program.AllOf() | program.AnyOf():
                each = [self._ways(part, holds, scope, depth + 1) for part in node.parts]
                return _all(each) if isinstance(node, program.AllOf) == holds else _any(each)
            case program.AtLeastOf() if holds and node.needed in (1, len(node.parts)):
                each = [self._ways(part, holds, scope, depth + 1) for part in node.parts]
                return _any(each) if node.needed == 1 else _all(each)
            case program.Shows() if holds and depth < _DEEPEST:
                return self._indicator(node.indicator, scope, depth + 1)
            case _:
                return [()]

    def _indicator(self, name: str, scope: Scope, depth: int) -> _Ways | None:
        found = self._indicators.get(name)
        if found is None or found.header.scope is not scope:
            return [()]
        if name not in self._shown:
            self._shown[name] = [()]  # what an indicator in a circle asks of itself is taken as possible
            self._shown[name] = self._ways(_all_of(found.header), True, scope, depth)
        return self._shown[name]

    # ---- whether claims exclude each other

    def _clash(self, claims: tuple[Claim, ...], scope: Scope) -> tuple[Claim, ...] | None:
        """Claims about one box that cannot be met together, as few as can be said."""
        by_box: dict[str, list[Claim]] = {}
        for claim in claims:
            field = claim.test.field
            # An item's box asked of a declaration is asked of each item apart.
            if scope is Scope.ITEM or field.level is Level.HEADER:
                by_box.setdefault(field.words, []).append(claim)
        for about_box in by_box.values():
            for size in dict.fromkeys((2, len(about_box))):
                for some in combinations(about_box, size):
                    if not self._possible(some):
                        return some
        return None

    def _possible(self, claims: tuple[Claim, ...]) -> bool:
        if claims not in self._judged:
            self._judged[claims] = self._can_hold(claims)
        return self._judged[claims]

    def _can_hold(self, claims: tuple[Claim, ...]) -> bool:
        if _blank_and_more(claims):
            return False
        if any(
            one.test.predicate == other.test.predicate and one.holds != other.holds
            for one, other in combinations(claims, 2)
        ):
            return False
        if len(claims) == 1:
            return True  # a sentence that nothing can meet is refused where it is written
        field = claims[0].test.field
        about = [one for one in claims if not isinstance(one.test.predicate, Blank | Written)]
        if field.type is FieldType.HS:
            return holds_several(field) or self._some_code(about)
        within = [(one.test.predicate, one.holds) for one in about if isinstance(one.test.predicate, Within)]
        if within and not holds_several(field):
            return numbers.possible(within)
        if field.type is FieldType.PARTY:
            return True  # a party answers to its identifier and to its name
        return self._some_member(about, holds_several(field))

    def _some_member(self, claims: Sequence[Claim], many: bool) -> bool:
        """Finite sets: a single value lies in all of them; of several values, some lies in each."""
        wanted: list[frozenset[str]] = []
        barred: frozenset[str] = frozenset()
        for one in claims:
            if one.holds and (members := self._members(one, loosely=True)) is not None:
                wanted.append(members)
            elif not one.holds:
                barred |= self._members(one, loosely=False) or frozenset()
        if not wanted:
            return True
        if many:
            return all(members - barred for members in wanted)
        return bool(frozenset.intersection(*wanted) - barred)

    def _members(self, claim: Claim, *, loosely: bool) -> frozenset[str] | None:
        """The values that make a test true: on some day (loosely), or on every day; None when that cannot be told."""
        match claim.test.predicate:
            case OneOf(values=values):
                return values
            case InList(list=name) if name in self._lists:
                rows = self._lists[name].rows
                return frozenset(row.value for row in rows if loosely or not _dated(row))
            case _:
                return None

    def _some_code(self, claims: Sequence[Claim]) -> bool:
        return any(self._some_code_of(edition, claims) for edition in hs.EDITIONS)

    def _some_code_of(self, edition: int, claims: Sequence[Claim]) -> bool:
        left: tuple[Interval, ...] = ((0, 10**12 - 1),)
        for one in claims:
            if one.holds and (codes := self._codes(one, edition, loosely=True)) is not None:
                left = common(left, codes)
        for one in claims:
            if not one.holds:
                left = without(left, self._codes(one, edition, loosely=False) or ())
        return any(holds_code(one, edition) for one in left)

    def _codes(self, claim: Claim, edition: int, *, loosely: bool) -> tuple[Interval, ...] | None:
        """Codes that make a test true; for a test that must be false, codes that do not make it so for sure."""
        match claim.test.predicate:
            case HsWithin() | HsExactly() as predicate:
                found = dict(predicate.by_edition)[edition]
                return found.whole if loosely else merged((*found.whole, *found.part))
            case InList(list=name) if name in self._lists:
                rows = self._lists[name].rows
                kept = [dict(row.hs.by_edition)[edition] for row in rows if row.hs and (loosely or not _dated(row))]
                return merged(one for row in kept for one in (row.whole if loosely else (*row.whole, *row.part)))
            case _:
                return None


def holds_several(field: Field) -> bool:
    """Whether a box may hold several values: several parties may have one role, and a plugin's box may be a list."""
    return field.many or field.path.startswith("parties[") or "extra." in field.path


def _all_of(header: program.Header) -> program.AllOf:
    return program.AllOf((header.when,) if header.where is None else (header.where, header.when), header.span)


def _shown_by(unit: JudgedUnit) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.indicator for one in unit_leaves(unit) if isinstance(one, program.Shows)))


def _dated(row: ListRow) -> bool:
    return row.start is not None or row.until is not None


def _all(each: Sequence[_Ways | None]) -> _Ways | None:
    found: _Ways = [()]
    for ways in each:
        if ways is None or len(found) * len(ways) > _MOST_WAYS:
            return None
        found = [tuple(dict.fromkeys((*one, *other))) for one in found for other in ways]
        if any(len(claims) > _MOST_CLAIMS for claims in found):
            return None
    return found


def _any(each: Sequence[_Ways | None]) -> _Ways | None:
    found: _Ways = []
    for ways in each:
        if ways is None or len(found) + len(ways) > _MOST_WAYS:
            return None
        found += ways
    return found


def _blank_and_more(claims: Sequence[Claim]) -> bool:
    """A blank box meets no other sentence, except that a closed one is plainly without what is denied."""
    blank = [_blank(one) for one in claims]
    if True in blank and False in blank:
        return True
    others = [one for one, said in zip(claims, blank, strict=True) if said is None]
    return True in blank and any(one.holds or not one.test.field.closed for one in others)


def _blank(claim: Claim) -> bool | None:
    match claim.test.predicate:
        case Blank():
            return claim.holds
        case Written():
            return not claim.holds
        case _:
            return None


def _inside(span: Span, outer: Span) -> bool:
    return span.source == outer.source and outer.start <= span.start and span.end <= outer.end


def _said(claim: Claim) -> str:
    return claim.test.sentence if claim.holds != claim.test.negated else f"not ({claim.test.sentence})"


_COMMON: Mapping[FieldType, str] = {
    FieldType.HS: "code",
    FieldType.CAS: "CAS number",
    FieldType.COUNTRY: "country",
    FieldType.PLACE: "place",
    FieldType.CODE: "code",
}


def _why(clash: Sequence[Claim]) -> str:
    kind = _COMMON.get(clash[0].test.field.type)
    if kind and all(_blank(one) is None for one in clash):
        return f"have no {kind} in common"
    return "cannot both be true" if len(clash) == 2 else "cannot all be true"
