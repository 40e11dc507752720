"""Batches judged."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from stce_rules.core.boxes import HsCode
from stce_rules.core.declaration import Declaration, Item, Outcome, ParseIssue, Party
from stce_rules.core.diagnostics import StceError
from stce_rules.engines.protocol import Surroundings
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.hooks import EngineFactory
from stce_rules.intake.normalise import NormalCase
from stce_rules.plan.judgement import Judgement
from stce_rules.plan.model import Plan
from stce_rules.replay.judging import Judge, Setting
from stce_rules.replay.result_tables import declarations_schema, findings_schema
from stce_rules.replay.rows import DECLARATIONS, FINDINGS, in_rows
from stce_rules.replay.sources import Declared
from stce_rules.rulesets.load import load


def findings(setting: Setting, read: list[Declared]) -> list[dict[str, Any]]:
    """The findings of some declarations."""
    return list(in_rows(Judge(setting).judge(read).findings))


def declarations(setting: Setting, read: list[Declared]) -> list[dict[str, Any]]:
    """The rows of some declarations."""
    return list(in_rows(Judge(replace(setting, with_declarations=True)).judge(read).declarations))


def test_each_rule_met_gives_a_row(setting: Setting, read: list[Declared]) -> None:
    """Rows are in the order of the history, then of rule and item, with what each rule made of it."""
    found = findings(setting, read)
    columns = ("declaration", "version", "rule", "item", "outcome", "points")
    assert [tuple(one[name] for name in columns) for one in found] == [
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


def test_a_row_says_what_it_rests_on_and_what_is_missing(setting: Setting, read: list[Declared]) -> None:
    """Place, version, day, channels, score, evidence and missing fields are those of the assessment."""
    first, _, open_one, *_ = findings(setting, read[:1])
    assert (first["source"], first["row"]) == ("june.ndjson", 1)
    assert (first["rule_version"], str(first["date"]), first["channel"], first["declaration_channel"]) == (
        2,
        "2026-06-01",
        None,
        "red",
    )
    assert (first["score"], first["missing"]) == (100, [])
    assert (open_one["missing"], open_one["channel"]) == (["net mass"], "blue")
    assert json.loads(first["evidence"])[0]["value"] == "SS"


def test_without_findings_counts_are_the_same(setting: Setting, read: list[Declared]) -> None:
    """What is not asked for is not made, and nothing else changes."""
    plain = Judge(replace(setting, with_findings=False)).judge(read)
    assert (plain.findings, plain.declarations) == ({}, {})
    assert plain.tally == Judge(setting).judge(read).tally


def test_without_evidence_findings_are_the_same(setting: Setting, read: list[Declared]) -> None:
    """Evidence that is not asked for is blank, and nothing else changes."""
    plain = Judge(replace(setting, with_evidence=False)).judge(read)
    whole = Judge(setting).judge(read)
    assert list(in_rows(plain.findings)) == [one | {"evidence": None} for one in in_rows(whole.findings)]
    assert plain.tally == whole.tally


def test_each_declaration_gives_a_row(setting: Setting, read: list[Declared]) -> None:
    """A declaration is there whether a rule met it or not, with its decision and its outcome."""
    first, _, changed, _ = declarations(setting, read)
    assert (first["source"], first["row"], first["channel"], first["score"]) == ("june.ndjson", 1, "red", 100)
    assert (first["items"], first["chapters"], first["destinations"]) == (2, ["29", "29"], ["SS", "SS"])
    assert (first["inspected"], first["selected_by"], first["finding"]) == (True, None, "unlicensed")
    assert (changed["action"], changed["date"], changed["inspected"]) == ("amendment", None, False)


def test_what_a_row_says_of_parties_places_and_findings(setting: Setting) -> None:
    """Parties are told by identifier, else name; goods fall back to the header; the word none is no finding."""
    parties = [Party(role="consignee", name="Alpha"), Party(role="exporter", id="EORI1", name="Beta")]
    goods = [Item(number=1, hs="2930 70"), Item(number=2, hs="29", destination="no"), Item(number=3, hs="n/a")]
    it = Declaration(
        id="A", date="2026-06-01", destination="ss", parties=parties, items=goods, office=" DE7 ",
        outcome=Outcome(inspected=True, selected_by="random", finding="None"),
    )  # fmt: skip
    (row,) = declarations(setting, [Declared("a", 1, it)])
    assert (row["exporter"], row["importer"], row["consignee"], row["office"]) == ("EORI1", None, "Alpha", "DE7")
    assert (row["destination"], row["destinations"], row["chapters"]) == ("SS", ["SS", "NO", "SS"], ["29", "29", None])
    assert (row["inspected"], row["selected_by"], row["finding"]) == (True, "random", None)


@pytest.mark.parametrize(
    ("written", "day", "hour"),
    [
        ("2026-06-01", "2026-06-01", None),
        (" 2026-06-01 ", "2026-06-01", None),
        (None, None, None),
        ("soon", None, None),
        ("2026-06-01T09:30", "2026-06-01", 9),
        ("2026-06-01 23:30:00+02:00", "2026-06-01", 23),
        ("2026-06-01T09", None, None),
    ],
)
def test_the_day_and_hour_of_acceptance(setting: Setting, written: str | None, day: str | None, hour: int) -> None:
    """A row has the day as far as it can be read, and the hour where one is stated."""
    (row,) = declarations(setting, [Declared("a", 1, Declaration(id="A", date=written))])
    assert (row["date"] and str(row["date"]), row["hour"]) == (day, hour)


def test_the_columns_are_those_of_the_schemas() -> None:
    """Plain columns have the names of Arrow's, in their order."""
    pytest.importorskip("pyarrow")
    assert tuple(findings_schema().names) == FINDINGS
    assert tuple(declarations_schema().names) == DECLARATIONS


DATED = """use edition 2022

rule "A-1" "Goods for South Sudan"
  effective from 2027-01-01
  for each item
  when destination is SS
  then add 80 points
end
"""


def test_as_of_another_day_rules_of_that_day_judge(setting: Setting, read: list[Declared], rules: Path) -> None:
    """Judged as of a day, declarations meet the rules of it, and keep their own dates in results and counts."""
    rules.write_text(DATED, encoding="utf-8")
    dated = replace(setting, plan=load([rules]).plan, with_declarations=True)
    assert {one["declaration_channel"] for one in findings(dated, read)} == {"red"}  # of the one without a date
    later = replace(dated, as_of=date(2027, 6, 1))
    found = findings(later, read)
    assert [(one["declaration"], one["item"], str(one["date"])) for one in found] == [
        ("26XX01", 1, "2026-06-01"),
        ("26XX01", 2, "2026-06-01"),
        ("26XX01", 2, "None"),
    ]
    assert str(declarations(later, read)[0]["date"]) == "2026-06-01"
    assert Judge(later).judge(read).tally.last == date(2026, 7, 1)


def test_as_of_a_day_the_commodity_code_is_of_its_edition(setting: Setting) -> None:
    """A code that came with an edition is met by declarations of before when they are judged as of today."""
    old = Declaration(
        id="A", date="soon", items=[Item(number=1, hs="29307000")],
        parse_issues=[ParseIssue(code="W637", place="date", message="no date")],
    )  # fmt: skip
    seen: list[Any] = []

    class Curious:
        name = "curious"

        def __init__(self, plan: Plan, surroundings: Surroundings) -> None:
            self._engine = ReferenceEngine(plan, surroundings)

        def judge(self, case: NormalCase) -> Judgement:
            seen.extend([case.date, case.header.box("date").unreadable, case.items[0].box("hs").seen[0].value])
            return self._engine.judge(case)

        def close(self) -> None:
            """Nothing is held."""

    factory = EngineFactory("curious", "looks", Curious)  # type: ignore[arg-type]  # its name is of the class
    Judge(replace(setting, engine=factory, as_of=date(2013, 1, 1))).judge([Declared("a", 1, old)])
    assert seen == [date(2013, 1, 1), (), HsCode("29307000", (2012,))]


def test_no_engine_ever_sees_an_outcome(plan: Plan, read: list[Declared]) -> None:
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
    told = judge.judge(read).tally
    judge.close()
    assert told.rules["A-1"].told == {"with_finding": 1, "not_inspected": 1}
    assert seen == [None] * 8 + ["closed"]


def test_findings_do_not_depend_on_outcomes(setting: Setting, read: list[Declared]) -> None:
    """The same declarations with other outcomes give the same findings."""
    blind = [replace(one, declaration=msgspec.structs.replace(one.declaration, outcome=None)) for one in read]
    assert findings(setting, blind) == findings(setting, read)


def test_an_engine_that_is_not_there_is_told(setting: Setting) -> None:
    """A misspelt engine is a coded report."""
    with pytest.raises(StceError, match="E710"):
        Judge(replace(setting, engine="indexd"))
