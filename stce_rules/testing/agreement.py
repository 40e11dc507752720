"""Engines held to one another over rulesets and declarations by chance.

Enters: engines, the text of a ruleset, declarations. Leaves: the first declaration that two engines assess
differently, with both assessments. Everything an assessment says is compared, evidence and missing boxes included,
but the engine's name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass

from stce_rules.core.assessment import Assessment
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import StceError, has_errors
from stce_rules.core.span import Source
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.engines.protocol import Engine, Surroundings
from stce_rules.intake.normalise import normalise
from stce_rules.language.check import check
from stce_rules.language.checking.findings import Findings
from stce_rules.language.lists import read_lists
from stce_rules.language.parse import parse
from stce_rules.plan.build import NamedProgram, build
from stce_rules.plan.model import Plan
from stce_rules.rulesets.rates import read_rates
from stce_rules.testing.chance import LISTS, RATES

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
    engines: Mapping[str, MakeEngine], plan: Plan, declarations: Iterable[Declaration]
) -> Disagreement | None:
    """The first declaration that the engines do not assess alike."""
    with ExitStack() as stack:
        made = {name: stack.enter_context(closing(make(plan, Surroundings()))) for name, make in engines.items()}
        for declaration in declarations:
            case = normalise(declaration)
            assessments = {
                name: assess(plan, JudgedDeclaration(case.id, 1, engine.judge(case), ""))
                for name, engine in made.items()
            }
            first, *others = assessments.values()
            if any(one != first for one in others):
                return Disagreement(declaration, assessments)
    return None
