"""Whatever a table or a map holds: nothing is raised that was not promised, and no row is lost."""

from __future__ import annotations

import contextlib
import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from stce_rules import Declaration, StceError
from stce_rules.core.span import Source
from stce_rules.intake.adapters import Refused
from stce_rules.intake.normalise import normalise
from stce_rules.intake.tables.adapter import TableAdapter
from stce_rules.intake.tables.mapfile import parse_map
from stce_rules.intake.tables.model import TableMap

MAP = """
blanks: ["-"]
dates: [YYYY-MM-DD, D/M/YY]
declaration:
  id: {columns: [No, Part], join: "/"}
  flow: {column: Flow, values: {i: import}, others: keep}
  date: Day
  parties: [{role: Role, name: Who}]
  outcome: {inspected: Seen, finding: Found}
item:
  cas: {column: CAS, split: ";"}
  net_mass_kg: {column: Mass, unit: Unit}
  value: {amount: Price, currency: Currency}
"""
COLUMNS = ["No", "Part", "Flow", "Day", "Role", "Who", "Seen", "Found", "CAS", "Mass", "Unit", "Price", "Currency"]

CELL = st.one_of(
    st.sampled_from(
        ["", "-", "1", "2", "i", "export", "1/2/26", "yes", "kg", "t", "12.5", "EUR", "a;b;", "null", '"', "x\ny"]
    ),
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8),
)
ROW = st.lists(CELL, min_size=len(COLUMNS) - 1, max_size=len(COLUMNS) + 1)
WHOLE_ROW = st.lists(CELL, min_size=len(COLUMNS), max_size=len(COLUMNS))


def _read(table: TableMap, raw: bytes) -> list[Declaration | Refused]:
    return list(TableAdapter([table]).read(io.BytesIO(raw), "t.csv"))


def _written(rows: list[list[str]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows([COLUMNS, *rows])
    return text.getvalue().encode()


@given(st.lists(st.one_of(ROW, WHOLE_ROW), max_size=12), st.sampled_from(["items", "declarations"]))
def test_no_row_is_lost(rows: list[list[str]], together: str) -> None:
    """Every row that says anything is a goods item or is refused, never both and never neither."""
    found = _read(parse_map(Source("m", f"rows: {together}\n{MAP}")), _written(rows))
    items = sum(len(one.items) for one in found if isinstance(one, Declaration))
    stand_ins = sum(issue.code == "W749" for one in found if isinstance(one, Declaration) for issue in one.parse_issues)
    refused = [one.diagnostics[0].code for one in found if isinstance(one, Refused)]
    assert items - stand_ins + len([code for code in refused if code != "W613"]) == sum(
        any(cell.strip() for cell in row) for row in rows
    )


@given(st.lists(WHOLE_ROW, min_size=1, max_size=8))
def test_every_issue_names_a_box_and_a_row(rows: list[list[str]]) -> None:
    """What could not be read is told with a path inside the declaration, and rules can be asked about it."""
    for one in _read(parse_map(Source("m", MAP)), _written(rows)):
        if isinstance(one, Declaration):
            assert all("row " in issue.message for issue in one.parse_issues)
            numbers = [
                int(issue.place[6:].split("]")[0]) for issue in one.parse_issues if issue.place.startswith("items[")
            ]
            assert all(number < len(one.items) for number in numbers)
            assert set(one.parse_issues) <= set(normalise(one).issues)


@given(st.binary(max_size=300), st.sampled_from(["utf-8", "utf-16", "euc-kr", "shift_jis", "windows-1252"]))
@example(b'"', "utf-8")
@example(b"\xff\xfe\x00", "utf-16")
@example(b"No,HS\n1", "utf-8")
def test_any_bytes_are_read_or_refused(raw: bytes, encoding: str) -> None:
    """Bytes of any kind, below a good header, give declarations and refusals and nothing else."""
    codec = encoding if encoding != "utf-16" else "utf-16-le"
    table = parse_map(Source("m", f"encoding: {encoding}\ndeclaration: {{id: No}}\nitem: {{hs: HS}}"))
    head = "No,HS\n".encode(codec) if encoding != "utf-16" else "No,HS\n".encode("utf-16")
    for whole in (head + raw, raw):
        assert {type(one) for one in _read(table, whole)} <= {Declaration, Refused}
        assert TableAdapter([table]).recognises(whole, "") in (True, False)


@given(st.text(alphabet='{}[]:,-=\n "#&*!|>%@`abcdeinouk0', max_size=60), st.integers(0, len(MAP)))
def test_any_map_is_read_or_told(text: str, cut: int) -> None:
    """A map of any text, or a good one with something put into it, is read or refused with a report."""
    for whole in (text, MAP[:cut] + text + MAP[cut:]):
        with contextlib.suppress(StceError):
            assert isinstance(parse_map(Source("m", whole)), TableMap)
