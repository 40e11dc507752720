"""What the outcome of a rule rests on: the sentences and units it asks, directly and through others.

Enters: a plan, a rule. Leaves: its closure. Promise: the outcome of a rule for a subject is settled by the truths of
the sentences of its closure, by whether its units apply, and, where it looks beyond one subject, by the same of the
declaration and its goods items. A closure that asks for more than boxes is `whole`: it needs the declaration itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from stce_rules.plan.model import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Condition,
    Hits,
    Holds,
    ItemsShow,
    Not,
    Plan,
    Scope,
    ScoreIs,
    Shows,
    Unit,
    WindowIs,
)

Sentence = int | WindowIs
"""A test by its number, or a sentence about a window."""

__all__ = ["Closure", "Sentence", "closure_of"]


@dataclass(slots=True)
class Closure:
    """`items` are asked of goods items, `header` of the declaration, `units` are all units asked.

    `crosses`: more than one subject takes part. `whole`: it cannot be judged from truths of sentences alone.
    """

    items: dict[Sentence, None] = field(default_factory=dict)
    header: dict[Sentence, None] = field(default_factory=dict)
    units: dict[int, None] = field(default_factory=dict)
    whole: bool = False
    at_items: bool = False
    at_header: bool = False

    @property
    def crosses(self) -> bool:
        """Whether both the declaration and goods items take part."""
        return self.at_items and self.at_header


def closure_of(plan: Plan, scope: Scope, *, unit: int | None = None, asked: Iterable[Condition] = ()) -> Closure:
    """The closure of a unit, or of some conditions asked of the declaration."""
    walk = _Walk(plan, Closure())
    if unit is not None:
        walk.unit(unit, scope)
    for condition in asked:
        walk.condition(condition, scope)
    return walk.closure


class _Walk:
    def __init__(self, plan: Plan, closure: Closure) -> None:
        self._plan = plan
        self.closure = closure
        self._met: set[tuple[int, Scope]] = set()

    def unit(self, number: int, at: Scope) -> None:
        """A unit judged for a subject of a scope."""
        if (number, at) in self._met:
            return
        self._met.add((number, at))
        self.closure.units[number] = None
        self._mark(at)
        unit = self._plan.units[number]
        if unit.scope is not at:
            self.closure.whole = True
            return
        for condition in _conditions(unit):
            self.condition(condition, at)
        for exemption in unit.lifted_by:
            self.unit(exemption, self._plan.units[exemption].scope)

    def condition(self, condition: Condition, at: Scope) -> None:
        """A condition asked of a subject of a scope."""
        match condition:
            case Holds():
                self._sentence(condition.test, at, of_item=self._plan.tests[condition.test].of_item)
            case WindowIs():
                self._sentence(condition, at, of_item=self._plan.windows[condition.window].of_item)
            case AllOf() | AnyOf() | AtLeastOf():
                for part in condition.parts:
                    self.condition(part, at)
            case Not():
                self.condition(condition.part, at)
            case Shows() | Hits() | ItemsShow():
                self.unit(condition.unit, self._plan.units[condition.unit].scope)
            case ScoreIs():
                pass
            case _:
                self.closure.whole = True

    def _sentence(self, sentence: Sentence, at: Scope, *, of_item: bool) -> None:
        """A sentence; a declaration asks one about goods of every item."""
        of_items = at is Scope.ITEM or of_item
        self._mark(Scope.ITEM if of_items else Scope.DECLARATION)
        (self.closure.items if of_items else self.closure.header)[sentence] = None

    def _mark(self, at: Scope) -> None:
        if at is Scope.ITEM:
            self.closure.at_items = True
        else:
            self.closure.at_header = True


def _conditions(unit: Unit) -> Iterable[Condition]:
    if unit.where is not None:
        yield unit.where
    yield unit.when
    yield from (one.condition for one in unit.unless)
