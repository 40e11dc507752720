"""Figures as JSON, CSV and Parquet."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from stce_rules.analysis.figures import Figures
from stce_rules.analysis.measure import Asked, measure
from stce_rules.analysis.stated import Rates, SamplingRate
from stce_rules.analysis.written import Form, as_json, tables, write_tables
from stce_rules.core.diagnostics import StceError
from tests.analysis.conftest import Made, declaration, found
from tests.analysis.test_measure import DECISION, FINDINGS, HISTORY, plan


@pytest.fixture
def figures(made: Made) -> Figures:
    """The figures of the small replay, weighted too."""
    folder = made(HISTORY, FINDINGS, ["A", "B", "C", "D", "E", "F"], ["S"])
    rates = Rates("order", (SamplingRate("random", None, Fraction(1, 10)),))
    return measure(folder, Asked(plan=plan(DECISION), rates=rates))


def test_json_holds_all_figures(figures: Figures) -> None:
    """What is written reads back as the same figures."""
    assert msgspec.json.decode(as_json(figures), type=Figures) == figures


def test_each_part_is_a_table_with_a_row_for_each_entry(figures: Figures, tmp_path: Path) -> None:
    """Ratios and outcomes are columns of their own; what belongs to a rule has its name in front."""
    paths = {one.name: one for one in write_tables(figures, tmp_path / "csv", "csv")}
    with paths["rules.csv"].open(encoding="utf-8", newline="") as file:
        rules = list(csv.DictReader(file))
    assert [one["rule"] for one in rules] == ["A", "B", "C", "D", "E", "F", "S"]
    assert (rules[0]["outcomes_with_finding"], rules[0]["yielded_part"], rules[0]["yielded_share"]) == ("1", "1", "0.5")
    assert (rules[0]["without_lowered"], rules[6]["without_lowered"], rules[6]["shadow"]) == ("2", "", "yes")
    with paths["rule_moves.csv"].open(encoding="utf-8", newline="") as file:
        assert next(csv.reader(file)) == ["rule", "before", "after", "declarations", "findings"]
        assert next(csv.reader(file)) == ["A", "red", "green", "1", "0"]
    with paths["rule_months.csv"].open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file))[1] == ["A", "2026-05", "1"]


def test_parquet_has_the_same_rows_with_the_same_kinds(figures: Figures, tmp_path: Path) -> None:
    """A column keeps its kind where it is empty, so that tables of two replays fit together."""
    write_tables(figures, tmp_path, "parquet")
    for table in tables(figures):
        read = pq.read_table(tmp_path / f"{table.name}.parquet")
        assert read.column_names == list(table.columns)
        assert [list(row.values()) for row in read.to_pylist()] == table.rows
        assert not [one.name for one in read.schema if str(one.type) == "null"]


def test_a_text_that_a_spreadsheet_would_run_is_told_as_text(made: Made, tmp_path: Path) -> None:
    """A name that begins like a formula gets an apostrophe."""
    folder = made([declaration(1, office="=1+1", channel="red")], [found(1, "-A", points=90)], ["-A"])
    write_tables(measure(folder), tmp_path, "csv")
    assert "'=1+1,red" in (tmp_path / "workload_offices.csv").read_text(encoding="utf-8")
    assert (tmp_path / "rules.csv").read_text(encoding="utf-8").splitlines()[1].startswith("'-A,")


@pytest.mark.parametrize(("form", "name"), [("csv", "pairs.csv"), ("parquet", "heat.parquet")])
def test_tables_of_others_stay(figures: Figures, tmp_path: Path, form: Form, name: str) -> None:
    """A file with the name of a table, but other columns, is refused before any is written; our own give way."""
    folder = tmp_path / "tables"
    folder.mkdir()
    path = folder / name
    if form == "csv":
        path.write_text("rule,note\nA,mine\n", encoding="utf-8")
    else:
        pq.write_table(pa.table({"rule": ["A"], "note": ["mine"]}), path)
    before = path.read_bytes()
    with pytest.raises(StceError, match=r"E670.*no 'stce figures' wrote it"):
        write_tables(figures, folder, form)
    assert [(one.name, one.read_bytes()) for one in folder.iterdir()] == [(name, before)]
    path.unlink()
    paths = write_tables(figures, folder, form)
    before = path.read_bytes()
    assert write_tables(figures, folder, form) == paths
    assert path.read_bytes() == before


def test_a_workload_of_others_stays(made: Made, tmp_path: Path) -> None:
    """The table of every hour is written over such a table alone."""
    folder, path = made([declaration(1, channel="red")], [], []), tmp_path / "workload_by_hour.parquet"
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(StceError, match=r"E670.*no 'stce figures' wrote it"):
        measure(folder, Asked(details=tmp_path))
    assert path.read_text(encoding="utf-8") == "mine"
    path.unlink()
    for _ in range(2):
        measure(folder, Asked(details=tmp_path))
    assert pq.read_table(path).num_rows == 1


def test_a_folder_that_cannot_be_made_is_told(figures: Figures, tmp_path: Path) -> None:
    """A file where the folder should be is a coded fault."""
    (tmp_path / "taken").write_text("", encoding="utf-8")
    with pytest.raises(StceError, match="E670"):
        write_tables(figures, tmp_path / "taken", "csv")
