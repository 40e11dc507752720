"""What must not be false before a rule can be anything but `no hit`: the clauses an index is built on.

Enters: a plan. Leaves: for each rule clauses, each a set of tests of which at least one must be not false. Promise: a
rule with a clause whose tests are all false is `no hit` by definition, so an index on clauses never hides a shipment.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import assert_never

from stce_rules.core.predicates import Blank, HsExactly, HsWithin, InList, Mentions, MentionsListed, OneOf, Written
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
    WindowIs,
)

Clause = frozenset[int]
"""Tests of which at least one must not be false."""

INDEXABLE = (Blank, Written, HsWithin, HsExactly, OneOf, InList, Mentions, MentionsListed)
"""Predicates whose values, or their absence, can be looked up."""

MOST_CLAUSES = 8
"""Clauses kept of a rule; those left out only cost a candidate that could have been spared."""


class Access:
    """The clauses of the units of a plan, each found when it is first asked about: several may ask the same one."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._found: dict[int, tuple[Clause, ...]] = {}

    def of(self, unit: int) -> tuple[Clause, ...]:
        """The clauses of a unit; none when nothing of it can be looked up."""
        found = self._found.get(unit)
        if found is None:
            one = self._plan.units[unit]
            conditions = [one.when] if one.where is None else [one.where, one.when]
            found = self._found[unit] = self._together(self._needs(each, one.scope) for each in conditions)
        return found

    def _needs(self, condition: Condition, scope: Scope) -> tuple[Clause, ...]:
        match condition:
            case Holds():
                test = self._plan.tests[condition.test]
                usable = isinstance(test.predicate, INDEXABLE) and not test.negated
                return (frozenset((condition.test,)),) if usable else ()
            case AllOf():
                return self._together(self._needs(part, scope) for part in condition.parts)
            case AnyOf():
                return self._either([self._needs(part, scope) for part in condition.parts])
            case AtLeastOf():
                # when N of them hold, one of them does
                return (
                    self._either([self._needs(part, scope) for part in condition.parts]) if condition.needed > 0 else ()
                )
            case Shows() | Hits():
                asked = self._plan.units[condition.unit].scope
                outward = scope is Scope.ITEM and asked is Scope.DECLARATION
                return () if outward else self.of(condition.unit)
            case ItemsShow():
                shown = condition.quantifier in (Quantifier.ANY, Quantifier.AT_LEAST) and condition.needed > 0
                return self.of(condition.unit) if shown else ()
            case Not() | Calls() | ScoreIs() | WindowIs():
                return ()
            case _:
                assert_never(condition)

    def _together(self, needs: Iterable[tuple[Clause, ...]]) -> tuple[Clause, ...]:
        """All must be met."""
        return _best(self._plan, [clause for each in needs for clause in each])

    def _either(self, needs: list[tuple[Clause, ...]]) -> tuple[Clause, ...]:
        """One must be met: a clause of each, taken together."""
        found: tuple[Clause, ...] = needs[0] if needs else ()
        for each in needs[1:]:
            found = _best(self._plan, [one | other for one in found for other in each])
        return found


def _best(plan: Plan, clauses: Iterable[Clause]) -> tuple[Clause, ...]:
    """The clauses of the fewest boxes and tests, without those that another one implies.

    That a box is stated, or blank, rules out less than what it must hold.
    """

    def cost(clause: Clause) -> tuple[int, int, int, tuple[int, ...]]:
        tests = [plan.tests[test] for test in clause]
        loose = sum(isinstance(test.predicate, Blank | Written) for test in tests)
        return len({test.field for test in tests}), loose, len(clause), tuple(sorted(clause))

    kept: list[Clause] = []
    for clause in sorted(set(clauses), key=cost):
        if not any(other <= clause for other in kept):
            kept.append(clause)
    return tuple(kept[:MOST_CLAUSES])
