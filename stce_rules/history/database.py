"""The database of a store: opened once, then used in turns.

Enters: a path or URL. Leaves: turns, each a transaction with a SQLAlchemy connection. Promises: turns of all threads
and processes come one after the other, and what is written in one is there whole or not at all, also when the process
is killed; a turn that has ended is on the disk; a password never stands in a report.

SQLite is kept in write-ahead mode: readers never wait, a killed process leaves nothing half written. `synchronous` is
FULL: with NORMAL a turn would survive the end of the process but not always a failure of power, and an answer that a
host was given must still be known, and stand in the audit trail, after both. It costs one wait for the disk each turn.

PostgreSQL has its turns by an advisory lock of the transaction. A statement sees all that was committed before it
began, and nothing commits while the lock is held.
"""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import NoReturn, Self

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.history import trail_schema  # noqa: F401  # its tables are made with all others
from stce_rules.history.schema import METADATA, STORE, VERSION

__all__ = ["Database", "Turn"]

_WAIT_SECONDS = 30
"""How long a turn waits for those before it."""

_TURNS = 0x53544345
"""The advisory lock that gives turns in PostgreSQL."""

_SETTINGS = (
    f"busy_timeout = {_WAIT_SECONDS * 1000}",
    "synchronous = FULL",
    "cache_size = -32000",
    "temp_store = MEMORY",
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A transaction under way. Use its connection in the thread that holds the turn; never commit it."""

    connection: Connection
    writes: bool


class Database:
    """A store's database. Safe to share between threads; a process that is forked opens its own."""

    def __init__(self, engine: Engine, name: str) -> None:
        """Use `open`."""
        self._engine = engine
        self._next = threading.Lock()
        self.name = name

    @classmethod
    def open(cls, where: str | Path) -> Self:
        """The database at a path, at `sqlite:///PATH`, or at `postgresql://USER@HOST/NAME`; tables are made if missing.

        Raises StceError: E860 for a library that is not installed, E861 for an address of no such database, E862 when
        the database refuses, E863 for a store of another version, E864 when others keep it locked.
        """
        url = _address(where)
        name = _shown(url)
        opened = cls(_engine(_found(url), name), name)
        try:
            opened._prepare()
        except BaseException:
            opened.close()
            raise
        return opened

    # ---- turns

    @contextmanager
    def turn(self) -> Iterator[Turn]:
        """The one turn of all threads and processes: committed at its end, undone by any exception.

        Raises StceError: E864 when others do not end theirs in time, E862 when the database refuses.
        """
        if not self._next.acquire(timeout=_WAIT_SECONDS):
            self._locked()
        try:
            with self._begun(writes=True) as turn:
                yield turn
        finally:
            self._next.release()

    def reading(self) -> AbstractContextManager[Turn]:
        """A turn that only reads, beside those that write: it sees what was committed when it first looked."""
        return self._begun(writes=False)

    @contextmanager
    def _begun(self, *, writes: bool) -> Iterator[Turn]:
        with (
            self._told(),
            self._engine.connect().execution_options(stce_writes=writes) as connection,
            connection.begin(),
        ):
            yield Turn(connection, writes)

    # ---- opening and closing

    def _prepare(self) -> None:
        with self._told():
            if self._engine.dialect.name == "sqlite":
                _write_ahead(self._engine)
            with self._engine.connect() as connection:
                there = sa.inspect(connection).has_table(STORE.name)
        if not there:
            with self.turn() as turn:  # another process may have made them meanwhile
                if not sa.inspect(turn.connection).has_table(STORE.name):
                    METADATA.create_all(turn.connection)
                    turn.connection.execute(STORE.insert().values(version=VERSION, last=0))
        with self.reading() as turn:
            version = turn.connection.execute(sa.select(STORE.c.version)).scalar()
        if version != VERSION:
            message = f"the store is of version {version}, and this program keeps version {VERSION}"
            mend = "use the program that made it, or name another store"
            raise StceError(Diagnostic("E863", message, where=self.name, help=mend))

    def close(self) -> None:
        """Give back all connections. A closed database is not used again."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ---- what the database complains about

    @contextmanager
    def _told(self) -> Iterator[None]:
        """What an operator can mend, as a report; a fault of this program stays what it is."""
        try:
            yield
        except NoConnectionLeft:
            self._locked()
        except (DBAPIError, sqlite3.Error) as fault:
            asked = fault.orig if isinstance(fault, DBAPIError) else fault
            if _is_locked(asked):
                self._locked()
            if isinstance(fault, IntegrityError | ProgrammingError) and not _is_refused(asked):
                raise
            said = " ".join(str(asked).split())[:300] or "no reason was given"
            mend = "check its address, the rights on it, and the room on the disk"
            message = f"the store cannot be used: {said}"
            raise StceError(Diagnostic("E862", message, where=self.name, help=mend)) from fault

    def _locked(self) -> NoReturn:
        message = f"others have used the store for more than {_WAIT_SECONDS} seconds without a pause"
        mend = "see which process holds it, and try again"
        raise StceError(Diagnostic("E864", message, where=self.name, help=mend)) from None


def _is_locked(fault: BaseException | None) -> bool:
    if isinstance(fault, sqlite3.OperationalError):
        return fault.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return getattr(fault, "sqlstate", None) == "55P03"  # lock_not_available


def _is_refused(fault: BaseException | None) -> bool:
    return getattr(fault, "sqlstate", None) == "42501"  # insufficient_privilege


def _address(where: str | Path) -> URL:
    written = str(where)
    if "://" not in written:
        return URL.create("sqlite", database=written)
    try:
        url = make_url(written)
    except (ArgumentError, ValueError):
        url = URL.create("")
    if url.drivername in ("postgresql", "postgres", "postgresql+psycopg"):
        return url.set(drivername="postgresql+psycopg")
    if url.drivername == "sqlite" and not url.query and url.database not in (None, "", ":memory:"):
        return url
    shown = written.partition("://")[0] + "://…"
    mend = "write the path of a file, or postgresql://USER@HOST/NAME"
    raise StceError(Diagnostic("E861", f"'{shown}' is no address of a store", where="store", help=mend))


def _shown(url: URL) -> str:
    """The address without what may be a password."""
    if url.drivername == "sqlite":
        return url.database or ""
    where = {name: value for name, value in url.query.items() if name in ("host", "port")}
    return url.set(drivername="postgresql", query=where).render_as_string(hide_password=True)


def _found(url: URL) -> URL:
    """The address wherever the process goes: a file is looked for again by each connection."""
    return url.set(database=str(Path(url.database or "").absolute())) if url.drivername == "sqlite" else url


def _engine(url: URL, name: str) -> Engine:
    try:
        if url.drivername == "sqlite":
            engine = sa.create_engine(url)
            sa.event.listen(engine, "connect", _connected)
            sa.event.listen(engine, "begin", _begin_in_sqlite)
        else:
            engine = sa.create_engine(url, pool_pre_ping=True)
            sa.event.listen(engine, "begin", _begin_in_postgresql)
    except ModuleNotFoundError as absent:
        message = f"this store needs the library '{absent.name}', which is not installed"
        mend = "install stce-rules[postgresql]"
        raise StceError(Diagnostic("E860", message, where=name, help=mend)) from absent
    return engine


def _connected(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # the library would begin transactions of its own, too late
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")


def _begin_in_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("stce_writes", False)
    if connection.info.get("stce_writes", True) is not writes:
        connection.exec_driver_sql(f"PRAGMA query_only = {'OFF' if writes else 'ON'}")
        connection.info["stce_writes"] = writes
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_in_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get("stce_writes", False):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_WAIT_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_TURNS})")
    else:
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def _write_ahead(engine: Engine) -> None:
    """Where several processes make a store at once, all but one are turned away, and have to ask again."""
    last = time.monotonic() + _WAIT_SECONDS
    raw = engine.raw_connection()
    try:
        while True:
            try:
                raw.cursor().execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as fault:
                if fault.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > last:
                    raise
                time.sleep(0.05)
    finally:
        raw.close()
