"""`stce map`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

TABLE = "MRN;Day;HS;Kg;To\n26A;13.06.2026;29307000;1,5;SS\n26B;14.06.2026;84012000;much;NO\n26C;15.06.2026\n"


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A table with a cell and a row that cannot be read."""
    path = tmp_path / "goods.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_proposal_reads_what_it_was_made_for(run: Run, table: Path) -> None:
    """`init` writes a map, `check` says what it reads: rows, boxes, faults with the first place of each."""
    made = run("map", "init", table, "--out", table.with_name("goods.csv.map.yaml"))
    assert (made.exit_code, made.output) == (0, f"map: {table}.map.yaml\n")
    checked = run("map", "check", table)
    assert checked.exit_code == 1
    assert "2 declarations with 2 goods items; 1 refused" in checked.stdout
    assert "item.hs" in checked.stdout
    assert "100.0%" in checked.stdout
    assert "E740" in checked.stderr
    assert "row 4 has 2 cells, not 5" in checked.stderr
    assert "W690 map: no row fills 'flow'" in checked.stderr


def test_the_proposal_stands_on_the_standard_output(run: Run, table: Path) -> None:
    """Without `--out` nothing is written."""
    told = run("map", "init", table)
    assert told.exit_code == 0
    assert "  id: MRN\n" in told.stdout
    assert list(table.parent.iterdir()) == [table]


def test_a_file_that_is_there_is_not_written_over(run: Run, table: Path) -> None:
    """A map that somebody corrected is not lost."""
    out = table.with_name("m.yaml")
    out.write_text("mine")
    told = run("map", "init", table, "--out", out)
    assert (told.exit_code, out.read_text()) == (2, "mine")
    assert "E670" in told.stderr


@pytest.mark.parametrize(("name", "code"), [("none.csv", "E660"), ("empty.csv", "E681"), ("none.duckdb", "E678")])
def test_what_is_no_table_is_told(run: Run, tmp_path: Path, name: str, code: str) -> None:
    """A table that is not there, and one that is empty."""
    (tmp_path / "empty.csv").write_text("")
    told = run("map", "init", tmp_path / name)
    assert told.exit_code == 2
    assert code in told.stderr


def test_typed_tables_get_a_proposal(run: Run, tmp_path: Path) -> None:
    """Parquet and DuckDB: codes kept as numbers get their digits back."""
    arrow, parquet = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
    duckdb = pytest.importorskip("duckdb")
    path = tmp_path / "t.parquet"
    parquet.write_table(
        arrow.table({"MRN": ["A", "B"], "hs_code": [1012100, 84012000], "net_weight": [1.5, 2.0]}), path
    )
    with duckdb.connect(str(tmp_path / "h.duckdb")) as base:
        base.execute(f"CREATE TABLE goods AS SELECT * FROM read_parquet('{path}')")
    for name in (path, f"{tmp_path}/h.duckdb::goods"):
        told = run("map", "init", name)
        assert told.exit_code == 0
        assert "  hs: {column: hs_code, digits: 8}\n" in told.stdout
        map_ = tmp_path / "m.yaml"
        map_.write_text(told.stdout)
        checked = run("map", "check", name, "--map", map_, "--format", "json")
        assert checked.exit_code == 0
        counts = json.loads(checked.stdout)
        assert (counts["declarations"], counts["boxes"]["item.hs"], counts["refused"]) == (2, 2, {})


def test_all_columns_that_are_not_there_are_told(run: Run, table: Path) -> None:
    """The table is refused once, however many of its columns the map names wrongly."""
    table.with_name("goods.csv.map.yaml").write_text("declaration: {id: Mrn, date: Tag}\nitem: {hs: Code}\n")
    checked = run("map", "check", table)
    assert "0 declarations with 0 goods items; 1 refused" in checked.stdout
    assert [f"has no column '{one}'" in checked.stderr for one in ("Mrn", "Tag", "Code")] == [True] * 3
