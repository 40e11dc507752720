"""Tables of databases: DuckDB files, and databases by a URL through their Arrow-native (ADBC) drivers.

Enters: what an officer names, such as `history.duckdb::table` or `postgresql://host/base`, and perhaps a query. Leaves:
a typed table whose batches come as the database gives them. Promises: a database is opened for reading where it can be;
one batch is in memory at a time; passwords never stand in a report or a result.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, NoReturn
from urllib.parse import quote

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.quoting import quoted
from stce_rules.intake.tables.typedrows import BATCH_ROWS, TypedTable, typed_table

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Database", "database"]

_URL = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]+)://.*", re.DOTALL)
_PASSWORD = re.compile(
    r"(?P<before>(?<=://)[^/@:]*:)(?:[^\s/]*|[^@]*)(?=@)"
    r"|(?P<key>\b\w*(?:password|passwd|pwd)=)(?:(?!::)[^&\s])*",
    re.IGNORECASE,
)
"""What stands before the address, or among its options."""
_DUCKDB = (".duckdb", ".ddb")
_DRIVERS = {"postgresql": "postgresql", "postgres": "postgresql", "sqlite": "sqlite"}
"""The driver of each scheme: `adbc_driver_NAME`."""

Reader = Callable[[str], "pa.RecordBatchReader"]


@dataclass(frozen=True, slots=True)
class Database:
    """A table or query of a database. `name` stands for it in places and results."""

    name: str
    where: str
    table: str | None
    query: str | None

    @property
    def file(self) -> str | None:
        """The file that holds it, where it is one that can be compared."""
        return self.where if "://" not in self.where else None

    @contextmanager
    def opened(self) -> Iterator[TypedTable]:
        """The table. Raises StceError (E677 to E680)."""
        if self.table is None and self.query is None and self.file is None:
            self._fail("E679", "which rows of the database are the history is not said", "add '::TABLE', or --query")
        with self._connected() as read:
            statement = self._statement(read)
            schema = self._told(lambda: _schema(read(f"SELECT * FROM ({statement}) AS history LIMIT 0")))  # noqa: S608

            def batches(columns: Sequence[str], size: int) -> Iterator[pa.RecordBatch]:
                chosen = ", ".join(_identifier(one) for one in columns)
                reader = self._told(lambda: read(f"SELECT {chosen} FROM ({statement}) AS history"))  # noqa: S608
                done = 0
                with closing(reader):
                    while (batch := self._told(lambda: next(reader, None), done)) is not None:
                        done += batch.num_rows
                        yield from _portions(_plain(batch), size)

            yield typed_table(schema, batches)

    def _statement(self, read: Reader) -> str:
        if self.query is not None:
            asked = self.query.strip().rstrip(";")
            return f"{asked}\n" if "--" in asked else asked  # a remark would take in what is written behind it
        if self.table is not None:
            return f"SELECT * FROM {'.'.join(_identifier(one) for one in self.table.split('.'))}"  # noqa: S608
        tables = [
            row["table_name"]
            for row in self._told(
                lambda: read("SELECT table_name FROM information_schema.tables ORDER BY table_name").read_all()
            ).to_pylist()
        ]
        if len(tables) != 1:
            there = f"it has {', '.join(map(quoted, tables[:20]))}" if tables else "it has none"
            self._fail("E679", "which table of the database is the history is not said", f"add '::TABLE'; {there}")
        return f"SELECT * FROM {_identifier(tables[0])}"  # noqa: S608

    @contextmanager
    def _connected(self) -> Iterator[Reader]:
        scheme = _URL.fullmatch(self.where)
        if scheme is None:
            duckdb = self._library("duckdb", "history")
            with closing(self._told(lambda: duckdb.connect(self.where, read_only=True))) as connection:
                yield lambda statement: connection.sql(statement).to_arrow_reader(BATCH_ROWS)
            return
        driver = _DRIVERS.get(scheme["scheme"])
        if driver is None:
            known = "', '".join(f"{one}://" for one in sorted(_DRIVERS))
            self._fail("E680", f"no driver is known for {quoted(scheme['scheme'] + '://')}", f"write '{known}' …")
        adbc = self._library(f"adbc_driver_{driver}.dbapi", "sql")
        # SQLite would make a file that is not there
        target = f"file:{quote(self.where.removeprefix('sqlite:///'))}?mode=ro" if driver == "sqlite" else self.where
        with closing(self._told(lambda: adbc.connect(target))) as connection, closing(connection.cursor()) as cursor:

            def read(statement: str) -> pa.RecordBatchReader:
                cursor.execute(statement)
                return cursor.fetch_record_batch()

            yield read

    def _library(self, module: str, extra: str) -> ModuleType:
        try:
            import_module("pyarrow")
            return import_module(module)
        except ModuleNotFoundError as absent:
            missing = (absent.name or module).partition(".")[0]
            message = f"this source needs the library '{missing}', which is not installed"
            raise StceError(
                Diagnostic("E677", message, where=self.name, help=f"install stce-rules[{extra}]")
            ) from absent

    def _told(self, ask: Callable[[], Any], done: int = 0) -> Any:  # noqa: ANN401 (what the drivers give)
        """What the database answers; what it complains about, in its words, as a report."""
        try:
            return ask()
        except StceError:
            raise
        except Exception as fault:  # noqa: BLE001  # each driver has exceptions of its own
            said = _without_passwords(" ".join(str(fault).split()))[:300] or "no reason was given"
            what = f"cannot be read on after row {done}" if done else "cannot be read"
            self._fail("E678", f"the database {what}: {said}", "check its address, the rights on it, and the query")

    def _fail(self, code: str, message: str, mend: str) -> NoReturn:
        raise StceError(Diagnostic(code, message, where=self.name, help=mend)) from None


def database(written: str, query: str | None) -> Database | None:
    """The database that is written here; None when it is none. With a table of its own the query is not used."""
    where, _, table = written.partition("::")
    if _URL.fullmatch(where) is None and not where.lower().endswith(_DUCKDB):
        return None
    return Database(_without_passwords(written), where, table or None, None if table else query)


def _without_passwords(text: str) -> str:
    return _PASSWORD.sub(lambda found: f"{found['before'] or found['key']}***", text)


def _identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _schema(reader: pa.RecordBatchReader) -> pa.Schema:
    import pyarrow as pa

    with closing(reader):
        return pa.schema([(one.name, _storage(one.type)) for one in reader.schema])


def _plain(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Without the types of a database's own, which stand on plain ones (numbers of PostgreSQL on their digits)."""
    import pyarrow as pa

    columns = [one.storage if isinstance(one.type, pa.BaseExtensionType) else one for one in batch.columns]
    return pa.record_batch(columns, names=batch.schema.names)


def _storage(type_: pa.DataType) -> pa.DataType:
    import pyarrow as pa

    return type_.storage_type if isinstance(type_, pa.BaseExtensionType) else type_


def _portions(batch: pa.RecordBatch, size: int) -> Iterator[pa.RecordBatch]:
    for start in range(0, batch.num_rows, size):
        yield batch.slice(start, size)
