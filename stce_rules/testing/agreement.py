"""Engines held to one another over rulesets and declarations by chance.

Enters: engines, the text of a ruleset, declarations. Leaves: the first declaration that two engines assess
differently, with both assessments. Everything an assessment says is compared, evidence and missing boxes included,
but the engine's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from stce_rules.core.assessment import Assessment
from stce_rules.core.boxes import Case
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import StceError, has_errors
from stce_rules.core.span import Source
from stce_rules.core.windows import WindowValue
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.engines.protocol import Engine, Outcomes, Surroundings
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.intake.normalise import normalise
from stce_rules.language.check import check
from stce_rules.language.checking.findings import Findings
from stce_rules.language.lists import read_lists
from stce_rules.language.parse import parse
from stce_rules.plan.build import NamedProgram, build
from stce_rules.plan.judgement import Judgement
from stce_rules.plan.model import Plan
from stce_rules.rulesets.rates import read_rates
from stce_rules.testing.chance import LISTS, RATES
from stce_rules.testing.past import InMemoryPast, Message

MakeEngine = Callable[[Plan, Surroundings], Engine]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A declaration, and what the engines say of it."""

    declaration: Declaration
    assessments: Mapping[str, Assessment]


def plan_of(text: str) -> Plan:
    """The plan of a ruleset that uses the lists and rates of `chance`. Raises StceError for a faulty one."""
    parsed = parse(Source("rules.stce", text))
    lists, told = read_lists(Source("l.csv", LISTS), "l")
    checked = check([parsed], {"l": lists})
    faults = (*parsed.diagnostics, *told, *checked.diagnostics)
    if checked.program is None or has_errors(faults):
        raise StceError(faults)
    rates = read_rates(Source("rates.csv", RATES), Findings())
    return build([NamedProgram("by chance", "1", checked.program, rates)])


def first_disagreement(
    engines: Mapping[str, MakeEngine], plan: Plan, declarations: Iterable[Declaration], *, past: bool = True
) -> Disagreement | None:
    """The first declaration that the engines do not assess alike.

    With `past` all declarations are the past of one another, else nothing is known of it. An engine that judges many
    declarations at a time is given batches of 1, 2, 4 and so on, so that it meets what it knows and what it does not.
    """
    declared = list(declarations)
    cases = [normalise(one) for one in declared]
    surroundings = Surroundings(past=_Past(plan, declared, cases)) if past else Surroundings()
    with ExitStack() as stack:
        made = {name: stack.enter_context(closing(make(plan, surroundings))) for name, make in engines.items()}
        start = 0
        while start < len(cases):
            batch = cases[start : 2 * start + 1]
            said = {name: _assessed(engine, plan, batch) for name, engine in made.items()}
            for one, answers in zip(declared[start:], zip(*said.values(), strict=True), strict=False):
                if any(answer != answers[0] for answer in answers):
                    return Disagreement(one, dict(zip(said, answers, strict=True)))
            start += len(batch)
    return None


@runtime_checkable
class _JudgesMany(Protocol):
    """An engine that judges many declarations at a time."""

    def judge_all(self, cases: Sequence[Case]) -> Sequence[Judgement]:
        """Judge declarations together."""


def _assessed(engine: Engine, plan: Plan, cases: Sequence[Case]) -> list[Assessment]:
    judged = engine.judge_all(cases) if isinstance(engine, _JudgesMany) else [engine.judge(one) for one in cases]
    return [assess(plan, JudgedDeclaration(case.id, 1, one, "")) for case, one in zip(cases, judged, strict=True)]


class _Past:
    """The past of declarations among themselves. A value that no engine takes part in is asked for once."""

    def __init__(self, plan: Plan, declared: Sequence[Declaration], cases: Sequence[Case]) -> None:
        told = zip(declared, cases, strict=True)
        messages = [Message(case, one.version, one.action) for one, case in told]
        self._past = InMemoryPast(plan, messages, lambda past: ReferenceEngine(plan, Surroundings(past=past)))
        self._of_engines = {at for at, one in enumerate(plan.windows) if one.unit is not None and not one.earlier}
        self._known: dict[tuple[int, int, int], WindowValue] = {}

    def value(self, window: int, case: Case, at: int, outcomes: Outcomes) -> WindowValue:
        """The value of a window."""
        if window in self._of_engines:
            return self._past.value(window, case, at, outcomes)
        key = (window, id(case), at)
        if key not in self._known:
            self._known[key] = self._past.value(window, case, at, outcomes)
        return self._known[key]
