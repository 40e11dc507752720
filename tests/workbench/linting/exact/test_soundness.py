"""What is said of all declarations holds for declarations by chance."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stce_rules.core.boxes import Case
from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.fields import CATALOGUE
from stce_rules.core.predicates import Blank, Written
from stce_rules.core.span import Source
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.protocol import Surroundings as EngineSurroundings
from stce_rules.intake.normalise import normalise
from stce_rules.language import program
from stce_rules.language.check import check, read_lists
from stce_rules.language.checking.symbols import JudgedUnit
from stce_rules.language.parse import parse
from stce_rules.language.syntax import Scope
from stce_rules.plan.build import build
from stce_rules.plan.judgement import HEADER, Outcome, as_truth
from stce_rules.plan.lower import leaves
from stce_rules.plan.model import UnitKind
from stce_rules.plan.together import NamedProgram
from stce_rules.rulesets.authored import author
from stce_rules.testing import chance
from stce_rules.workbench.linting import project_of
from stce_rules.workbench.linting.exact import of_unit, of_whole
from stce_rules.workbench.linting.exact.diagrams import TooLarge
from stce_rules.workbench.linting.exact.idle import Search
from stce_rules.workbench.linting.exact.meaning import Meaning, conditions_of, scope_asked
from stce_rules.workbench.linting.exact.worlds import EXEMPT, HIT, NO_HIT, UNDETERMINED, Worlds
from tests.workbench.linting.exact.rulesets import ruleset_text

_LISTS = {"l": read_lists(Source("l.csv", chance.LISTS), "l")[0]}
_OUTCOMES = {Outcome.NO_HIT: NO_HIT, Outcome.UNDETERMINED: UNDETERMINED, Outcome.HIT: HIT, Outcome.EXEMPT: EXEMPT}
_KINDS = {program.Indicator: UnitKind.INDICATOR, program.Rule: UnitKind.RULE, program.Exemption: UnitKind.EXEMPTION}
_CHANCES = settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # rulesets do not get much smaller
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


def _program(text: str) -> program.Program:
    checked = check([parse(Source("r.stce", text))], _LISTS)
    assert checked.program is not None, checked.diagnostics
    return checked.program


def _cases(pick: Random, count: int) -> list[Case]:
    return [normalise(chance.declaration(pick, str(number))) for number in range(count)]


class _Judge:
    """The outcomes that units really have, exemptions by name left aside unless they are asked for."""

    def __init__(self, whole: program.Program, *, exempting: bool = False) -> None:
        if not exempting:
            whole = replace(whole, exemptions=tuple(replace(one, lifts=()) for one in whole.exemptions))
        plan = build([NamedProgram("r", "1", whole)], keep_drafts=True)
        self.prepared = Prepared(plan, EngineSurroundings())
        self.numbers = {(unit.kind, unit.name): number for number, unit in enumerate(plan.units)}

    def outcome(self, unit: JudgedUnit, case: Case, at: int) -> Outcome:
        number = self.numbers[_KINDS[type(unit)], unit.header.name]
        return Judging(self.prepared, case).outcome(number, at)


def _positions(unit: JudgedUnit, case: Case) -> Sequence[int]:
    return (HEADER,) if unit.header.scope is Scope.DECLARATION else range(len(case.items))


def _units(whole: program.Program) -> tuple[JudgedUnit, ...]:
    return (*whole.indicators, *whole.rules, *whole.exemptions)


# ---- the states of topics


def _asked(unit: JudgedUnit, at: Scope, meaning: Meaning) -> Iterator[tuple[int, JudgedUnit]]:
    """Each sentence of a unit by its number, as a unit that asks it alone of what it is asked of."""
    date = CATALOGUE["date"]
    always = program.AnyOf(
        tuple(program.Test(date, one, False, "", unit.header.span) for one in (Blank(), Written())), unit.header.span
    )
    alone = replace(unit.header, where=None, when=always, scope=at, examples=())
    for number in meaning.applies(unit):
        header = replace(alone, name=f"p{number}")
        if meaning.topic(number).name == "flow":
            header = replace(header, effective_from=None, effective_until=None)
        else:
            header = replace(header, flows=())
        exempting = isinstance(unit, program.Exemption)
        yield number, program.Exemption(header, ()) if exempting else program.Indicator(header, ())
    bare = replace(alone, status="active", flows=(), effective_from=None, effective_until=None)
    for condition in conditions_of(unit):
        for leaf in leaves(condition):
            if isinstance(leaf, program.Shows):
                shown = meaning.indicator(leaf.indicator)
                yield from _asked(shown, scope_asked(shown, at), meaning)
            else:
                number = meaning.number(leaf, at)
                yield number, program.Indicator(replace(bare, name=f"p{number}", when=leaf), ())


def _meaning(whole: program.Program) -> Meaning:
    indicators = {one.header.name: one for one in whole.indicators}
    return Meaning(CATALOGUE, {one.name: one for one in whole.lists}, indicators)


@_CHANCES
@given(st.randoms(use_true_random=False), st.booleans())
def test_a_declaration_shows_a_state_of_each_topic_and_has_the_outcome_of_the_diagram(pick: Random, few: bool) -> None:
    """The truths of all sentences of a unit are among the states, and lead to the outcome that the engine gives."""
    whole = _program(ruleset_text(pick) if few else chance.ruleset_text(pick))
    meaning, cases = _meaning(whole), _cases(pick, 6)
    for unit in _units(whole):
        leafs = (leaf for one in conditions_of(unit) for leaf in leaves(one))
        if any(isinstance(leaf, program.Hits) for leaf in leafs):
            continue  # a sentence about another rule would need that rule's exemptions
        try:
            worlds = Worlds(meaning, meaning.asks(unit).once)
            outcome = worlds.outcome(unit)
        except TooLarge:
            continue
        alone = dict(_asked(unit, unit.header.scope, meaning))
        judge = _Judge(_besides(whole, alone.values()))
        for case in cases:
            for at in _positions(unit, case):
                found = outcome
                for level, sentences in enumerate(worlds.sentences):
                    truths = tuple(_truth(judge, alone[one], case, at) for one in sentences)
                    states = [one.truths for one in worlds.states[level]]
                    assert truths in states, [meaning.sentences[one] for one in sentences]
                    found = worlds.diagrams.fixed(found, level, states.index(truths))
                assert found == _OUTCOMES[judge.outcome(unit, case, at)]


def _besides(whole: program.Program, alone: Iterable[JudgedUnit]) -> program.Program:
    """The program with more units."""
    more = tuple(alone)
    return replace(
        whole,
        indicators=(*whole.indicators, *(one for one in more if isinstance(one, program.Indicator))),
        exemptions=(*whole.exemptions, *(one for one in more if isinstance(one, program.Exemption))),
    )


def _truth(judge: _Judge, unit: JudgedUnit, case: Case, at: int) -> int:
    return int(as_truth(judge.outcome(unit, case, HEADER if unit.header.scope is Scope.DECLARATION else at)))


# ---- what decides nothing


@_CHANCES
@given(st.randoms(use_true_random=False))
def test_what_decides_nothing_can_be_taken_out(pick: Random) -> None:
    """A unit without the parts that decide nothing has the same outcomes."""
    whole = _program(ruleset_text(pick))
    meaning, judge, cases = _meaning(whole), _Judge(whole), _cases(pick, 25)
    for unit in _units(whole):
        for torn in (True, False):
            try:
                search = Search(unit, Worlds(meaning, meaning.asks(unit).once, torn=torn))
                if not [*search.all()]:
                    continue
            except TooLarge:
                continue
            lighter = _Judge(_with(whole, unit, search.unit))
            for case in cases:
                for position in _positions(unit, case):
                    assert lighter.outcome(unit, case, position) is judge.outcome(unit, case, position)


def _with(whole: program.Program, unit: JudgedUnit, other: JudgedUnit) -> program.Program:
    return replace(
        whole,
        indicators=tuple(other if one is unit else one for one in whole.indicators),  # type: ignore[misc]
        rules=tuple(other if one is unit else one for one in whole.rules),  # type: ignore[misc]
        exemptions=tuple(other if one is unit else one for one in whole.exemptions),  # type: ignore[misc]
    )


# ---- all that is told

_NAME = re.compile(r"['\"](\w+)['\"]")


@_CHANCES
@given(st.randoms(use_true_random=False))
def test_what_is_told_is_never_refuted(tmp_path: Path, pick: Random) -> None:
    """What is said never to happen, always to happen, or to be the same for all, is so for declarations by chance."""
    (tmp_path / "l.csv").write_text(chance.LISTS, encoding="utf-8")
    (tmp_path / "r.stce").write_text(ruleset_text(pick), encoding="utf-8")
    authored = author([tmp_path / "r.stce"])
    project = project_of(authored.rulesets[0], authored.diagnostics)
    assert project.program is not None
    seen = _Seen(project.program, _cases(pick, 25))
    for unit in project.units:
        for told in of_unit.find(unit, project.around):
            _unit_holds(told, set(seen.outcomes(unit.statement.name.text)))
    for told in of_whole.find(project):
        _pair_holds(told, seen)


class _Seen:
    """What units gave for some declarations, each subject at one place whatever the unit."""

    def __init__(self, whole: program.Program, cases: Sequence[Case]) -> None:
        self.units = {one.header.name: one for one in _units(whole)}
        self.cases = cases
        self.alone, self.exempting = _Judge(whole), _Judge(whole, exempting=True)

    def outcomes(self, name: str, *, exempting: bool = False) -> list[Outcome]:
        unit, judge = self.units[name], self.exempting if exempting else self.alone
        return [judge.outcome(unit, case, at) for case in self.cases for at in _positions(unit, case)]

    def holder(self, told: Diagnostic) -> str:
        """The unit that a finding stands in."""
        spans = {one.header.name: one.header.span for one in self.units.values()}
        return next(name for name, span in spans.items() if told.span and span.start <= told.span.start < span.end)


def _unit_holds(told: Diagnostic, seen: set[Outcome]) -> None:
    match told.code:
        case "W452" | "W455":
            assert Outcome.HIT not in seen
        case "W466":
            assert Outcome.UNDETERMINED not in seen
        case "W467":
            assert seen <= {Outcome.HIT, Outcome.EXEMPT}
        case _:
            pass


def _pair_holds(told: Diagnostic, seen: _Seen) -> None:
    names = _NAME.findall(told.message)
    match told.code:
        case "W453":
            assert Outcome.HIT not in seen.outcomes(names[0], exempting=True)
        case "W454":
            pairs = zip(seen.outcomes(names[0]), seen.outcomes(seen.holder(told)), strict=True)
            assert (Outcome.HIT, Outcome.HIT) not in pairs
        case "W456" | "W458":
            assert seen.outcomes(names[0]) == seen.outcomes(names[1])
        case "W457" | "W469":
            pairs = zip(seen.outcomes(names[0]), seen.outcomes(names[1]), strict=True)
            assert all(other is Outcome.HIT for one, other in pairs if one is Outcome.HIT)
        case "W465":
            assert Outcome.HIT not in seen.outcomes(names[0])
        case _:
            pass
