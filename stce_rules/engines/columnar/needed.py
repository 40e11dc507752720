"""What must not be false for a rule to be anything but `no hit`, of the sentences about its own subject.

Enters: a plan, a unit. Leaves: groups of sentences, of each of which one at least must not be false. Promise: where all
of a group are false, the unit is `no hit`.
"""

from __future__ import annotations

from collections.abc import Sequence

from stce_rules.engines.columnar.closures import Sentence
from stce_rules.plan.model import AllOf, AnyOf, AtLeastOf, Condition, Hits, Holds, Plan, Scope, Shows, WindowIs

__all__ = ["Group", "Needed"]

Group = tuple[Sentence, ...]
"""Sentences of which one at least must not be false."""

_MOST = 8
"""Groups kept of alternatives, the shortest; those left out only cost a key that could have been spared."""


class Needed:
    """The groups of the units of a plan, each found when it is first asked about: several may ask the same one."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._found: dict[int, tuple[Group, ...]] = {}

    def of(self, unit: int) -> tuple[Group, ...]:
        """The groups of a unit, each once."""
        found = self._found.get(unit)
        if found is None:
            one = self._plan.units[unit]
            conditions = [one.when] if one.where is None else [one.where, one.when]
            groups = (group for each in conditions for group in self._of(each, one.scope))
            found = self._found[unit] = tuple(dict.fromkeys(groups))
        return found

    def _of(self, condition: Condition, at: Scope) -> Sequence[Group]:
        plan = self._plan
        match condition:
            case Holds() if at is Scope.ITEM or not plan.tests[condition.test].of_item:
                return ((condition.test,),)
            case WindowIs() if at is Scope.ITEM or not plan.windows[condition.window].of_item:
                return ((condition,),)
            case AllOf():
                return list(dict.fromkeys(group for part in condition.parts for group in self._of(part, at)))
            case AnyOf():
                return _either([self._of(part, at) for part in condition.parts])
            case AtLeastOf() if condition.needed > 0:  # when N of them hold, one of them does
                return _either([self._of(part, at) for part in condition.parts])
            case Shows() | Hits() if plan.units[condition.unit].scope is at:
                return self.of(condition.unit)
            case _:
                return ()


def _either(needs: list[Sequence[Group]]) -> Sequence[Group]:
    """A group of each, taken together."""
    found, *others = needs or [()]
    for each in others:
        joined = dict.fromkeys(tuple(dict.fromkeys(one + other)) for one in found for other in each)
        found = sorted(joined, key=len)[:_MOST]
    return found
