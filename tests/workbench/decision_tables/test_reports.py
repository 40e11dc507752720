"""Every fault of a table is told by its cell, to the letter as it stands beside the table."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from stce_rules.cli import stce
from tests.workbench.decision_tables import books

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "bad" / "decision_tables"
TABLES = sorted(one for one in FOLDER.iterdir() if one.suffix in {".csv", ".docx"})
BOOKS = (
    books.changed_by_the_program,
    books.failed_formulas,
    books.merged,
    books.too_large,
    books.damaged,
    books.locked,
    books.bomb,
    books.entities,
)


@pytest.mark.parametrize("path", TABLES, ids=lambda one: one.stem)
def test_a_table_of_text(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """All faults of a CSV file are told in one run, in the order of its cells, and nothing is written."""
    monkeypatch.chdir(FOLDER)
    result = CliRunner().invoke(stce, ["table", "import", path.name])
    assert result.stderr == path.with_suffix(".expected").read_text(encoding="utf-8")
    assert result.exit_code in (1, 2)
    assert result.stdout == ""


@pytest.mark.parametrize("make", BOOKS, ids=lambda one: one.__name__)
def test_a_workbook(make: Callable[[], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The traps of spreadsheet programs are told with what to do about them."""
    monkeypatch.chdir(tmp_path)
    Path("risk.xlsx").write_bytes(make())
    result = CliRunner().invoke(stce, ["table", "import", "risk.xlsx", "--out", "rules.stce"])
    assert result.stderr == (FOLDER / f"{make.__name__}.expected").read_text(encoding="utf-8")
    assert result.exit_code in (1, 2)
    assert not Path("rules.stce").exists()


def test_what_is_hidden_is_imported_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hidden rows and columns are a part of the table; a warning names them."""
    monkeypatch.chdir(tmp_path)
    Path("risk.xlsx").write_bytes(books.hidden())
    result = CliRunner().invoke(stce, ["table", "import", "risk.xlsx", "--out", "rules.stce"])
    assert result.stderr == (FOLDER / "hidden.expected").read_text(encoding="utf-8")
    assert (result.exit_code, result.stdout) == (0, "2 rules: rules.stce\n")


def test_a_sheet_that_is_not_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misspelt sheet is told with the one that was meant."""
    monkeypatch.chdir(tmp_path)
    Path("risk.xlsx").write_bytes(books.fine())
    result = CliRunner().invoke(stce, ["table", "import", "risk.xlsx", "--sheet", "Rulse"])
    assert result.stderr == (FOLDER / "no_sheet.expected").read_text(encoding="utf-8")
    assert result.exit_code == 2


@pytest.mark.parametrize("words", [["import", "risk.xlsx"], ["init", "new.xlsx"]])
def test_without_the_libraries(words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the libraries are not installed, the report names the extra that brings them."""
    monkeypatch.chdir(tmp_path)
    Path("risk.xlsx").write_bytes(books.fine())
    for name in ("python_calamine", "xlsxwriter"):
        monkeypatch.setitem(sys.modules, name, None)
    result = CliRunner().invoke(stce, ["table", *words])
    expected = (FOLDER / "not_installed.expected").read_text(encoding="utf-8")
    assert result.stderr.replace("new.xlsx", "risk.xlsx") == expected
    assert result.exit_code == 2


def test_files_that_are_there_are_not_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An import writes over what an import wrote, and over nothing else; an export over nothing."""
    monkeypatch.chdir(tmp_path)
    Path("risk.xlsx").write_bytes(books.fine())
    Path("mine.stce").write_text("use edition 2022\n", encoding="utf-8")
    run = CliRunner()
    result = run.invoke(stce, ["table", "import", "risk.xlsx", "--out", "mine.stce"])
    assert result.stderr == (FOLDER / "file_is_there.expected").read_text(encoding="utf-8")
    assert Path("mine.stce").read_text(encoding="utf-8") == "use edition 2022\n"
    for _ in range(2):
        assert run.invoke(stce, ["table", "import", "risk.xlsx", "--out", "rules.stce"]).exit_code == 0
    before = Path("risk.xlsx").read_bytes()
    assert run.invoke(stce, ["table", "export", "rules.stce", "--out", "risk.xlsx"]).exit_code == 2
    assert run.invoke(stce, ["table", "init", "risk.xlsx"]).exit_code == 2
    assert Path("risk.xlsx").read_bytes() == before


def test_rules_that_do_not_fit_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rule that a row cannot hold is told with the reason, the others are exported."""
    monkeypatch.chdir(tmp_path)
    Path("rules.stce").write_text((FOLDER / "does_not_fit.stce").read_text(encoding="utf-8"), encoding="utf-8")
    result = CliRunner().invoke(stce, ["table", "export", "rules.stce", "--out", "risk.csv"])
    assert result.stderr == (FOLDER / "does_not_fit.expected").read_text(encoding="utf-8")
    assert (result.exit_code, result.stdout) == (1, "1 rule of 5: risk.csv\n")
