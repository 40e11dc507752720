"""Files, folders and databases of a history, message by message or by record batches.

Enters: what an officer names, adapters. Leaves: declarations, and what is no declaration, in the order given and, below
a folder, of the names. Promises: everything given is there before the first message is read; memory holds one message,
or one batch; nothing is left out without being told; what goes wrong in one file never stops the next.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.adapters import BUILT_IN, HEAD_BYTES, Adapter, Refused, adapter_failed, choose
from stce_rules.intake.declared import Declared
from stce_rules.intake.quoting import meant
from stce_rules.intake.streams import DAMAGED, damaged, opened
from stce_rules.intake.tables.adapter import TableAdapter, map_beside
from stce_rules.intake.tables.batch import TableBatch
from stce_rules.intake.tables.mapfile import read_map
from stce_rules.intake.tables.model import TableMap
from stce_rules.intake.tables.opening import Opened, open_typed
from stce_rules.intake.tables.typedrows import BATCH_ROWS
from stce_rules.replay.databases import Database
from stce_rules.replay.places import STDIN, Place, places

__all__ = ["STDIN", "Declared", "History", "Mark", "Print", "Rejected", "TableBatch", "adapters_for", "history_of"]

_RAW_BYTES = 4096
"""As much of a refused line is kept, at most."""


class Mark(NamedTuple):
    """Where the last declaration stands that is done."""

    source: str
    row: int


class Print(NamedTuple):
    """What tells a file that was changed: name, length, and when it was last written, in nanoseconds."""

    name: str
    size: int
    modified_ns: int


@dataclass(frozen=True, slots=True)
class Rejected:
    """A message that is no declaration: why, and the line it stood on where it stood on one."""

    place: str
    diagnostics: tuple[Diagnostic, ...]
    raw: bytes | None


def adapters_for(brought: Sequence[Adapter], name: str | None) -> tuple[Adapter, ...]:
    """The adapters to ask: those of plugins, of tables, of canonical JSON; or one by its name, for all files.

    Raises StceError (E882) when there is none of that name.
    """
    every = (*brought, *BUILT_IN)
    if name is None:
        return every
    known = {one.name: one for one in every}
    if name not in known:
        near = meant(name, known)
        mend = f"those installed: {', '.join(sorted(known))}"
        raise StceError(Diagnostic("E882", f"there is no adapter '{name}'{near}", where="--adapter", help=mend))
    return (known[name],)


def history_of(
    named: Sequence[str | Path],
    *,
    brought: Sequence[Adapter] = (),
    adapter: str | None = None,
    map_path: Path | None = None,
    query: str | None = None,
) -> History:
    """The history that an officer names: files, folders, patterns, databases.

    `brought` are the adapters of plugins, `adapter` names the one that reads all files, `map_path` is the map of all
    tables, `query` what is asked of databases named without a table. Raises StceError: E660, E661, E679 for what is not
    there, E730 to E735 for the map, E882 for the adapter.
    """
    table = None if map_path is None else _given(map_path)
    chosen = adapters_for(brought, adapter)
    if table is not None:
        reader = TableAdapter(given=table)
        chosen = (reader,) if adapter == reader.name else (reader, *chosen)
    return History(named, chosen, table=table, query=query, prints=_prints(map_path, query))


def _given(path: Path) -> TableMap:
    try:
        return read_map(path)
    except OSError as fault:
        message = f"the map cannot be opened: {(fault.strerror or 'the system gives no reason').lower()}"
        raise StceError(Diagnostic("E730", message, where=str(path))) from fault


def _prints(map_path: Path | None, query: str | None) -> tuple[Print, ...]:
    """What a map and a query are known by: their digests."""
    said = {"map": None if map_path is None else map_path.read_bytes(), "query": query and query.encode()}
    return tuple(
        Print(f"{what} {hashlib.sha256(text).hexdigest()}", len(text), 0) for what, text in said.items() if text
    )


class History:
    """What is to be replayed. Read it once."""

    def __init__(
        self,
        named: Sequence[str | Path],
        adapters: Sequence[Adapter],
        *,
        table: TableMap | None = None,
        query: str | None = None,
        prints: tuple[Print, ...] = (),
    ) -> None:
        """Find all files. Raises StceError (E660, E661, E679) with all that is not there.

        Of several adapters the first that recognises a file reads it; one alone is not asked whether it does. `table`
        is the map of databases.
        """
        self._adapters = tuple(adapters)
        self._table = table
        self._said = prints
        self._done = 0
        self._current: io.BufferedReader | None = None
        self._places = places(named, query, self._is_known, [one.title for one in self._adapters])
        self.files: tuple[str, ...] = tuple(one if isinstance(one, str) else one.name for one in self._places)
        self.total_bytes = None if STDIN in self.files else sum(map(_size, self._places))

    @property
    def bytes_read(self) -> int:
        """How far reading has come, of `total_bytes`; databases count as nothing."""
        current = self._current
        try:
            return self._done + (0 if current is None else current.tell())
        except (OSError, ValueError):  # who reads, in a thread of its own, closes it at this moment
            return self._done

    @property
    def prints(self) -> tuple[Print, ...] | None:
        """What the history is known by; None when it cannot be read again, or nobody can say that it is the same."""
        files = [one if isinstance(one, str) else one.file for one in self._places]
        if STDIN in files or None in files:
            return None
        beside = {str(path) for name in files if name is not None and (path := map_beside(name)) is not None}
        names = [name for name in (*files, *sorted(beside)) if name is not None]
        stats = [(name, Path(name).stat()) for name in names]
        return (*(Print(name, one.st_size, one.st_mtime_ns) for name, one in stats), *self._said)

    @property
    def is_of_tables(self) -> bool:
        """Whether there are tables only, beside what cannot be read. Files are opened until one is something else."""
        return all(isinstance(one, Database) or (one != STDIN and self._is_table(one)) for one in self._places)

    def _is_table(self, name: str) -> bool:
        try:
            with opened(name) as plain:
                return isinstance(self._adapter(plain, name), TableAdapter)
        except (StceError, OSError, *DAMAGED):
            return True

    def read(self) -> Generator[Declaration | Rejected]:
        """All messages."""
        for one in self.located():
            yield one.declaration if isinstance(one, Declared) else one

    def located(self, after: Mark | None = None) -> Generator[Declared | Rejected]:
        """All messages, declarations with their places; or those behind the declaration that stands at a mark."""
        for one in self._all(after, None):
            assert not isinstance(one, TableBatch)  # noqa: S101 (none was asked for)
            yield one

    def batches(self, rows: int = BATCH_ROWS, after: Mark | None = None) -> Generator[TableBatch | Declared | Rejected]:
        """Tables as record batches of about so many rows, and declarations where there is no table.

        A batch holds whole declarations without any fault. First comes what was refused among its rows, then the batch,
        then the declarations among its rows that have a fault.
        """
        yield from self._all(after, rows)

    def _all(self, after: Mark | None, rows: int | None) -> Generator[TableBatch | Declared | Rejected]:
        done = self.files.index(after.source) if after is not None else 0
        self._done = sum(map(_size, self._places[:done]))
        for place in self._places[done:]:
            name = place if isinstance(place, str) else place.name
            try:
                messages = self._place(place, rows)
                if after is not None and after.source == name:
                    messages = _behind(messages, after.row)
                yield from messages
                self._done += _size(place)
            except OSError as fault:
                message = f"cannot be read on: {(fault.strerror or 'the system gives no reason').lower()}"
                yield Rejected(name, (Diagnostic("E673", message, where=name),), None)
            finally:
                self._current = None

    def _place(self, place: Place, rows: int | None) -> Iterator[TableBatch | Declared | Rejected]:
        if isinstance(place, Database):
            yield from self._database(place, rows)
        elif place == STDIN:
            yield from self._file(sys.stdin.buffer, "<stdin>", rows)
        else:
            with Path(place).open("rb") as file:
                self._current = file
                yield from self._file(file, place, rows)

    def _database(self, place: Database, rows: int | None) -> Iterator[TableBatch | Declared | Rejected]:
        try:
            with place.opened() as typed:
                table = self._table
                beside = map_beside(place.file) if table is None and place.file is not None else None
                yield from _read_table(
                    open_typed(typed, place.name, table if beside is None else read_map(beside)),
                    rows,
                )
        except StceError as refused:
            yield Rejected(place.name, refused.diagnostics, None)

    def _file(self, file: BinaryIO, name: str, rows: int | None) -> Iterator[TableBatch | Declared | Rejected]:
        """One file; what cannot be read on ends it, after all that stood before."""
        adapter: Adapter | None = None
        with _lines_of(file) as stream:
            try:
                adapter = self._adapter(stream, name)
                if isinstance(adapter, TableAdapter):
                    with adapter.opened(cast("BinaryIO", stream), name) as table:
                        yield from _read_table(table, rows)
                    return
                row = 0
                for one in adapter.read(cast("BinaryIO", stream), name):
                    if isinstance(one, Declaration):
                        row = max(row + 1, stream.number)
                        yield Declared(name, row, one)
                    else:
                        yield _rejected(one, stream)
            except StceError as refused:
                yield Rejected(name, refused.diagnostics, None)
            except DAMAGED:
                yield Rejected(name, (damaged(name),), None)
            except OSError:
                raise
            except Exception as fault:  # noqa: BLE001  # an adapter of a plugin may raise anything
                yield Rejected(name, (adapter_failed(adapter, fault, name),), None)

    def _adapter(self, stream: io.BufferedReader, name: str) -> Adapter:
        if len(self._adapters) == 1:
            return self._adapters[0]
        return choose(self._adapters, stream.peek(HEAD_BYTES)[:HEAD_BYTES], name)

    def _is_known(self, name: str) -> bool:
        try:
            with opened(name) as plain:
                self._adapter(plain, name)
        except (StceError, OSError, *DAMAGED):
            return False
        return True


def _read_table(table: Opened, rows: int | None) -> Iterator[TableBatch | Declared | Rejected]:
    """In batches of about so many rows; None: declaration by declaration."""
    if rows is None:
        found: Iterator[TableBatch | Declared | Refused] = table.declarations()
    else:
        from stce_rules.intake.tables.arrow import table_batches

        found = table_batches(table, rows)
    for one in found:
        yield Rejected(one.place, one.diagnostics, one.raw) if isinstance(one, Refused) else one


def _size(place: Place) -> int:
    return Path(place).stat().st_size if isinstance(place, str) and place != STDIN else 0


def _behind(
    messages: Iterator[TableBatch | Declared | Rejected], row: int
) -> Iterator[TableBatch | Declared | Rejected]:
    """The messages behind the declaration at a row; those with a fault follow the batch that has their neighbours."""
    begun = False
    for one in messages:
        if isinstance(one, Rejected):
            if begun:
                yield one
            continue
        first, last = (int(one.rows[0]), one.last) if isinstance(one, TableBatch) else (one.row, one.row)
        begun = begun or last >= row
        if first > row:
            yield one


@contextmanager
def _lines_of(file: BinaryIO) -> Iterator[_LastLine]:
    with opened(file) as plain:
        stream = _LastLine(plain)
        try:
            yield stream
        finally:
            if not stream.closed:
                stream.detach()  # else the file would be closed with it


class _LastLine(io.BufferedReader):
    """A stream that remembers the line last read from it, as far as it is kept, and its number."""

    def __init__(self, raw: io.BufferedReader) -> None:
        super().__init__(cast("io.RawIOBase", raw))
        self.number = 0
        self.line = b""
        self._ended = True

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        if self._ended:
            self.number += 1
            self.line = line[:_RAW_BYTES]
        self._ended = line.endswith(b"\n")
        return line


def _rejected(refused: Refused, stream: _LastLine) -> Rejected:
    """With the line, when the place of the refusal says that it is that one."""
    if refused.raw is None and refused.place.endswith(f":{stream.number}"):
        return Rejected(refused.place, refused.diagnostics, stream.line.rstrip(b"\r\n"))
    return Rejected(refused.place, refused.diagnostics, refused.raw)
