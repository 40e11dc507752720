"""Tables judged by columns, with what columns cannot tell beside them."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from stce_rules.core.declaration import Declaration
from stce_rules.generator import generate
from stce_rules.intake.canonical import encode
from stce_rules.intake.columnar.batch import ArrowBatch
from stce_rules.intake.columnar.reader import Reader
from stce_rules.intake.tables.arrow import TableBatch, parquet_batches
from stce_rules.plan.model import Plan
from stce_rules.replay import Folder, Replay, Results, Summary, replay
from stce_rules.replay.judging import Setting
from stce_rules.replay.run import Progress
from stce_rules.replay.sources import History, adapters_for

arrow: Any = pytest.importorskip("pyarrow")
parquet: Any = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("numpy")


@pytest.fixture
def setting(plan: Plan) -> Setting:
    """The plan judged by columns, both tables wanted."""
    return Setting(plan, "columnar", {}, (), with_findings=True, with_declarations=True)


def table(declarations: list[Declaration], path: Path, damaged: tuple[int, ...] = ()) -> None:
    """Some boxes of declarations as Parquet; in the rows that are named a mass cannot be read."""
    rows = [
        {
            "id": one.id,
            "version": one.version,
            "action": one.action,
            "date": one.date,
            "destination": one.destination,
            "transport_mode": one.transport_mode,
            "item.hs": item.hs,
            "item.description": item.description,
            "item.net_mass_kg": None if item.net_mass_kg is None else str(item.net_mass_kg),
        }
        for one in declarations
        for item in one.items
    ]
    for row in damaged:
        rows[row]["item.net_mass_kg"] = "much"
    parquet.write_table(arrow.Table.from_pylist(rows), path)


@pytest.fixture
def june(tmp_path: Path) -> Path:
    """A history of tables, in which some rows have faults, and of messages."""
    folder = tmp_path / "june"
    folder.mkdir()
    declarations = list(generate(400, 7, planted=0.3))
    table(declarations[:120], folder / "a.parquet", damaged=(0, 7, 8, 60))
    table(declarations[120:125], folder / "b.parquet", damaged=tuple(range(5)))
    (folder / "c.ndjson").write_bytes(b"{oops\n" + b"".join(encode(one) + b"\n" for one in declarations[125:300]))
    table(declarations[300:], folder / "d.parquet")
    (folder / "e.csv").write_text("id,item.hs\nA,29307000\nB\nC,29307000\n")
    return folder


def run(
    history: Path,
    setting: Setting,
    out: Path,
    workers: int = 1,
    progress: Progress = lambda _judged, _read: None,
) -> Summary:
    """Replay a history into a folder, in parts of 50 declarations at least."""
    asked = Replay(History([history], adapters_for((), None)), setting, None, workers)
    return replay(asked, Results(folder=Folder(out, part=50)), progress=progress)[0]


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a result table, part after part."""
    parts = sorted((folder / name).glob("*.parquet"))
    return [row for one in parts for row in parquet.read_table(one).to_pylist()]


@pytest.mark.parametrize("evidence", [False, True])
def test_columns_give_what_declarations_give(june: Path, setting: Setting, tmp_path: Path, evidence: bool) -> None:
    """Tables, counts and rejects are those of declarations judged one by one, in the order of the history."""
    setting = replace(setting, with_evidence=evidence)
    by_columns = run(june, setting, tmp_path / "columns")
    by_cases = run(june, replace(setting, engine="indexed"), tmp_path / "cases")
    for name in ("declarations", "findings"):
        assert rows(tmp_path / "columns", name) == rows(tmp_path / "cases", name)
    assert replace(by_columns, engine="") == replace(by_cases, engine="")
    assert (by_columns.engine, by_columns.judged, by_columns.refused) == ("columnar", 402, 2)
    kept = [tmp_path / one / "rejects.ndjson" for one in ("columns", "cases")]
    assert kept[0].read_bytes() == kept[1].read_bytes()


def test_as_of_a_day_columns_agree_too(june: Path, setting: Setting, tmp_path: Path) -> None:
    """Rules of another day judge alike, and every result keeps the declaration's own."""
    later = replace(setting, as_of=date(2018, 6, 1), with_evidence=False)
    by_columns = run(june, later, tmp_path / "columns")
    by_cases = run(june, replace(later, engine="indexed"), tmp_path / "cases")
    assert rows(tmp_path / "columns", "findings") == rows(tmp_path / "cases", "findings")
    assert replace(by_columns, engine="") == replace(by_cases, engine="")
    assert str(by_columns.as_of) == "2018-06-01"


def test_threads_write_what_one_writes(june: Path, setting: Setting, tmp_path: Path) -> None:
    """Results do not depend on the number of threads."""
    run(june, setting, tmp_path / "one")
    run(june, setting, tmp_path / "three", workers=3)
    assert _content(tmp_path / "three") == _content(tmp_path / "one")


@pytest.mark.parametrize("after", [1, 110, 125, 230, 300])
def test_an_interrupted_replay_of_tables_goes_on(june: Path, setting: Setting, tmp_path: Path, after: int) -> None:
    """Wherever it was stopped, between tables and among declarations with faults, it ends with the same bytes."""
    run(june, setting, tmp_path / "whole")

    def interrupt(judged: int, _read: int) -> None:
        if judged >= after:
            os.kill(os.getpid(), signal.SIGINT)

    assert run(june, setting, tmp_path / "out", progress=interrupt).ended == "interrupted"
    run(june, setting, tmp_path / "out")
    assert _content(tmp_path / "out") == _content(tmp_path / "whole")


def _content(folder: Path) -> dict[str, bytes]:
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
@pytest.mark.parametrize("engine", ["indexed", "columnar"])
def test_times_of_tables_fill_the_hour(setting: Setting, tmp_path: Path, kind: str, engine: str) -> None:
    """A time stands in the results by its hour, whatever the table, the engine, and the day rules judge by."""
    days = {
        "A": "2026-05-04T09:30",
        "B": "2026-05-04T09:59:59",
        "C": "2026-05-04 23:00:00Z",
        "D": "2026-05-05 00:00:00",
    }
    path = tmp_path / f"june.{kind}"
    if kind == "csv":
        path.write_text("id,date\n" + "".join(f"{name},{day}\n" for name, day in days.items()))
    else:
        moments = [datetime.fromisoformat(day).replace(tzinfo=None) for day in days.values()]
        parquet.write_table(arrow.table({"id": list(days), "date": moments}), path)
    for as_of in (None, date(2018, 6, 1)):
        out = tmp_path / f"out-{as_of}"
        run(path, replace(setting, engine=engine, as_of=as_of), out)
        found = [(one["declaration"], one["date"].day, one["hour"]) for one in rows(out, "declarations")]
        assert found == [("A", 4, 9), ("B", 4, 9), ("C", 4, 23), ("D", 5, None)]


def test_days_are_told_apart_not_moments(setting: Setting, tmp_path: Path) -> None:
    """Of as many moments as declarations, what rules are judged by is one day, and what results state a few hours."""
    path = tmp_path / "june.parquet"
    moments = [datetime(2026, 5, 4) + timedelta(seconds=7 * one) for one in range(12_000)]  # noqa: DTZ001
    ids = [str(one) for one in range(12_000)]
    parquet.write_table(arrow.table({"id": ids, "date": moments, "item.hs": ids}), path)
    (table_batch,) = parquet_batches(path)
    assert isinstance(table_batch, TableBatch)
    batch = ArrowBatch(Reader(setting.plan), table_batch.batch)
    assert batch.days == ((date(2026, 5, 4), None),)
    assert len(batch.hours().book) == 26  # midnight is a day without an hour, and a blank is one more
