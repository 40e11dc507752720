"""Outcomes of controls that cannot be read."""

from __future__ import annotations

import json
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


def test_columns_name_and_count_the_same_as_rows(tmp_path: Path, setting: Setting) -> None:
    """Of more words than are told apart the same ones, also where other faults send some declarations to the rows."""
    parquet = pytest.importorskip("pyarrow.parquet")
    rows = [
        f"D{at},{'much' if at % 7 == 3 else 5},{('yes', 'no', 'yess')[at % 3]},w{at * at % 331},{'x' * (at % 2)}"
        for at in range(700)
    ]
    path = tmp_path / "june.csv"
    path.write_text(HEADER.replace("item.hs", "item.net_mass_kg") + "\n".join(rows) + "\n", encoding="utf-8")
    found = []
    for engine in ("columnar", "indexed"):
        out = tmp_path / engine
        wanted = replace(setting, engine=engine, with_declarations=True)
        summary, _ = replay(Replay(History([path], adapters_for((), None)), wanted), Results(folder=Folder(out)))
        tables = [parquet.read_table(out / name).to_pylist() for name in ("declarations", "findings")]
        found.append((summary.unread_outcomes, summary.filled, summary.channels, tables))
    assert found[0] == found[1]
    assert len(found[0][0]) == MOST_REASONS + 2


def test_only_the_outcome_is_at_fault(tmp_path: Path, setting: Setting, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing else is, all declarations are judged by columns."""
    pytest.importorskip("pyarrow")
    path = tmp_path / "june.csv"
    path.write_text(f"{HEADER}A,29307000,yes,tip-off,\nB,29307000,yess,rule,\nC,29307000,,rule,\n", encoding="utf-8")
    monkeypatch.setattr("stce_rules.replay.table_judge.Judge", None)
    summary = summed(path, replace(setting, engine="columnar"))
    assert (summary.judged, sum(one.declarations for one in summary.unread_outcomes)) == (3, 3)


def test_a_list_is_no_finding(tmp_path: Path, setting: Setting) -> None:
    """A column of lists fills no box of one text, by columns as by rows; an empty list says nothing."""
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path, findings = tmp_path / "june.parquet", [["found"], [], None]
    parquet.write_table(
        pa.table({"id": ["A", "B", "C"], "outcome.inspected": [True] * 3, "outcome.finding": findings}), path
    )
    for engine in ("columnar", "indexed"):
        summary = summed(path, replace(setting, engine=engine))
        (green,) = [one.outcomes for one in summary.channels if one.channel == "green"]
        assert (green.with_finding, green.without_finding) == (0, 3)
        assert [(one.box, one.why, one.declarations) for one in summary.unread_outcomes] == [
            ("outcome.finding", "several values stand where one belongs", 1)
        ]


YES = ["yes", "YES", " true ", "1"]
NO = ["no", "No", "false", "0"]


@pytest.mark.parametrize("kind", ["csv", "parquet", "ndjson"])
def test_yes_and_no_are_read_in_the_same_words_everywhere(tmp_path: Path, setting: Setting, kind: str) -> None:
    """Of a cell as of a message; what is no such word is named."""
    pa, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    path, words = tmp_path / f"june.{kind}", [*YES, *NO, "perhaps"]
    if kind == "csv":
        path.write_text("id,outcome.inspected\n" + "".join(f"{at},{one}\n" for at, one in enumerate(words)), "utf-8")
    elif kind == "ndjson":
        lines = [json.dumps({"id": f"{at}", "outcome": {"inspected": one}}) for at, one in enumerate(words)]
        path.write_text("\n".join(lines), "utf-8")
    else:
        parquet.write_table(pa.table({"id": [f"{at}" for at in range(len(words))], "outcome.inspected": words}), path)
    summary = summed(path, setting)
    (green,) = [one.outcomes for one in summary.channels if one.channel == "green"]
    assert (green.without_finding, green.not_inspected, green.not_told) == (len(YES), len(NO), 1)
    assert [(one.box, one.declarations) for one in summary.unread_outcomes] == [("outcome.inspected", 1)]
    assert "'perhaps'" in summary.unread_outcomes[0].why


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
    unread = decode('{"id": "A", "outcome": {"inspected": "yess", "selected_by": "tip-off"}}')
    assert reasons_of(unread.parse_issues) == {
        "outcome.inspected": Counter(["must be true or false, not the text 'yess'"]),
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
