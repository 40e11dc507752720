"""Files to cells, whatever is in them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.core.diagnostics import StceError
from stce_rules.workbench.decision_tables.cells import address, letters
from stce_rules.workbench.decision_tables.delimited import read_delimited
from stce_rules.workbench.decision_tables.importing import import_table
from stce_rules.workbench.decision_tables.reading import read_table
from stce_rules.workbench.decision_tables.surroundings import surroundings_of
from stce_rules.workbench.decision_tables.workbook import read_workbook
from tests.workbench.decision_tables import books


def test_columns_are_named_as_in_spreadsheets() -> None:
    """Columns are A to Z, then AA and so on."""
    assert [letters(one) for one in (1, 26, 27, 52, 703)] == ["A", "Z", "AA", "AZ", "AAA"]
    assert address(7, 4) == "D7"


def test_the_sheet_that_is_read(tmp_path: Path) -> None:
    """The sheet Rules is taken, or the one that is named."""
    path = tmp_path / "risk.xlsx"
    path.write_bytes(books.fine())
    assert read_table(path).name.endswith("risk.xlsx, sheet Rules")
    assert read_table(path, "Rules").rows == read_table(path).rows


def codes_of(raw: bytes) -> set[str]:
    """The codes that a workbook is refused with; none where it is read."""
    try:
        import_table(read_workbook(raw, "risk.xlsx", None), surroundings_of(None))
    except StceError as fault:
        return {one.code for one in fault.diagnostics}
    return set()


@pytest.mark.slow
def test_damaged_workbooks_are_refused() -> None:
    """A workbook with any bytes changed is read or refused; nothing else happens."""
    raw, chance, refused = books.fine(), Random(1), 0
    for _ in range(300):
        damaged = bytearray(raw)
        for _ in range(chance.randint(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        found = codes_of(bytes(damaged))
        refused += bool(found)
        assert found <= {"E920", "E921", "E923", "E924"}
    assert refused > 50


@pytest.mark.slow
def test_damaged_sheets_are_refused() -> None:
    """A workbook whose sheet is damaged inside is read or refused; nothing else happens."""
    chance = Random(2)
    with zipfile.ZipFile(io.BytesIO(books.fine())) as book:
        parts = {one.filename: book.read(one.filename) for one in book.infolist()}
    for _ in range(300):
        page, name = io.BytesIO(), chance.choice(sorted(parts))
        content = bytearray(parts[name])
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(content))
            content[at : at + chance.randint(0, 3)] = bytes(chance.choice(b'0123456789<>/"&; a') for _ in range(2))
        with zipfile.ZipFile(page, "w") as made:
            for one, each in parts.items():
                made.writestr(one, bytes(content) if one == name else each)
        assert codes_of(page.getvalue()) <= {"E920", "E921", "E923", "E924"}


CELLS = st.text(st.sampled_from("0123456789.,;-/%\"'ABnot tolisexyzé\n #=@kg"), max_size=12)
HEADINGS = (
    *("id", "title", "hs", "cas", "destination", "net mass at least", "net mass", "description", "licence", "route"),
    *("indicator", "status", "version", "points", "channel", "ask for", "regime", "effective from", "applies to"),
    *("examples", "unless licence", "unless because", "edition", "either hs", "either cas"),
)


@given(st.lists(st.tuples(*[CELLS for _ in HEADINGS]), min_size=1, max_size=2))
def test_any_cells_are_told_by_cell(rows: list[tuple[str, ...]]) -> None:
    """Whatever stands in the cells, an import ends with rules, or with reports that name a cell."""
    text = "\n".join(",".join('"' + one.replace('"', '""') + '"' for one in row) for row in (HEADINGS, *rows))
    made = import_table(read_delimited(text.encode(), "risk.csv"), surroundings_of(None))
    assert (made.text is None) == any(one.code.startswith("E") for one in made.diagnostics)
    assert [one for one in made.diagnostics if not one.where.startswith("risk.csv")] == []
    if made.text is None and made.rules:
        assert any("cell" in one.where for one in made.diagnostics)
