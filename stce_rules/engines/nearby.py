"""Rules asked of a goods item alone by as few sentences as can be; those that one value of a box leaves possible.

Enters: rules of items, the value, an item that holds it. Leaves: outcomes, and the rules that only a judging can tell
of. Promise: an outcome is that of `engines.judging`. What the value has settled, and what masks have settled, is not
asked again; nothing is remembered of the item.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import NamedTuple

from stce_rules.core.boxes import Subject
from stce_rules.core.predicates import HsExactly, HsWithin, OneOf
from stce_rules.core.truth import FALSE, TRUE
from stce_rules.engines.combined import Told, asked, needed
from stce_rules.engines.judging import Prepared, applicability
from stce_rules.engines.screening import RuleScreen, of_mask
from stce_rules.engines.truths import NEVER, Ask, Asks
from stce_rules.plan.judgement import EXEMPT, HIT, NO_HIT, UNDETERMINED, Outcome, Verdict
from stce_rules.plan.model import Unit

_BY_VALUE_ALONE = (HsWithin, HsExactly, OneOf)
"""Predicates that look at nothing but the value: neither at the day nor at other boxes."""


class Found(NamedTuple):
    """Verdicts found on the way, and each rule with a position that is left to be judged."""

    verdicts: list[Verdict]
    left: list[tuple[int, int]]


class ReadyRule:
    """A rule, made ready to be asked of items that its screen leaves it possible for."""

    __slots__ = ("_asks", "_every", "_lifts", "_number")

    def __init__(self, number: int, every: Sequence[Ask], asks: Sequence[Ask], lifts: Sequence[Ask]) -> None:
        """All of `every` is needed; where the screen was sure, `asks` are enough. Any of `lifts` lifts it."""
        self._number = number
        self._every = tuple(every)
        self._asks = tuple(asks)
        self._lifts = tuple(lifts)

    def settle(self, item: Subject, at: int, on: date | None, found: Found, unsure: int) -> None:
        """Add the outcome for the item at a position, or the rule where only a judging can tell."""
        outcome = self._outcome(item, on, unsure)
        if outcome is None:
            found.left.append((self._number, at))
        elif outcome is not NO_HIT:
            found.verdicts.append(Verdict(self._number, at, item.number, outcome))

    def _outcome(self, item: Subject, on: date | None, unsure: int) -> Outcome | None:
        outcome = HIT
        for ask in self._every if unsure else self._asks:
            truth = ask.truth(item, on)
            if truth is FALSE:
                return NO_HIT
            if truth is None:
                return None
            if truth is not TRUE:
                outcome = UNDETERMINED
        for ask in self._lifts:
            truth = ask.truth(item, on)
            if truth is TRUE:
                return EXEMPT
            if truth is None:
                return None
        return outcome


class Sort(NamedTuple):
    """What the items have in common that some rules are made ready for: the flow, the days, perhaps what a box says.

    `item` is one of them, `on` its date; the tests that are `false` are so for all.
    """

    field: str | None
    item: Subject
    on: date | None
    flow: str | None
    false: frozenset[int] = frozenset()


class NearRules:
    """The rules that the value of a box leaves possible in a period, with masks as short as they are few."""

    __slots__ = ("_rules", "_screen", "bits")

    def __init__(self, bits: int, of: Sequence[int], sort: Sort, prepared: Prepared, asks: Asks) -> None:
        """`bits` are those of the rules, among all `of` a scope."""
        self.bits = bits
        rules = of_mask(bits, of)
        self._screen = RuleScreen(rules, prepared, sort.field)
        self._rules = [
            made_ready(rule, sort, prepared, asks, self._screen.settled(bit)) for bit, rule in enumerate(rules)
        ]

    def candidates(self, item: Subject) -> list[int]:
        """The rules that masks leave possible for an item with the value."""
        mask, _ = self._screen.alone(self._screen.all, item)
        return of_mask(mask, self._screen.rules)

    def settle(self, item: Subject, at: int, on: date | None, found: Found) -> None:
        """Add what is found for the item at a position, and the rules that only a judging can tell of."""
        screen = self._screen
        mask, unsure = screen.alone(screen.all, item)
        while mask:
            bit = mask.bit_length() - 1
            mask ^= 1 << bit
            self._rules[bit].settle(item, at, on, found, unsure >> bit & 1)


def made_ready(
    rule: int, sort: Sort, prepared: Prepared, asks: Asks, settled: frozenset[int] = frozenset()
) -> ReadyRule:
    """A rule made ready for items of a sort; `settled` are the tests that hold where its screen is sure."""
    unit, needs = prepared.plan.units[rule], prepared.needs(rule, of_header=False)
    if not needs.always and applicability(unit, sort.on, sort.flow) is not TRUE:
        return ReadyRule(rule, (NEVER,), (NEVER,), ())

    def told(test: int) -> Told:
        if test in sort.false:
            return FALSE
        ask, one = asks.of(test), prepared.plan.tests[test]
        if one.field != sort.field or not isinstance(one.predicate, _BY_VALUE_ALONE):
            return ask
        truth = ask.truth(sort.item, sort.on)
        return ask if truth is None else truth

    tests = {test: told(test) for test in needs.tests}
    rest = [asked(one, told) for one in needs.conditions]
    every = needed([*tests.values(), *rest])
    left = needed([*(one for test, one in tests.items() if test not in settled), *rest])
    return ReadyRule(rule, every, left, _lifts(unit, told))


def _lifts(unit: Unit, told: Callable[[int], Told]) -> tuple[Ask, ...]:
    """What would lift a rule: conditions, and whatever else only a judging can tell of."""
    known = [asked(one.condition, told) for one in unit.unless]
    asks = [NEVER if one is TRUE else one for one in known]  # which is seldom
    return (*(one for one in asks if isinstance(one, Ask)), *((NEVER,) if unit.lifted_by else ()))
