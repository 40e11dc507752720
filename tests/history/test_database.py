"""The database of a store: turns, and what stands in the way of opening it."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")

import sqlalchemy as sa

from stce_rules.core.diagnostics import StceError, report
from stce_rules.history import database as module
from stce_rules.history import open_store
from stce_rules.history.database import Database
from stce_rules.history.schema import DECLARATIONS, STORE

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "stores"


def last(database: Database) -> int:
    """The number of the last declaration, which stands for what is in a store."""
    with database.reading() as turn:
        found: int = turn.connection.execute(sa.select(STORE.c.last)).scalar_one()
        return found


def count(database: Database, times: int = 1) -> None:
    """Turns that read, and write one more."""
    for _ in range(times):
        with database.turn() as turn:
            before = turn.connection.execute(sa.select(STORE.c.last)).scalar_one()
            turn.connection.execute(sa.update(STORE).values(last=before + 1))


def test_a_turn_is_kept_whole_or_not_at_all(where: str) -> None:
    """What was written in a turn that ended in an exception was never there."""
    with open_store(where) as database:
        count(database)
        with suppress(KeyError), database.turn() as turn:
            turn.connection.execute(sa.update(STORE).values(last=99))
            raise KeyError
        assert last(database) == 1
    with open_store(where) as database:
        assert last(database) == 1


def test_turns_come_one_after_the_other(where: str) -> None:
    """Threads that share a database, and another database on the same store, lose none of their turns."""
    with open_store(where) as one, open_store(where) as other:
        threads = [threading.Thread(target=count, args=(each, 10)) for each in (one, one, other, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert last(one) == last(other) == 40


def test_reading_sees_one_moment(where: str) -> None:
    """Who reads neither waits for a turn nor sees it, not even when it has ended meanwhile."""
    with open_store(where) as database, database.reading() as turn:
        asked = sa.select(STORE.c.last)
        assert turn.connection.execute(asked).scalar_one() == 0
        count(database)
        assert turn.connection.execute(asked).scalar_one() == 0
    with open_store(where) as database:
        assert last(database) == 1


def test_reading_writes_nothing(where: str) -> None:
    """A turn that only reads is refused everything else, and the next turn is not."""
    with open_store(where) as database:
        with pytest.raises(StceError, match="E862"), database.reading() as turn:
            turn.connection.execute(sa.delete(DECLARATIONS))
        count(database)


def test_processes_may_open_a_new_store_at_once(tmp_path: Path) -> None:
    """All of them find the tables, whoever made them."""
    words = "import sys; from stce_rules.history import open_store; open_store(sys.argv[1]).close()"
    command = [sys.executable, "-c", words, str(tmp_path / "store.db")]
    several = [subprocess.Popen(command) for _ in range(4)]
    assert [one.wait() for one in several] == [0, 0, 0, 0]


def test_what_a_process_wrote_survives_power(tmp_path: Path) -> None:
    """Connections write ahead, and wait for the disk at the end of each turn."""
    with open_store(tmp_path / "store.db") as database, database.turn() as turn:
        asked = [turn.connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in ("journal_mode", "synchronous")]
        assert asked == ["wal", 2]


def test_an_address_of_a_file(tmp_path: Path) -> None:
    """A path and its URL are the same store."""
    with open_store(tmp_path / "store.db") as database:
        count(database)
    with open_store(f"sqlite:///{tmp_path}/store.db") as database:
        assert last(database) == 1


@pytest.mark.parametrize("address", ["mysql://officer:secret@host/base", "sqlite://", "sqlite:///:memory:", "x://::::"])
def test_no_address_of_a_store(address: str) -> None:
    """Where a store cannot be kept is told, without what may be a password."""
    with pytest.raises(StceError, match="E861") as told:
        open_store(address)
    assert "secret" not in str(told.value)


def test_a_password_is_never_told(postgresql: Callable[[], str]) -> None:
    """The report of a server that refuses has the address without its password."""
    address = postgresql()
    for one in (
        address.replace("officer@", "nobody:secret@"),
        address.replace("officer@", "nobody@") + "&password=secret",
    ):
        with pytest.raises(StceError, match="E862") as told:
            open_store(one)
        assert "secret" not in str(told.value)


def test_a_right_that_is_missing_is_told(postgresql: Callable[[], str]) -> None:
    """A user who may not make tables is told so."""
    address = postgresql()
    with open_store(address) as database, database.turn() as turn:
        turn.connection.exec_driver_sql("CREATE ROLE clerk LOGIN")
    with pytest.raises(StceError, match=r"E862.*permission denied"):
        open_store(address.replace("officer@", "clerk@"))
    with pytest.raises(StceError, match=r"E862.*permission denied"):
        open_store(postgresql().replace("officer@", "clerk@"))


def test_a_store_stays_where_it_is(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A path is that of the folder in which the store was opened, wherever the process goes."""
    with open_store("store.db") as database:
        monkeypatch.chdir("/")
        with database.reading(), database.reading():
            count(database)


def test_a_locked_store_in_postgresql(postgresql: Callable[[], str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn waits for those of other processes, but not for ever."""
    monkeypatch.setattr(module, "_WAIT_SECONDS", 0.1)
    address = postgresql()
    with open_store(address) as one, open_store(address) as other, one.turn():
        with pytest.raises(StceError, match="E864"), other.turn():
            pass
        with pytest.raises(StceError, match="E864"), one.turn():
            pass


# ---- what an officer gets, to the letter


def expected(name: str) -> str:
    """A report of the corpus."""
    return (CORPUS / f"{name}.expected").read_text(encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def opening(where: str) -> str:
    """The report of a store that cannot be opened."""
    with pytest.raises(StceError) as told:
        open_store(where)
    return report(told.value.diagnostics) + "\n"


def test_without_its_libraries(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra that has to be installed is named."""
    with monkeypatch.context() as hidden:
        hidden.setitem(sys.modules, "psycopg", None)
        assert opening("postgresql://officer@host/base") == expected("without_psycopg")
    monkeypatch.setitem(sys.modules, "stce_rules.history.database", None)
    assert "stce-rules[store]" in opening("store.db")


def test_other_addresses(here: Path) -> None:
    """Another kind of database is told."""
    assert opening("mysql://host/base") == expected("another_database")


def test_a_store_that_cannot_be_used(here: Path) -> None:
    """A folder that is not there, and a file that is something else."""
    assert opening("nowhere/store.db") == expected("no_folder")
    (here / "notes.txt").write_bytes(b"Notes of an officer. " * 500)
    assert opening("notes.txt") == expected("another_file")


def test_a_store_of_another_version(here: Path) -> None:
    """Tables of another version are left alone."""
    open_store("store.db").close()
    with sqlite3.connect("store.db") as other:
        other.execute("UPDATE stce_store SET version = 99")
    other.close()
    assert opening("store.db") == expected("another_version")


def test_a_locked_store(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A turn that another process does not end is told."""
    monkeypatch.setattr(module, "_SETTINGS", ("busy_timeout = 50",))
    other = sqlite3.connect("store.db")
    with open_store("store.db") as database:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StceError) as told, database.turn():
            pass
    other.close()
    assert report(told.value.diagnostics) + "\n" == expected("locked")
