"""Indicators that nothing running asks, and questions to rules that never hit."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.language import program
from stce_rules.language.checking.symbols import JudgedUnit
from stce_rules.plan.lower import leaves
from stce_rules.workbench.linting.exact.diagrams import TooLarge
from stce_rules.workbench.linting.exact.meaning import Meaning, conditions_of
from stce_rules.workbench.linting.exact.worlds import HIT, Worlds
from stce_rules.workbench.linting.project import Project

_RUNNING = ("active", "monitor")


def unreached(project: Project) -> Iterator[Diagnostic]:
    """Indicators that are asked, but by nothing that runs."""
    if project.program is None:
        return
    indicators = {one.header.name: one for one in project.program.indicators}
    units: tuple[JudgedUnit, ...] = (*project.program.rules, *project.program.exemptions)
    running = _asked([one for one in units if one.header.status in _RUNNING], indicators)
    idle = _asked([one for one in units if one.header.status not in _RUNNING], indicators) - running
    asked = {name for one in indicators.values() for name in _names(one)}
    for unit in project.units:
        name = unit.statement.name.text
        if not isinstance(unit.checked, program.Indicator) or name in running or name not in idle | asked:
            continue
        by = "only drafts or retired rules ask for it" if name in idle else "no rule asks for the indicators that do"
        message = f"nothing that runs asks for indicator '{name}': {by}"
        yield Diagnostic("W459", message, unit.statement.name.span, help="ask it in a rule that runs, or take it out")


def rules_asked(whole: program.Program) -> set[str]:
    """The rules whose outcome others ask for or count."""
    units: tuple[JudgedUnit, ...] = (*whole.rules, *whole.indicators, *whole.exemptions)
    every = (leaf for unit in units for condition in conditions_of(unit) for leaf in leaves(condition))
    return {leaf.rule for leaf in every if isinstance(leaf, program.Hits | program.WindowIs) and leaf.rule is not None}


def asked_in_vain(project: Project, meaning: Meaning, pause: Callable[[], None]) -> Iterator[Diagnostic]:
    """`rule "X" hits` where X never does."""
    if project.program is None:
        return
    rules = {one.header.name: one for one in project.program.rules}
    ever: dict[str, bool] = {}
    whole = project.program
    units: tuple[JudgedUnit, ...] = (*whole.rules, *whole.indicators, *whole.exemptions)
    for unit in units:
        for condition in conditions_of(unit):
            for leaf in leaves(condition):
                if isinstance(leaf, program.Hits):
                    if leaf.rule not in ever:
                        pause()
                        ever[leaf.rule] = _can_hit(rules[leaf.rule], meaning)
                    if not ever[leaf.rule]:
                        message = f'this is never true: rule "{leaf.rule}" can never hit'
                        yield Diagnostic("W465", message, leaf.span, help="correct that rule, or take the sentence out")


def _can_hit(rule: program.Rule, meaning: Meaning) -> bool:
    try:
        worlds = Worlds(meaning, meaning.asks(rule).once)
        return worlds.ever(worlds.outcome(rule), HIT)
    except TooLarge:
        return True


def _asked(units: list[JudgedUnit], indicators: dict[str, program.Indicator]) -> set[str]:
    """The indicators that units rest on."""
    found = set[str]()
    waiting = list(units)
    while waiting:
        for name in _names(waiting.pop()):
            if name not in found:
                found.add(name)
                waiting.append(indicators[name])
    return found


def _names(unit: JudgedUnit) -> Iterator[str]:
    for condition in conditions_of(unit):
        for leaf in leaves(condition):
            match leaf:
                case program.Shows() | program.ItemsShow():
                    yield leaf.indicator
                case program.WindowIs(indicator=str() as name):
                    yield name
                case _:
                    pass
