"""The adapter: which map reads a table, and tables that no map fits."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from stce_rules import Declaration
from stce_rules.core.diagnostics import report
from stce_rules.core.span import Source
from stce_rules.intake.adapters import BUILT_IN, Refused, choose, read
from stce_rules.intake.tables.adapter import TableAdapter, map_beside
from stce_rules.intake.tables.mapfile import parse_map

ReadTable = Callable[[str, str | bytes], list[Declaration | Refused]]

MAP = "declaration: {id: No}\nitem: {hs: HS}\n"
ADAPTER = BUILT_IN[0]
ADAPTERS = BUILT_IN


def told(found: list[Declaration | Refused]) -> str:
    """The report of the only refusal."""
    assert len(found) == 1
    assert isinstance(found[0], Refused)
    return report(found[0].diagnostics)


@pytest.mark.parametrize("name", ["goods.csv", "goods.dat", "goods.csv.gz"])
def test_a_map_beside_the_table_is_used(tmp_path: Path, name: str) -> None:
    """`<file>.map.yaml` makes any file a table, whatever its name, compressed or not."""
    raw = b"No,HS\n1,2930\n"
    (tmp_path / name).write_bytes(gzip.compress(raw) if name.endswith(".gz") else raw)
    (tmp_path / f"{name}.map.yaml").write_text(MAP, encoding="utf-8")
    found = list(read(tmp_path / name, adapters=ADAPTERS))
    assert [one.id for one in found if isinstance(one, Declaration)] == ["1"]


def test_the_map_of_a_folder_is_used_for_its_tables(tmp_path: Path) -> None:
    """`stce-table.yaml` is for all tables of its folder, and for nothing else there."""
    (tmp_path / "stce-table.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "goods.csv").write_text("No,HS\n1,2930\n", encoding="utf-8")
    assert choose(ADAPTERS, b"No,HS\n", str(tmp_path / "goods.csv")) is ADAPTER
    assert choose(ADAPTERS, b"{}", str(tmp_path / "declarations.ndjson")) is not ADAPTER
    assert "E739" in told(list(ADAPTER.read(io.BytesIO(b"No,HS\n1,2\n"), str(tmp_path / "deeper" / "goods.csv"))))
    assert [type(one) for one in read(tmp_path / "goods.csv", adapters=ADAPTERS)] == [Declaration]


def test_the_map_of_the_table_goes_before_that_of_the_folder(tmp_path: Path) -> None:
    """The nearer map is used."""
    (tmp_path / "stce-table.yaml").write_text("declaration: {id: Other}", encoding="utf-8")
    (tmp_path / "goods.csv.map.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "goods.csv").write_text("No,HS\n1,2930\n", encoding="utf-8")
    assert [type(one) for one in read(tmp_path / "goods.csv", adapters=ADAPTERS)] == [Declaration]


def test_a_faulty_map_beside_the_table_is_told(tmp_path: Path) -> None:
    """The faults of a map refuse the table, at their place in the map."""
    (tmp_path / "goods.csv.map.yaml").write_text("declaration: {id: No}\nitem: {h: HS}\n", encoding="utf-8")
    (tmp_path / "goods.csv").write_text("No,HS\n1,2930\n", encoding="utf-8")
    report_ = told(list(read(tmp_path / "goods.csv", adapters=ADAPTERS)))
    assert f"E732 {tmp_path / 'goods.csv.map.yaml'}:2:8: no such box: 'h'" in report_


@pytest.mark.parametrize("name", ["", "<stream>", "\0", "x" * 5000, "a/../b", "/"])
def test_odd_names_do_no_harm(name: str) -> None:
    """A name that no file can have is as good as none."""
    assert not ADAPTER.recognises(b"No,HS\n", name)
    assert not ADAPTER.recognises(b"", name)


def test_an_object_of_json_is_no_table() -> None:
    """Commas around a word in a text of a declaration do not make it a header."""
    line = b'{"id":"1","description":"a, id ,b"}'
    assert ADAPTER.recognises(line[line.index(b":") :], "")
    for before in (b"", b"\xef\xbb\xbf", b" \n"):
        assert not ADAPTER.recognises(before + line, "")
        assert not TableAdapter([parse_map(Source("a", "declaration: {id: id}"))]).recognises(before + line, "")


def test_no_map_lies_beside_a_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of the working folder that is named like the map of a stream is not read; a file has its map."""
    monkeypatch.chdir(tmp_path)
    for name in ("<stream>", "<orders>.csv"):
        Path(f"{name}.map.yaml").write_text(MAP, encoding="utf-8")
    assert map_beside("<stream>") is None
    assert map_beside("<orders>.csv") == Path("<orders>.csv.map.yaml")


def test_of_several_maps_the_one_with_most_columns_is_used(read_table: ReadTable) -> None:
    """A table with many columns is not read by a map that knows two of them."""
    small, large = (parse_map(Source(name, text)) for name, text in (("a", "declaration: {id: No}"), ("b", MAP)))
    found = list(TableAdapter([small, large]).read(io.BytesIO(b"No,HS\n1,2930\n"), "t.csv"))
    assert [one.items[0].hs for one in found if isinstance(one, Declaration)] == ["2930"]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ("No,hs\n1,2930\n", "E736 {map}:2:12: '{csv}' has no column 'HS'"),
        ("No,HS,HS\n1,2930,2931\n", "E737 {map}:2:12: '{csv}' has 2 columns 'HS'"),
        ("", "W613 {csv}: there is no declaration in the table"),
        ("No,HS\n", "W613 {csv}: there is no declaration in the table"),
        ('"No,HS\n', "E742 {csv}:1: the header cannot be read"),
    ],
)
def test_a_table_that_the_map_does_not_fit_is_refused(tmp_path: Path, table: str, expected: str) -> None:
    """A mapped column that is missing or stands twice, a header that cannot be read and an empty table are told."""
    csv, map_ = tmp_path / "goods.csv", tmp_path / "goods.csv.map.yaml"
    csv.write_text(table, encoding="utf-8")
    map_.write_text(MAP, encoding="utf-8")
    shown = str(csv) if len(str(csv)) <= 60 else str(csv)[:60] + "…"
    line = expected.replace("'{csv}'", f"'{shown}'").format(csv=csv, map=map_)
    assert line.split(": ", 1)[1][:20] in told(list(read(csv, adapters=ADAPTERS)))
    assert told(list(read(csv, adapters=ADAPTERS))).startswith(line.split(": ")[0])


def test_columns_that_the_map_does_not_name_are_passed_over(read_table: ReadTable) -> None:
    """A table may have more columns than the map, also several of one name."""
    found = read_table(MAP, "x,No,x,HS,\n1,2,3,2930,4\n")
    assert [one.id for one in found if isinstance(one, Declaration)] == ["2"]


def test_a_header_below_a_title(tmp_path: Path) -> None:
    """The header may stand in a later row."""
    (tmp_path / "goods.csv.map.yaml").write_text("header: 3\n" + MAP, encoding="utf-8")
    (tmp_path / "goods.csv").write_text("Goods of June\nsee below,\nNo,HS\n1,2930\n", encoding="utf-8")
    assert [type(one) for one in read(tmp_path / "goods.csv", adapters=ADAPTERS)] == [Declaration]


def test_a_table_without_a_header(tmp_path: Path) -> None:
    """The map may name the columns itself, in their order."""
    (tmp_path / "goods.csv.map.yaml").write_text("columns: [No, _, HS]\n" + MAP, encoding="utf-8")
    (tmp_path / "goods.csv").write_text("1,x,2930\n2,y,8401\n", encoding="utf-8")
    found = list(read(tmp_path / "goods.csv", adapters=ADAPTERS))
    assert [one.items[0].hs for one in found if isinstance(one, Declaration)] == ["2930", "8401"]


@pytest.mark.parametrize(
    ("encoding", "raw"),
    [
        ("utf-8", "\N{ZERO WIDTH NO-BREAK SPACE}No,HS\n1,2930\n".encode()),
        ("utf-16", "No,HS\n1,2930\n".encode("utf-16")),
        ("euc-kr", "No,HS,이름\n1,2930,물\n".encode("euc-kr")),
    ],
)
def test_marks_and_encodings(tmp_path: Path, encoding: str, raw: bytes) -> None:
    """A byte order mark is no part of the first column; the map may state another encoding."""
    (tmp_path / "goods.csv.map.yaml").write_text(f"encoding: {encoding}\n{MAP}", encoding="utf-8")
    (tmp_path / "goods.csv").write_bytes(raw)
    assert [type(one) for one in read(tmp_path / "goods.csv", adapters=ADAPTERS)] == [Declaration]


def test_utf_16_that_the_map_does_not_state_is_told(tmp_path: Path) -> None:
    """A table in UTF-16 is refused with the line that the map lacks."""
    (tmp_path / "goods.csv.map.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "goods.csv").write_bytes("No,HS\n1,2930\n".encode("utf-16"))
    report_ = told(list(read(tmp_path / "goods.csv", adapters=ADAPTERS)))
    assert "E606" in report_
    assert "write 'encoding: utf-16' into the map" in report_


def test_parquet_is_read_like_csv(tmp_path: Path) -> None:
    """Numbers, days, texts and blanks of Parquet columns are read exactly, whatever signs the map states for texts."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    path = tmp_path / "goods.parquet"
    columns = {
        "No": [1, 2],
        "Day": [date(2026, 6, 1), None],
        "At": [datetime(2026, 6, 1, 12, 30), None],  # noqa: DTZ001 (a table has local times)
        "HS": ["2930", "8401"],
        "Code": [29307000, 28111990],
        "Mass": [12.1, float("nan")],
        "Price": [Decimal("1234.50"), None],
        "New": [True, False],
        "Kind": pyarrow.array(["a", "b"]).dictionary_encode(),
        "List": [["x"], []],
    }
    parquet.write_table(pyarrow.table(columns), path)
    map_ = tmp_path / "goods.parquet.map.yaml"
    text = """
        decimal: ","
        declaration:
          {id: No, date: Day, extra: {new: {column: New, type: yes-no}, at: {column: At, type: date}, kind: Kind}}
        item: {hs: HS, net_mass_kg: Mass, value: {amount: Price, currency: =EUR}}
    """
    map_.write_text(text, encoding="utf-8")
    first, second = read(path, adapters=ADAPTERS)
    assert isinstance(first, Declaration)
    assert isinstance(second, Declaration)
    assert (first.id, first.date) == ("1", "2026-06-01")
    assert first.extra == {"new": True, "at": "2026-06-01T12:30:00", "kind": "a"}
    assert first.items[0].net_mass_kg == Decimal("12.1")
    assert first.items[0].value is not None
    assert first.items[0].value.amount == Decimal("1234.50")
    assert (second.date, second.items[0].net_mass_kg, second.items[0].value) == (None, None, None)
    assert (first.parse_issues, second.parse_issues) == ([], [])
    map_.write_text("declaration: {id: No}\nitem: {hs: Code}", encoding="utf-8")
    lost = next(iter(read(path, adapters=ADAPTERS)))
    assert isinstance(lost, Declaration)
    assert lost.items[0].hs is None
    assert "may have lost leading zeros" in lost.parse_issues[0].message
    map_.write_text("declaration: {id: No}\nitem: {hs: {column: Code, digits: 8}, description: List}", encoding="utf-8")
    several = next(iter(read(path, adapters=ADAPTERS)))
    assert isinstance(several, Declaration)
    assert [(one.code, one.place) for one in several.parse_issues] == [("W747", "items[0].description")]


def test_parquet_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    """A damaged Parquet file, one from a pipe, and one that no map fits are refused."""
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")

    class Pipe(io.BytesIO):
        """Bytes that can be read once."""

        def seekable(self) -> bool:
            return False

    assert "damaged, cut off" in told(list(ADAPTER.read(io.BytesIO(b"PAR1....PAR1"), "x.parquet")))
    assert "from a pipe" in told(list(ADAPTER.read(Pipe(b"PAR1"), "x.parquet")))
    parquet.write_table(pyarrow.table({"a": [1]}), tmp_path / "x.parquet")
    assert "E739" in told(list(read(tmp_path / "x.parquet", adapters=ADAPTERS)))
