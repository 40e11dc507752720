"""The adapter of tables: finds the map of a table, and reads the table by it.

The map is the file `<file>.map.yaml` beside the table, else `stce-table.yaml` in its folder, else a known map whose
columns all stand in the header. Nothing else is looked at: no environment, no working folder.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final, cast

from stce_rules import Declaration, StceError
from stce_rules.core.diagnostics import Diagnostic
from stce_rules.intake.adapters import HEAD_BYTES, Refused
from stce_rules_table import csvrows
from stce_rules_table.assemble import Assembly
from stce_rules_table.csvrows import Row, Unread
from stce_rules_table.forms import shown
from stce_rules_table.mapfile import read_map
from stce_rules_table.model import TableMap
from stce_rules_table.parquetrows import MARK, open_parquet

__all__ = ["FOR_FOLDER", "FOR_TABLE", "TableAdapter"]

FOR_TABLE = ".map.yaml"
"""Ends the name of the map of one table."""

FOR_FOLDER = "stce-table.yaml"
"""The map of all tables of a folder."""

_SUFFIXES = (".csv", ".tsv", ".txt", ".parquet", ".csv.gz", ".tsv.gz", ".txt.gz")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


class TableAdapter:
    """Reads tables, one goods item in each row, by maps."""

    name: Final = "table"
    title: Final = "CSV or Parquet, read by a map of its columns"

    def __init__(self, maps: Sequence[TableMap] = ()) -> None:
        """`maps` are known by their columns; of several that fit a table, the one with the most columns is used."""
        self._maps = sorted(maps, key=lambda one: (-len(one.used), one.name))

    def recognises(self, head: bytes, name: str) -> bool:
        """Whether a map lies beside the table, or a known one fits its header; any Parquet file."""
        return head.startswith(MARK) or _beside(name) is not None or self._known(head) is not None

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        """The declarations of a table, and the rows that are none; a map or table with faults gives one refusal."""
        try:
            with _peekable(stream) as whole:
                yield from self._read(whole, name)
        except StceError as refused:
            yield Refused(name, refused.diagnostics)

    def _read(self, stream: io.BufferedReader, name: str) -> Iterator[Declaration | Refused]:
        path = _beside(name)
        table = None if path is None else _read_beside(path)
        head = stream.peek(HEAD_BYTES)[:HEAD_BYTES]
        if head.startswith(MARK):
            yield from self._read_parquet(stream, name, table)
            return
        table = table or self._known(head)
        if table is None:
            raise StceError(_no_map(name))
        if head.startswith(_UTF16_MARKS) and not table.encoding.startswith("utf-16"):
            mend = "write 'encoding: utf-16' into the map, or save the table as UTF-8"
            raise StceError(Diagnostic("E606", f"the table is UTF-16, not {table.encoding}", where=name, help=mend))
        rows = csvrows.rows(stream, encoding=table.encoding, delimiter=table.delimiter, quote=table.quote)
        yield from _declarations(table, rows, name)

    def _read_parquet(self, stream: BinaryIO, name: str, table: TableMap | None) -> Iterator[Declaration | Refused]:
        opened = open_parquet(stream, name)
        if isinstance(opened, Diagnostic):
            raise StceError(opened)
        table = table or self._fitting([one.strip() for one in opened.names])
        if table is None:
            raise StceError(_no_map(name))
        where = _bound(table, opened.names, name)
        unfit = [one for one in table.used if opened.names[where[one.name]] in opened.unfit]
        if unfit:
            raise StceError(
                Diagnostic(
                    "E738", f"column {shown(one.name)} of {shown(name)} holds no single texts or numbers", one.span
                )
                for one in unfit
            )
        wanted = [opened.names[index] for index in sorted(set(where.values()))]
        narrow = {column: wanted.index(opened.names[index]) for column, index in where.items()}
        yield from _told(Assembly(table, narrow, len(wanted), name).declarations(opened.rows(wanted)), name)

    def _known(self, head: bytes) -> TableMap | None:
        """The known map whose columns all stand in the first line."""
        for one in self._maps:
            codec = "utf-8-sig" if one.encoding == "utf-8" else one.encoding
            lines = head.decode(codec, "replace").splitlines()
            try:
                names = next(csv.reader(lines[:1], delimiter=one.delimiter, quotechar=one.quote or '"'), [])
            except csv.Error:
                continue
            if one.header == 1 and _fits(one, [name.strip() for name in names]):
                return one
        return None

    def _fitting(self, names: Sequence[str]) -> TableMap | None:
        return next((one for one in self._maps if one.header and _fits(one, names)), None)


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


def _fits(table: TableMap, names: Sequence[str]) -> bool:
    return all(column.name in names for column in table.used)


def _no_map(name: str) -> Diagnostic:
    mend = f"write a map beside it, as '<file>{FOR_TABLE}' or '{FOR_FOLDER}'"
    return Diagnostic("E739", "no known map fits the columns of the table", where=name, help=mend)


def _beside(name: str) -> Path | None:
    """The map that lies beside a file of this name."""
    path = Path(name)
    try:
        if name and path.with_name(path.name + FOR_TABLE).is_file():
            return path.with_name(path.name + FOR_TABLE)
        for_folder = path.with_name(FOR_FOLDER) if name else path
        return for_folder if path.name.lower().endswith(_SUFFIXES) and for_folder.is_file() else None
    except (OSError, ValueError):  # a name that no file can have
        return None


def _read_beside(path: Path) -> TableMap:
    try:
        return read_map(path)
    except OSError:
        raise StceError(Diagnostic("E730", "the map cannot be opened", where=str(path))) from None


def _declarations(table: TableMap, rows: Iterator[Row | Unread], name: str) -> Iterator[Declaration | Refused]:
    """The declarations of a CSV text."""
    if table.header:
        header = next(islice(rows, table.header - 1, None), None)
        if header is None:
            raise StceError(_empty(name))
        if isinstance(header, Unread):
            message = f"the header cannot be read: {header.fault.message}"
            raise StceError(Diagnostic(header.fault.code, message, where=f"{name}:{header.line}"))
        names = tuple(str(cell) for cell in header.cells)
    else:
        names = table.columns
    where = _bound(table, names, name)
    yield from _told(Assembly(table, where, len(names), name).declarations(rows), name)


def _told(found: Iterator[Declaration | Refused], name: str) -> Iterator[Declaration | Refused]:
    """What was found; that there was nothing, too."""
    first = next(found, None)
    if first is None:
        raise StceError(_empty(name))
    yield from chain((first,), found)


def _empty(name: str) -> Diagnostic:
    return Diagnostic("W613", "there is no declaration in the table", where=name)


def _bound(table: TableMap, names: Sequence[str], name: str) -> Mapping[str, int]:
    """In which cell of a row each column of the map stands. Raises StceError (E736, E737)."""
    known = [one.strip() for one in names]
    faults = []
    for column in table.used:
        count = known.count(column.name)
        if count == 0:
            near = [one for one in known if one.casefold() == column.name.casefold()]
            mend = f"did you mean '{near[0]}'?" if near else f"columns are {', '.join(map(shown, known[:30]))}"
            faults.append(
                Diagnostic("E736", f"{shown(name)} has no column {shown(column.name)}", column.span, help=mend)
            )
        elif count > 1:
            faults.append(Diagnostic("E737", f"{shown(name)} has {count} columns {shown(column.name)}", column.span))
    if faults:
        raise StceError(faults)
    return {column.name: known.index(column.name) for column in table.used}
