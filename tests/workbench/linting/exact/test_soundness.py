"""What is said of all declarations holds for declarations by chance."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from stce_rules.core.boxes import Case
from stce_rules.core.declaration import Declaration
from stce_rules.core.fields import CATALOGUE
from stce_rules.core.predicates import Blank, Written
from stce_rules.core.span import Source
from stce_rules.intake.normalise import normalise
from stce_rules.language import program
from stce_rules.language.check import check
from stce_rules.language.checking.symbols import JudgedUnit
from stce_rules.language.parse import parse
from stce_rules.language.syntax import Scope
from stce_rules.plan.judgement import HEADER, Outcome, as_truth
from stce_rules.plan.lower import leaves
from stce_rules.rulesets.authored import author
from stce_rules.testing import chance
from stce_rules.workbench.linting import project_of
from stce_rules.workbench.linting.exact.diagrams import TooLarge
from stce_rules.workbench.linting.exact.idle import Search
from stce_rules.workbench.linting.exact.meaning import Meaning, conditions_of, scope_asked
from stce_rules.workbench.linting.exact.states import TORN, UNREADABLE
from stce_rules.workbench.linting.exact.worlds import EXEMPT, HIT, NO_HIT, UNDETERMINED, Worlds
from tests.workbench.linting.exact.kin import kin_text, near
from tests.workbench.linting.exact.refuting import LISTS, Judge, Refuting, positions, units_of, with_unit
from tests.workbench.linting.exact.rulesets import ruleset_text

_OUTCOMES = {Outcome.NO_HIT: NO_HIT, Outcome.UNDETERMINED: UNDETERMINED, Outcome.HIT: HIT, Outcome.EXEMPT: EXEMPT}
_CHANCES = settings(
    max_examples=15,
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # rulesets do not get much smaller
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)


_Made = tuple[Callable[[Random], str], Callable[[Random, str], Declaration]]
_FEW: _Made = (ruleset_text, chance.declaration)
_KIN: _Made = (kin_text, near)
_MADE: tuple[_Made, ...] = (_FEW, _KIN, (chance.ruleset_text, chance.declaration))


def _program(text: str) -> program.Program:
    checked = check([parse(Source("r.stce", text))], LISTS)
    assert checked.program is not None, checked.diagnostics
    return checked.program


def _cases(pick: Random, count: int, declaration: Callable[[Random, str], Declaration]) -> list[Case]:
    return [normalise(declaration(pick, str(number))) for number in range(count)]


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
@given(st.randoms(use_true_random=False), st.sampled_from(_MADE))
def test_a_declaration_shows_a_state_of_each_topic_and_has_the_outcome_of_the_diagram(
    pick: Random, made: _Made
) -> None:
    """The truths of all sentences of a unit are among the states, and lead to the outcome that the engine gives."""
    text, declaration = made
    whole = _program(text(pick))
    meaning, cases = _meaning(whole), _cases(pick, 6, declaration)
    for unit in units_of(whole):
        leafs = (leaf for one in conditions_of(unit) for leaf in leaves(one))
        if any(isinstance(leaf, program.Hits) for leaf in leafs):
            continue  # a sentence about another rule would need that rule's exemptions
        try:
            worlds = Worlds(meaning, meaning.asks(unit).once)
            outcome = worlds.outcome(unit)
        except TooLarge:
            continue
        alone = dict(_asked(unit, unit.header.scope, meaning))
        judge = Judge(_besides(whole, alone.values()))
        for case in cases:
            for at in positions(unit, case):
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


def _truth(judge: Judge, unit: JudgedUnit, case: Case, at: int) -> int:
    return int(as_truth(judge.outcome(unit, case, HEADER if unit.header.scope is Scope.DECLARATION else at)))


# ---- what decides nothing


@_CHANCES
@given(st.randoms(use_true_random=False), st.sampled_from((_FEW, _KIN)))
def test_what_decides_nothing_can_be_taken_out(pick: Random, made: _Made) -> None:
    """A unit without the parts that decide nothing has the same outcomes."""
    text, declaration = made
    whole = _program(text(pick))
    meaning, judge = _meaning(whole), Judge(whole)
    cases = _cases(pick, 25, declaration)
    for unit in units_of(whole):
        for fault in (UNREADABLE, TORN):
            try:
                search = Search(unit, Worlds(meaning, meaning.asks(unit).once, fault))
                if not [*search.all()]:
                    continue
            except TooLarge:
                continue
            lighter = Judge(with_unit(whole, unit, search.unit))
            for case in cases:
                for position in positions(unit, case):
                    assert lighter.outcome(unit, case, position) is judge.outcome(unit, case, position)


# ---- all that is told


@_CHANCES
@given(st.randoms(use_true_random=False), st.sampled_from((_FEW, _KIN)))
def test_what_is_told_is_never_refuted(tmp_path: Path, pick: Random, made: _Made) -> None:
    """What never or always happens, is the same or can be taken out, is so for declarations by chance."""
    text, declaration = made
    (tmp_path / "l.csv").write_text(chance.LISTS, encoding="utf-8")
    (tmp_path / "r.stce").write_text(text(pick), encoding="utf-8")
    authored = author([tmp_path / "r.stce"])
    project = project_of(authored.rulesets[0], authored.diagnostics)
    Refuting(project, _cases(pick, 25, declaration)).refute()
