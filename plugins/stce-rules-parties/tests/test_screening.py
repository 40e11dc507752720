"""Rules that screen parties, from the files of a ruleset to the assessment."""

from __future__ import annotations

import json
import pickle
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from stce_rules_parties import plugin
from stce_rules_parties.matching.matcher import MATCHER

from stce_rules import Assessor
from stce_rules.cli import stce
from stce_rules.core.diagnostics import StceError, report
from stce_rules.engines.choose import ENGINES, make
from stce_rules.engines.protocol import Surroundings
from stce_rules.hooks import NameMatcher, hookimpl
from stce_rules.plugins import Plugins, discover
from stce_rules.rulesets.cache import plan_of
from stce_rules.rulesets.load import load

Write = Callable[..., Path]

CORPUS = Path(__file__).resolve().parent / "corpus"
SENTENCE = "consignee resembles a party in list denied.entities by at least 90%"
RULES = f"""use lists from "lists/targets.simple.csv" as denied

rule "S-1" "A consignee that resembles a denied party"
  for each item
  when {SENTENCE}
  then add 80 points
  if unknown add 5 points, ask for "consignee"
  example "misspelt" consignee name "Exampel Star Shiping" expect hit
  example "another" consignee name "Nordic Pumps" expect no hit
end
"""
CONSIGNEES = {
    "A": {"name": "STAR EXAMPEL SHIPPING"},
    "B": {"name": "Nordic Pumps"},
    "C": {},
    "D": {"id": "AE-77812", "name": "Nordic Pumps"},
    "E": {"name": "Пример Стар"},
}
OUTCOMES = {"A": 80, "B": 0, "C": 5, "D": 80, "E": 80}


def _declaration(name: str) -> dict[str, object]:
    party = {"role": "consignee", **CONSIGNEES[name]}
    return {"id": name, "date": "2026-11-20", "parties": [party], "items": [{"number": 1}, {"number": 2}]}


def test_the_evidence_says_how_much_and_which_row(write: Write, plugins: Plugins) -> None:
    """Score, the name that is meant, the row with its source, and what compared them stand in the assessment."""
    with Assessor.from_rulesets(write(RULES, lists="opensanctions"), plugins=plugins) as assessor:
        found = {name: assessor.assess(_declaration(name)) for name in CONSIGNEES}
    assert {name: one.score for name, one in found.items()} == OUTCOMES
    (evidence,) = found["A"].hits[0].evidence
    assert (evidence.truth, evidence.value) == ("true", "STAR EXAMPEL SHIPPING")
    assert evidence.list is not None
    assert (evidence.list.list, evidence.list.row, evidence.list.value, evidence.list.source) == (
        "denied.entities", 2, "Example Star Shipping LLC", "Example Register",
    )  # fmt: skip
    assert evidence.like is not None
    assert (evidence.like.name, evidence.like.matcher) == ("Example Star Shipping LLC", "parties 1")
    assert 90 <= float(evidence.like.percent) < 100
    (by_number,) = found["D"].hits[0].evidence
    assert by_number.like is not None
    assert (by_number.like.percent, by_number.like.name) == ("100.0", "AE-77812")
    assert found["C"].undetermined[0].missing == ["consignee"]


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_engines_agree(write: Write, plugins: Plugins, engine: str) -> None:
    """Every engine gives the same scores and the same evidence."""
    if engine == "durable":
        pytest.importorskip("durable")
    root = write(RULES, lists="opensanctions")
    with (
        Assessor.from_rulesets(root, plugins=plugins, engine=engine) as one,
        Assessor.from_rulesets(root, plugins=plugins, engine="reference") as other,
    ):
        for name in CONSIGNEES:
            mine, oracle = one.assess(_declaration(name)), other.assess(_declaration(name))
            assert (mine.score, mine.hits, mine.undetermined) == (oracle.score, oracle.hits, oracle.undetermined)


def test_examples_are_judged(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """`stce test` runs examples of rules that compare names."""
    monkeypatch.setattr("stce_rules.cli.test.discover", lambda: discover([plugin], entry_points=False))
    done = CliRunner().invoke(stce, ["test", str(write(RULES, lists="opensanctions"))])
    assert (done.stdout, done.exit_code) == ("2 examples: 2 passed\n", 0)


@pytest.mark.parametrize("form", ["ndjson", "csv"])
def test_a_replay_in_other_processes(write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str) -> None:
    """Declarations are judged in worker processes, tables by columns, both as one by one."""
    monkeypatch.setattr("stce_rules.cli.replay.discover", lambda: discover([plugin], entry_points=False))
    history = tmp_path / f"history.{form}"
    if form == "csv":
        pytest.importorskip("pyarrow")
        rows = [f"{name},2026-11-20,{one.get('id', '')},{one.get('name', '')},2930" for name, one in CONSIGNEES.items()]
        text = "id,date,consignee.id,consignee.name,item.hs\n" + "\n".join(rows) + "\n"
    else:
        text = "".join(json.dumps({**_declaration(name), "items": [{"number": 1}]}) + "\n" for name in CONSIGNEES)
    history.write_text(text, encoding="utf-8")
    findings = tmp_path / "findings.ndjson"
    root = write(RULES, lists="opensanctions")
    options = ["--workers", "2", "--findings", str(findings), "--format", "json"]
    done = CliRunner().invoke(stce, ["replay", str(history), "--rules", str(root), *options])
    assert done.exit_code == 0, done.output
    told = findings.read_text(encoding="utf-8")
    assert sorted({json.loads(line)["declaration"] for line in told.splitlines()}) == ["A", "C", "D", "E"]
    assert "Example Star Shipping LLC" in told


def test_a_kept_plan_is_the_same(write: Write, plugins: Plugins, tmp_path: Path) -> None:
    """A plan with a list of others is kept and taken again; a changed file of the list makes another."""
    root, folder = write(RULES, lists="opensanctions"), tmp_path / "plans"
    fresh = plan_of([root], contributions=plugins.contributions, folder=folder).plan
    again = plan_of([root], contributions=plugins.contributions, folder=folder).plan
    assert (again, again.content_hash) == (fresh, load([root], contributions=plugins.contributions).plan.content_hash)
    path = root / "lists" / "targets.simple.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("Stars", "Star").replace("Quay", "Low"), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("Star Example", "Star Examples"), encoding="utf-8")
    changed = plan_of([root], contributions=plugins.contributions, folder=folder).plan
    assert changed.content_hash != fresh.content_hash


def test_the_matcher_can_be_sent() -> None:
    """A worker process gets the matcher as it is."""
    assert pickle.loads(pickle.dumps(MATCHER)) == MATCHER


def test_another_version_judges_nothing(write: Write, plugins: Plugins) -> None:
    """A plan made with one version of the matcher is not judged by another."""
    plan = load([write(RULES, lists="opensanctions")], contributions=plugins.contributions).plan
    with pytest.raises(StceError) as refused:
        make("indexed", plan, Surroundings(matcher=replace(MATCHER, version="0")))
    expected = (CORPUS / "another_matcher" / "expected").read_text(encoding="utf-8")
    assert report(refused.value.diagnostics) + "\n" == expected


class _Another:
    """Another plugin that compares names."""

    @hookimpl
    def stce_functions(self) -> list[NameMatcher]:
        """A matcher."""
        return [replace(MATCHER, name="others")]


def test_two_matchers_are_one_too_many() -> None:
    """Start-up stops, and the report names both plugins."""
    with pytest.raises(StceError) as refused:
        discover([plugin, _Another()], entry_points=False)
    expected = (CORPUS / "two_matchers" / "expected").read_text(encoding="utf-8")
    assert report(refused.value.diagnostics) + "\n" == expected
