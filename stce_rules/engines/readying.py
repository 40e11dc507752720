"""Units made ready to be asked of subjects of a sort, with all that they ask of other units.

Enters: a unit of a plan, what the subjects have in common. Leaves: asks. What that has settled is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from stce_rules.core.truth import FALSE, TRUE, UNKNOWN
from stce_rules.engines.asks import NEVER, Ask, Asked
from stce_rules.engines.combined import Told, all_of, as_ask, asked
from stce_rules.engines.judging import Prepared, applicability
from stce_rules.engines.shown import ItemsShown, OfSome, Settled, Shown
from stce_rules.engines.tellable import Tellable
from stce_rules.engines.truths import Asks
from stce_rules.plan.model import Condition, Hits, ItemsShow, Quantifier, Scope, Unit


class Sort(NamedTuple):
    """What the subjects have in common that units are made ready for: scope, flow, the days, perhaps a box's value.

    `one` is one of them; the tests that are `false` are so for all, and all rules may be `settled` for them.
    """

    scope: Scope
    flow: str | None
    one: Asked
    field: str | None = None
    false: frozenset[int] = frozenset()
    settled: bool = False


class Ready(NamedTuple):
    """A rule made ready: all of `every` is needed; where its screen is sure, `left` is enough. Any of `lifts` lifts."""

    every: tuple[Ask, ...]
    left: tuple[Ask, ...]
    lifts: tuple[Ask, ...]


class Readying:
    """Makes units ready for subjects of a sort."""

    def __init__(self, sort: Sort, prepared: Prepared, asks: Asks, tellable: Tellable) -> None:
        self._sort = sort
        self._prepared = prepared
        self._asks = asks
        self._tellable = tellable
        self._shown: dict[int, Told] = {}
        self._items: Readying | None = None

    def rule(self, number: int, settled: frozenset[int] = frozenset()) -> Ready:
        """A rule; `settled` are the tests that hold where its screen is sure."""
        tests, rest = self._needed(number)
        every = _asks([*tests.values(), *rest])
        left = _asks([*(one for test, one in tests.items() if test not in settled), *rest])
        return Ready(every, left, self._lifts(self._prepared.plan.units[number]))

    def _needed(self, number: int) -> tuple[dict[int, Told], list[Told]]:
        """All that a unit needs: its tests, and the rest."""
        unit, scope = self._prepared.plan.units[number], self._sort.scope
        needs = self._prepared.needs(number, scope is Scope.DECLARATION)
        rest = [self._asked(one) for one in needs.conditions]
        if not needs.always:
            rest.insert(0, applicability(unit, self._sort.one.on, self._sort.flow))
        return {test: self.of_test(test) for test in needs.tests}, rest

    def _lifts(self, unit: Unit) -> tuple[Ask, ...]:
        """What may lift a unit; what is not proven lifts nothing."""
        told = [self._asked(one.condition) for one in unit.unless]
        for exemption in unit.lifted_by:
            same = self._prepared.plan.units[exemption].scope is self._sort.scope
            # a declaration's rule needs an exemption of items for every item
            told.append(self._asked(Hits(exemption) if same else ItemsShow(Quantifier.EVERY, 0, exemption)))
        return tuple([as_ask(one) for one in told if one is not FALSE and one is not UNKNOWN])

    def _asked(self, condition: Condition) -> Told:
        return asked(condition, self) if self._tellable.tells(condition, self._sort.scope) else NEVER

    # ---- parts of conditions

    def of_test(self, test: int) -> Told:
        """A test; one about goods is asked of every item of a declaration."""
        sort, one = self._sort, self._prepared.plan.tests[test]
        if test in sort.false:
            return FALSE
        ask = self._asks.of(test)
        if sort.scope is Scope.DECLARATION and one.of_item:
            return OfSome(ask)
        return ask.truth(sort.one) if ask.by_value and one.field == sort.field else ask

    def of_unit(self, unit: int) -> Told:
        """What a unit shows; a declaration asks of an item's rule whether it hits for some item."""
        told = self._shown.get(unit)
        if told is None:
            of_items = self._prepared.plan.units[unit].scope is not self._sort.scope
            told = self.of_items(ItemsShow(Quantifier.ANY, 0, unit)) if of_items else self._unit(unit)
            self._shown[unit] = told
        return told

    def of_items(self, shown: ItemsShow) -> Told:
        """What so many items show."""
        if self._items is None:
            sort = Sort(Scope.ITEM, self._sort.flow, self._sort.one, settled=True)
            self._items = Readying(sort, self._prepared, self._asks, self._tellable)
        return ItemsShown(shown, as_ask(self._items.of_unit(shown.unit)))

    def _unit(self, number: int) -> Told:
        unit = self._prepared.plan.units[number]
        if self._sort.settled and unit.is_recorded:
            return Settled(number)
        tests, rest = self._needed(number)
        when, lifts = all_of([*tests.values(), *rest]), self._lifts(unit)
        return Shown(number, as_ask(when), lifts) if lifts or isinstance(when, Ask) else when


def _asks(told: Iterable[Told]) -> tuple[Ask, ...]:
    return tuple([as_ask(one) for one in told if one is not TRUE])
