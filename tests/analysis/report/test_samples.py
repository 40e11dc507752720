"""Examples chosen from a replay."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stce_rules.analysis.report.samples import Example, Samples, samples
from stce_rules.analysis.tables import opened
from stce_rules.core.diagnostics import StceError
from stce_rules.replay.result_tables import findings_schema
from tests.analysis.report.folder import replayed


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A replay with grounds."""
    return replayed(tmp_path_factory.mktemp("replay"), "--evidence", "all")


def chosen(folder: Path) -> Samples:
    """The examples of a replay."""
    with opened(folder) as tables:
        return samples(tables)


def named(found: Iterable[Example]) -> list[tuple[str, str]]:
    """Outcome and declaration of each."""
    return [(one.outcome, one.declaration) for one in found]


def test_hits_that_were_right_and_wrong_come_first(folder: Path) -> None:
    """Of the hits: the last in which something was found, the last in which nothing was, then the latest."""
    found = chosen(folder).examples["A-1"]
    assert named(found) == [("hit", "26A003"), ("hit", "26A005"), ("hit", "26A007"), ("exempt", "26A002")]
    assert [one.told for one in found[:3]] == [
        "inspected (selected: random): unlicensed",
        "inspected (selected: rule): nothing found",
        "not inspected",
    ]


def test_grounds_are_those_of_the_replay(folder: Path) -> None:
    """An example shows the sentences that the replay kept, with the values read."""
    evidence = chosen(folder).examples["A-1"][0].evidence
    assert evidence is not None
    assert [(one.sentence, one.truth, one.value) for one in evidence] == [("destination is SS", "true", "SS")]


def test_open_rules_name_what_they_lack(folder: Path) -> None:
    """An undetermined example has the box that would decide, and so has its rule."""
    made = chosen(folder)
    assert [one.missing for one in made.examples["B-1"] if one.outcome == "undetermined"] == [("net mass",)]
    assert [(one.box, one.findings) for one in made.lacking["B-1"]] == [("net mass", 8)]


def test_a_declaration_is_shown_once_with_its_items_counted(folder: Path) -> None:
    """A rule that holds for several goods items of a declaration has one example of it."""
    first = chosen(folder).examples["A-1"][0]
    assert (first.item, first.others) == (1, 1)


def test_what_was_replaced_is_no_example(folder: Path) -> None:
    """A declaration that was amended is shown as it stands at the end."""
    versions = {one.version for one in chosen(folder).examples["C-1"] if one.declaration == "26A001"}
    assert versions == {2}


def test_rules_in_shadow_have_examples(folder: Path) -> None:
    """What a rule in shadow would have done is told as such."""
    assert {one.outcome for one in chosen(folder).examples["C-1"]} == {"monitor hit"}


def test_a_replay_without_grounds(tmp_path: Path) -> None:
    """Without grounds there are the same examples, and none has any."""
    made = chosen(replayed(tmp_path))
    assert [one.declaration for one in made.examples["A-1"]] == ["26A003", "26A005", "26A007", "26A002"]
    assert {one.evidence for found in made.examples.values() for one in found} == {None}


def test_the_same_replay_gives_the_same_examples(folder: Path) -> None:
    """Choosing is not left to chance."""
    assert chosen(folder) == chosen(folder)


def test_many_rules_have_fewer_examples_each(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where rules are too many for the page, each keeps two: a hit, and what else it did."""
    monkeypatch.setattr("stce_rules.analysis.report.samples.ALL", 3)
    assert named(chosen(folder).examples["A-1"]) == [("hit", "26A003"), ("exempt", "26A002")]


def test_grounds_of_another_making(tmp_path: Path) -> None:
    """Grounds that no replay of this version writes are told as such."""
    made = replayed(tmp_path)
    part = next((made / "findings").glob("*.parquet"))
    rows = pq.read_table(part).set_column(
        findings_schema().get_field_index("evidence"),
        "evidence",
        pa.array([json.dumps([1])] * pq.read_metadata(part).num_rows),
    )
    pq.write_table(rows, part)
    with pytest.raises(StceError, match="E842"):
        chosen(made)
