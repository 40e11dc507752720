"""Which rules can possibly not be false, read off their conditions: the keys an index may be built on.

Enters: a plan. Leaves: for each rule and each box a set of tests of which at least one must be not false before the
rule can be anything but `no hit`; nothing where no such set exists. Promise: a rule that is left out by these tests is
`no hit` by definition, so an index on them never hides a shipment.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from stce_rules.core.predicates import HsExactly, HsWithin, InList, Mentions, MentionsListed, OneOf
from stce_rules.plan.model import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Calls,
    Condition,
    Hits,
    Holds,
    ItemsShow,
    Not,
    Plan,
    Quantifier,
    Scope,
    ScoreIs,
    Shows,
)

Clause = frozenset[int]
"""Tests of one box of which at least one must not be false."""

INDEXABLE = (HsWithin, HsExactly, OneOf, InList, Mentions, MentionsListed)


def access(plan: Plan, unit: int) -> dict[str, Clause]:
    """For each box, the tests of which one must not be false for a unit to be anything but `no hit`."""
    one = plan.units[unit]
    conditions = [one.when] if one.where is None else [one.where, one.when]
    return _together(_needs(plan, condition, one.scope) for condition in conditions)


def _needs(plan: Plan, condition: Condition, scope: Scope) -> dict[str, Clause]:
    match condition:
        case Holds():
            test = plan.tests[condition.test]
            usable = isinstance(test.predicate, INDEXABLE) and not test.negated
            return {test.field: frozenset((condition.test,))} if usable else {}
        case AllOf():
            return _together(_needs(plan, part, scope) for part in condition.parts)
        case AnyOf():
            return _either([_needs(plan, part, scope) for part in condition.parts])
        case AtLeastOf():
            # with fewer than all parts needed, one of any (all - needed + 1) of them must hold; all of them are such
            return _either([_needs(plan, part, scope) for part in condition.parts]) if condition.needed > 0 else {}
        case Shows() | Hits():
            asked = plan.units[condition.unit].scope
            outward = scope is Scope.ITEM and asked is Scope.DECLARATION
            return {} if outward else access(plan, condition.unit)
        case ItemsShow():
            shown = condition.quantifier in (Quantifier.ANY, Quantifier.AT_LEAST) and condition.needed > 0
            return access(plan, condition.unit) if shown else {}
        case Not() | Calls() | ScoreIs():
            return {}
        case _:
            assert_never(condition)


def _together(needs: Iterable[dict[str, Clause]]) -> dict[str, Clause]:
    """All must be met: for each box the smallest set stays."""
    best: dict[str, Clause] = {}
    for each in needs:
        for field, clause in each.items():
            if field not in best or len(clause) < len(best[field]):
                best[field] = clause
    return best


def _either(needs: list[dict[str, Clause]]) -> dict[str, Clause]:
    """One must be met: a box counts only when every alternative needs it, and then with all their tests."""
    if not needs:
        return {}
    shared = set(needs[0]).intersection(*needs[1:])
    return {field: frozenset().union(*(each[field] for each in needs)) for field in sorted(shared)}
