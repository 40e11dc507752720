"""Canonical tables as declarations."""

from __future__ import annotations

import gzip
import io
from decimal import Decimal
from pathlib import Path

from stce_rules.core.declaration import Declaration
from stce_rules.intake.adapters import Refused
from stce_rules.intake.adapters import read as read_message
from stce_rules.intake.tables.adapter import TableAdapter
from stce_rules.intake.tables.assemble import MOST_ROWS
from stce_rules.intake.tables.csvrows import LONGEST_ROW


def read(text: str | bytes) -> list[Declaration | Refused]:
    """All that a CSV table gives."""
    raw = text if isinstance(text, bytes) else text.encode()
    return list(TableAdapter().read(io.BufferedReader(io.BytesIO(raw)), "t.csv"))


def declarations(text: str | bytes) -> list[Declaration]:
    """The declarations, when nothing is refused."""
    found = [one for one in read(text) if isinstance(one, Declaration)]
    assert len(found) == len(read(text))
    return found


def test_a_row_is_a_goods_item_and_rows_with_one_id_are_a_declaration() -> None:
    """Rows that follow each other with the same id are the goods items of one declaration."""
    one, two = declarations("id,destination,item.hs,item.net_mass_kg\nA,SS,29307000,25.10\nA,SS,84137090,\nB,FR,,\n")
    assert [(item.number, item.hs, item.net_mass_kg) for item in one.items] == [
        (1, "29307000", Decimal("25.10")),
        (2, "84137090", None),
    ]
    assert (one.destination, two.id, two.items) == ("SS", "B", [])


def test_another_version_is_another_declaration() -> None:
    """An amendment has the id of its original and is a declaration of its own."""
    found = declarations("id,version,action\nA,1,\nA,2,amendment\n")
    assert [(one.version, one.action) for one in found] == [(1, "original"), (2, "amendment")]


def test_an_id_that_comes_back_later_is_a_declaration_of_its_own() -> None:
    """Only rows that follow each other belong together."""
    assert [one.id for one in declarations("id\nA\nB\nA\n")] == ["A", "B", "A"]


def test_a_box_blank_in_one_row_is_taken_from_another() -> None:
    """Exports that write the declaration's own boxes once only are read."""
    (one,) = declarations("id,destination,item.hs\nA,,29307000\nA,SS,84137090\nA,,84137090\n")
    assert (one.destination, one.parse_issues, len(one.items)) == ("SS", [], 3)


def test_cells_between_semicolons_with_quotation_marks_and_line_breaks() -> None:
    """Any of three delimiters, a mark before UTF-8 and line ends of Windows are read."""
    (one,) = declarations(b'\xef\xbb\xbfid;item.description\r\nA;"drums; ""blue""\r\nand \xc3\xbcber"\r\n')
    assert one.items[0].description == 'drums; "blue"\r\nand über'


def test_a_number_that_is_none_is_told_and_costs_its_box_only() -> None:
    """A faulty cell becomes a parse issue of the declaration."""
    (one,) = declarations("id,item.net_mass_kg,item.hs\nA,much,29307000\n")
    assert [(issue.code, issue.place) for issue in one.parse_issues] == [("W623", "items[0].net_mass_kg")]


def test_a_row_of_50_mb_is_refused_and_the_next_one_read() -> None:
    """A row beyond the limit is told."""
    long = b"A," + b"x" * 50_000_000 + b"\n"
    refused, good = read(b"id,item.description\n" + long + b"B,fine\n")
    assert isinstance(refused, Refused)
    assert refused.diagnostics[0].code == "E743"
    assert "longer than 1,048,576 characters" in refused.diagnostics[0].message
    assert isinstance(good, Declaration)


def test_a_cell_longer_than_a_cell_can_be_is_refused() -> None:
    """A cell of half a megabyte is no description."""
    (refused,) = read(b"id,item.description\nA," + b"x" * (LONGEST_ROW // 2) + b"\n")
    assert isinstance(refused, Refused)
    assert refused.diagnostics[0].message == "row 2: a cell is longer than 131,072 characters"


def test_a_declaration_with_more_items_than_memory_should_hold_is_cut() -> None:
    """A table whose rows all have one id does not fill the memory: rows beyond the limit are refused."""
    refused, long, good = read("id,item.hs\n" + "A,29307000\n" * (MOST_ROWS + 1) + "B,29307000\n")
    assert isinstance(refused, Refused)
    assert refused.diagnostics[0].code == "E745"
    assert isinstance(long, Declaration)
    assert [issue.code for issue in long.parse_issues] == ["W749"]
    assert isinstance(good, Declaration)


def test_a_damaged_gzip_table_gives_what_stood_before(tmp_path: Path) -> None:
    """Rows before the damage are read, the damage is told."""
    rows = "id,item.description\n" + "".join(f"A{n},{n**7}\n" for n in range(20_000))
    packed = gzip.compress(rows.encode(), mtime=0)
    path = tmp_path / "t.csv.gz"
    path.write_bytes(packed[: len(packed) // 2])
    found = list(read_message(path))
    assert sum(isinstance(one, Declaration) for one in found) > 1000
    assert isinstance(found[-1], Refused)
    assert found[-1].diagnostics[0].code == "E611"
