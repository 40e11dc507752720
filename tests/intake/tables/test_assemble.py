"""Rows put together to declarations, and rows that are none."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable

import pytest

from stce_rules import Declaration
from stce_rules.core.span import Source
from stce_rules.intake.adapters import Refused, read
from stce_rules.intake.tables import assemble
from stce_rules.intake.tables.adapter import TableAdapter
from stce_rules.intake.tables.mapfile import parse_map

ReadTable = Callable[[str, str | bytes], list[Declaration | Refused]]

MAP = """
declaration: {id: No, destination: To, office: Office, outcome: {inspected: =yes, finding: Found}}
item: {hs: HS}
"""
HEAD = "No,To,Office,Found,HS\n"


def shape(found: list[Declaration | Refused]) -> list[object]:
    """Declarations as (id, codes of goods), refusals as (code, place)."""
    return [
        (one.id, [item.hs for item in one.items])
        if isinstance(one, Declaration)
        else (one.diagnostics[0].code, one.place)
        for one in found
    ]


def test_rows_with_one_id_are_one_declaration(read_table: ReadTable) -> None:
    """Rows that follow each other with one id are its goods items, numbered in their order."""
    found = read_table(MAP, HEAD + "1,SS,,,2930\n1,SS,,,2931\n2,NO,,,8401\n1,SS,,,2811\n")
    assert shape(found) == [("1", ["2930", "2931"]), ("2", ["8401"]), ("1", ["2811"])]
    assert isinstance(found[0], Declaration)
    assert [item.number for item in found[0].items] == [1, 2]


def test_each_row_may_be_a_declaration(read_table: ReadTable) -> None:
    """With `rows: declarations` rows with one id are declarations of their own."""
    assert shape(read_table("rows: declarations\n" + MAP, HEAD + "1,,,,2930\n1,,,,2931\n")) == [
        ("1", ["2930"]),
        ("1", ["2931"]),
    ]


def test_what_only_some_rows_say_is_kept(read_table: ReadTable) -> None:
    """A box of the whole declaration may be blank in some of its rows."""
    found = read_table(MAP, HEAD + "1,,DE1,,2930\n1,SS,,fraud,2931\n")[0]
    assert isinstance(found, Declaration)
    assert (found.destination, found.office, found.parse_issues) == ("SS", "DE1", [])
    assert found.outcome is not None
    assert found.outcome.finding == "fraud"


def test_rows_that_disagree_make_the_box_unreadable(read_table: ReadTable) -> None:
    """Where rows of one declaration differ, the box keeps the first value and is told."""
    found = read_table(MAP, HEAD + "1,SS,,,2930\n1,NO,,,2931\n")[0]
    assert isinstance(found, Declaration)
    assert found.destination == "SS"
    assert [(one.code, one.place) for one in found.parse_issues] == [("W748", "destination")]


def test_a_box_keeps_its_first_value_when_a_later_row_fills_another(read_table: ReadTable) -> None:
    """What rows disagree about is not said anew by a row that adds what no row before said."""
    found = read_table(MAP, HEAD + "1,SS,,,2930\n1,NO,,,2931\n1,NO,DE1,,2932\n")[0]
    assert isinstance(found, Declaration)
    assert (found.destination, found.office) == ("SS", "DE1")
    assert [(one.code, one.place) for one in found.parse_issues] == [("W748", "destination")]
    assert found.parse_issues[0].message == "row 3 says something else than row 2 of the same declaration"


@pytest.mark.parametrize(
    ("row", "code", "said"),
    [
        ("3,SS", "E740", "row 3 has 2 cells, not 5"),
        ("3,SS,,,2930,x", "E740", "row 3 has 6 cells, not 5"),
        (",SS,,,2930", "E741", "row 3 has no id of a declaration"),
        (" null ,SS,,,2930", "E741", "row 3 has no id of a declaration"),
        ('3,"SS,,,2930', "E742", "row 3: a quotation mark is not closed, or not doubled inside a cell"),
        ("3,\0,,,2930", "E744", "row 3: character 3 of the line is NUL"),
    ],
)
def test_a_row_that_cannot_be_read_is_refused(read_table: ReadTable, row: str, code: str, said: str) -> None:
    """The row is refused with its place and number, and the rows around it are read."""
    found = read_table(MAP, f"{HEAD}1,SS,,,2930\n{row}\n2,NO,,,8401\n")
    refused = [one for one in found if isinstance(one, Refused)]
    assert [(one.place, one.diagnostics[0].code, one.diagnostics[0].message) for one in refused] == [
        ("table.csv:3", code, said)
    ]
    assert [one.id for one in found if isinstance(one, Declaration)] == ["1", "2"]


def test_surplus_cells_that_are_blank_do_no_harm(read_table: ReadTable) -> None:
    """A delimiter at the end of a row does not cost it."""
    assert shape(read_table(MAP, HEAD + "1,SS,,,2930,,\n")) == [("1", ["2930"])]


def test_an_id_that_cannot_be_read_refuses_the_row(read_table: ReadTable) -> None:
    """An id with broken letters is none."""
    found = read_table(MAP, HEAD.encode() + b"\xe9,SS,,,2930\n")
    assert shape(found) == [("E741", "table.csv:2")]


def test_a_refused_row_among_others_leaves_an_unreadable_item(read_table: ReadTable) -> None:
    """A refused row between rows of one declaration stands in it as an item that cannot be read."""
    found = read_table(MAP, HEAD + "1,SS,,,2930\n1,SS\n1,SS,,,2931\n2,NO\n")
    assert shape(found) == [("E740", "table.csv:3"), ("E740", "table.csv:5"), ("1", ["2930", None, "2931"])]
    assert isinstance(found[2], Declaration)
    assert [(one.code, one.place) for one in found[2].parse_issues] == [("W749", "items[1]")]


def test_a_file_that_breaks_off_keeps_what_was_read() -> None:
    """Of a damaged gzip file the last declaration is kept, with an unreadable item for what may be missing."""
    rows = "".join(f"{number // 2},SS,,,{2900 + number % 50}\n" for number in range(20_000))
    raw = gzip.compress((HEAD + rows).encode())
    adapter = TableAdapter([parse_map(Source("test.yaml", MAP))])
    found = list(read(io.BytesIO(raw[: len(raw) // 2]), adapters=[adapter], name="x.csv.gz"))
    *good, last, refused = found
    assert all(isinstance(one, Declaration) and not one.parse_issues for one in good)
    assert isinstance(last, Declaration)
    assert [one.code for one in last.parse_issues] == ["W749"]
    assert isinstance(refused, Refused)
    assert refused.diagnostics[0].code == "E611"


def test_too_many_rows_with_one_id(read_table: ReadTable, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the limit rows are refused one by one, and the declaration says that goods are missing."""
    monkeypatch.setattr(assemble, "MOST_ROWS", 3)
    found = read_table(MAP, HEAD + "1,SS,,,2930\n" * 5 + "2,NO,,,8401\n")
    assert shape(found) == [
        ("E745", "table.csv:5"),
        ("E745", "table.csv:6"),
        ("1", ["2930", "2930", "2930", None]),
        ("2", ["8401"]),
    ]
