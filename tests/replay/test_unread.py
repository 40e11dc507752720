"""Outcomes of controls that cannot be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from stce_rules.cli.replay import command
from stce_rules.intake.canonical import decode
from stce_rules.replay import Folder, Replay, Results, Summary, replay
from stce_rules.replay.judging import Setting
from stce_rules.replay.sources import History, adapters_for
from stce_rules.replay.unread import MOST_REASONS, Reasons, add_reasons, reasons_of, unread_outcomes, unread_said

HEADER = "id,item.hs,outcome.inspected,outcome.selected_by,outcome.finding\n"

SELECTED = "must be one of rule, manual, random, mandatory, not "

UNREAD = [
    ("outcome.finding", "rows of the declaration differ, and the first that says something counts", 1),
    ("outcome.inspected", "'yess' is neither yes nor no", 1),
    ("outcome.inspected", "an outcome says whether the goods were inspected", 1),
    ("outcome.selected_by", f"{SELECTED}'tip-off'", 2),
    ("outcome.selected_by", f"{SELECTED}'randm'", 1),
]


def summed(path: Path, setting: Setting) -> Summary:
    """The summary of one file."""
    return replay(Replay(History([path], adapters_for((), None)), setting), Results())[0]


@pytest.fixture
def unread(tmp_path: Path) -> Path:
    """A table with outcomes that cannot be read, and goods items that disagree about one."""
    path = tmp_path / "unread.csv"
    rows = ["A,29307000,yes,tip-off,", "B,29307000,yess,rule,", "C,29307000,yes,tip-off,", "D,29307000,,rule,"]
    rows += ["E,29307000,yes,randm,found", "F,29307000,yes,rule,found", "F,84137090,yes,rule,else"]
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("engine", ["columnar", "indexed"])
def test_what_cannot_be_read_is_counted_and_named(unread: Path, setting: Setting, engine: str) -> None:
    """Each box, each word with those that are known, and in how many declarations, by columns and by rows."""
    if engine == "columnar":
        pytest.importorskip("pyarrow")
    found = summed(unread, replace(setting, engine=engine)).unread_outcomes
    assert [(one.box, one.why, one.declarations) for one in found] == UNREAD


@pytest.mark.parametrize("engine", ["columnar", "indexed"])
def test_words_are_read_whatever_their_case(tmp_path: Path, setting: Setting, engine: str) -> None:
    """Capitals and blanks around a word of a table change nothing."""
    parquet = pytest.importorskip("pyarrow.parquet")
    path, out = tmp_path / "june.csv", tmp_path / "out"
    path.write_text(HEADER + "A,29307000,YES,Random,\nB,29307000, No , MANUAL ,\n", encoding="utf-8")
    setting = replace(setting, engine=engine, with_declarations=True)
    summary, _ = replay(Replay(History([path], adapters_for((), None)), setting), Results(folder=Folder(out)))
    table = parquet.read_table(out / "declarations")
    assert table.column("inspected").to_pylist() == [True, False]
    assert table.column("selected_by").to_pylist() == ["random", "manual"]
    assert summary.unread_outcomes == ()


def test_words_of_messages_are_read_whatever_their_case() -> None:
    """A word of a message may have capitals and blanks around it; one that is not known is named."""
    read = decode('{"id": "A", "flow": "EXPORT", "outcome": {"inspected": true, "selected_by": " Random "}}')
    assert (read.flow, read.outcome and read.outcome.selected_by, read.parse_issues) == ("export", "random", [])
    unread = decode('{"id": "A", "outcome": {"inspected": "Yes", "selected_by": "tip-off"}}')
    assert reasons_of(unread) == {
        "outcome.inspected": Counter(["must be true or false, not the text 'Yes'"]),
        "outcome.selected_by": Counter([f"{SELECTED}the text 'tip-off'"]),
    }


def test_counts_of_portions_add_up_and_stay_few() -> None:
    """Beyond so many different reasons for a box the others are counted together."""
    counts: Reasons = {}
    for number in range(MOST_REASONS + 5):
        add_reasons(counts, {"outcome.finding": Counter({f"'{number}'": 2})})
        add_reasons(counts, {"outcome.finding": Counter({"'0'": 1})})
    found = unread_outcomes(counts)
    assert len(found) == MOST_REASONS + 1
    assert sum(one.declarations for one in found) == 3 * (MOST_REASONS + 5)
    *_, last = unread_said(found, 2)
    assert last.startswith(f"and for {MOST_REASONS - 1} more reasons ")


def test_officers_are_told(unread: Path, rules: Path) -> None:
    """The summary on a terminal names them, those of most declarations first."""
    done = CliRunner().invoke(command, [str(unread), "--rules", str(rules)])
    told = [line for line in done.stdout.splitlines() if "could not be read" in line]
    assert done.exit_code == 0
    assert told[0] == f"the box 'outcome.selected_by' could not be read in 2 declarations: {SELECTED}'tip-off'"
    assert len(told) == len(UNREAD)
