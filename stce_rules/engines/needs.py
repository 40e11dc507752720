"""What must hold for a unit, in the order that soonest shows what does not: one false sentence spares the others.

Enters: a unit of a plan. Leaves: its sentences that are asked of the one subject, then all else it needs. Promise: all
of it together is true, false or unknown exactly when `where` and `when` together are.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from stce_rules.core.predicates import HsExactly, HsWithin, InList, Mentions, MentionsListed, OneOf, States
from stce_rules.plan.model import AllOf, Condition, Holds, Plan, Test, Unit, UnitKind


class Needs(NamedTuple):
    """Tests of the plan by their numbers, and conditions; all of them are needed.

    `always`: neither dates nor flow ever keep the unit from applying.
    """

    tests: tuple[int, ...]
    conditions: tuple[Condition, ...]
    always: bool


def needs_of(plan: Plan, unit: Unit, of_header: bool) -> Needs:
    """What a unit needs of a goods item, or of the header, whose sentences about goods are asked of each item."""
    tests: list[int] = []
    conditions: list[Condition] = []
    for part in (*(() if unit.where is None else _parts(unit.where)), *_parts(unit.when)):
        test = plan.tests[part.test] if isinstance(part, Holds) else None
        if test is None or _is_late(test) or (of_header and test.of_item):
            conditions.append(part)
        else:
            tests.append(part.test)
    conditions.sort(key=lambda one: isinstance(one, Holds) and _is_late(plan.tests[one.test]))
    ordered = sorted(tests, key=lambda test: _effort(plan.tests[test], unit))
    always = unit.start is None and unit.until is None and not unit.flows and unit.status != "retired"
    return Needs(tuple(ordered), tuple(conditions), always)


def _parts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, AllOf):
        for part in condition.parts:
            yield from _parts(part)
    else:
        yield condition


def _is_late(test: Test) -> bool:
    """Whether a box takes longer to be made than all else that is asked: a route is measured stop by stop."""
    return test.field == "route detour"


def _effort(test: Test, unit: Unit) -> int:
    """Codes, amounts, texts; of a rule codes come last, since the index has left out those rules whose codes are false.

    Only the oracle asks rules that no index has chosen.
    """
    match test.predicate:
        case Mentions() | MentionsListed() | States():
            return 2
        case OneOf() | InList() if test.field == "cas":  # those in the description too
            return 2
        case HsWithin() | HsExactly() | OneOf() | InList() if not test.negated:
            return 3 if unit.kind is UnitKind.RULE else 0
        case _:
            return 1
