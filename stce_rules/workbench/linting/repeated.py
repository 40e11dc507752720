"""What is written in several places and will be changed in one.

Enters: a unit, or a ruleset. Leaves: W413 for an example whose facts another one has, W442 for values in brackets that
stand in another sentence too.
"""

from __future__ import annotations

from collections.abc import Iterator

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.language import syntax
from stce_rules.language.checking.symbols import place_of
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
    first: dict[frozenset[syntax.Literal], syntax.Sentence] = {}
    for unit in project.units:
        for node in nodes_of(unit.statement):
            values = _values(node) if isinstance(node, syntax.Sentence) else frozenset()
            if len(values) <= _FEW or not isinstance(node, syntax.Sentence):
                continue
            before = first.setdefault(values, node)
            if before is not node:
                place = place_of(before.span, node.span)
                message = f"these {len(values)} values also stand {place}"
                mend = "make them a list, so that a change is made in one place"
                yield Diagnostic("W442", message, node.relation.span, help=mend)


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
