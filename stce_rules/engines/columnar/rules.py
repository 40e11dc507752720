"""The rules of a plan sorted by what they rest on, with their leaves laid out.

Enters: a plan. Leaves: rules by place; for each its leaves at goods items and at the header, and whether it is alone
(one subject settles it), crosses subjects, or needs the whole declaration.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from stce_rules.core.predicates import (
    Blank,
    HsExactly,
    HsWithin,
    Mentions,
    MentionsListed,
    OneOf,
    Resembles,
    SameAs,
    States,
    Written,
)
from stce_rules.engines.columnar.closures import Closure, Sentence, closure_of
from stce_rules.engines.columnar.leaves import Leaf, Leaves, WindowLeaf
from stce_rules.engines.columnar.looking_back import parts
from stce_rules.engines.columnar.needed import Needed
from stce_rules.engines.columnar.slots import Slots
from stce_rules.engines.judging import Prepared
from stce_rules.plan.model import Plan, Scope, WindowIs

__all__ = ["RestsOn", "Rules"]


class RestsOn(Enum):
    """What settles the outcome of a rule."""

    ITEM = "one goods item"
    HEADER = "the declaration's own boxes"
    CROSSING = "the declaration and its goods items"
    WHOLE = "more than boxes"


class Rules:
    """All rules of a plan, and their leaves."""

    def __init__(self, prepared: Prepared) -> None:
        plan = prepared.plan
        self.units = tuple(number for number, unit in enumerate(plan.units) if unit.is_recorded)
        self.closures = tuple(closure_of(plan, plan.units[unit].scope, unit=unit) for unit in self.units)
        self.rests_on = tuple(_rests_on(one) for one in self.closures)
        self.leaves = Leaves(prepared)
        self.of_items = [self._leaves(plan, one.items, Scope.ITEM) for one in self.closures]
        self.of_header = [self._leaves(plan, one.header, Scope.DECLARATION) for one in self.closures]
        numbers = {
            Scope.ITEM: [[self.leaves.number(leaf) for leaf in each] for each in self.of_items],
            Scope.DECLARATION: [[self.leaves.number(leaf) for leaf in each] for each in self.of_header],
        }
        needed = Needed(plan)
        self.groups = {
            scope: [self._groups(plan, needed, rule, scope) for rule in range(len(self.units))] for scope in Scope
        }
        """Of each rule that rests on one subject alone, leaves of which one at least must not be false."""
        self.leaves.settle()
        self.slots = {scope: Slots.of(numbers[scope], self.leaves) for scope in Scope}
        must = {
            scope: [[leaf for leaf, *more in groups if not more] for groups in each]
            for scope, each in self.groups.items()
        }
        self.needed = {scope: Slots.of(must[scope], self.leaves) for scope in Scope}

    def _leaves(self, plan: Plan, sentences: Iterable[Sentence], scope: Scope) -> list[Leaf | WindowLeaf]:
        found: list[Leaf | WindowLeaf] = []
        for test in sentences:
            if isinstance(test, WindowIs):
                found += (WindowLeaf(test, scope, part) for part in range(parts(plan.windows[test.window])))
                continue
            found.append(Leaf(test, scope))
            if isinstance(plan.tests[test].predicate, SameAs):
                found.append(Leaf(test, scope, opens=True))
        return found

    def _groups(self, plan: Plan, needed: Needed, rule: int, scope: Scope) -> list[tuple[int, ...]]:
        alone = RestsOn.ITEM if scope is Scope.ITEM else RestsOn.HEADER
        if self.rests_on[rule] is not alone:
            return []
        groups = sorted(needed.of(self.units[rule]), key=lambda group: [_effort(plan, one) for one in group])
        return [tuple([self._number(one, scope) for one in group]) for group in groups]

    def _number(self, sentence: Sentence, scope: Scope) -> int:
        if isinstance(sentence, WindowIs):
            return self.leaves.number(WindowLeaf(sentence, scope))
        return self.leaves.number(Leaf(sentence, scope))


def _effort(plan: Plan, sentence: Sentence) -> int:
    """What it costs to learn the truth of a sentence for all there is: the least is asked first."""
    if isinstance(sentence, WindowIs):
        return 0
    match plan.tests[sentence].predicate:
        case OneOf() | Blank() | Written():
            return 0
        case SameAs():
            return 2
        case Mentions() | MentionsListed() | States():
            return 3
        case Resembles():
            return 4
        case HsWithin() | HsExactly():
            return 5  # most rules are found by it, so that it holds
        case _:
            return 1


def _rests_on(closure: Closure) -> RestsOn:
    if closure.whole:
        return RestsOn.WHOLE
    if closure.crosses:
        return RestsOn.CROSSING
    return RestsOn.ITEM if closure.at_items else RestsOn.HEADER
