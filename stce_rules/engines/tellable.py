"""What can be told without a judging.

Enters: a plan. Leaves: whether a condition of it can be made ready to be asked. All can, but what may have to be told
of whatever the rest says: a plugin's predicate and a look at past declarations; and what an item asks of the
declaration, of which it knows nothing.
"""

from __future__ import annotations

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
    Shows,
)


class Tellable:
    """The units of a plan that can be told of, found once."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._units: set[int] = set()
        for number, unit in enumerate(plan.units):  # each comes after all it asks about
            said = [unit.when, *(() if unit.where is None else (unit.where,)), *(one.condition for one in unit.unless)]
            if all(self.tells(one, unit.scope) for one in (*said, *map(Hits, unit.lifted_by))):
                self._units.add(number)

    def tells(self, condition: Condition, scope: Scope) -> bool:
        """Whether a condition about a subject of a scope can be told of."""
        match condition:
            case Holds():
                return True
            case AllOf() | AnyOf() | AtLeastOf():
                return all(self.tells(part, scope) for part in condition.parts)
            case Not():
                return self.tells(condition.part, scope)
            case Shows() | Hits() | ItemsShow():
                inward = scope is Scope.DECLARATION or self._plan.units[condition.unit].scope is scope
                return inward and condition.unit in self._units
            case _:
                return False
