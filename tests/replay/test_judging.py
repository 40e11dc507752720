"""Batches judged."""

from __future__ import annotations

import json
from dataclasses import replace

import msgspec
import pytest

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import StceError
from stce_rules.engines.protocol import Surroundings
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.hooks import EngineFactory
from stce_rules.intake.normalise import NormalCase
from stce_rules.plan.judgement import Judgement
from stce_rules.plan.model import Plan
from stce_rules.replay.judging import Judge, Setting


def test_each_rule_met_gives_a_row(setting: Setting, some: list[Declaration]) -> None:
    """Rows are in the order of the history, then of rule and item, with what each rule made of it."""
    found = Judge(setting).judge(some).rows
    assert [(one.declaration, one.version, one.rule, one.item, one.outcome, one.points) for one in found] == [
        ("26XX01", 1, "A-1", 1, "hit", 80),
        ("26XX01", 1, "A-1", 2, "hit", 80),
        ("26XX01", 1, "B-1", 1, "undetermined", 5),
        ("26XX01", 1, "B-1", 2, "hit", 20),
        ("26XX01", 1, "C-1", None, "monitor undetermined", 0),
        ("26XX02", 1, "B-1", 1, "undetermined", 5),
        ("26XX02", 1, "C-1", None, "monitor hit", 10),
        ("26XX01", 2, "A-1", 2, "hit", 80),
        ("26XX01", 2, "B-1", 2, "hit", 20),
        ("26XX01", 2, "C-1", None, "monitor undetermined", 0),
        ("26XX03", 1, "C-1", None, "monitor undetermined", 0),
    ]


def test_a_row_says_what_it_rests_on_and_what_is_missing(setting: Setting, some: list[Declaration]) -> None:
    """Version, day, channels, score, evidence and missing fields are those of the assessment."""
    first, _, open_one, *_ = Judge(setting).judge(some[:1]).rows
    assert (first.rule_version, str(first.date), first.channel, first.declaration_channel) == (
        2,
        "2026-06-01",
        None,
        "red",
    )
    assert (first.score, first.missing, open_one.missing, open_one.channel) == (100, [], ["net mass"], "blue")
    assert json.loads(first.evidence)[0]["value"] == "SS"


def test_without_findings_counts_are_the_same(setting: Setting, some: list[Declaration]) -> None:
    """What is not asked for is not made, and nothing else changes."""
    plain = Judge(replace(setting, with_findings=False)).judge(some)
    assert plain.rows == ()
    assert plain.tally == Judge(setting).judge(some).tally


def test_no_engine_ever_sees_an_outcome(plan: Plan, some: list[Declaration]) -> None:
    """What a control found is taken away before a declaration is normalised, so no rule or plugin can look at it."""
    seen: list[object] = []

    class Curious:
        name = "curious"

        def __init__(self, plan: Plan, surroundings: Surroundings) -> None:
            self._engine = ReferenceEngine(plan, surroundings)

        def judge(self, case: NormalCase) -> Judgement:
            seen.extend([case.declaration.outcome, case.header.source.outcome])  # type: ignore[union-attr]  # it looks where rules cannot
            return self._engine.judge(case)

        def close(self) -> None:
            seen.append("closed")

    factory = EngineFactory("curious", "looks", Curious)  # type: ignore[arg-type]  # its name is of the class
    judge = Judge(Setting(plan, factory, {}, (), with_findings=False))
    told = judge.judge(some).tally
    judge.close()
    assert told.rules["A-1"].told == {"with_finding": 1, "not_inspected": 1}
    assert seen == [None] * 8 + ["closed"]


def test_findings_do_not_depend_on_outcomes(setting: Setting, some: list[Declaration]) -> None:
    """The same declarations with other outcomes give the same findings."""
    blind = [msgspec.structs.replace(one, outcome=None) for one in some]
    assert Judge(setting).judge(blind).rows == Judge(setting).judge(some).rows


def test_an_engine_that_is_not_there_is_told(setting: Setting) -> None:
    """A misspelt engine is a coded report."""
    with pytest.raises(StceError, match="E710"):
        Judge(replace(setting, engine="indexd"))
