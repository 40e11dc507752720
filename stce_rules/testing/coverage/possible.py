"""Which truths a leaf condition can have in an example at all.

Enters: the leaves of a program. Leaves: for each the truths that may be asked of examples. Promise: what is left out
is proved from the box, the operator and what an example can state; nothing is left out because it is hard to show.

A box that is open leaves every test of it unknown when it is blank, unless `is stated` stands beside the test and makes
the whole false. A closed one does not: its blank means none. There the acceptance date can still leave a test open: a
licence may have expired by then, a list row may not hold then. An example has no past, so a window holds the example
alone. A plugin's predicate can be said to hold or not to hold; whether it can be unknown is not known here, so that is
not asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from stce_rules.core.fields import FieldType
from stce_rules.core.predicates import (
    Blank,
    InList,
    IsYes,
    Mentions,
    MentionsListed,
    NamedList,
    OneOf,
    SameAs,
    TextIs,
    Within,
    Written,
)
from stce_rules.core.semantics import Day, Interval, interval_within
from stce_rules.core.truth import Truth, negation
from stce_rules.core.windows import Measure
from stce_rules.language import program
from stce_rules.language.syntax import Quantifier, Scope
from stce_rules.testing.bench import Source

__all__ = ["Possible", "Truths"]

Truths = frozenset[Truth]

ALL: Truths = frozenset(Truth)
CERTAIN: Truths = frozenset((Truth.TRUE, Truth.FALSE))
_IN_TEXT = frozenset(("cas",))
"""Boxes filled from the description too: what cannot be read there leaves them open though they are not blank."""

_SHARES = {"concentration": Fraction(100)}
"""Boxes that hold a part of a whole, and what an example can state at most."""


@dataclass(slots=True)
class Possible:
    """The truths that the leaves of one program can have in examples."""

    whole: program.Program
    _lists: Mapping[str, NamedList] = field(init=False)
    _indicators: Mapping[str, program.Indicator] = field(init=False)
    _rules: Mapping[str, program.Rule] = field(init=False)
    _known: dict[tuple[type, str], Truths] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._lists = {one.name: one for one in self.whole.lists}
        self._indicators = {one.header.name: one for one in self.whole.indicators}
        self._rules = {one.header.name: one for one in self.whole.rules}

    def of(self, condition: program.Condition, unit: Source, stated: frozenset[str] = frozenset()) -> Truths:
        """The truths that a condition of a unit can have, where some boxes are known not to be blank."""
        match condition:
            case program.Test():
                found = self._test(condition, unit, condition.field.words in stated)
                return frozenset(map(negation, found)) if condition.negated else found
            case program.WindowIs():
                found = _window(condition)
                return frozenset(map(negation, found)) if condition.negated else found
            case program.Shows():
                return self._outcome(self._indicators[condition.indicator]) | CERTAIN
            case program.ItemsShow():
                found = self._outcome(self._indicators[condition.indicator]) | CERTAIN
                none = condition.quantifier is Quantifier.NO
                return frozenset(map(negation, found)) if none else found
            case program.Hits():
                return self._outcome(self._rules[condition.rule])
            case program.Calls():
                return CERTAIN
            case program.Not():
                return frozenset(map(negation, self.of(condition.part, unit, stated)))
            case program.AllOf():
                guarded = stated | _stated_by(condition)
                return _joined(len(condition.parts), [self.of(part, unit, guarded) for part in condition.parts])
            case program.AnyOf():
                return _joined(1, [self.of(part, unit, stated) for part in condition.parts])
            case program.AtLeastOf():
                return _joined(condition.needed, [self.of(part, unit, stated) for part in condition.parts])
            case program.NotJudgedYet() | program.ScoreIs():
                return frozenset()

    def _test(self, test: program.Test, unit: Source, stated: bool) -> Truths:
        predicate, box = test.predicate, test.field
        never_blank = box.closed or (stated and unit.header.scope is Scope.ITEM and box.words not in _IN_TEXT)
        match predicate:
            case Blank() | Written():
                return CERTAIN
            case Within():
                return _amount(predicate, _SHARES.get(box.words)) | {Truth.UNKNOWN}
            case OneOf() if box.words == "flow" and unit.header.flows:
                certain = {Truth.TRUE if one in predicate.values else Truth.FALSE for one in unit.header.flows}
                return frozenset((*certain, Truth.UNKNOWN))
            case InList() | MentionsListed() if box.type is not FieldType.HS:
                dated = predicate.as_of is None and _is_dated(self._lists[predicate.list])
                return ALL if dated or not never_blank else CERTAIN
            case OneOf() | TextIs() | Mentions():
                return CERTAIN if never_blank else ALL
            case SameAs() | IsYes():
                return CERTAIN if box.closed else ALL
            case _:  # of a value that is stated these can still be unknown
                return ALL

    def _outcome(self, unit: program.Indicator | program.Rule) -> Truths:
        """A unit's outcome read as truth, by its own condition and by what keeps it from applying or lifts it."""
        key = (type(unit), unit.header.name)
        if key not in self._known:
            header = unit.header
            parts = [self.of(one, unit) for one in (header.where, header.when) if one is not None]
            found = _joined(len(parts), parts)
            lifted = isinstance(unit, program.Rule) and any(header.name in one.lifts for one in self.whole.exemptions)
            dated = header.effective_from or header.effective_until
            if (
                header.flows
                or dated
                or lifted
                or any(Truth.TRUE in self.of(one.condition, unit) for one in unit.unless)
            ):
                found |= {Truth.FALSE}
            self._known[key] = found
        return self._known[key]


def _is_dated(one: NamedList) -> bool:
    return any(row.start is not None or row.until is not None for row in one.rows)


def _stated_by(condition: program.AllOf) -> frozenset[str]:
    """The boxes that are not blank unless the whole is false, because a part says that they are stated."""
    tests = [one for one in condition.parts if isinstance(one, program.Test)]
    return frozenset(one.field.words for one in tests if isinstance(one.predicate, Blank if one.negated else Written))


def _joined(needed: int, parts: Iterable[Truths]) -> Truths:
    """The truths of `at least needed of` parts, whatever their truths have to do with each other."""
    parts = list(parts)
    found = set[Truth]()
    if sum(Truth.TRUE in one for one in parts) >= needed:
        found.add(Truth.TRUE)
    if sum(Truth.FALSE in one for one in parts) > len(parts) - needed:
        found.add(Truth.FALSE)
    surely = sum(one == {Truth.TRUE} for one in parts)
    perhaps = sum(one != {Truth.FALSE} for one in parts)
    if surely < needed <= perhaps and any(Truth.UNKNOWN in one for one in parts):
        found.add(Truth.UNKNOWN)
    return frozenset(found)


def _amount(within: Within, most: Fraction | None) -> Truths:
    """What an amount can make of limits: an example states none below nothing, and no share above the whole."""
    can_be = set(CERTAIN)
    low, high = _ends(within)
    if low is not None and most is not None and (low[0] > most or (low[0] == most and not low[1])):
        can_be.discard(Truth.TRUE)
    if high is not None and (high[0] < 0 or (high[0] == 0 and not high[1])):
        can_be.discard(Truth.TRUE)
    below_none = low is None or low[0] < 0 or (low[0] == 0 and low[1])
    above_none = high is None or (most is not None and (high[0] > most or (high[0] == most and high[1])))
    if below_none and above_none:
        can_be.discard(Truth.FALSE)
    return frozenset(can_be)


def _ends(within: Within) -> tuple[tuple[Fraction, bool] | None, tuple[Fraction, bool] | None]:
    """The ends with whether they are included, where they are numbers that never change; a day is far from nothing."""
    found: list[tuple[Fraction, bool] | None] = []
    for limit in (within.low, within.high):
        if limit is None:
            found.append(None)
            continue
        first = limit.bound.values[0][1]
        if len(limit.bound.values) > 1 or isinstance(first, date):
            number = Fraction(1)
        else:
            number = first if isinstance(first, Fraction) else first.value
        found.append((number, limit.included))
    return found[0], found[1]


def _window(window: program.WindowIs) -> Truths:
    """What the example alone can make of a window. A blank date leaves every window open."""
    if window.measure is Measure.LARGEST and window.earlier:
        return frozenset((Truth.UNKNOWN, *((Truth.FALSE,) if any(one.closed for one in window.by) else ())))
    fixed = Fraction(0) if window.earlier else _one(window)
    if fixed is None:
        return _amount(window.within, None) | {Truth.UNKNOWN}
    nowhere = Day(None, {}, lambda _amount, _currency, _on: None)
    found = {interval_within(Interval(fixed, fixed), window.measured_in, window.within, nowhere), Truth.UNKNOWN}
    if any(one.closed for one in window.by):
        found.add(Truth.FALSE)
    return frozenset(found)


def _one(window: program.WindowIs) -> Fraction | None:
    """How many declarations an example is."""
    counted = window.indicator is not None or window.rule is not None
    return Fraction(1) if window.measure is Measure.DECLARATIONS and not counted else None
