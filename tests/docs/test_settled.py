"""docs/language.md, "Where it had to be settled": a case for every decision of meaning that the page states."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from stce_rules import Assessor, StceError
from stce_rules.core.assessment import Assessment
from stce_rules.hooks import NameMatcher, hookimpl
from stce_rules.plugins.discover import discover
from stce_rules.testing.matching import WORDS
from tests.docs.pages import page


class _Words:
    """A plugin that compares names by their words."""

    @hookimpl
    def stce_functions(self) -> Sequence[NameMatcher]:
        return [WORDS]


@dataclass(frozen=True)
class Case:
    """A decision by the words it begins with, a rule `R` that shows it, boxes of the header, items, what `R` gives."""

    decision: str
    rule: str
    header: Mapping[str, object]
    items: tuple[Mapping[str, object], ...]
    outcome: str
    before: str = ""


ITEM, DECLARATION = "for each item when", "for each declaration when"
LISTED = 'indicator listed "listed" for each item when cas is 756-79-6 end '
EXEMPT = 'exemption "X" "x" {} for each item lifts rules "R" when document is "X002" end '
ALIKE = "consignee resembles a party in list firms by at least 80%"
FIRMS = 'list firms of parties is "Example Trading", "AE-778" end '
DETOUR = {"route": [{"place": "DEHAM"}, {"country": "SS"}]}

CASES = (
    Case("Not", f"{ITEM} cas is not 756-79-6", {}, ({"cas": ["756-79-6", "111-48-8"]},), "no hit"),
    Case("Not", f"{ITEM} cas is not 756-79-6", {}, ({"cas": ["111-48-8"]},), "hit"),
    Case("Not", f"{ITEM} cas is not 756-79-6", {}, ({},), "undetermined"),
    Case("Items in", f"{DECLARATION} cas is not 756-79-6", {}, ({"cas": ["756-79-6"]}, {"cas": ["111-48-8"]}), "hit"),
    Case("Items in", f"{DECLARATION} cas is 756-79-6", {}, ({"cas": ["756-79-6"]}, {}), "hit"),
    Case("Items in", f"{DECLARATION} cas is 756-79-6", {}, ({"cas": ["111-48-8"]}, {}), "undetermined"),
    Case("No items", f"{DECLARATION} any item shows listed", {}, (), "undetermined", LISTED),
    Case("No items", f"{DECLARATION} no item shows listed", {}, (), "undetermined", LISTED),
    Case("No items", f"{DECLARATION} every item shows listed", {}, (), "undetermined", LISTED),
    Case("No items", f"{DECLARATION} at least 2 items show listed", {}, (), "undetermined", LISTED),
    Case("Where", "for each item where origin is KP when end use is missing", {}, ({"origin": "DE"},), "no hit"),
    Case("Where", "for each item where origin is KP when end use is missing", {}, ({},), "undetermined"),
    Case("No date", f"effective from 2022-01-01 {ITEM} cas is missing", {}, ({},), "hit"),
    Case("No date", f"effective from 2022-01-01 {ITEM} cas is missing", {"date": "2021-12-31"}, ({},), "no hit"),
    Case(
        "No date",
        f"{ITEM} cas is missing",
        {"documents": [{"type": "X002"}]},
        ({},),
        "hit",
        EXEMPT.format("effective from 2021-09-09"),
    ),
    Case(
        "No date",
        f"{ITEM} net mass is at least line",
        {},
        ({"net_mass_kg": 5},),
        "no hit",
        "parameter line from 2001-01-01 is 10 kg from 2010-01-01 is 20 kg ",
    ),
    Case(
        "No date",
        f"{ITEM} net mass is at least line",
        {},
        ({"net_mass_kg": 15},),
        "undetermined",
        "parameter line from 2001-01-01 is 10 kg from 2010-01-01 is 20 kg ",
    ),
    Case(
        "Before the first period",
        f"{ITEM} net mass is at least line",
        {"date": "2000-12-31"},
        ({"net_mass_kg": 5},),
        "undetermined",
        "parameter line from 2001-01-01 is 10 kg from 2010-01-01 is 20 kg ",
    ),
    Case("No flow", f"applies to exports {ITEM} cas is missing", {}, ({},), "hit"),
    Case("No flow", f"applies to exports {ITEM} cas is missing", {"flow": "import"}, ({},), "no hit"),
    Case(
        "No flow",
        f"{ITEM} cas is missing",
        {"documents": [{"type": "X002"}]},
        ({},),
        "hit",
        EXEMPT.format("applies to exports"),
    ),
    Case("Unreadable values", f"{ITEM} cas is 756-79-6", {}, ({"cas": ["111-48-9"]},), "undetermined"),
    Case("Unreadable values", f"{ITEM} cas is 756-79-6", {}, ({"cas": ["111-48-9", "756-79-6"]},), "hit"),
    Case(
        "Item before header",
        f"{ITEM} document is X002",
        {"documents": [{"type": "X002"}]},
        ({"documents": [{"type": "N380"}]},),
        "no hit",
    ),
    Case("Item before header", f"{ITEM} document is X002", {"documents": [{"type": "X002"}]}, ({},), "hit"),
    Case(
        "Item before header",
        f"{ITEM} consignee country is AE and exporter country is DE",
        {"parties": [{"role": "consignee", "country": "SS"}, {"role": "exporter", "country": "DE"}]},
        ({"parties": [{"role": "consignee", "country": "AE"}]},),
        "hit",
    ),
    Case(
        "An item's exemption",
        f"{DECLARATION} cas is missing",
        {},
        ({"documents": [{"type": "X002"}]}, {}),
        "hit",
        EXEMPT.format(""),
    ),
    Case(
        "An item's exemption",
        f"{DECLARATION} cas is missing",
        {"documents": [{"type": "X002"}]},
        ({}, {}),
        "exempt",
        EXEMPT.format(""),
    ),
    Case("Short codes", f"{ITEM} hs is 2931.41", {"date": "2026-06-01"}, ({"hs": "2931"},), "undetermined"),
    Case("Short codes", f"{ITEM} hs is 2931.41", {"date": "2026-06-01"}, ({"hs": "2930"},), "no hit"),
    Case(
        "Licence without",
        f"{ITEM} licence is valid",
        {"date": "2026-06-01", "documents": [{"type": "X002", "claim": "licence"}]},
        ({},),
        "undetermined",
    ),
    Case(
        "Transit countries",
        f"{DECLARATION} transit country is AE and transit country is not DE and transit country is not SS",
        {"route": [{"country": "DE"}, {"country": "AE"}, {"country": "SS"}]},
        ({},),
        "hit",
    ),
    Case(
        "Detour", f"{DECLARATION} route detour is at least 1%", {"route": [{"place": "DEHAM"}]}, ({},), "undetermined"
    ),
    Case("Detour", f"{DECLARATION} route detour is at least 1%", DETOUR, ({},), "no hit"),
    *(
        Case("Resemblance", f"{ITEM} {ALIKE}", {"parties": [{"role": "consignee", **party}]}, ({},), outcome, FIRMS)
        for party, outcome in (
            ({"name": "Trading Example FZE"}, "hit"),
            ({"name": "Example Pumps"}, "no hit"),
            ({"id": "AE-778", "name": "Example Pumps"}, "hit"),
            ({"id": "AE-779"}, "undetermined"),
            ({}, "undetermined"),
        )
    ),
)

ELSEWHERE = ("Score", "Several rulesets")


def _assess(text: str, declaration: Mapping[str, object], folder: Path, engine: str) -> Assessment:
    file = folder / "rules.stce"
    file.write_text(text, encoding="utf-8")
    with Assessor.from_rulesets(file, engine=engine, plugins=discover([_Words()], entry_points=False)) as assessor:
        return assessor.assess(declaration)


def _outcome(found: Assessment) -> str:
    if found.hits:
        return "hit"
    if found.exempt:
        return "exempt"
    return "undetermined" if found.undetermined else "no hit"


@pytest.mark.parametrize("engine", ["indexed", "reference"])
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.decision}: {case.rule} -> {case.outcome}")
def test_decisions_of_meaning_hold(case: Case, engine: str, tmp_path: Path) -> None:
    """A rule that rests on a decision of meaning gives what the page says."""
    text = f'{case.before}rule "R" "r" {case.rule} then add 1 point end'
    items = [{"number": number, **boxes} for number, boxes in enumerate(case.items, start=1)]
    found = _assess(text, {"id": "D1", **case.header, "items": items}, tmp_path, engine)
    assert _outcome(found) == case.outcome


def test_every_decision_has_a_case() -> None:
    """Every decision of meaning on the page is held by a test here, and each case speaks of one on the page."""
    section = page("docs/language.md").text.split("## Where it had to be settled\n")[1].split("\n## ")[0]
    stated = re.findall(r"^- \*\*(.+?)\.?\*\*", section, re.MULTILINE)
    known = {one.decision for one in CASES} | set(ELSEWHERE)
    assert {one for one in stated if not one.startswith(tuple(known))} == set()
    assert {one for one in known if not any(name.startswith(one) for name in stated)} == set()


def test_score_counts_points_of_what_is_unknown(tmp_path: Path) -> None:
    """Points that an undetermined rule adds are part of the score, each rule's once, its worst item's."""
    text = 'rule "R" "r" for each item when cas is 756-79-6 then add 60 points if unknown add 5 points end'
    items = [{"number": 1}, {"number": 2}, {"number": 3, "cas": ["756-79-6"]}]
    assert _assess(text, {"id": "D1", "items": items[:2]}, tmp_path, "indexed").score == 5
    assert _assess(text, {"id": "D1", "items": items}, tmp_path, "indexed").score == 60


def test_without_a_decision_red_begins_at_70_and_yellow_at_30(tmp_path: Path) -> None:
    """The channel without a decision block is red from 70 points, yellow from 30, and the score has no cap."""
    channels = {}
    for points in (29, 30, 69, 70, 300):
        text = f'rule "R" "r" for each item when cas is missing then add {points} points end'
        found = _assess(text, {"id": "D1", "items": [{"number": 1}]}, tmp_path, "indexed")
        channels[found.score] = found.channel
    assert channels == {29: "green", 30: "yellow", 69: "yellow", 70: "red", 300: "red"}


def test_several_rulesets_are_one_plan(tmp_path: Path) -> None:
    """Points of rulesets loaded together add up; indicators of one name stay apart; two decisions are refused."""
    for name, code in (("a", "DE"), ("b", "AE")):
        text = (
            f'indicator from_there "x" for each item when origin is {code} end\n'
            f'rule "{name}" "x" for each item when not from_there then add 10 points end\n'
        )
        (tmp_path / f"{name}.stce").write_text(text, encoding="utf-8")
    both = (tmp_path / "a.stce", tmp_path / "b.stce")
    plugins = discover([_Words()], entry_points=False)
    with Assessor.from_rulesets(*both, plugins=plugins) as assessor:
        scores = [assessor.assess({"id": "D", "items": [{"number": 1, "origin": of}]}).score for of in ("DE", "FR")]
        assert scores == [10, 20]
        assert assessor.plan.name == "a+b"
    for path, limit in zip(both, (50, 60), strict=True):
        with path.open("a", encoding="utf-8") as file:
            file.write(f"decision red when score is at least {limit} end\n")
    with pytest.raises(StceError, match="E532"):
        Assessor.from_rulesets(*both, plugins=plugins)


def test_an_exemption_in_shadow_lifts_nothing(tmp_path: Path) -> None:
    """An exemption with status monitor leaves the rule as it is."""
    text = EXEMPT.format("status {}") + 'rule "R" "r" for each item when cas is missing then add 1 point end'
    declaration = {"id": "D1", "documents": [{"type": "X002"}], "items": [{"number": 1}]}
    outcomes = [_outcome(_assess(text.format(one), declaration, tmp_path, "indexed")) for one in ("active", "monitor")]
    assert outcomes == ["exempt", "hit"]


def test_no_items_is_an_alarm(tmp_path: Path) -> None:
    """A declaration without goods items is assessed, with an alarm."""
    text = 'rule "R" "r" for each declaration when flow is export then add 1 point end'
    assert _assess(text, {"id": "D1"}, tmp_path, "indexed").alarms == ["the declaration has no goods items"]
