"""What is written in several places and will be changed in one.

Enters: a unit, or a ruleset. Leaves: W413 for an example whose facts another one has, W442 for values in brackets that
stand in another sentence too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.span import Span
from stce_rules.language import syntax
from stce_rules.language.checking.symbols import JudgedStatement, place_of
from stce_rules.language.reading.moving import Movable, as_read, said_of
from stce_rules.workbench.linting.parts import nodes_of
from stce_rules.workbench.linting.project import Project, Surroundings, Unit

_FEW = 3
"""Values that may be written twice; with more, a list is easier to keep."""

_Facts = tuple[frozenset[syntax.Fact], ...]


def same_example(unit: Unit, around: Surroundings) -> Iterator[Diagnostic]:  # noqa: ARG001  # the form of a lint
    """W413: two examples of one case."""
    first: dict[_Facts, syntax.Example] = {}
    for one in unit.statement.examples:
        facts = tuple(frozenset(facts) for facts in (one.facts, *one.next_items))
        before = first.setdefault(facts, one)
        if before is not one:
            message = f'example "{before.title}" has the same facts'
            yield Diagnostic("W413", message, one.span, help="change what makes this another case, or take it out")


def same_values(project: Project) -> Iterator[Diagnostic]:
    """W442: more than a few values in brackets, twice."""
    first: dict[frozenset[syntax.Literal], tuple[JudgedStatement, int]] = {}
    for unit in project.units:
        for number, values in enumerate(said_of(as_read(unit.statement), _bracketed).values):
            before = first.setdefault(values, (unit.statement, number))
            if before[0] is not unit.statement or before[1] != number:
                span = said_of(unit.statement, _bracketed).relations[number]
                place = place_of(said_of(before[0], _bracketed).sentences[before[1]], span)
                message = f"these {len(values)} values also stand {place}"
                mend = "make them a list, so that a change is made in one place"
                yield Diagnostic("W442", message, span, help=mend)


@dataclass(frozen=True, slots=True)
class _Bracketed(Movable):
    """What stands in brackets in a statement, and the sentences and relations it stands in."""

    values: tuple[frozenset[syntax.Literal], ...]
    sentences: tuple[Span, ...]
    relations: tuple[Span, ...]


def _bracketed(statement: JudgedStatement) -> _Bracketed:
    sentences = [one for one in nodes_of(statement) if isinstance(one, syntax.Sentence) and len(_values(one)) > _FEW]
    return _Bracketed(
        tuple([_values(one) for one in sentences]),
        tuple([one.span for one in sentences]),
        tuple([one.relation.span for one in sentences]),
    )


def _values(sentence: syntax.Sentence) -> frozenset[syntax.Literal]:
    match sentence.relation:
        case syntax.Is(predicate=syntax.InSet(values=values)):
            return frozenset(values)
        case syntax.Mentions(words=syntax.Phrases(phrases=phrases)):
            return frozenset(phrases)
        case syntax.PassesThrough(places=tuple() as places):
            return frozenset(places)
        case _:
            return frozenset()
