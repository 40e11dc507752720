"""The leaf conditions of a unit: the sentences that have no parts of their own.

Enters: a unit of a checked program; the tree of reasons of one of its examples. Leaves: its leaves in the order
written, and the truth of each in the tree. Promise: both come in the same order, one for one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from stce_rules.core.span import Span
from stce_rules.language import program
from stce_rules.plan.judgement import Judged, JudgedUnit
from stce_rules.plan.lower import leaves
from stce_rules.testing.bench import Source

__all__ = ["Clause", "Leaf", "leaves_of", "nodes_of", "sentence_of"]


class Clause(Enum):
    """Where a condition stands."""

    WHERE = "where"
    WHEN = "when"
    UNLESS = "unless"


@dataclass(frozen=True, slots=True)
class Leaf:
    """A leaf condition; `place` is its number among the leaves of the unit."""

    place: int
    clause: Clause
    condition: program.Condition

    @property
    def sentence(self) -> str:
        """What it says."""
        return sentence_of(self.condition)

    @property
    def span(self) -> Span:
        """Where it is written."""
        return self.condition.span


def leaves_of(source: Source) -> tuple[Leaf, ...]:
    """All leaves of a unit."""
    found = [(clause, leaf) for clause, condition in _clauses(source) for leaf in leaves(condition)]
    return tuple(Leaf(place, clause, leaf) for place, (clause, leaf) in enumerate(found))


def nodes_of(source: Source, tree: JudgedUnit) -> tuple[Judged, ...]:
    """What became of each leaf, by the tree of the unit."""
    narrowed = source.header.where is not None
    trees = [*tree.condition.parts] if narrowed else [tree.condition]
    trees += [lift.judged for lift in tree.lifts if lift.exemption is None]
    conditions = [condition for _, condition in _clauses(source)]
    return tuple(node for one, judged in zip(conditions, trees, strict=True) for node in _nodes(one, judged))


def sentence_of(condition: program.Condition) -> str:
    """A leaf in the words of the rule, on one line."""
    match condition:
        case program.Test() | program.WindowIs() | program.NotJudgedYet() | program.ScoreIs():
            return condition.sentence
        case program.Shows():
            return condition.indicator
        case program.Calls():
            return condition.function
        case program.ItemsShow():
            words = condition.quantifier.value.replace("N", str(condition.needed))
            return f"{words} {condition.indicator}"
        case program.Hits():
            return f'rule "{condition.rule}" hits'
        case _:
            return " ".join(condition.span.text.split())


def _clauses(source: Source) -> Iterator[tuple[Clause, program.Condition]]:
    if source.header.where is not None:
        yield Clause.WHERE, source.header.where
    yield Clause.WHEN, source.header.when
    if not isinstance(source, program.Exemption):
        yield from ((Clause.UNLESS, one.condition) for one in source.unless)


def _nodes(condition: program.Condition, judged: Judged) -> Iterator[Judged]:
    match condition:
        case program.AllOf() | program.AnyOf() | program.AtLeastOf():
            for part, node in zip(condition.parts, judged.parts, strict=True):
                yield from _nodes(part, node)
        case program.Not():
            yield from _nodes(condition.part, judged.parts[0])
        case _:
            yield judged
