"""The rules that one value of a box leaves possible, asked of a goods item alone by as few sentences as can be.

Enters: rules of items, the value, an item that holds it. Leaves: outcomes, and the rules that only a judging can tell
of. Promise: an outcome is that of `engines.judging`. What the value has settled, and what masks have settled, is not
asked again; nothing is remembered of the item.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from stce_rules.core.boxes import Subject
from stce_rules.core.predicates import HsExactly, HsWithin, OneOf
from stce_rules.core.truth import FALSE, TRUE
from stce_rules.engines.judging import Prepared, applicability
from stce_rules.engines.screening import RuleScreen, of_mask
from stce_rules.engines.truths import NEVER, Ask, Asks
from stce_rules.plan.judgement import EXEMPT, HIT, NO_HIT, UNDETERMINED, Outcome, Verdict
from stce_rules.plan.model import Holds, Test, Unit

_BY_VALUE_ALONE = (HsWithin, HsExactly, OneOf)
"""Predicates that look at nothing but the value: neither at the day nor at other boxes."""


class ReadyRule:
    """A rule, made ready to be asked of items that its screen leaves it possible for."""

    __slots__ = ("_asks", "_every", "_lifts", "number")

    def __init__(self, number: int, every: Sequence[Ask], asks: Sequence[Ask], lifts: Sequence[Ask]) -> None:
        """All of `every` is needed; where the screen was sure, `asks` are enough. Any of `lifts` lifts it."""
        self.number = number
        self._every = tuple(every)
        self._asks = tuple(asks)
        self._lifts = tuple(lifts)

    def outcome(self, item: Subject, on: date | None, unsure: int) -> Outcome | None:
        """The outcome for an item; None where only a judging can tell."""
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


class Found(NamedTuple):
    """Verdicts found on the way, and each rule with a position that is left to be judged."""

    verdicts: list[Verdict]
    left: list[tuple[int, int]]


class Sort(NamedTuple):
    """What the items have in common that some rules are made ready for: the value of a box, the flow, the days.

    `item` is one of them, `on` its date.
    """

    field: str
    item: Subject
    on: date | None
    flow: str | None


class NearRules:
    """The rules that the value of a box leaves possible in a period, with masks as short as they are few."""

    __slots__ = ("_rules", "_screen")

    def __init__(self, rules: Sequence[int], sort: Sort, prepared: Prepared, asks: Asks) -> None:
        self._screen = RuleScreen(rules, prepared, sort.field)
        self._rules = [
            _made_ready(rule, self._screen.settled(bit), sort, prepared, asks) for bit, rule in enumerate(rules)
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
            rule = self._rules[bit]
            outcome = rule.outcome(item, on, unsure >> bit & 1)
            if outcome is None:
                found.left.append((rule.number, at))
            elif outcome is not NO_HIT:
                found.verdicts.append(Verdict(rule.number, at, item.number, outcome))


def _made_ready(rule: int, settled: frozenset[int], sort: Sort, prepared: Prepared, asks: Asks) -> ReadyRule:
    unit, needs = prepared.plan.units[rule], prepared.needs(rule, of_header=False)
    if not needs.always and applicability(unit, sort.on, sort.flow) is not TRUE:
        return ReadyRule(rule, (NEVER,), (NEVER,), ())
    tests = [test for test in needs.tests if not _held(prepared.plan.tests[test], asks.of(test), sort)]
    rest = (NEVER,) if needs.conditions else ()
    return ReadyRule(
        rule,
        (*map(asks.of, tests), *rest),
        (*(asks.of(test) for test in tests if test not in settled), *rest),
        tuple(_lifts(unit, asks)),
    )


def _held(test: Test, ask: Ask, sort: Sort) -> bool:
    """Whether a test holds for all items of the sort."""
    return (
        test.field == sort.field
        and isinstance(test.predicate, _BY_VALUE_ALONE)
        and ask.truth(sort.item, sort.on) is TRUE
    )


def _lifts(unit: Unit, asks: Asks) -> Iterator[Ask]:
    """What would lift a rule: sentences, and whatever else only a judging can tell of."""
    for one in unit.unless:
        yield asks.of(one.condition.test) if isinstance(one.condition, Holds) else NEVER
    if unit.lifted_by:
        yield NEVER
