"""Every engine against what the language means, as written down by hand."""

from __future__ import annotations

import pytest

from stce_rules.core.boxes import Case
from stce_rules.core.truth import Truth
from stce_rules.engines.choose import ENGINES, make
from stce_rules.engines.judged import JudgedCase
from stce_rules.engines.protocol import Engine, Surroundings
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.plan.judgement import HEADER, JudgedUnit, Judgement, Outcome, Verdict
from stce_rules.plan.model import Condition, Plan
from stce_rules.testing.conformance import check_engine, conformance_cases


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_an_engine_answers_as_the_language_says(name: str) -> None:
    """Outcomes, points, channels, evidence and missing boxes of every case are those written down."""
    if name == "durable":
        pytest.importorskip("durable")

    def made(plan: Plan, surroundings: Surroundings) -> Engine:
        return make(name, plan, surroundings)

    assert check_engine(made) == ()


def test_there_are_cases_of_every_kind() -> None:
    """The kit has at least 60 cases, each with a declaration, and names that tell them apart."""
    cases = conformance_cases()
    assert len({one.name for one in cases}) == len(cases) >= 60
    assert all(one.judged for one in cases)
    outcomes = {
        outcome
        for case in cases
        for _, expected in case.judged
        for written in expected.outcomes.values()
        for outcome in ([written] if isinstance(written, str) else written)
    }
    assert outcomes == {one.value for one in Outcome}


class _Forgetful(ReferenceEngine):
    """Takes a blank box for a false one."""

    def judge(self, case: Case) -> JudgedCase:
        judged = super().judge(case)
        judged.verdicts = tuple(one for one in judged.verdicts if one.outcome is not Outcome.UNDETERMINED)
        return judged


class _Vague:
    """Gives the reference engine's outcomes, with the reasons of another subject."""

    name = "vague"

    def __init__(self, plan: Plan, surroundings: Surroundings) -> None:
        self._engine = ReferenceEngine(plan, surroundings)

    def judge(self, case: Case) -> Judgement:
        """Judge a declaration."""
        return _Elsewhere(self._engine.judge(case), len(case.items))

    def close(self) -> None:
        """Nothing is held."""


class _Elsewhere:
    """A judgement that explains the last goods item whichever is asked about."""

    def __init__(self, judged: JudgedCase, items: int) -> None:
        self._judged = judged
        self._items = items
        self.verdicts: tuple[Verdict, ...] = judged.verdicts
        self.alarms = judged.alarms

    def explain(self, unit: int, at: int) -> JudgedUnit:
        """The tree of another subject."""
        return self._judged.explain(unit, at if at == HEADER else self._items - 1)

    def truth_of(self, condition: Condition, score: int) -> Truth:
        """A condition of the decision."""
        return self._judged.truth_of(condition, score)


def test_an_engine_that_takes_blank_for_false_is_caught() -> None:
    """Each case with an undetermined rule names the engine's fault."""
    told = check_engine(_Forgetful)
    assert "outcomes: every row of the table, declaration 5: rule R is no hit, should be undetermined" in told
    assert "outcomes: every row of the table, declaration 5: missing is [], should be ['destination']" in told


def test_an_engine_with_wrong_reasons_is_caught() -> None:
    """Right outcomes are not enough: the reasons are compared too."""
    told = check_engine(_Vague)
    assert any("reasons are not those of the reference engine" in one for one in told)
    assert not any("rule" in one.split(": ")[2] for one in told)
