"""Mutants that are the same rule in other words.

Enters: a unit of a plan and a mutant of it. Leaves: whether they are proved to have the same outcome always. Promise:
`True` is a proof; where there is none, a mutant stays in the list of those that no example notices.

Sentences are taken as saying anything, except: one about a closed box that is read off whole is never unknown, `is
stated` and `is missing` never are, and where a box of a goods item is blank, every other sentence about it is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

from stce_rules.core.predicates import Blank, OneOf, Written
from stce_rules.core.truth import Truth, at_least, conjunction, disjunction, negation
from stce_rules.plan.judgement import Outcome, outcome_of
from stce_rules.plan.model import AllOf, AnyOf, AtLeastOf, Condition, Holds, Not, Plan, Scope, Test, Unit
from stce_rules.testing.days import leaves_of

__all__ = ["same"]

_MOST_LEAVES = 8
_EITHER = (Truth.FALSE, Truth.TRUE)


def same(plan: Plan, one: Unit, other: Unit) -> bool:
    """Whether two units of a plan are proved to have the same outcome and effects, whatever is declared."""
    if (one.then, one.if_unknown) != (other.then, other.if_unknown):
        return False
    leaves = list(dict.fromkeys((*leaves_of(one), *leaves_of(other))))
    if len(leaves) > _MOST_LEAVES:
        return False
    tests = [plan.tests[leaf.test] if isinstance(leaf, Holds) else None for leaf in leaves]
    choices = [_possible(test) for test in tests]
    return all(
        _outcome(one, truths) is _outcome(other, truths)
        for truths in (dict(zip(leaves, chosen, strict=True)) for chosen in product(*choices))
        if one.scope is not Scope.ITEM or _agree(tests, truths)
    )


def _possible(test: Test | None) -> tuple[Truth, ...]:
    if test is not None and (
        isinstance(test.predicate, Blank | Written) or (test.closed and isinstance(test.predicate, OneOf))
    ):
        return _EITHER
    return tuple(Truth)


def _agree(tests: Sequence[Test | None], truths: Mapping[Condition, Truth]) -> bool:
    """Whether truths can be had together: a blank box says nothing."""
    told = [(test, truth) for test, truth in zip(tests, truths.values(), strict=True) if test is not None]
    blank: dict[str, bool] = {}
    for test, truth in told:
        if isinstance(test.predicate, Blank | Written):
            says = (truth is Truth.TRUE) is (isinstance(test.predicate, Blank) is not test.negated)
            if blank.setdefault(test.field, says) is not says:
                return False
    others = ((test, truth) for test, truth in told if not isinstance(test.predicate, Blank | Written))
    return all(truth is Truth.UNKNOWN for test, truth in others if blank.get(test.field) and not test.closed)


def _outcome(unit: Unit, truths: Mapping[Condition, Truth]) -> Outcome:
    holds = [_truth(one, truths) for one in (unit.where, unit.when) if one is not None]
    lifted = disjunction([_truth(one.condition, truths) for one in unit.unless])
    return outcome_of(conjunction(holds), lifted)


def _truth(condition: Condition, truths: Mapping[Condition, Truth]) -> Truth:
    match condition:
        case AllOf():
            return conjunction([_truth(part, truths) for part in condition.parts])
        case AnyOf():
            return disjunction([_truth(part, truths) for part in condition.parts])
        case AtLeastOf():
            return at_least(condition.needed, [_truth(part, truths) for part in condition.parts])
        case Not():
            return negation(_truth(condition.part, truths))
        case _:
            return truths[condition]
