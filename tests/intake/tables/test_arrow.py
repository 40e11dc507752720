"""Tables as record batches: the same declarations as row by row."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
from collections.abc import Collection, Iterator, Sequence
from datetime import datetime, time
from functools import partial
from pathlib import Path
from typing import Any, Literal

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from stce_rules.core.declaration import Declaration, ParseIssue
from stce_rules.core.diagnostics import StceError
from stce_rules.core.span import Source
from stce_rules.intake.declared import Declared
from stce_rules.intake.refusal import Refused
from stce_rules.intake.tables import arrow as door
from stce_rules.intake.tables import blocks
from stce_rules.intake.tables.adapter import TableAdapter
from stce_rules.intake.tables.arrow import TableBatch, parquet_batches, table_batches
from stce_rules.intake.tables.filling import without_row
from stce_rules.intake.tables.mapfile import parse_map
from stce_rules.intake.tables.model import TableMap
from stce_rules.intake.tables.opening import open_typed
from stce_rules.intake.tables.typedrows import typed_table
from stce_rules.replay.sources import Rejected, history_of

pa: Any = pytest.importorskip("pyarrow")
parquet: Any = pytest.importorskip("pyarrow.parquet")

MAP = """
blanks: ["-"]
dates: [YYYY-MM-DD, D/M/YY, "D/M/YY hh:mm"]
declaration:
  id: No
  version: Version
  flow: {column: Flow, values: {i: import}, others: keep}
  date: Day
  parties:
    - {role: =consignee, name: Who, country: =AE}
    - {role: =importer, id: Id}
  route: [{stop: {column: Route, split: "|"}}]
  documents: [{type: {column: Papers, split: "|"}, claim: =licence}]
  outcome: {inspected: Seen, finding: Found}
item:
  hs: {column: HS, digits: 6}
  cas: {column: CAS, split: ";"}
  net_mass_kg: {column: Mass, unit: Unit}
  value: {amount: Price, currency: Currency}
  extra: {rate: {column: Rate, type: number}}
"""
COLUMNS = ("No", "Version", "Flow", "Day", "Who", "Id", "Route", "Papers", "Seen", "Found", "HS", "CAS", "Mass", "Unit",
           "Price", "Currency", "Rate")  # fmt: skip
CELLS = {
    "No": ["A", "A", "A", "B", " A", "", "null"],
    "Version": ["", "", "1", "2", "x"],
    "Flow": ["", "i", "export", "bad"],
    "Day": ["2026-06-01", "1/2/26", "1/2/26 09:30", "1/2/26 00:00", "", "soon"],
    "Route": ["", "DE|AEJEA", "DE"],
    "Papers": ["", "X002|C052", "X002"],
    "Seen": ["yes", "", "perhaps"],
    "HS": ["2930", "293070", "", "dual"],
    "CAS": ["", "756-79-6;111-48-8", ";"],
    "Mass": ["1", "2.50", "", "much"],
    "Unit": ["kg", "t", ""],
    "Price": ["5", "", "1e2"],
    "Currency": ["EUR", ""],
}
TEXT = ["", "x", "-", " y ", 'q"', "a,b", "\N{REPLACEMENT CHARACTER}"]
ROWS = st.lists(
    st.tuples(*(st.sampled_from(CELLS.get(name, TEXT)) for name in COLUMNS)).map(list), min_size=1, max_size=25
)


def declarations(
    found: Iterator[TableBatch | Declared | Refused], *, typed: bool = True
) -> list[tuple[int, Declaration]]:
    """What a table gives, batches read as canonical tables, in the order of rows; refusals have the place of theirs."""
    told: list[tuple[int, Declaration]] = []
    for one in found:
        if isinstance(one, TableBatch):
            numbers = [int(row) for row in one.rows]
            assert numbers == sorted(numbers)
            unread = told_beside(one)
            table = open_typed(typed_table(one.batch.schema, partial(_columns, one.batch)), "", None)
            for each in table.declarations():
                assert isinstance(each, Declared)
                assert each.declaration.parse_issues == []
                issues = unread.get(numbers[each.row - 1], [])
                told.append((numbers[each.row - 1], replace(each.declaration, parse_issues=issues)))
        elif isinstance(one, Declared):
            told.append((one.row, _without_rows(one.declaration)))
    return sorted(told, key=lambda one: one[0])


def told_beside(batch: TableBatch) -> dict[int, list[ParseIssue]]:
    """What is told beside the columns of a batch, by the rows where declarations begin."""
    unread = batch.unread
    if unread is None:
        return {}
    return {int(row): list(unread.ways[way]) for row, way in zip(unread.rows, unread.of, strict=True)}


def _without_rows(declaration: Declaration) -> Declaration:
    """A declaration whose outcome alone has faults, these without the rows, which columns do not tell."""
    issues = declaration.parse_issues
    if not all(one.place.startswith("outcome.") and one.code != "W748" for one in issues):
        return declaration
    plain = [replace(one, message=without_row(one.message)) for one in issues]
    return replace(declaration, parse_issues=list(dict.fromkeys(plain)))


def _columns(batch: Any, names: Sequence[str], _size: int) -> Iterator[Any]:  # noqa: ANN401 (pyarrow has no types)
    yield batch.select(list(names))


def refused(found: Collection[TableBatch | Declared | Refused]) -> list[tuple[str, str, bytes]]:
    """Places, reports and rows of refusals."""
    return sorted((one.place, str(one.diagnostics[0]), one.raw or b"") for one in found if isinstance(one, Refused))


def both(table: TableMap | None, raw: bytes, name: str = "t.csv") -> tuple[list[Any], list[Any]]:
    """All that the two doors give for a table."""
    adapter = TableAdapter(given=table)
    with adapter.opened(io.BytesIO(raw), name) as by_rows:
        rows = list(by_rows.declarations())
    with adapter.opened(io.BytesIO(raw), name) as by_batches:
        return rows, list(table_batches(by_batches))


def check(table: TableMap | None, raw: bytes, name: str = "t.csv") -> list[Any]:
    """The two doors give the same."""
    rows, batches = both(table, raw, name)
    assert refused(batches) == refused(rows)
    assert declarations(iter(batches)) == declarations(iter(rows))
    return batches


def written(rows: list[list[str]], *, quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> bytes:
    """A CSV text."""
    text = io.StringIO(newline="")
    csv.writer(text, quoting=quoting).writerows([COLUMNS, *rows])
    return text.getvalue().encode()


@settings(max_examples=60, phases=[Phase.generate])
@given(ROWS, st.sampled_from(["items", "declarations"]), st.booleans())
def test_both_doors_give_the_same_declarations(rows: list[list[str]], together: str, quoted: bool) -> None:
    """Whatever the cells hold, declarations, issues, rows and refusals are those of reading row by row."""
    table = parse_map(Source("m", f"rows: {together}\n{MAP}"))
    check(table, written(rows, quoting=csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL))


@settings(max_examples=40, phases=[Phase.generate])
@given(ROWS, st.integers(1, 40), st.integers(1, 5))
def test_declarations_across_blocks_and_batches_stay_whole(rows: list[list[str]], block: int, most: int) -> None:
    """Blocks of a few characters, and a limit of a few rows for one declaration, change nothing."""
    table = parse_map(Source("m", MAP))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_BLOCK", block)
        patch.setattr(door, "MOST_ROWS", most)
        patch.setattr("stce_rules.intake.tables.assemble.MOST_ROWS", most)
        check(table, written(rows))


DAYS = ["2026-05-04", "2026-05-04T09:30", "2026-05-04 09:30:59", "2026-05-05T00:00", "", "-", " 2026-05-04",
        "2026-05-04 09:30:59.5Z", "2026-02-30", "2026-05-04T24:00", "0000-01-01", "2026-05-04T09"]  # fmt: skip


@settings(max_examples=60, phases=[Phase.generate])
@given(st.integers(4, len(DAYS)).flatmap(lambda most: st.lists(st.sampled_from(DAYS[:most]), min_size=1, max_size=9)))
def test_days_and_times_are_the_same_by_batches(days: list[str]) -> None:
    """Of canonical tables and by a map, plain ones all together and others cell by cell."""
    raw = "id,date\n" + "".join(f"A{number},{day}\n" for number, day in enumerate(days))
    check(None, raw.encode())
    check(parse_map(Source("m", 'blanks: ["-"]\ndeclaration: {id: id, date: date}')), raw.encode())
    file = io.BytesIO()
    dates = pa.array(days).dictionary_encode()
    parquet.write_table(pa.table({"id": [f"A{number}" for number in range(len(days))], "date": dates}), file)
    check(None, file.getvalue(), "t.parquet")


def test_most_rows_go_by_batches() -> None:
    """What can be read comes in batches; only what cannot comes by itself."""
    good = [
        "2",
        "export",
        "2026-06-01",
        "x",
        "y",
        "DE|AEJEA",
        "X002",
        "yes",
        "none",
        "2930",
        "756-79-6",
        "1",
        "t",
        "5",
        "EUR",
        "1.50",
    ]
    rows = [[f"A{n // 3}", *good] for n in range(300)]
    rows[100][12] = "much"
    found = check(parse_map(Source("m", MAP)), written(rows))
    assert [type(one) for one in found] == [TableBatch, Declared]
    (batch, odd) = found
    assert (batch.batch.num_rows, odd.row, odd.declaration.id, len(odd.declaration.items)) == (297, 101, "A33", 3)
    first = batch.batch.slice(0, 1).to_pylist()[0]
    assert first["item.net_mass_kg"] == "1000"
    assert first["documents.licence"] == ["X002"]
    assert (first["item.hs"], first["consignee.country"], first["version"], first["item.number"]) == (
        "002930",
        "AE",
        2,
        1,
    )


OUTCOMES = "id,item.hs,outcome.inspected,outcome.selected_by,outcome.finding\n"


def test_an_outcome_that_cannot_be_read_is_told_beside_columns() -> None:
    """Its declaration is in the batch, without what cannot be read of it, and each way is told once."""
    rows = [
        "A,1,yes,tip-off,x",
        "B,2,yes,rule,",
        "C,3,yes,tip-off,x",
        "C,4,yes,tip-off,x",
        "D,5,yess,rule,x",
        "E,6,,,x",
    ]
    (batch,) = check(None, f"{OUTCOMES}{chr(10).join(rows)}\n".encode())
    assert batch.unread.rows.tolist() == [2, 4, 6, 7]
    assert {row: [one.place for one in issues] for row, issues in told_beside(batch).items()} == {
        2: ["outcome.selected_by"],
        4: ["outcome.selected_by"],
        6: ["outcome.inspected"],
        7: ["outcome.inspected"],
    }
    assert sorted((row, count) for row, _, count in batch.unread.counted()) == [(2, 2), (6, 1), (7, 1)]
    assert [one.outcome and one.outcome.finding for _, one in declarations(iter([batch]))] == [
        "x",
        None,
        "x",
        None,
        None,
    ]


SAID = st.tuples(
    st.sampled_from("AAB"),
    st.sampled_from(["1", "1", "much"]),
    st.sampled_from(["yes", "no", "", "1", "perhaps"]),
    st.sampled_from(["rule", "", "tip-off", "randm", "1"]),
    st.sampled_from(["", "x", "\N{REPLACEMENT CHARACTER}"]),
)
MAPS_OF_OUTCOMES = (
    "inspected: Seen, selected_by: Why, finding: What",
    'inspected: [Seen, Why], selected_by: {column: Why, values: {"1": manual}, others: keep}, finding: [What, Why]',
    "inspected: {column: Seen, values: {perhaps: no}}, selected_by: Why, finding: =x",
    "selected_by: Why",
)


@settings(max_examples=80, phases=[Phase.generate])
@given(st.lists(SAID, min_size=1, max_size=12), st.sampled_from(MAPS_OF_OUTCOMES), st.integers(1, 60))
def test_outcomes_of_any_words_are_the_same_by_batches(rows: list[tuple[str, ...]], boxes: str, block: int) -> None:
    """Whatever can or cannot be read of them, by any map, in one row or in several."""
    table = parse_map(
        Source("m", f"declaration: {{id: No, outcome: {{{boxes}}}}}\nitem: {{hs: =293070, net_mass_kg: Mass}}")
    )
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("No", "Mass", "Seen", "Why", "What"), *rows])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "_BLOCK", block)
        check(table, text.getvalue().encode())


@pytest.mark.parametrize("second", ["yes,randm,", ",,", "yes,random,", "yes, tip-off,"])
def test_rows_that_say_an_unreadable_outcome_in_two_ways_go_by_rows(second: str) -> None:
    """Which of them counts only the row reader knows; the other declarations stay in the batch."""
    found = check(None, f"{OUTCOMES}A,1,yes,tip-off,\nB,2,yes,tip-off,\nB,3,{second}\nC,4,yes,tip-off,\n".encode())
    assert [type(one) for one in found] == [TableBatch, Declared]
    assert (found[0].unread.rows.tolist(), found[1].row) == ([2, 5], 3)


def test_an_outcome_beside_another_fault_is_told_with_it() -> None:
    """A declaration with a box that cannot be read goes by rows, and its outcome is told there alone."""
    batch, odd = check(None, f"{OUTCOMES.replace('hs', 'net_mass_kg')}A,1,yes,rule,\nB,much,yes,tip-off,\n".encode())
    assert batch.unread is None
    assert [one.place for one in odd.declaration.parse_issues] == ["outcome.selected_by", "items[0].net_mass_kg"]


@pytest.mark.parametrize(
    "raw",
    [
        'id,item.hs,item.description\nA,2930,"x\ny"\nA,8401,z\nB,,\n\nC,1,"""q"""\n',
        "id,item.hs\nA,2930\nA\nA,8401\nB,1,2\nC,1\n",
        "id,item.hs\r\nA,2930\r\n,\r\n ,x\r\nB,8401\r\n",
        "id,item.hs\rA,2930\rB,8401\r",
        'id;item.hs\nA;"2930\nB;8401\nC;1\n',
        'id,item.hs\nA,"29"30\nB,8401\n',
        "id,item.hs\nA,29\0\nB,8401\n",
        "id\titem.hs\nA\t2930\nA\t8401",
        "id,item.hs,consignee.id,consignee.name\nA,1,x,\nA,2,,y\nA,3,z,y\nB,4,,\n",
        "id,version,item.hs\nA,1,1\nA,2,2\nA,,3\nA,2,4\nnull,1,1\n",
        "id,item.number,item.hs\nA,7,1\nA,,2\nA,9,\nA,,\nB,,\n",
        "id,item.description\nA," + "x" * 131_073 + "\nB,y\n",
        "id,item.description\nA," + "x" * 1_048_577 + "\nB,y\n",
        "id,item.hs\n" + "A,1\n" * 10_002 + "B,2\n",
    ],
)
def test_texts_that_are_not_plain(raw: str) -> None:
    """Line breaks and marks in cells, cells too many or too few, other line ends, NULs and endless rows."""
    check(None, raw.encode())


@settings(max_examples=200, phases=[Phase.generate])
@given(
    st.lists(
        st.sampled_from(['"', '""', '"b"', '"b,c"', "a", ",", ",", "\n", "\n", "\r\n", "\r", "é", " "]), max_size=20
    )
)
def test_marks_anywhere(parts: list[str]) -> None:
    """Quotation marks, line ends and commas in any order give the same by blocks as row by row."""
    check(None, f"id,item.hs\nA,1\n{''.join(parts)}".encode())


AMOUNTS = [
    "1",
    "0.5",
    "12.50",
    "0.0000001",
    "007",
    "+1",
    "1e3",
    ".5",
    "1.",
    " 2 ",
    "",
    "-",
    "much",
    "1,5",
    "1234567890123456789",
]


@settings(max_examples=60, phases=[Phase.generate])
@given(
    st.lists(
        st.tuples(st.sampled_from(AMOUNTS), st.sampled_from([*TEXT, "Null", "NULL", "\u017f", "S"])),
        min_size=1,
        max_size=9,
    ),
    st.integers(1, 15),
    st.sampled_from(['"-", "null"', '"s"', "1"]),
)
def test_texts_and_numbers_are_the_same_by_batches(cells: list[tuple[str, str]], most: int, blanks: str) -> None:
    """Whether all cells of a column are as a canonical table writes them, or each is read by itself."""
    few = [(amount if amount in AMOUNTS[:most] else "1", text) for amount, text in cells]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("No", "Price", "Mass", "What"), *((n, a, a, t) for n, (a, t) in enumerate(few))])
    boxes = "{description: What, net_mass_kg: Mass, value: {amount: Price}}"
    table = parse_map(Source("m", f"blanks: [{blanks}]\ndeclaration: {{id: No}}\nitem: {boxes}"))
    check(table, text.getvalue().encode())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "latin-1", "windows-1251", "euc-kr"])
def test_encodings(encoding: str) -> None:
    """Bytes that are not of the encoding cost their cell only, in both doors."""
    raw = "No,What\nA,d\nB,e\n".encode(encoding) + (b"C,\xff\nD,f\n" if encoding != "utf-16" else b"")
    check(parse_map(Source("m", f"encoding: {encoding}\ndeclaration: {{id: No}}\nitem: {{description: What}}")), raw)


MOMENTS = st.datetimes() | st.dates().map(lambda day: datetime.combine(day, time.min))
TYPED = st.fixed_dictionaries(
    {
        "id": st.lists(st.sampled_from(["A", "B", "", None, "C "]), min_size=8, max_size=8),
        "date": st.lists(st.none() | MOMENTS, min_size=8, max_size=8),
        "destination": st.lists(st.sampled_from(["SS", None, " "]), min_size=8, max_size=8),
        "version": st.lists(st.sampled_from([1, 2, None]), min_size=8, max_size=8),
        "outcome.inspected": st.lists(st.sampled_from([True, None]), min_size=8, max_size=8),
        "item.net_mass_kg": st.lists(st.none() | st.floats(), min_size=8, max_size=8),
        "item.gross_mass_kg": st.lists(st.none() | st.floats(width=32), min_size=8, max_size=8),
        "item.description": st.lists(st.none() | st.text(max_size=3), min_size=8, max_size=8),
        "item.cas": st.lists(
            st.none() | st.lists(st.sampled_from(["756-79-6", "", " x"]), max_size=2), min_size=8, max_size=8
        ),
        "item.concentration_percent": st.lists(st.sampled_from(["5", "x", None, "5.0"]), min_size=8, max_size=8),
    }
)


@settings(max_examples=60, phases=[Phase.generate])
@given(TYPED, st.sampled_from([pa.date32(), pa.timestamp("us"), pa.timestamp("ms", "UTC"), pa.string()]))
def test_parquet_gives_the_same_by_batches(columns: dict[str, list[object]], dates: Any) -> None:  # noqa: ANN401
    """Typed columns pass as they are and still say what reading row by row gives."""
    types = {"item.gross_mass_kg": pa.float32(), "item.net_mass_kg": pa.float64(), "date": dates,
             "version": pa.int32(), "item.cas": pa.list_(pa.string()), "outcome.inspected": pa.bool_()}  # fmt: skip
    if dates == pa.string():
        columns["date"] = [None if one is None else str(one) for one in columns["date"]]
    table = pa.table({name: pa.array(cells, types.get(name, pa.string())) for name, cells in columns.items()})
    file = io.BytesIO()
    parquet.write_table(table, file)
    check(None, file.getvalue(), "t.parquet")


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (pa.timestamp("ns"), ["2026-05-04T22:30:00", "2026-05-05", None]),
        (pa.timestamp("us", "+02:00"), ["2026-05-05T00:30:00", "2026-05-05T02:00:00", None]),
        (pa.timestamp("s", "UTC"), ["2026-05-04T22:30:00", "2026-05-05", None]),
        (pa.date32(), ["2026-05-04", "2026-05-05", None]),
    ],
)
def test_timestamps_keep_their_time(kind: Any, expected: list[str | None]) -> None:  # noqa: ANN401
    """As the clock of their zone shows it; midnight is a day alone."""
    moments = pa.array([1777933800, 1777939200, None], pa.timestamp("s")).cast(kind)
    file = io.BytesIO()
    parquet.write_table(pa.table({"id": ["A", "B", "C"], "date": moments, "item.hs": ["1"] * 3}), file)
    found = check(None, file.getvalue(), "t.parquet")
    assert [type(one) for one in found] == [TableBatch]
    assert [one.date for _, one in declarations(iter(found))] == expected


def test_parquet_in_many_batches(tmp_path: Path) -> None:
    """A declaration that goes on in the next batch, whatever the row groups, comes in one."""
    path = tmp_path / "t.parquet"
    table = pa.table({"id": [f"A{n // 7}" for n in range(1000)], "item.hs": [str(n % 13) for n in range(1000)]})
    parquet.write_table(table, path, row_group_size=90)
    found = list(parquet_batches(path, 64))
    assert all(isinstance(one, TableBatch) for one in found)
    ids = [set(one.batch["id"].to_pylist()) for one in found if isinstance(one, TableBatch)]
    assert sum(map(len, ids)) == len(set().union(*ids)) == 143
    assert sum(one.batch.num_rows for one in found if isinstance(one, TableBatch)) == 1000


def test_batches_of_a_row_group_have_nearly_as_many_rows(tmp_path: Path) -> None:
    """A batch ends with its row group, and none is a short rest; short row groups come together."""
    path = tmp_path / "t.parquet"
    for size, expected in ((90, [45, 45, 45, 45, 20]), (20, [60, 60, 60, 20]), (200, [50, 50, 50, 50])):
        table = pa.table({"id": [f"A{n}" for n in range(200)], "item.hs": ["1"] * 200})
        parquet.write_table(table, path, row_group_size=size, use_dictionary=False)
        assert [one.batch.num_rows for one in parquet_batches(path, 64) if isinstance(one, TableBatch)] == expected


def test_rows_before_a_damaged_page_come_in_batches(tmp_path: Path) -> None:
    """Whole declarations that stood before; that the last one may go on is told of it."""
    path = tmp_path / "t.parquet"
    table = pa.table({"id": [f"A{n**3:020d}" for n in range(1000)], "item.hs": ["1"] * 1000})
    parquet.write_table(table, path, row_group_size=100, use_dictionary=False, write_page_checksum=True)
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 50] = b"\xff" * 50
    path.write_bytes(raw)
    found: list[TableBatch | Declared | Refused] = []
    with pytest.raises(StceError, match="cannot be read on after row") as told:
        found.extend(parquet_batches(path, 100))
    ends = [one.last if isinstance(one, TableBatch) else one.row for one in found if not isinstance(one, Refused)]
    assert len(ends) > 3
    assert f"after row {ends[-1]}" in str(told.value)
    assert ends == [*range(100, ends[-1], 100), ends[-1] - 1, ends[-1]]
    assert isinstance(found[-1], Declared)


def test_texts_with_small_numbers_go_on_in_another_row_group(tmp_path: Path) -> None:
    """A dictionary that has room for few texts takes in the one of the row group before."""
    path = tmp_path / "t.parquet"
    parts = [
        pa.table(
            {
                "id": [f"A{(first + n) // 2}" for n in range(128)],
                "item.hs": pa.DictionaryArray.from_arrays(
                    pa.array(range(128), pa.int8()), [f"{first + n:06}" for n in range(128)]
                ),
            }
        )
        for first in (1, 129)
    ]
    with parquet.ParquetWriter(path, parts[0].schema) as file:
        for part in parts:
            file.write_table(part)
    found = [one for one in parquet_batches(path) if isinstance(one, TableBatch)]
    assert [code for one in found for code in one.batch["item.hs"].to_pylist()] == [f"{n:06}" for n in range(1, 257)]


def test_a_map_with_boxes_that_have_no_column_goes_by_rows() -> None:
    """The expiry of a licence stands in no column, so its declarations come one by one."""
    table = parse_map(Source("m", "declaration: {id: No, documents: [{type: =X002, expires: Until}]}"))
    found = check(table, b"No,Until\nA,2027-01-01\n")
    assert [type(one) for one in found] == [Declared]


def test_the_korean_sample_by_batches(korea: Path) -> None:
    """All 1,800 declarations come in batches, box for box those of the row reader."""
    text = (
        Path(__file__).resolve().parents[3] / "plugins/stce-rules-table/stce_rules_table/maps/kr-import.yaml"
    ).read_text("utf-8")
    found = check(parse_map(Source("kr", text)), korea.read_bytes())
    assert [type(one) for one in found] == [TableBatch]
    assert len(declarations(iter(found))) == 1800


def test_a_damaged_text_gives_the_same_by_batches(tmp_path: Path) -> None:
    """What stands before the place where a packed text is cut off is not lost with the block that it stands in."""
    rows = "".join(f"A{number},2930,{hash_of(number)}\n" for number in range(5000))
    path = tmp_path / "t.csv.gz"
    path.write_bytes(gzip.compress(f"id,item.hs,item.description\n{rows}".encode())[:-5000])
    by_rows = list(history_of([path]).located())
    by_batches = list(history_of([path]).batches())
    assert [str(one.diagnostics[0]) for one in by_batches if isinstance(one, Rejected)] == [
        str(one.diagnostics[0]) for one in by_rows if isinstance(one, Rejected)
    ]
    found = declarations(one for one in by_batches if not isinstance(one, Rejected))
    assert found == [(one.row, one.declaration) for one in by_rows if isinstance(one, Declared)]
    assert len(found) > 1000


def hash_of(number: int) -> str:
    """A text that cannot be packed."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def test_a_row_without_an_id_behind_a_bad_row_ends_no_declaration() -> None:
    """The declaration goes on behind both, as it does row by row."""
    table = parse_map(Source("m", "declaration: {id: No}\nitem: {hs: HS}"))
    many = "".join(f"B{number},2930\n" for number in range(100))
    (first, *_) = [
        one.declaration
        for one in check(table, f'No,HS\nA,2930\nA,"open\n,8401\nA,2931\n{many}'.encode())
        if isinstance(one, Declared)
    ]
    assert (first.id, [item.hs for item in first.items if item.hs]) == ("A", ["2930", "2931"])


@pytest.mark.parametrize("block", [150, 4_000_000])
def test_refused_rows_stand_in_rejects_as_in_the_file(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    """Quotation marks and all, whether the row was read in a block, or is of a declaration over several."""
    monkeypatch.setattr(blocks, "_BLOCK", block)
    good = [f'"A{number // 30}","29,30 ""x"""' for number in range(90)]
    bad = '"","of ""nobody"", anyhow"'
    raw = "\n".join(["id,item.description", *good[:40], bad, *good[40:], "B,x,y", bad]) + "\n"
    found = check(None, raw.encode())
    assert [one.raw for one in found if isinstance(one, Refused)] == [bad.encode(), b"B,x,y", bad.encode()]


def test_few_rows_between_bad_ones_go_row_by_row() -> None:
    """A table with many line breaks in its cells is not cut into thousands of batches."""
    table = parse_map(Source("m", "declaration: {id: No}\nitem: {description: What}"))
    raw = "No,What\n" + "".join(f'A{number},"two\nlines"\nB{number},x\n' for number in range(50))
    assert not any(isinstance(one, TableBatch) for one in check(table, raw.encode()))


def test_rows_that_are_no_goods_items_go_row_by_row() -> None:
    """A batch has nothing but goods items, as whoever judges by columns takes each row for one."""
    for raw in (b"id,destination\nA,SS\n", b"id,destination,item.hs\nA,SS,\nB,NO,2930\nB,NO,\nC,NO,2930\n"):
        batches = [one for one in check(None, raw) if isinstance(one, TableBatch)]
        assert [one.batch["item.hs"].to_pylist() for one in batches] == [["2930"]] * len(batches)


def test_texts_that_are_views() -> None:
    """Some programs write texts as views, on their own and in lists."""
    table = pa.table(
        {
            "id": pa.array(["A", "B"], pa.string_view()),
            "item.cas": pa.array([["756-79-6"], ["111-48-8", "x"]], pa.list_(pa.string_view())),
        }
    )
    file = io.BytesIO()
    parquet.write_table(table, file)
    check(None, file.getvalue(), "t.parquet")
