"""A table that is open, bound to its map.

Enters: a text or a typed table, and its map where one was found. Leaves: the table with the names of its columns, and
its declarations. Promise: a column of the map that the table lacks, or has twice, refuses the table, for its box would
be blank in every declaration.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from urllib.parse import unquote

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.declared import Declared
from stce_rules.intake.refusal import Refused
from stce_rules.intake.tables.assemble import Assembly
from stce_rules.intake.tables.columns import is_box
from stce_rules.intake.tables.csvrows import Rows, Text, Unread
from stce_rules.intake.tables.forms import shown
from stce_rules.intake.tables.identity import identity, is_canonical
from stce_rules.intake.tables.model import TableMap
from stce_rules.intake.tables.typedrows import TypedTable

_NO_VALUE = "__HIVE_DEFAULT_PARTITION__"
"""Stands in a path where the column is blank."""

__all__ = ["Opened", "empty", "header_of", "map_of", "open_text", "open_typed", "places_in"]


@dataclass(frozen=True, slots=True)
class Opened:
    """A table, the map it is read by, the names of its columns, and its rows: of texts, or typed.

    `fixed` are columns that have one value in all rows, since they stand in the path of the file.
    """

    name: str
    map: TableMap
    names: tuple[str, ...]
    rows: Rows | TypedTable
    fixed: Mapping[str, str | None]

    def bound(self) -> tuple[list[str], dict[str, int]]:
        """The columns that the map reads, and in which of them those of the map stand. Raises StceError (E736, E737).

        Of a text these are all columns, for its rows are whole. Those that are fixed stand behind them.
        """
        fixed = list(self.fixed)
        where = places_in(self.map, [*self.names, *fixed], self.name)
        own = len(self.names)
        if not isinstance(self.rows, TypedTable):
            return list(self.names), where
        wanted = [self.names[index] for index in sorted(set(where.values())) if index < own]
        return wanted, {
            column: wanted.index(self.names[index]) if index < own else len(wanted) + index - own
            for column, index in where.items()
        }

    def assembly(self) -> tuple[list[str], Assembly]:
        """The columns that are to be read, and what puts their rows together. Raises StceError (E736, E737)."""
        columns, where = self.bound()
        assembly = Assembly(self.map, where, len(columns), self.name, tuple(self.fixed.values()))
        if not isinstance(self.rows, TypedTable):
            assembly.line = self.rows.line
        return columns, assembly

    def declarations(self) -> Iterator[Declared | Refused]:
        """Row by row. Raises StceError, also when there is no row (W613), and what reading the rows raises."""
        columns, assembly = self.assembly()
        rows = self.rows.rows(columns) if isinstance(self.rows, TypedTable) else self.rows
        found = assembly.declarations(rows)
        first = next(found, None)
        if first is None:
            raise empty(self.name)
        yield from chain((first,), found)


def open_text(text: Text, name: str, table: TableMap | None) -> Opened:
    """A CSV text below its header. Raises StceError (W613, E662 to E664, E739, E742 to E744)."""
    if table is None:
        rows = Rows(text, "", '"')
        names = _header(rows, 1, name)
        fixed = _in_path(name, names)
        return Opened(name, map_of(names, fixed, name), names, rows, fixed)
    rows = Rows(text, table.delimiter, table.quote, table.header)
    names = _header(rows, table.header, name) if table.header else table.columns
    return Opened(name, table, names, rows, _in_path(name, names))


def open_typed(typed: TypedTable, name: str, table: TableMap | None) -> Opened:
    """A typed table. Raises StceError (E662 to E664, E668, E736, E737, E739)."""
    fixed = _in_path(name, typed.names)
    if table is None and is_canonical(typed.names):
        _refuse_unfit(typed.names, typed, name)
    if table is None:
        table = map_of(typed.names, fixed, name, listed=typed.listed, typed=True)
    opened = Opened(name, table, typed.names, typed, fixed)
    _refuse_unfit(opened.bound()[0], typed, name)
    return opened


def _refuse_unfit(columns: Sequence[str], typed: TypedTable, name: str) -> None:
    mend = "write its parts as columns of their own"
    message = "column {} holds neither text, numbers, dates, yes or no, nor lists of texts"
    faults = [
        Diagnostic("E668", message.format(shown(one)), where=name, help=mend) for one in columns if one in typed.unfit
    ]
    if faults:
        raise StceError(faults)


def _in_path(name: str, names: Sequence[str]) -> dict[str, str | None]:
    """Columns that stand in the path, as in `year=2024/month=01/part.parquet`, where the table has none of the name."""
    found = {}
    for part in name.replace("\\", "/").split("/")[:-1]:
        column, equals, value = part.partition("=")
        if equals and column and column not in names:
            found[column] = None if value == _NO_VALUE else unquote(value)
    return found


def header_of(head: str, delimiter: str, quote: str | None) -> list[str]:
    """The names in the first line of a text; none where it cannot be read."""
    line = head.splitlines()[:1]
    mark = delimiter or max(",;\t", key=line[0].count if line else len)
    try:
        return [one.strip() for one in next(csv.reader(line, delimiter=mark, quotechar=quote or '"'), [])]
    except csv.Error:
        return []


def empty(name: str) -> StceError:
    """What is said of a table without rows."""
    return StceError(Diagnostic("W613", "there is no declaration in the table", where=name))


def _header(rows: Rows, number: int, name: str) -> tuple[str, ...]:
    header = next((row for row in rows if row.number >= number), None)  # rows that are blank count as well
    if header is None:
        raise empty(name)
    if isinstance(header, Unread):
        message = f"the header cannot be read: {header.fault.message}"
        raise StceError(Diagnostic(header.fault.code, message, where=f"{name}:{header.line}"))
    return tuple(str(cell) for cell in header.cells)


def map_of(
    names: Sequence[str], fixed: Iterable[str], name: str, *, listed: frozenset[str] = frozenset(), typed: bool = False
) -> TableMap:
    """The map of a table whose columns are boxes; of those in its path, the others are passed over."""
    if is_canonical(names):
        return identity([*names, *(one for one in fixed if is_box(one))], name, listed=listed, typed=typed)
    mend = "'stce map init FILE' proposes a map; keep it beside the table as '<file>.map.yaml' or 'stce-table.yaml'"
    raise StceError(Diagnostic("E739", "no known map fits the columns of the table", where=name, help=mend))


def places_in(table: TableMap, names: Sequence[str], name: str) -> dict[str, int]:
    """At which place each column of the map stands. Raises StceError (E736, E737)."""
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
