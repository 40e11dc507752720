"""The shipped tables as a whole."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from stce_rules.reference import tables

FOLDER = Path(tables.__file__).parent / "data"
NAMES = sorted(path.name for path in FOLDER.glob("*.csv"))

IMPORT_ALL_AND_LIST_OPENED = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from stce_rules.reference import cas, countries, currencies, hs, places, units
print([path for path in opened if path.endswith(".csv")])
"""


def test_nothing_is_read_at_import() -> None:
    """Importing every module of this floor opens no table."""
    command = [sys.executable, "-c", IMPORT_ALL_AND_LIST_OPENED]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=FOLDER.parents[2])
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("name", NAMES)
def test_every_row_is_as_wide_as_the_header(name: str) -> None:
    """Rows have as many values as the header has names, without blanks around them."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    rows = tables.rows(name)
    assert rows
    for row in rows:
        assert len(row) == len(header)
        assert all(value == value.strip() for value in row)


def test_every_table_names_its_source() -> None:
    """The file of sources names each table and every key of a source column."""
    sources = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")
    for name in NAMES:
        assert f"`{name}`" in sources
        with (FOLDER / name).open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file))
        if header[-1] == "source":
            assert all(f"*{row[-1]}*" in sources for row in tables.rows(name))


def test_the_tables_are_small() -> None:
    """All tables together stay under 1.5 megabytes, so that the package stays light."""
    assert sum(path.stat().st_size for path in FOLDER.iterdir()) < 1_500_000
