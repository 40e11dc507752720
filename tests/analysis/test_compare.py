"""Champion and challenger over small replays, against values counted by hand."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from stce_rules.analysis.compare import compare
from stce_rules.analysis.comparison import Affected, Comparison, Decider, Transition
from stce_rules.analysis.figures import Outcomes
from stce_rules.core.diagnostics import StceError
from tests.analysis.conftest import Made, Row, declaration, found, with_unread

TOLD: list[Row] = [
    {"inspected": True, "selected_by": "random", "finding": "x", "exporter": "E1"},
    {"inspected": True, "selected_by": "rule", "exporter": "E1"},
    {"inspected": False, "exporter": "E2"},
    {"inspected": True, "selected_by": "random", "finding": "x"},
    {},
    {"inspected": True, "selected_by": "rule", "finding": "x"},
]
CHAMPION = ["green", "red", "green", "red", "yellow", "green"]
CHALLENGER = ["yellow", "green", "red", "yellow", "yellow", "green"]


def rows(channels: list[str], **boxes: object) -> list[Row]:
    """The history with the channels of one ruleset."""
    return [
        declaration(at, channel=channel, **{**told, **boxes})
        for at, (channel, told) in enumerate(zip(channels, TOLD, strict=True), start=1)
    ]


@pytest.fixture
def folders(made: Made) -> tuple[Path, Path]:
    """Two replays: the first catches 2, 4 and 5, the second 1, 3, 4 and 5."""
    champion = made(rows(CHAMPION), [found(2, "A", points=70), found(4, "A", points=70)], ["A"], name="champion")
    findings = [
        found(1, "B", points=10),
        found(1, "C", points=20),
        found(1, "D", points=20),
        found(3, "B", points=5, channel="red"),
        found(3, "C", points=90),
        found(3, "S", "monitor hit", points=90, channel="red"),
    ]
    return champion, made(rows(CHALLENGER), findings, ["B", "C", "D"], ["S"], name="challenger")


@pytest.fixture
def comparison(folders: tuple[Path, Path], tmp_path: Path) -> Comparison:
    """Their comparison."""
    return compare(*folders, tables=tmp_path)


def test_channels_of_both_are_counted_together(comparison: Comparison) -> None:
    """Every declaration stands in one cell of the matrix."""
    assert comparison.declarations == 6
    assert comparison.transitions == (
        Transition("green", "green", 1, Outcomes(with_finding=1)),
        Transition("green", "yellow", 1, Outcomes(with_finding=1)),
        Transition("green", "red", 1, Outcomes(not_inspected=1)),
        Transition("yellow", "yellow", 1, Outcomes(not_told=1)),
        Transition("red", "green", 1, Outcomes(without_finding=1)),
        Transition("red", "yellow", 1, Outcomes(with_finding=1)),
    )


def test_newly_caught_are_listed_with_the_rules_that_decided(comparison: Comparison) -> None:
    """Rules that ask for a flagged channel decide; else those that add points; rules in shadow never."""
    assert [(one.declaration, one.outcome, one.rules) for one in comparison.caught.first] == [
        ("D1", "finding", ("C", "D", "B")),
        ("D3", "not inspected", ("B",)),
    ]
    assert comparison.caught.outcomes == Outcomes(with_finding=1, not_inspected=1)
    assert comparison.caught.rules[0] == Decider("B", 2, Outcomes(with_finding=1, not_inspected=1))


def test_newly_lost_are_listed_with_the_champions_rules(comparison: Comparison) -> None:
    """Who flagged it before is named."""
    [lost] = comparison.lost.first
    assert (lost.declaration, lost.champion, lost.challenger, lost.rules) == ("D2", "red", "green", ("A",))


def test_what_no_rule_decided_was_the_sample_or_the_decision(made: Made) -> None:
    """A declaration that the sample raised, and one that the decision flags by itself, say so."""
    first = made([declaration(1), declaration(2)], name="a")
    second = made([declaration(1, channel="yellow", sampled=True), declaration(2, channel="yellow")], name="b")
    assert [one.rules for one in compare(first, second).caught.first] == [("sample",), ("decision",)]


def test_all_changes_are_written_as_tables(comparison: Comparison, tmp_path: Path) -> None:
    """The tables hold what the lists begin with."""
    caught = pq.read_table(tmp_path / "newly_caught.parquet").to_pylist()
    assert [(one["declaration"], one["challenger"], one["rules"]) for one in caught] == [
        ("D1", "yellow", ["C", "D", "B"]),
        ("D3", "red", ["B"]),
    ]
    assert pq.read_table(tmp_path / "newly_lost.parquet").num_rows == comparison.lost.declarations


def test_traders_and_destinations_are_told_by_what_changes(comparison: Comparison) -> None:
    """Those with most changes first."""
    assert comparison.affected == (
        Affected("exporter", "E1", 2, 1, 1, 1, 0),
        Affected("exporter", "E2", 1, 1, 0, 0, 0),
        Affected("destination", "SS", 6, 2, 1, 1, 0),
    )


def test_flags_are_tested_in_pairs(comparison: Comparison) -> None:
    """With a finding one is caught by both, one by the challenger alone, one by neither; half of it at random."""
    told = [
        (one.outcome, one.selected_by, one.both, one.champion_only, one.challenger_only, one.neither, one.chance)
        for one in comparison.paired
    ]
    assert told == [
        ("finding", "all", 1, 0, 1, 1, 1.0),
        ("no finding", "all", 0, 1, 0, 0, 1.0),
        ("finding", "random", 1, 0, 1, 0, 1.0),
    ]
    assert "may well be chance" in comparison.paired[0].means


def test_a_difference_beyond_chance_names_who_flags_more(made: Made) -> None:
    """Eight to none is a chance of 2 in 256."""
    told = {"inspected": True, "selected_by": "rule", "finding": "x"}
    first = made([declaration(row, **told) for row in range(8)], name="a")
    second = made([declaration(row, channel="red", **told) for row in range(8)], name="b")
    comparison = compare(first, second)
    assert comparison.paired[0].chance == 2 / 256
    assert comparison.paired[0].means.endswith("so the challenger flags more of them")
    assert any("no random sample" in note for note in comparison.notes)
    assert compare(first, first).paired[0].means.startswith("both rulesets flag the same")


def test_replays_of_different_declarations_are_refused(made: Made) -> None:
    """Another history, or another outcome of the same declaration, is no comparison."""
    first = made(rows(CHAMPION), name="a")
    for name, other in (
        ("b", rows(CHAMPION)[:5]),
        ("c", rows(CHAMPION, inspected=False)),
        ("d", rows(CHAMPION, source="other.ndjson")),
    ):
        with pytest.raises(StceError, match="E846"):
            compare(first, made(other, name=name))


def test_outcomes_that_could_not_be_read_are_noted_once(folders: tuple[Path, Path], tmp_path: Path) -> None:
    """Both replays read the same outcomes, so that one of them tells what could not be read."""
    champion, challenger = map(with_unread, folders)
    notes = compare(champion, challenger, tables=tmp_path).notes
    assert sum("could not be read" in one for one in notes) == 1
    assert "1 source of the history without any declaration" in notes
