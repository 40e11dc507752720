"""Indicators that an example takes as hit or as no hit.

Enters: a program, and what an example takes for granted. Leaves: the program with those indicators answered by named
predicates, and the predicates. What is stated after `next item` is about that goods item; an item that says nothing
of the indicator is judged by it as usual. An indicator of the declaration is one thing for all of the example.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from stce_rules.core.boxes import Subject
from stce_rules.core.truth import Truth, known
from stce_rules.engines.protocol import Predicates
from stce_rules.language import program
from stce_rules.language.syntax import Scope
from stce_rules.testing.declared import items_of

Taken = tuple[tuple[str, int, bool], ...]
"""Indicator, number of the goods item that the fact stands with, and whether it hits."""


def taken_of(example: program.Example) -> Taken:
    """What an example takes for granted."""
    return tuple(
        (fact.indicator, number, fact.holds)
        for number, facts in enumerate(items_of(example), start=1)
        for fact in facts
        if isinstance(fact, program.IndicatorFact)
    )


@dataclass(frozen=True, slots=True)
class _Said:
    """What is said of one name, by the number of the item; None stands for the declaration."""

    by_item: Mapping[int | None, bool]

    def says(self, subject: Subject) -> Truth:
        """Whether it is said to hit."""
        return known(self.by_item.get(subject.number) is True)

    def leaves_open(self, subject: Subject) -> Truth:
        """Whether nothing is said of this subject."""
        return known(subject.number not in self.by_item)


def taking(
    one: program.Program, taken: Taken, items: int, predicates: Predicates
) -> tuple[program.Program, Predicates]:
    """A program and the predicates of plugins, with what an example of so many items takes for granted."""
    said: dict[str, _Said] = {}
    for name in dict.fromkeys(name for name, _, _ in taken):
        by_item: dict[int | None, bool] = {number: holds for each, number, holds in taken if each == name}
        said[name] = _Said({None: any(by_item.values()), **by_item})
    given = dict(predicates)
    for name, what in said.items():
        if name in predicates:
            given[name] = _overriding(what, predicates[name])
        else:
            given[_as_said(name)], given[_not_said(name)] = what.says, what.leaves_open
    indicators = tuple(
        _answered(each, said[each.header.name], items) if each.header.name in said else each for each in one.indicators
    )
    return replace(one, indicators=indicators), given


def _as_said(name: str) -> str:
    return f"{name}, as the example says"


def _not_said(name: str) -> str:
    return f"the example says nothing of {name}"


def _overriding(said: _Said, judge: Callable[[Subject], Truth]) -> Callable[[Subject], Truth]:
    """A plugin's predicate where nothing is said of the subject."""
    return lambda subject: judge(subject) if said.leaves_open(subject) is Truth.TRUE else said.says(subject)


def _answered(one: program.Indicator, said: _Said, items: int) -> program.Indicator:
    """The indicator: what is said of a subject, else its own condition."""
    header = one.header
    says = program.Calls(_as_said(header.name), header.span)
    free = replace(header, where=None, effective_from=None, effective_until=None, flows=())
    if header.scope is Scope.DECLARATION or len(said.by_item) > items:
        return program.Indicator(replace(free, when=says), ())
    not_said = program.Calls(_not_said(header.name), header.span)
    own = header.when if header.where is None else program.AllOf((header.where, header.when), header.span)
    when = program.AnyOf((says, program.AllOf((not_said, own), header.span)), header.span)
    unless = tuple(
        replace(each, condition=program.AllOf((not_said, each.condition), header.span)) for each in one.unless
    )
    return program.Indicator(replace(free, when=when), unless)
