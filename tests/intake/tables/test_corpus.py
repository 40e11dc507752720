"""Every fault of a map or table has a folder with the exact report an officer gets."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from stce_rules import Declaration
from stce_rules.core.codes import CODES
from stce_rules.core.diagnostics import Diagnostic, render, report
from stce_rules.intake.tables.adapter import TableAdapter

CORPUS = Path(__file__).resolve().parents[2] / "corpus" / "bad" / "tables"
CASES = sorted(one.stem for one in CORPUS.glob("*.expected"))
HEAD = "No,To,HS,Mass\n"


def csv(text: str) -> Callable[[], None]:
    """Writes a table that would be too large to keep."""

    def write() -> None:
        Path("data.csv").write_text(text, encoding="utf-8")

    return write


def parquet(**columns: object) -> Callable[[], None]:
    """Writes columns as Parquet."""

    def write() -> None:
        arrow, files = pytest.importorskip("pyarrow"), pytest.importorskip("pyarrow.parquet")
        files.write_table(arrow.table(columns), "data.parquet")

    return write


MADE: Mapping[str, Callable[[], None]] = {
    "cell_too_long": csv(f"{HEAD}26XX1,SS,{'2' * 131_073},1\n26XX2,NO,84012000,1\n"),
    "code_kept_as_a_number": parquet(No=["26XX1"], HS=[1012100]),
    "line_too_long": csv(f"{HEAD}26XX1,SS,{'2' * 1_048_576},1\n26XX2,NO,84012000,1\n"),
    "parquet_column_of_lists": parquet(No=["26XX1"], Goods=[["acid", "base"]]),
    "rows_of_one_id_too_many": csv(HEAD + "26XX1,SS,29307000,1\n" * 10_002),
}
"""Tables that are made when they are needed: too large to keep, or in bytes that nobody can review."""


def reported(path: Path) -> str:
    """All that is said of a table: what is refused, and what could not be read in declarations."""
    lines: list[str] = []
    with path.open("rb") as stream:
        for one in TableAdapter().read(stream, str(path)):
            if isinstance(one, Declaration):
                issues = [(it.code, it.message, f"{one.id}: {it.place}") for it in one.parse_issues]
                lines += [render(Diagnostic(code, message, where=where)) for code, message, where in issues]
                lines.append(f"read: {one.id}, {len(one.items)} goods items")
            else:
                lines.append(report(one.diagnostics))
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("name", CASES)
def test_the_report_is_exactly_the_one_expected(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A faulty map or table gives the report that stands beside it, to the letter."""
    folder = tmp_path / name
    if (CORPUS / name).is_dir():
        shutil.copytree(CORPUS / name, folder)
    folder.mkdir(exist_ok=True)
    monkeypatch.chdir(folder)
    if name in MADE:
        MADE[name]()
    if name == "parquet_without_pyarrow":
        monkeypatch.setitem(sys.modules, "pyarrow", None)
    (table,) = (one for one in Path().glob("data.*") if one.suffix != ".yaml")
    assert reported(table) == (CORPUS / f"{name}.expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [one for one in CODES if "730" <= one[1:] <= "749"])
def test_every_code_has_a_folder(code: str) -> None:
    """Each code of maps and tables is met by a folder of the corpus."""
    reports = [one.read_text(encoding="utf-8") for one in CORPUS.glob("*.expected")]
    assert any(line.startswith(f"{code} ") for text in reports for line in text.splitlines())
