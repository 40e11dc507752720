"""The comparison of two rulesets as a page."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from stce_rules.analysis.comparison import (
    SCHEMA,
    Affected,
    Change,
    Changed,
    Comparison,
    Decider,
    Moved,
    Paired,
    Transition,
)
from stce_rules.analysis.report.contest import contest
from stce_rules.analysis.signoff import SCHEMA as SIGNED
from stce_rules.analysis.signoff import FileHash, ListHash, Program, Ruleset, Signoff
from stce_rules.core.assessment import RulesetVersion
from stce_rules.replay.summary import Outcomes
from tests.analysis.report.conftest import HOSTILE
from tests.browser import Browser

SEAL = "5" * 64
A4 = 687
"""CSS pixels between the margins of a sheet."""


def change(moved: Moved, *, declarations: int) -> Change:
    """So many declarations caught or lost, of which two are shown; all that is declared is hostile."""
    one = Changed(
        declaration=f"26XX {HOSTILE}", version=1, source="h.csv", row=2, date=date(2026, 6, 1), office=HOSTILE,
        exporter=HOSTILE, importer=None, consignee=HOSTILE, destination="SS", champion="green", challenger="red",
        champion_score=0, challenger_score=85, outcome="finding", rules=("SS-1", "TDG-1"),
    )  # fmt: skip
    outcomes = Outcomes(with_finding=1, not_told=declarations - 1)
    deciders = (Decider("SS-1", declarations, outcomes), Decider(HOSTILE, 1, Outcomes(with_finding=1)))
    return Change(moved, declarations, outcomes, deciders, (one, replace(one, declaration="26XX2", date=None)))


def compared() -> Comparison:
    """Two rulesets of which the challenger alone flags 1,200 declarations, the champion alone none."""
    versions = [
        RulesetVersion(name=name, version="1", hash=hashed * 64) for name, hashed in (("old", "a"), ("new", "b"))
    ]
    return Comparison(
        schema=SCHEMA,
        champion=versions[0],
        challenger=versions[1],
        flagged_from="yellow",
        declarations=3400,
        outcomes=Outcomes(20, 30, 40, 3310),
        transitions=(Transition("green", "red", 1200, Outcomes()), Transition("green", "green", 2200, Outcomes())),
        caught=change("caught", declarations=1200),
        lost=Change("lost", 0, Outcomes(), (), ()),
        affected=(Affected("exporter", HOSTILE, 12, 7, 0, 1, 0), Affected("destination", "SS", 9, 9, 0, 1, 0)),
        paired=(
            Paired("finding", "all", 3, 0, 9, 8, 0.00390625, "the challenger alone flags 9; hardly chance"),
            Paired("finding", "random", 1, 0, 0, 1, 1.0, "neither flags more"),
        ),
        notes=("many of one trader are not independent",),
    )


def signed() -> Signoff:
    """What was signed with it."""
    lists = (ListHash("goods.watched", 12, None, "c" * 64),)
    return Signoff(
        schema=SIGNED,
        program=Program("0.1.0", "d" * 64, ("plugin 1",)),
        champion=Ruleset(("old",), "old", "1", "a" * 64, lists),
        challenger=Ruleset((f"new {HOSTILE}",), "new", "1", "b" * 64, ()),
        named=("h.csv",),
        history=(FileHash("h.csv", 1234, "e" * 64), FileHash("postgresql://host/base::goods", None, None)),
        options={"--engine": "indexed"},
        results=(FileHash("comparison.json", 99, "f" * 64),),
    )


@pytest.fixture(scope="module")
def page() -> str:
    """The page."""
    return contest(compared(), signed(), SEAL)


def test_all_of_a_comparison_stands_in_the_page(page: str) -> None:
    """Channels, declarations with the rules that decided, traders, the test in words, notes and every hash."""
    assert "<title>new against old</title>" in page
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page))
    assert "green 1,200 0 0 2,200 3,400" in words
    assert "Newly caught: 1,200" in words
    assert "Newly lost: none" in words
    assert "The first 2 of 1,200 declarations, findings first" in words
    assert "newly_caught.parquet has all of them." in words
    assert "SS-1, TDG-1" in words
    assert "Countries of destination" in words
    assert "The challenger alone flags 9; hardly chance." in words
    assert "In the random sample, neither flags more." in words
    assert "Many of one trader are not independent." in words
    assert "not a file: cannot be verified" in words
    assert all(each * 64 in page for each in "abcdef5")


def test_what_is_declared_cannot_become_markup(page: str) -> None:
    """Texts of declarations, rulesets and paths show as what they are."""
    assert "<script>document" not in page
    assert "<img" not in page
    assert "\u202e" not in page
    assert page.count("&lt;script&gt;") >= 6


def test_the_same_comparison_gives_the_same_bytes(page: str) -> None:
    """No clock, no chance."""
    assert contest(compared(), signed(), SEAL) == page


@pytest.mark.slow
def test_the_page_is_quiet_in_a_browser(tab: Browser, page: str, tmp_path: Path) -> None:
    """Nothing is complained of, nothing but the file is asked for, and the table of declarations sorts."""
    path = tmp_path / "page.html"
    path.write_text(page, encoding="utf-8")
    tab.open(path.as_uri())
    tab.run("[...document.querySelectorAll('button')].find(one => one.textContent === 'Declaration').click()")
    assert tab.run("document.querySelectorAll('th[aria-sort=ascending]').length") == 1
    assert (tab.complaints, tab.asked) == ([], [path.as_uri()])
    tab.wide(390, 900)
    assert tab.run("document.documentElement.scrollWidth") <= 390


@pytest.mark.slow
def test_every_column_is_on_paper(tab: Browser, tmp_path: Path) -> None:
    """Traders and rules with names without end push no column off a sheet of A4."""
    endless = replace(
        change("caught", declarations=2).first[0], office="x" * 900, importer="y z" * 300, rules=("R" * 90,)
    )
    file = tmp_path / "contest.html"
    caught = Change("caught", 1, Outcomes(with_finding=1), (), (endless,))
    file.write_text(contest(replace(compared(), caught=caught), signed(), SEAL), encoding="utf-8")
    tab.as_paper(A4)
    tab.open(file.as_uri())
    widest = "Math.max(...[...document.querySelectorAll('table')].map(one => one.offsetWidth))"
    assert tab.run(widest) <= A4
