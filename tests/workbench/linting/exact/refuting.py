"""What is told of a ruleset, held against what its units really give for some declarations."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from stce_rules.core.assessment import Assessment
from stce_rules.core.boxes import Case
from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.span import Source
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.protocol import Surroundings
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.language import program
from stce_rules.language.check import check, read_lists
from stce_rules.language.checking.symbols import JudgedUnit
from stce_rules.language.parse import parse
from stce_rules.language.syntax import Scope
from stce_rules.plan.build import build
from stce_rules.plan.judgement import HEADER, Outcome, as_truth
from stce_rules.plan.model import UnitKind
from stce_rules.plan.together import NamedProgram
from stce_rules.testing import chance
from stce_rules.workbench.linting import Project
from stce_rules.workbench.linting.exact import of_unit, of_whole

LISTS = {"l": read_lists(Source("l.csv", chance.LISTS), "l")[0]}
"""The lists of rulesets by chance."""

_KINDS = {program.Indicator: UnitKind.INDICATOR, program.Rule: UnitKind.RULE, program.Exemption: UnitKind.EXEMPTION}
_NAME = re.compile(r"['\"]([\w-]+)['\"]")
_MET = re.compile(r"^'(.*)' decides nothing.*: (it is met whenever|whenever it is met, so is) '(.*?)'( is)?$")
_U = TypeVar("_U", bound=JudgedUnit)


def units_of(whole: program.Program) -> tuple[JudgedUnit, ...]:
    """All units of a program."""
    return (*whole.indicators, *whole.rules, *whole.exemptions)


def positions(unit: JudgedUnit, case: Case) -> Sequence[int]:
    """Where a unit is judged."""
    return (HEADER,) if unit.header.scope is Scope.DECLARATION else range(len(case.items))


def with_unit(whole: program.Program, unit: JudgedUnit, other: JudgedUnit | None) -> program.Program:
    """The program with one unit changed, or without it."""

    def swapped(units: tuple[_U, ...]) -> tuple[_U, ...]:
        changed = (other if one is unit else one for one in units)
        return tuple(one for one in changed if one is not None)  # type: ignore[misc]

    return replace(
        whole,
        indicators=swapped(whole.indicators),
        rules=swapped(whole.rules),
        exemptions=swapped(whole.exemptions),
    )


def without_rule(whole: program.Program, name: str) -> program.Program:
    """The program without a rule that none asks about."""
    exemptions = [replace(one, lifts=tuple(rule for rule in one.lifts if rule != name)) for one in whole.exemptions]
    rules = tuple(one for one in whole.rules if one.header.name != name)
    return replace(whole, rules=rules, exemptions=tuple(exemptions))


class Judge:
    """The outcomes that units really have, exemptions by name left aside unless they are asked for."""

    def __init__(self, whole: program.Program, *, exempting: bool = False) -> None:
        if not exempting:
            whole = replace(whole, exemptions=tuple(replace(one, lifts=()) for one in whole.exemptions))
        self.plan = build([NamedProgram("r", "1", whole)], keep_drafts=True)
        self.prepared = Prepared(self.plan, Surroundings())
        self.numbers = {(unit.kind, unit.name): number for number, unit in enumerate(self.plan.units)}

    def outcome(self, unit: JudgedUnit, case: Case, at: int) -> Outcome:
        """The outcome of a unit for a subject."""
        number = self.numbers[_KINDS[type(unit)], unit.header.name]
        return Judging(self.prepared, case).outcome(number, at)

    def assessed(self, case: Case) -> Assessment:
        """What a host gets."""
        judged = ReferenceEngine(self.plan, Surroundings()).judge(case)
        return assess(self.plan, JudgedDeclaration(case.id, 1, judged, "reference"), reasons=False)


class Refuting:
    """Some declarations, and what is told of a ruleset."""

    def __init__(self, project: Project, cases: Sequence[Case]) -> None:
        assert project.program is not None
        self.project = project
        self.whole = project.program
        self.cases = cases
        self.units = {one.header.name: one for one in units_of(self.whole)}
        self.alone, self.exempting = Judge(self.whole), Judge(self.whole, exempting=True)

    def refute(self) -> list[str]:
        """The codes of all that is told; raises AssertionError for what a declaration refutes."""
        told = [one for one in self.project.found if one.code == "W401"]
        for unit in self.project.units:
            told += of_unit.find(unit, self.project.around)
        told += of_whole.find(self.project)
        for one in told:
            self._of_unit(one)
            self._of_pair(one)
            self._of_whole(one)
        self._liftings([one for one in told if one.code == "W451"])
        return [one.code for one in told]

    # ---- one finding

    def _of_unit(self, told: Diagnostic) -> None:
        match told.code:
            case "W401" | "W452" | "W455":
                assert Outcome.HIT not in self._outcomes(self._holder(told)), told
            case "W466":
                assert Outcome.UNDETERMINED not in self._outcomes(self._holder(told)), told
            case "W467":
                assert {*self._outcomes(self._holder(told))} <= {Outcome.HIT, Outcome.EXEMPT}, told
            case "W450" if (said := _MET.match(told.message)) and " hits" not in told.message and "…" not in said[0]:
                part, other = (said[1], said[3]) if said[2].startswith("it is") else (said[3], said[1])
                self._met_with(self._holder(told), part, other)
            case _:
                pass

    def _of_pair(self, told: Diagnostic) -> None:
        names = _NAME.findall(told.message)
        match told.code:
            case "W453":
                assert Outcome.HIT not in self._outcomes(names[0], exempting=True), told
            case "W454":
                assert (Outcome.HIT, Outcome.HIT) not in self._pairs(names[0], self._holder(told)), told
            case "W456" | "W458":
                assert self._outcomes(names[0]) == self._outcomes(names[1]), told
            case "W457" | "W469":
                pairs = self._pairs(names[0], names[1])
                assert all(other is Outcome.HIT for one, other in pairs if one is Outcome.HIT), told
            case "W465":
                assert Outcome.HIT not in self._outcomes(names[0]), told
            case _:
                pass

    def _of_whole(self, told: Diagnostic) -> None:
        """What is taken out is not missed."""
        names = _NAME.findall(told.message)
        match told.code:
            case "W457":
                gone = without_rule(self.whole, names[0])
                score = "neither score" in told.message
                self._same(gone, lambda one: (one.channel, one.ask_for, one.refer_to, one.flags, score and one.score))
            case "W463":
                decision = self.whole.decision
                assert decision is not None
                lines = tuple(one for one in decision.channels if one.channel != names[0])
                gone = replace(self.whole, decision=replace(decision, channels=lines))
                self._same(gone, lambda one: one.channel)
            case "W469":
                gone = with_unit(self.whole, self.units[names[0]], None)
                self._same(gone, lambda one: ([hit.rule for hit in one.hits], [it.rule for it in one.undetermined]))
            case _:
                pass

    def _liftings(self, told: Sequence[Diagnostic]) -> None:
        """Every `unless` that is told can be taken out, all of them together."""
        spans = {one.span for one in told}
        for unit in self.units.values():
            if isinstance(unit, program.Exemption) or not any(one.condition.span in spans for one in unit.unless):
                continue
            left = tuple(one for one in unit.unless if one.condition.span not in spans)
            other = Judge(with_unit(self.whole, unit, replace(unit, unless=left)))
            for case in self.cases:
                for at in positions(unit, case):
                    assert other.outcome(unit, case, at) is self.alone.outcome(unit, case, at), unit.header.name

    # ---- what units give

    def _same(self, other: program.Program, shown: Callable[[Assessment], object]) -> None:
        judge = Judge(other, exempting=True)
        for case in self.cases:
            assert shown(judge.assessed(case)) == shown(self.exempting.assessed(case))

    def _outcomes(self, name: str, *, exempting: bool = False) -> list[Outcome]:
        unit, judge = self.units[name], self.exempting if exempting else self.alone
        return [judge.outcome(unit, case, at) for case in self.cases for at in positions(unit, case)]

    def _pairs(self, one: str, other: str) -> list[tuple[Outcome, Outcome]]:
        return [*zip(self._outcomes(one), self._outcomes(other), strict=True)]

    def _holder(self, told: Diagnostic) -> str:
        """The unit that a finding stands in."""
        span = told.span
        assert span is not None
        spans = {one.header.name: one.header.span for one in self.units.values()}
        return next(name for name, of in spans.items() if of.source == span.source and of.start <= span.start < of.end)

    def _met_with(self, holder: str, part: str, other: str) -> None:
        """The first is at least as true as the second."""
        unit = self.units[holder]
        used = re.findall(r"^(?:use edition|list|parameter|measure) .*", unit.header.span.source.text, re.MULTILINE)
        used += [one.header.span.text for one in self.whole.indicators]
        each = f"  for each {unit.header.scope.value}\n"
        asked = [f'indicator {name} "Asked"\n{each}  when {said}\nend' for name, said in (("p", part), ("q", other))]
        checked = check([parse(Source("m.stce", "\n".join([*used, *asked])))], LISTS)
        assert checked.program is not None, checked.diagnostics
        judge, (*_, p, q) = Judge(checked.program), checked.program.indicators
        for case in self.cases:
            for at in positions(unit, case):
                truths = [as_truth(judge.outcome(one, case, at)) for one in (p, q)]
                assert truths[1] <= truths[0], (part, other, truths)
