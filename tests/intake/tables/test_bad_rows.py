"""A table with every kind of bad row: each is judged or refused, and none is lost."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from stce_rules.core.declaration import Declaration
from stce_rules.core.span import Source
from stce_rules.intake.declared import Declared
from stce_rules.intake.refusal import Refused
from stce_rules.intake.tables.adapter import TableAdapter
from stce_rules.intake.tables.arrow import TableBatch, table_batches
from stce_rules.intake.tables.mapfile import parse_map
from stce_rules.replay.rejects import RejectsFile
from stce_rules.replay.sources import Rejected, history_of

MAP = """
encoding: windows-1252
delimiter: ";"
decimal: ","
thousands: "."
dates: [DD.MM.YYYY, YYYY-MM-DD]
declaration:
  id: No
  version: Version
  flow: {column: Flow, values: {E: export, I: import}}
  date: Day
  destination: {column: To, countries: alpha-3}
  parties: [{role: Role, name: Who}]
  outcome: {inspected: Seen, finding: Found}
item:
  number: Line
  hs: {column: HS, digits: 8}
  cas: {column: CAS, split: "/"}
  net_mass_kg: {column: Mass, unit: Unit}
  value: {amount: Price, currency: Currency}
  documents: [{type: Paper, expires: Until}]
"""
HEAD = b"No;Version;Flow;Day;To;Role;Who;Seen;Found;Line;HS;CAS;Mass;Unit;Price;Currency;Paper;Until"
GOOD = b"%s;1;E;01.06.2026;SSD;consignee;Alpha;yes;;1;29307000;111-48-8;1.250,5;kg;10,00;EUR;X002;2027-01-01"


def row(number: int, **cells: bytes) -> bytes:
    """A good row but for some of its cells."""
    names = HEAD.decode().split(";")
    values = (GOOD % f"A{number}".encode()).split(b";")
    for name, cell in cells.items():
        values[names.index(name)] = cell
    return b";".join(values)


CELLS: tuple[tuple[str, dict[str, bytes]], ...] = (
    ("W623", {"Version": b"one"}),
    ("W623", {"Version": b"1,5"}),
    ("W746", {"Flow": b"X"}),
    ("W637", {"Day": b"31.02.2026"}),
    ("W637", {"Day": b"06/01/2026"}),
    ("W637", {"Day": b"soon"}),
    ("W635", {"To": b"XYZ"}),
    ("W635", {"To": b"South Sudan"}),
    ("W625", {"Role": b""}),
    ("W747", {"Who": b"Alph\x81"}),
    ("W642", {"Seen": b"perhaps"}),
    ("W625", {"Seen": b"", "Found": b"fraud"}),
    ("W623", {"Line": b"first"}),
    ("W631", {"HS": b"2930.70"}),
    ("W631", {"HS": b"293070001"}),
    ("W631", {"HS": b"chemicals"}),
    ("W747", {"CAS": b"111-48-8/\x81"}),
    ("W623", {"Mass": b"much"}),
    ("W623", {"Mass": b"1,250.5"}),
    ("W623", {"Mass": b"NaN"}),
    ("W624", {"Unit": b"l"}),
    ("W625", {"Unit": b""}),
    ("W625", {"Currency": b""}),
    ("W623", {"Price": b"10 EUR"}),
    ("W637", {"Until": b"2027"}),
    ("W625", {"Paper": b""}),
)
"""Rows with a cell that cannot be read, and what is told of the declaration."""

ROWS: tuple[tuple[str, bytes], ...] = (
    ("E740", b"B1;1;E"),
    ("E740", GOOD % b"B2" + b";surplus"),
    ("E741", GOOD % b""),
    ("E741", GOOD % b"null"),
    ("E741", GOOD % b"\x81"),
    ("E742", GOOD % b'"B3'),
    ("E742", GOOD % b'"B"4'),
    ("E743", GOOD % (b"x" * 131_073)),
    ("E743", GOOD % (b"x" * 1_048_577)),
    ("E744", GOOD % b"B\0"),
)
"""Rows that are refused."""


@pytest.fixture(scope="module")
def table() -> bytes:
    """Good rows and bad ones by turns."""
    lines = [HEAD]
    for number, (_, cells) in enumerate(CELLS):
        lines += [GOOD % f"G{number}".encode(), row(number, **cells)]
    for number, (_, bad) in enumerate(ROWS):
        lines += [GOOD % f"H{number}".encode(), bad]
    return b"\r\n".join([*lines, b"", b""])


def test_there_are_more_than_thirty_kinds() -> None:
    """Each kind is there once."""
    assert len({repr(one) for one in CELLS} | {one for _, one in ROWS}) == len(CELLS) + len(ROWS) == 36


def test_every_row_is_judged_or_refused(table: bytes) -> None:
    """Declarations and refusals together are the rows; each bad one is told by its code, its row and its column."""
    found = list(TableAdapter(given=parse_map(Source("m", MAP))).read(io.BytesIO(table), "t.csv"))
    read = [one for one in found if isinstance(one, Declaration)]
    refused = [one for one in found if isinstance(one, Refused)]
    assert (len(read), len(refused)) == (len(CELLS) * 2 + len(ROWS), len(ROWS))
    assert sum(len(one.items) for one in read) == len(read)
    assert [one.diagnostics[0].code for one in refused] == [code for code, _ in ROWS]
    faulty = {one.id: one.parse_issues for one in read if one.parse_issues}
    assert {name: issues[0].code for name, issues in faulty.items()} == {
        f"A{number}": code for number, (code, _) in enumerate(CELLS)
    }
    assert all("row " in issue.message for issues in faulty.values() for issue in issues)


def test_batches_lose_none_either(table: bytes) -> None:
    """The same counts where good rows go by batches."""
    without = MAP.replace(", expires: Until", "").replace("role: Role", "role: =consignee")
    with TableAdapter(given=parse_map(Source("m", without))).opened(io.BytesIO(table), "t.csv") as opened:
        found = list(table_batches(opened))
    batched = sum(one.batch.num_rows for one in found if isinstance(one, TableBatch))
    apart = sum(len(one.declaration.items) for one in found if isinstance(one, Declared))
    refused = [one for one in found if isinstance(one, Refused)]
    assert batched >= len(CELLS)
    assert (batched + apart, len(refused)) == (len(CELLS) * 2 + len(ROWS), len(ROWS))


def test_the_file_of_rejects_holds_every_refused_row(table: bytes, tmp_path: Path) -> None:
    """With its place, its code, the reason, and the row as it stood."""
    path = tmp_path / "t.csv"
    path.write_bytes(table)
    path.with_name("t.csv.map.yaml").write_text(MAP, encoding="utf-8")
    with RejectsFile(tmp_path / "rejects.ndjson") as file:
        for one in history_of([path]).read():
            if isinstance(one, Rejected):
                file.write(one)
    lines = [msgspec.json.decode(line) for line in (tmp_path / "rejects.ndjson").read_bytes().splitlines()]
    assert Counter(one["code"] for one in lines) == Counter(code for code, _ in ROWS)
    assert all(one["place"].startswith(f"{path}:") and one["message"] for one in lines)
    assert lines[0]["raw"] == "B1;1;E"
