"""Canonical tables, CSV and Parquet, as adapters: flat rows to declarations.

Enters: a stream of a table whose columns are named as `columns` says. Leaves: declarations; rows with the same id,
version and action that follow each other are one. Promises: memory holds one declaration; a row that cannot be read
never stops the next; a table with a column nobody knows is not read at all; where rows of one declaration disagree on
a box of the declaration, it is unreadable.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import BinaryIO, Final

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.adapters import Adapter, Refused
from stce_rules.intake.canonical import decode
from stce_rules.replay.columns import Column, columns_of, fill
from stce_rules.replay.csv_rows import UTF8_MARK, delimiter_of, read_csv_rows
from stce_rules.replay.parquet import read_columns, read_rows

__all__ = ["TABLES"]

MOST_ITEMS = 10_000
"""Rows of one declaration, at most; more would fill the memory."""

Cells = Sequence[object]


class _Csv:
    """A canonical table as CSV: comma, semicolon or tab between cells, UTF-8."""

    name: Final = "csv"
    title: Final = "canonical table, CSV"

    def recognises(self, head: bytes, name: str) -> bool:
        """CSV by name, or a first line of columns with an `id` among them."""
        if name.lower().removesuffix(".gz").endswith((".csv", ".tsv")):
            return True
        first = head.removeprefix(UTF8_MARK).partition(b"\n")[0].decode("utf-8", "replace").strip()
        return "id" in [one.strip('" ') for one in first.split(delimiter_of(first))] and len(first) > 2

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        """Row by row, below the header."""
        rows = read_csv_rows(stream, name)
        if (header := next(rows, None)) is None:
            yield Refused(name, (Diagnostic("W613", "there is no declaration in the file", where=name),))
            return
        if isinstance(header, Refused):
            yield header
            return
        yield from _read_table(header[1], rows, name)


class _Parquet:
    """A canonical table as Parquet."""

    name: Final = "parquet"
    title: Final = "canonical table, Parquet"

    def recognises(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (content decides)
        """By its mark."""
        return head.startswith(b"PAR1")

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        """Row by row; places are row numbers from 1."""
        file, header = read_columns(stream, name)
        yield from _read_table(header, enumerate(read_rows(file, name), start=1), name)


TABLES: tuple[Adapter, ...] = (_Parquet(), _Csv())
"""Adapters of canonical tables. Ask them after those of plugins, which know other columns."""


# ---- rows to declarations


@dataclass(slots=True)
class _Group:
    """Rows of one declaration so far: the place of the first, the declaration's own cells, items, disagreements."""

    number: int
    head: list[object]
    items: list[dict[str, object]] = field(default_factory=list)
    unlike: dict[str, str] = field(default_factory=dict)


def _read_table(
    header: Sequence[str], rows: Iterable[tuple[int, Cells] | Refused], name: str
) -> Iterator[Declaration | Refused]:
    columns = columns_of(header, name)
    table = _Table(columns, name)
    current: _Group | None = None
    empty = True
    for row in rows:
        empty = False
        if isinstance(row, Refused):
            yield row
            continue
        number, cells = row[0], [_said(cell) for cell in row[1]]
        if current is not None and table.is_same(current.head, cells):
            table.join(current, cells)
            continue
        if current is not None:
            yield table.declaration(current)
        current = table.begin(number, cells)
    if current is not None:
        yield table.declaration(current)
    if empty:
        yield Refused(name, (Diagnostic("W613", "there is no declaration in the file", where=name),))


class _Table:
    """The columns of a table, and how rows become a declaration by them."""

    def __init__(self, columns: Sequence[Column], name: str) -> None:
        self._name = name
        self._own = [(at, one) for at, one in enumerate(columns) if not one.of_item]
        self._items = [(at, one) for at, one in enumerate(columns) if one.of_item]
        self._key = [at for at, one in self._own if one.name in ("id", "version", "action")]
        self._id = next(at for at, one in self._own if one.name == "id")
        self._numbered = any(one.name == "item.number" for _, one in self._items)

    def is_same(self, one: Cells, other: Cells) -> bool:
        """Whether two rows are of one declaration: one id, and no two versions or actions."""
        if one[self._id] is None:
            return False
        return one[self._id] == other[self._id] and all(
            one[at] is None or other[at] is None or one[at] == other[at] for at in self._key
        )

    def begin(self, number: int, cells: list[object]) -> _Group:
        """The first row of a declaration."""
        group = _Group(number, cells)
        self._add_item(group, cells)
        return group

    def join(self, group: _Group, cells: list[object]) -> None:
        """A further row of it; a box left blank in one row is taken from another."""
        for at, column in self._own:
            first, cell = group.head[at], cells[at]
            if first is None:
                group.head[at] = cell
            elif cell is not None and cell != first:
                group.unlike.setdefault(column.box, f"rows of the declaration disagree on '{column.name}'")
        self._add_item(group, cells)

    def _add_item(self, group: _Group, cells: Cells) -> None:
        boxes: dict[str, object] = {}
        for at, column in self._items:
            if cells[at] is not None:
                fill(boxes, column, cells[at])
        if boxes and len(group.items) <= MOST_ITEMS:
            if not self._numbered:
                boxes["number"] = len(group.items) + 1
            group.items.append(boxes)

    def declaration(self, group: _Group) -> Declaration | Refused:
        """The declaration of a group of rows."""
        place = f"{self._name}:{group.number}"
        if len(group.items) > MOST_ITEMS:
            message = f"the declaration has more than {MOST_ITEMS:,} goods items"
            return Refused(place, (Diagnostic("E609", message, where=place),))
        boxes: dict[str, object] = {}
        for at, column in self._own:
            if group.head[at] is not None:
                fill(boxes, column, group.head[at])
        boxes["items"] = group.items
        boxes["parse_issues"] = [
            {"code": "W676", "place": box, "message": message} for box, message in group.unlike.items()
        ]
        try:
            return decode(boxes)
        except StceError as refused:
            return Refused(place, tuple(replace(one, where=place) for one in refused.diagnostics))


def _said(cell: object) -> object:
    """The cell, None when it says nothing."""
    match cell:
        case str():
            return cell if cell.strip() else None
        case float():
            return cell if cell == cell else None  # noqa: PLR0124 (a number that is none is not itself)
        case Decimal():
            return cell if cell.is_finite() else None
        case list():
            return [one for one in cell if one is not None] or None
        case _:
            return cell
