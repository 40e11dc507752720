"""What became of each example, judged by the reference engine while nothing else is to do.

Enters: a ruleset that was checked without error. Leaves: for each example of a file its outcome, and its explanation as
text. Promise: only the examples of units that something has changed for are judged again, each with no more of the
ruleset than it may depend on.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial

from rich.console import Console

from stce_rules.cli.sentences import page
from stce_rules.core.diagnostics import StceError
from stce_rules.core.span import Span
from stce_rules.decide.explain import explanation
from stce_rules.engines.choose import make
from stce_rules.hooks import Contributions
from stce_rules.language.checking.symbols import JudgedStatement
from stce_rules.lsp.dependence import DECISION, Dependence
from stce_rules.plan.build import build
from stce_rules.plan.together import NamedProgram
from stce_rules.rulesets.gather import Gathered
from stce_rules.rulesets.load import Loaded
from stce_rules.testing.bench import Bench, sources_of, subject_of
from stce_rules.testing.examples import run_examples

__all__ = ["Explained", "KeptExamples", "Outcome", "explained", "outcomes"]

ENGINE = "reference"
_WIDTH = 100
"""Columns of an explanation."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where an example begins, of which unit it is, and what became of it; None while it was not judged."""

    span: Span
    unit: str
    example: str
    said: str | None
    passed: bool


@dataclass(frozen=True, slots=True)
class Explained:
    """The explanation of an example, as text."""

    title: str
    text: str


_TOGETHER = 12
"""Units judged between two looks at whether something has changed: a tenth of a second."""

_Told = tuple[tuple[str, bool], ...]
"""What is said of each example of a unit, and whether it passed."""


@dataclass(slots=True)
class KeptExamples:
    """What became of the examples of one ruleset, by what they depend on."""

    _base: Hashable = None
    _told: dict[Hashable, _Told] = field(default_factory=dict)
    _news: bool = False

    def judge(
        self, gathered: Gathered, named: NamedProgram, contributions: Contributions, pause: Callable[[], None]
    ) -> bool:
        """Judge what has changed; whether there are news. `pause` is called between units and may raise."""
        dependence = Dependence(gathered)
        if dependence.base != self._base:
            self._base, self._told = dependence.base, {}
        keys = {dependence.key(one, DECISION): one for one in dependence.units if one.examples}
        self._told = {key: told for key, told in self._told.items() if key in keys}
        new = [(key, unit) for key, unit in keys.items() if key not in self._told]
        for at in range(0, len(new), _TOGETHER):
            pause()
            units = [unit for _, unit in new[at : at + _TOGETHER]]
            names = dependence.reach(DECISION, *(one.name.text for one in units))
            told = _judged(units, narrowed(named, names), contributions)
            self._told |= {key: told[unit.span.start, unit.name.text] for key, unit in new[at : at + _TOGETHER]}
            self._news = True
        news, self._news = self._news, False
        return news

    def of(self, unit: JudgedStatement, dependence: Dependence) -> _Told | None:
        """What became of the examples of a unit, if that is known."""
        return self._told.get(dependence.key(unit, DECISION)) if dependence.base == self._base else None


def outcomes(gathered: Gathered, kept: KeptExamples, name: str) -> Iterator[Outcome]:
    """The examples of a file in their order."""
    dependence = Dependence(gathered)
    for unit in dependence.units:
        if unit.span.source.name != name or not unit.examples:
            continue
        told = kept.of(unit, dependence)
        for at, example in enumerate(unit.examples):
            said, passed = told[at] if told is not None and at < len(told) else (None, False)
            yield Outcome(example.span, unit.name.text, example.title, said, passed)


def narrowed(named: NamedProgram, names: Collection[str]) -> NamedProgram:
    """A ruleset with only the units of these names."""
    whole = named.program
    exemptions = tuple(
        replace(one, lifts=tuple(rule for rule in one.lifts if rule in names))
        for one in whole.exemptions
        if one.header.name in names
    )
    part = replace(
        whole,
        indicators=tuple(one for one in whole.indicators if one.header.name in names),
        rules=tuple(one for one in whole.rules if one.header.name in names),
        exemptions=exemptions,
        guarantees=(),
    )
    return replace(named, program=part)


def _judged(
    units: Sequence[JudgedStatement], named: NamedProgram, contributions: Contributions
) -> dict[tuple[int, str], _Told]:
    """What is said of the examples of units, by the places and names of these."""
    names = tuple(one.name.text for one in units)
    told: dict[tuple[int, str], _Told] = {}
    try:
        loaded = Loaded(build([named], keep_drafts=True), (named,), (), (), ())
        results = run_examples(loaded, ENGINE, contributions=contributions, names=names)
    except StceError as fault:
        why = f"not judged: {fault.diagnostics[0].message}"
        return {(one.span.start, one.name.text): tuple((why, False) for _ in one.examples) for one in units}
    for one in units:
        own = [
            each for each in results if each.unit == one.name.text and one.span.start <= each.span.start < one.span.end
        ]
        told[one.span.start, one.name.text] = tuple(
            ("passed" if each.passed else each.reason, each.passed) for each in own
        )
    return told


def explained(
    gathered: Gathered, named: NamedProgram, contributions: Contributions, unit: str, example: str
) -> Explained | None:
    """Why an example comes out as it does; None when there is no such example, or it cannot be judged."""
    dependence = Dependence(gathered)
    stated = next((one for one in dependence.units if one.name.text == unit and one.examples), None)
    if stated is None:
        return None
    part = narrowed(named, dependence.reach(unit, DECISION))
    plan = build([part], keep_drafts=True)
    brought = {one.name: one.make for one in contributions.engines}
    with ExitStack() as stack:
        bench = Bench(part, plan.decision, partial(make, ENGINE, brought=brought), contributions, stack)
        for source in sources_of(part.program):
            for each in source.header.examples if source.header.name == unit else ():
                laid = bench.laid(source, each).judgeable if each.title == example else None
                if laid is not None:
                    ready, number, case = laid
                    tree = ready.engine.judge(case).explain(number, subject_of(ready.plan, number))
                    return Explained(f"{unit}: {example}", _as_text(page(explanation(ready.plan, tree))))
    return None


def _as_text(told: object) -> str:
    out = io.StringIO()
    Console(file=out, width=_WIDTH, no_color=True, highlight=False, markup=False).print(told)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()).strip("\n") + "\n"
