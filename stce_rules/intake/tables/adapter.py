"""The adapter of tables: finds the map of a table, and reads the table by it.

The map is the one that was given, else the file `<file>.map.yaml` beside the table, else `stce-table.yaml` in its
folder, else a known map whose columns all stand in the header; a table whose columns are boxes needs none. Nothing else
is looked at: no environment, no working folder.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.declared import Declared
from stce_rules.intake.refusal import Refused
from stce_rules.intake.streams import HEAD_BYTES
from stce_rules.intake.tables.csvrows import Text
from stce_rules.intake.tables.mapfile import read_map
from stce_rules.intake.tables.model import TableMap
from stce_rules.intake.tables.opening import Opened, header_of, open_text, open_typed
from stce_rules.intake.tables.typedrows import MARK, open_parquet

__all__ = ["FOR_FOLDER", "FOR_TABLE", "TableAdapter", "is_map", "map_beside"]

FOR_TABLE = ".map.yaml"
"""Ends the name of the map of one table."""

FOR_FOLDER = "stce-table.yaml"
"""The map of all tables of a folder."""

_TABLES = (".csv", ".tsv", ".parquet", ".csv.gz", ".tsv.gz")
_SUFFIXES = (*_TABLES, ".txt", ".txt.gz")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"
_OBJECT = re.compile(rb"(\xef\xbb\xbf)?\s*\{\s*\"")
"""Begins an object of JSON; its texts may well look like a header."""


def is_map(name: str) -> bool:
    """Whether a file of this name is a map, and no table."""
    return name.endswith(FOR_TABLE) or Path(name).name == FOR_FOLDER


def map_beside(name: str) -> Path | None:
    """The map that lies beside a file of this name; nothing lies beside a stream, whose name is in angle brackets."""
    if name.startswith("<") and name.endswith(">"):
        return None
    path = Path(name)
    try:
        if name and path.with_name(path.name + FOR_TABLE).is_file():
            return path.with_name(path.name + FOR_TABLE)
        for_folder = path.with_name(FOR_FOLDER) if name else path
        return for_folder if path.name.lower().endswith(_SUFFIXES) and for_folder.is_file() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


class TableAdapter:
    """Reads tables, one goods item in each row, by maps."""

    def __init__(
        self,
        maps: Sequence[TableMap] = (),
        *,
        given: TableMap | None = None,
        name: str = "table",
        title: str = "table (CSV, Parquet)",
    ) -> None:
        """Read every table by the map that is `given`; else, where there are `maps`, only tables that one of them fits.

        Of several that fit a table, the one with the most columns is used.
        """
        self.name = name
        self.title = title
        self._given = given
        self._maps = sorted(maps, key=lambda one: (-len(one.used), one.name))

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether it is a table: by a map beside it, its mark, its name, or a header with an `id`."""
        no_header = _OBJECT.match(head) is not None
        if self._maps:
            return not no_header and self._known(head, name) is not None and map_beside(name) is None
        if head.startswith(MARK) or map_beside(name) is not None:
            return True
        if name.lower().endswith(_TABLES if self._given is None else _SUFFIXES):
            return True
        if no_header:
            return False
        names = header_of(head.removeprefix(_UTF8_MARK).decode("utf-8", "replace"), "", '"')
        return "id" in names and len(names) > 1

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        """The declarations of a table, and the rows that are none; a map or table with faults gives one refusal."""
        for one in self.located(stream, name):
            yield one.declaration if isinstance(one, Declared) else one

    def located(self, stream: BinaryIO, name: str) -> Iterator[Declared | Refused]:
        """The same, with the rows where declarations begin."""
        try:
            with self.opened(stream, name) as table:
                yield from table.declarations()
        except StceError as refused:
            yield Refused(name, refused.diagnostics)

    @contextmanager
    def opened(self, stream: BinaryIO, name: str) -> Iterator[Opened]:
        """The table with its map. Raises StceError."""
        with _peekable(stream) as whole:
            head = whole.peek(HEAD_BYTES)[:HEAD_BYTES]
            table = self._map(head, name)
            if head.startswith(MARK):
                yield open_typed(open_parquet(whole, name), name, table)
                return
            yield open_text(Text(whole, _encoding(head, name, table)), name, table)

    def _map(self, head: bytes, name: str) -> TableMap | None:
        beside = map_beside(name) if self._given is None else None
        return self._given or (self._known(head, name) if beside is None else _read_beside(beside))

    def _known(self, head: bytes, name: str) -> TableMap | None:
        """The known map whose columns all stand in the header."""
        in_parquet = _names_of_parquet(name) if self._maps and head.startswith(MARK) else None
        for one in self._maps:
            codec = "utf-8-sig" if one.encoding == "utf-8" else one.encoding
            names = in_parquet or header_of(head.decode(codec, "replace"), one.delimiter, one.quote)
            if (one.header == 1 or (one.header and in_parquet)) and all(column.name in names for column in one.used):
                return one
        return None


@contextmanager
def _peekable(stream: BinaryIO) -> Iterator[io.BufferedReader]:
    """The stream so that it can be looked into; one of the caller's is left open."""
    if isinstance(stream, io.BufferedReader):
        yield stream
        return
    buffered: io.BufferedReader = io.BufferedReader(cast("io.RawIOBase", stream))
    try:
        yield buffered
    finally:
        with suppress(ValueError):  # the caller may have closed it
            buffered.detach()


def _encoding(head: bytes, name: str, table: TableMap | None) -> str:
    """The encoding of the map, UTF-8 without one. Raises StceError (E606) where the text says it is another."""
    encoding = "utf-8" if table is None else table.encoding
    if head.startswith(_UTF16_MARKS) and not encoding.startswith("utf-16"):
        mend = "write 'encoding: utf-16' into the map, or save the table as UTF-8"
        raise StceError(Diagnostic("E606", f"the table is UTF-16, not {encoding}", where=name, help=mend))
    return encoding


def _names_of_parquet(name: str) -> tuple[str, ...]:
    """The columns of a file, which stand at its end; none of what is no file, or cannot be read."""
    try:
        return tuple(one.strip() for one in open_parquet(name, name).names)
    except (OSError, ValueError, StceError):
        return ()


def _read_beside(path: Path) -> TableMap:
    try:
        return read_map(path)
    except OSError:
        raise StceError(Diagnostic("E730", "the map cannot be opened", where=str(path))) from None
