"""Parquet in and out."""

from __future__ import annotations

import datetime as dt
import io
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from stce_rules.core.declaration import Declaration
from stce_rules.replay.findings import FindingsFile
from stce_rules.replay.sources import History, Rejected, adapters_for

arrow: Any = pytest.importorskip("pyarrow")
parquet: Any = pytest.importorskip("pyarrow.parquet")


def read(path: Path) -> list[Declaration | Rejected]:
    """All messages of a file."""
    return list(History([path], adapters_for((), None)).read())


def written(path: Path, **columns: object) -> Path:
    """A Parquet file of columns, with `__` for a point in their names."""
    parquet.write_table(arrow.table({name.replace("__", "."): cells for name, cells in columns.items()}), path)
    return path


def test_typed_columns_become_boxes(tmp_path: Path) -> None:
    """Text, exact numbers, days, truths and lists are read for what they are."""
    path = written(
        tmp_path / "t.parquet",
        id=["A", "A", "B"],
        date=[dt.date(2026, 6, 1)] * 2 + [None],
        item__hs=["29307000", "84137090", None],
        item__net_mass_kg=[Decimal("25.10"), None, None],
        item__gross_mass_kg=[27.5, float("nan"), None],
        item__cas=[["111-48-8"], [], None],
        outcome__inspected=[True, True, None],
    )
    one, two = read(path)
    assert isinstance(one, Declaration)
    assert isinstance(two, Declaration)
    assert (one.date, len(one.items), one.parse_issues, two.date, two.items) == ("2026-06-01", 2, [], None, [])
    assert (one.items[0].net_mass_kg, one.items[0].gross_mass_kg) == (Decimal("25.10"), Decimal("27.5"))
    assert (one.items[0].cas, one.items[1].cas) == (["111-48-8"], [])
    assert one.outcome is not None
    assert one.outcome.inspected


def test_moments_keep_their_time(tmp_path: Path) -> None:
    """A column of moments gives the day of each with its time, to the second."""
    moments = arrow.array([dt.datetime(2026, 6, 1, 23, 59, 59, 123456)], arrow.timestamp("ns"))  # noqa: DTZ001  # Parquet has days without a zone
    (one,) = read(written(tmp_path / "t.parquet", id=["A"], date=moments))
    assert isinstance(one, Declaration)
    assert one.date == "2026-06-01T23:59:59"


def test_a_commodity_code_kept_as_a_number_is_told(tmp_path: Path) -> None:
    """A code that lost its leading zeros is not guessed at."""
    (one,) = read(written(tmp_path / "t.parquet", id=["A"], item__hs=[1012100]))
    assert isinstance(one, Declaration)
    assert [(issue.code, issue.place) for issue in one.parse_issues] == [("W747", "items[0].hs")]


def test_a_column_of_groups_is_refused(tmp_path: Path) -> None:
    """A nested column is told by its name."""
    (one,) = read(written(tmp_path / "t.parquet", id=["A"], items=[[{"hs": "29307000"}]]))
    assert isinstance(one, Rejected)
    assert [each.code for each in one.diagnostics] == ["E668"]


def test_a_file_cut_off_is_told(tmp_path: Path) -> None:
    """A transfer that broke gives one report and no declaration."""
    path = written(tmp_path / "t.parquet", id=[f"A{n}" for n in range(5000)])
    path.write_bytes(path.read_bytes()[:-100])
    (one,) = read(path)
    assert isinstance(one, Rejected)
    assert one.diagnostics[0].code == "E666"


def test_a_file_damaged_inside_is_told_where(tmp_path: Path) -> None:
    """Rows before a damaged page are read."""
    path = tmp_path / "t.parquet"
    table = arrow.table({"id": [f"A{n**3:020d}" for n in range(40_000)]})
    parquet.write_table(table, path, row_group_size=10_000, use_dictionary=False, write_page_checksum=True)
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 2000] = b"\xff" * 2000
    path.write_bytes(raw)
    found = read(path)
    assert isinstance(found[0], Declaration)
    assert isinstance(found[-1], Rejected)
    assert found[-1].diagnostics[0].code == "E666"


def test_a_pipe_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parquet needs a file; from a pipe that is told."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    class Standard:
        buffer = io.BufferedReader(Pipe(b"PAR1" * 10))

    monkeypatch.setattr(sys, "stdin", Standard())
    (one,) = History(["-"], adapters_for((), None)).read()
    assert isinstance(one, Rejected)
    assert "pipe" in one.diagnostics[0].message


def test_without_pyarrow_the_report_names_the_extra(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where pyarrow is not installed, reading and writing Parquet say what to install."""
    path = written(tmp_path / "t.parquet", id=["A"])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (one,) = read(path)
    assert isinstance(one, Rejected)
    assert one.diagnostics[0].code == "E665"
    assert one.diagnostics[0].help == "install stce-rules[history], or use CSV or NDJSON"
    with pytest.raises(Exception, match="E665"):
        FindingsFile(tmp_path / "out.parquet")
