"""What is asked of a declaration: topics, which do not depend on each other, and sentences about each.

Enters: sentences of a checked program. Leaves: for each its topic, what it says, whether it is denied. Promise: two
sentences with the same topic are judged together; topics that do depend on each other in truth (a description and the
CAS numbers found in it) are taken as if they did not, which only ever leaves more possible.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from stce_rules.core.fields import Field, Level
from stce_rules.core.predicates import Predicate, SameAs
from stce_rules.language import program
from stce_rules.language.syntax import Quantifier, Scope


@dataclass(frozen=True, slots=True)
class FlowAmong:
    """`applies to`: the flow is one of these; where none is said the truth is `otherwise` (0, 1 unknown, 2 true)."""

    flows: frozenset[str]
    otherwise: int


@dataclass(frozen=True, slots=True)
class InForce:
    """`effective from … until …`, both days included; `otherwise` as for `FlowAmong`."""

    start: date | None
    until: date | None
    otherwise: int


@dataclass(frozen=True, slots=True)
class Shown:
    """So many goods items show an indicator."""

    quantifier: Quantifier
    needed: int


@dataclass(frozen=True, slots=True)
class Anything:
    """A sentence that is taken as true, false or unknown: a plugin's predicate, the hit of another rule."""


Said = Predicate | FlowAmong | InForce | Shown | Anything
"""What a sentence says of its topic."""


class Topic(NamedTuple):
    """What a sentence is about.

    `box` is the field of a topic that is one box; `name` tells other topics apart. `spread`: a declaration's sentence
    about goods, which holds where it holds for some item.
    """

    name: str
    spread: bool = False
    box: Field | None = None

    def __hash__(self) -> int:
        return hash((self.name, self.spread))


class Asked(NamedTuple):
    """A sentence: what it is about, what it says, and whether it has a `not` of its own."""

    topic: Topic
    said: Said
    negated: bool = False


def asked(node: program.Condition, at: Scope) -> Asked:
    """What a sentence asks of a goods item, or of the declaration."""
    match node:
        case program.Test(field=field, predicate=SameAs(field=other)):
            return Asked(Topic(f"{field.words} same {other}", _spread(field, at)), Anything(), node.negated)
        case program.Test():
            spread = _spread(node.field, at)
            return Asked(Topic(node.field.words, spread, node.field), node.predicate, node.negated)
        case program.WindowIs():
            return Asked(Topic(_window(node), at is Scope.DECLARATION), node.within, node.negated)
        case program.ItemsShow():
            return Asked(Topic(f"items showing {node.indicator}"), Shown(node.quantifier, node.needed))
        case program.Hits():
            return Asked(Topic(f"hits of {node.rule}", at is Scope.DECLARATION), Anything())
        case program.Calls():
            return Asked(Topic(f"predicate {node.function}", at is Scope.DECLARATION), Anything())
        case program.NotJudgedYet() | program.ScoreIs():
            return Asked(Topic(f"sentence {node.sentence}", at is Scope.DECLARATION), Anything())
        case _:
            raise ValueError(f"{type(node).__name__} is no sentence")


def _spread(field: Field, at: Scope) -> bool:
    return at is Scope.DECLARATION and field.level is not Level.HEADER


def _window(node: program.WindowIs) -> str:
    by = ",".join(field.words for field in node.by)
    of = "" if node.of is None else node.of.words
    counted = f"{node.indicator}|{node.rule}"
    return f"{node.measure.value} {of} in {node.measured_in} of {counted} by {by} over {node.reach} {node.earlier}"


def applies(unit: program.Indicator | program.Rule | program.Exemption, flow: Field, day: Field) -> list[Asked]:
    """What `applies to` and `effective` ask; what is not known keeps no rule from applying, and proves no exemption."""
    header = unit.header
    doubt = 1 if isinstance(unit, program.Exemption) else 2
    found = []
    if header.flows:
        found.append(Asked(Topic(flow.words, box=flow), FlowAmong(frozenset(header.flows), doubt)))
    if header.effective_from is not None or header.effective_until is not None:
        undated = 0 if header.status == "retired" else doubt
        in_force = InForce(header.effective_from, header.effective_until, undated)
        found.append(Asked(Topic(day.words, box=day), in_force))
    return found
