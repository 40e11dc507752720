"""Whether a leaf condition decides: with another truth of this leaf alone, the unit would have another outcome.

Enters: a unit, the truths of its leaves in an example. Leaves: yes or no. Exemptions of other names are left out: they
lift a rule whatever its own conditions are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stce_rules.core.truth import Truth, at_least, conjunction, disjunction, negation
from stce_rules.language import program
from stce_rules.plan.judgement import Outcome, outcome_of
from stce_rules.testing.bench import Source
from stce_rules.testing.suggesting.wanting import unlesses

__all__ = ["decides"]


def decides(source: Source, truths: Sequence[Truth], place: int) -> bool:
    """Whether the leaf at a place decides."""
    outcome = _outcome(source, iter(truths))
    others = ([*truths[:place], truth, *truths[place + 1 :]] for truth in Truth if truth is not truths[place])
    return any(_outcome(source, iter(one)) is not outcome for one in others)


def _outcome(source: Source, truths: Iterator[Truth]) -> Outcome:
    header = source.header
    holds = [_truth(one, truths) for one in (header.where, header.when) if one is not None]
    return outcome_of(conjunction(holds), disjunction([_truth(one.condition, truths) for one in unlesses(source)]))


def _truth(condition: program.Condition, truths: Iterator[Truth]) -> Truth:
    """The truth of a condition; `truths` gives those of its leaves in the order written."""
    match condition:
        case program.AllOf():
            return conjunction([_truth(part, truths) for part in condition.parts])
        case program.AnyOf():
            return disjunction([_truth(part, truths) for part in condition.parts])
        case program.AtLeastOf():
            return at_least(condition.needed, [_truth(part, truths) for part in condition.parts])
        case program.Not():
            return negation(_truth(condition.part, truths))
        case _:
            return next(truths)
