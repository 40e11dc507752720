"""An exemption in shadow: what it would have lifted.

Enters: the rules it names, and its own condition. Leaves: the condition by which it is judged: that one of those rules
hits, and that it holds itself. Promise: it is true exactly where the exemption would have lifted a hit, so every engine
records it as it judges anything else, and nothing else asks about it.
"""

from __future__ import annotations

from collections.abc import Iterable

from stce_rules.plan.model import AllOf, AnyOf, Condition, Hits, Unit, UnitKind

__all__ = ["in_shadow", "would_lift"]


def in_shadow(rules: Iterable[int], own: Condition) -> Condition:
    """The condition of an exemption in shadow over these rules of the plan."""
    return AllOf((AnyOf(tuple(Hits(rule) for rule in rules)), own))


def would_lift(unit: Unit) -> tuple[int, ...]:
    """The rules that an exemption in shadow names; none for any other unit."""
    match unit:
        case Unit(kind=UnitKind.EXEMPTION, status="monitor", when=AllOf(parts=(AnyOf(parts=asked), _))):
            return tuple(one.unit for one in asked if isinstance(one, Hits))
        case _:
            return ()
