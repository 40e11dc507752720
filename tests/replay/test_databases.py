"""Databases as histories: DuckDB files, SQLite and PostgreSQL through their Arrow-native drivers."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import StceError, report
from stce_rules.replay.databases import database
from stce_rules.replay.sources import Declared, History, Rejected, TableBatch, history_of

duckdb: Any = pytest.importorskip("duckdb")
pytest.importorskip("pyarrow")

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "histories"
MAP = "declaration: {id: No, date: Day}\nitem: {hs: Code, net_mass_kg: {column: Mass, unit: =kg}}\n"


def declarations(history: History) -> list[Declaration]:
    """All of them; nothing is refused, and batches agree with rows."""
    found = list(history.located())
    assert [one for one in found if isinstance(one, Rejected)] == []
    counts = [
        len(set(one.batch["id"].to_pylist())) if isinstance(one, TableBatch) else isinstance(one, Declared)
        for one in history.batches()
    ]
    assert sum(counts) == len(found)
    return [one.declaration for one in found if isinstance(one, Declared)]


def codes(history: History) -> list[str]:
    """The report of a history that cannot be read."""
    return [f"{each}" for one in history.read() if isinstance(one, Rejected) for each in one.diagnostics]


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A DuckDB file with a canonical table and one of another layout."""
    path = tmp_path / "history.duckdb"
    with duckdb.connect(str(path)) as base:
        base.execute(
            "CREATE TABLE goods AS SELECT 'A' || (i // 2) AS id, DATE '2026-06-01' AS date, "
            '\'2930\' AS "item.hs", 2.50::DECIMAL(9, 2) AS "item.net_mass_kg", [\'756-79-6\'] AS "item.cas" '
            "FROM range(6) t(i)"
        )
        base.execute(
            "CREATE TABLE exports AS SELECT 1 AS No, DATE '2026-06-02' AS Day, '8401' AS Code, 7::HUGEINT AS Mass"
        )
    return path


def test_a_table_of_a_duckdb_file(history: Path) -> None:
    """`history.duckdb::table` reads one of its tables, whose columns are boxes, by rows and by batches."""
    found = declarations(history_of([f"{history}::goods"]))
    assert [(one.id, one.date, len(one.items)) for one in found] == [
        ("A0", "2026-06-01", 2),
        ("A1", "2026-06-01", 2),
        ("A2", "2026-06-01", 2),
    ]
    assert found[0].items[0].net_mass_kg == Decimal("2.50")
    assert found[0].items[0].cas == ["756-79-6"]


def test_a_query_and_a_map(history: Path, tmp_path: Path) -> None:
    """What a query gives is read by the map of the tester."""
    map_ = tmp_path / "m.yaml"
    map_.write_text(MAP, encoding="utf-8")
    found = declarations(history_of([history], query="SELECT * FROM exports ORDER BY No;", map_path=map_))
    assert [(one.id, one.date, one.items[0].hs, one.items[0].net_mass_kg) for one in found] == [
        ("1", "2026-06-02", "8401", Decimal(7))
    ]


def test_a_file_with_one_table_needs_no_name(tmp_path: Path) -> None:
    """Where there is no choice, none is asked for."""
    path = tmp_path / "one.duckdb"
    with duckdb.connect(str(path)) as base:
        base.execute("CREATE TABLE h AS SELECT 'A' AS id")
    assert [one.id for one in declarations(history_of([path]))] == ["A"]


def test_which_table_is_asked_for_when_there_are_several(history: Path) -> None:
    """The report has their names."""
    (told,) = codes(history_of([history]))
    assert "E679" in told
    assert "it has 'exports', 'goods'" in told


def test_a_fault_of_the_database_is_told_in_its_words(history: Path, tmp_path: Path) -> None:
    """A table that is not there, a query with a fault, and a file that is no database."""
    (missing,) = codes(history_of([f"{history}::nothing"]))
    assert "E678" in missing
    assert "nothing" in missing
    (faulty,) = codes(history_of([history], query="SELEC 1"))
    assert "syntax error" in faulty.lower()
    other = tmp_path / "other.duckdb"
    other.write_bytes(b"not a database" * 1000)
    (damaged,) = codes(history_of([f"{other}::x"]))
    assert "E678" in damaged


def test_a_database_that_is_not_there_stops_before_the_first_message(tmp_path: Path) -> None:
    """Like a file that is not there."""
    with pytest.raises(StceError, match="E660"):
        history_of([tmp_path / "none.duckdb"])


def test_a_query_without_a_database_is_told(tmp_path: Path) -> None:
    """A query of nothing would be passed over silently."""
    (tmp_path / "a.csv").write_text("id\nA\n")
    with pytest.raises(StceError, match="E679"):
        history_of([tmp_path / "a.csv"], query="SELECT 1")


def test_sqlite_through_its_driver(tmp_path: Path) -> None:
    """`sqlite:///FILE` with a query, or with the name of a table."""
    pytest.importorskip("adbc_driver_sqlite")
    path = tmp_path / "h.sqlite"
    base = sqlite3.connect(path)
    base.execute('CREATE TABLE h(id TEXT, "item.hs" TEXT, "item.net_mass_kg" REAL)')
    base.executemany("INSERT INTO h VALUES (?, ?, ?)", [("A", "2930", 1.5), ("A", "8401", None), ("B", None, None)])
    base.commit()
    base.close()
    for found in (
        declarations(history_of([f"sqlite:///{path}"], query="SELECT * FROM h ORDER BY id")),
        declarations(history_of([f"sqlite:///{path}::h"])),
    ):
        assert [(one.id, [item.net_mass_kg for item in one.items]) for one in found] == [
            ("A", [Decimal("1.5"), None]),
            ("B", []),
        ]
    (told,) = codes(history_of([f"sqlite:///{path}"]))
    assert "E679" in told


def test_an_address_without_a_driver(tmp_path: Path) -> None:
    """What drivers there are is told; a password never is."""
    (told,) = codes(history_of(["mysql://officer:secret@host/base"], query="SELECT 1"))
    assert "E680" in told
    assert "secret" not in told
    assert history_of(["mysql://officer:secret@host/base"], query="SELECT 1").prints is None


@pytest.mark.parametrize(
    ("module", "source", "extra"),
    [("duckdb", "h.duckdb", "history"), ("adbc_driver_sqlite.dbapi", "sqlite:///x", "sql")],
)
def test_without_its_library_the_extra_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str, source: str, extra: str
) -> None:
    """A source whose library is not installed says what to install."""
    (tmp_path / "h.duckdb").write_bytes(b"")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(sys.modules, module, None)
    (told,) = codes(history_of([source], query="SELECT 1"))
    assert "E677" in told
    assert f"stce-rules[{extra}]" in told


@pytest.mark.parametrize("name", ["database_fault", "database_without_library"])
def test_the_report_is_exactly_the_one_expected(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an officer gets stands in the corpus, to the letter."""
    pytest.importorskip("adbc_driver_sqlite")
    monkeypatch.chdir(tmp_path)
    sqlite3.connect("base.db").close()
    if name == "database_without_library":
        monkeypatch.setitem(sys.modules, "adbc_driver_sqlite.dbapi", None)
    (told,) = [one for one in history_of(["sqlite:///base.db::goods"]).read() if isinstance(one, Rejected)]
    assert report(told.diagnostics) + "\n" == (CORPUS / f"{name}.expected").read_text(encoding="utf-8")


def test_reading_makes_no_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A SQLite file that is not there is told, and is still not there."""
    pytest.importorskip("adbc_driver_sqlite")
    monkeypatch.chdir(tmp_path)
    (told,) = codes(history_of(["sqlite:///none.db::goods"]))
    assert "E678" in told
    assert list(tmp_path.iterdir()) == []


def test_postgresql_through_its_driver(postgresql: Callable[[], str]) -> None:
    """Texts, exact numbers, days and blanks of PostgreSQL are read for what they are."""
    pytest.importorskip("adbc_driver_postgresql")
    postgres = postgresql()
    query = (
        "SELECT * FROM (VALUES ('A', DATE '2026-06-01', '2930', 25.10::NUMERIC), ('A', '2026-06-01', '8401', NULL), "
        '(\'B\', NULL, NULL, 7)) AS h(id, date, "item.hs", "item.net_mass_kg")'
    )
    found = declarations(history_of([postgres], query=query))
    assert [(one.id, one.date, [item.net_mass_kg for item in one.items]) for one in found] == [
        ("A", "2026-06-01", [Decimal("25.10"), None]),
        ("B", None, [Decimal(7)]),
    ]
    (told,) = codes(history_of([f"{postgres}::nothing"]))
    assert "E678" in told


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            "postgresql://officer:a@b@host/base?sslpassword=x:y&z=1",
            "postgresql://officer:***@host/base?sslpassword=***&z=1",
        ),
        ("postgresql://host/base?password=hush::h", "postgresql://host/base?password=***::h"),
        ("postgresql://officer:a/b@host/base", "postgresql://officer:***@host/base"),
    ],
)
def test_no_name_holds_a_password(written: str, told: str) -> None:
    """Wherever it stands in the address, and whatever it is made of."""
    found = database(written, None)
    assert found is not None
    assert found.name == told


def test_a_query_may_end_with_a_remark(history: Path) -> None:
    """What is written behind the query is no part of the remark."""
    found = declarations(history_of([history], query="SELECT * FROM goods -- all of them"))
    assert [one.id for one in found] == ["A0", "A1", "A2"]
