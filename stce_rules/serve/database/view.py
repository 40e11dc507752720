"""The view of a host, read as declarations.

Enters: a view whose rows are goods items, the column that says what is new, a map of the columns or none. Leaves:
declarations, each with how far the view was read when it ended. Promises: rows are read in the order of that column,
and the rows of one declaration together; nothing of the view is passed over: rows without a value there are counted.
"""

from __future__ import annotations

import json
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import NoSuchTableError

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.declared import Declared
from stce_rules.intake.refusal import Refused
from stce_rules.intake.tables.assemble import Assembly
from stce_rules.intake.tables.csvrows import Row
from stce_rules.intake.tables.model import TableMap, leaves
from stce_rules.intake.tables.opening import map_of, places_in
from stce_rules.intake.tables.typedrows import cell

__all__ = ["Met", "View", "open_view"]

_ROWS = 1000
"""Rows that are fetched at once."""


@dataclass(frozen=True, slots=True)
class Met:
    """A declaration or refused row, the value of the column that says what is new, and the cells, of its first row."""

    read: Declared | Refused
    after: object
    cells: str


@dataclass(frozen=True, slots=True)
class View:
    """An open view."""

    name: str
    table: sa.Table
    after: sa.Column[object]
    map: TableMap
    columns: tuple[str, ...]

    def blank(self, connection: Connection) -> int:
        """Rows that say nothing in the column that says what is new: they would never be read."""
        rows = sa.select(sa.func.count()).select_from(self.table).where(self.after.is_(None))
        return int(connection.execute(rows).scalar_one())

    def declarations(self, connection: Connection, since: object) -> Generator[Met]:
        """What the view has from a value on, that value included; all of it where that is None."""
        where = places_in(self.map, self.columns, self.name)
        assembly = Assembly(self.map, where, len(self.columns), self.name)
        fetched: list[Sequence[object]] = []
        held: list[Met] = []
        for one in assembly.declarations(self._rows(connection, since, fetched)):
            row = one.row if isinstance(one, Declared) else int(one.place.rpartition(":")[2])
            after, *values = fetched[row - 1]
            met = Met(one, after, json.dumps(values, ensure_ascii=False, default=str))
            if isinstance(one, Refused) and assembly.open is not None:
                held.append(met)  # it is told before the declaration that stands before it has ended
                continue
            yield met
            yield from held
            held.clear()
        yield from held

    def _rows(self, connection: Connection, since: object, fetched: list[Sequence[object]]) -> Iterator[Row]:
        statement = sa.select(self.after.label("stce_after"), *(self.table.c[name] for name in self.columns))
        statement = statement.where(self.after.is_not(None) if since is None else self.after >= since)
        statement = statement.order_by(self.after, *(self.table.c[name] for name in self._identity()))
        with connection.execute(statement.execution_options(yield_per=_ROWS)) as found:
            for number, row in enumerate(found, start=1):
                fetched.append(tuple(row))
                yield Row(number, number, tuple([cell(value) for value in row[1:]]))

    def _identity(self) -> list[str]:
        """The columns that tell declarations and their items apart, in which rows are sorted."""
        boxes = [self.map.declaration.parts.get(name) for name in ("id", "version", "action")]
        boxes.append(self.map.item.parts.get("number"))
        named = [column.name for box in boxes if box is not None for leaf in leaves(box) for column in leaf.columns]
        return list(dict.fromkeys(named))


def open_view(engine: Engine, name: str, after: str, given: TableMap | None) -> View:
    """The view or table of this name, perhaps `SCHEMA.NAME`. Raises StceError (E736, E739, E897)."""
    schema, _, plain = name.rpartition(".")
    try:
        table = sa.Table(plain, sa.MetaData(), schema=schema or None, autoload_with=engine)
    except NoSuchTableError:
        mend = "correct the name, or ask for the right to read it"
        raise StceError(Diagnostic("E897", f"there is no view or table '{name}'", where=name, help=mend)) from None
    columns = tuple(table.columns.keys())
    if after not in columns:
        mend = f"its columns are {', '.join(columns)}"
        raise StceError(Diagnostic("E897", f"the view has no column '{after}'", where=name, help=mend))
    boxes = [one for one in columns if one != after or given is not None]
    table_map = given or map_of(boxes, (), name, typed=True)
    places_in(table_map, columns, name)
    return View(name, table, table.c[after], table_map, columns)
