"""Rows to declarations.

Enters: rows, and the map bound to the table. Leaves: declarations, and refused rows. Promises: every row that says
anything becomes a goods item or is refused; rows with one id that follow each other are one declaration; where a row
among them was refused, or the file breaks off, an unreadable item stands in the declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.canonical import decode
from stce_rules.intake.declared import Declared
from stce_rules.intake.refusal import Refused
from stce_rules.intake.tables.cells import written
from stce_rules.intake.tables.csvrows import MOST_ROWS, Row, Unread
from stce_rules.intake.tables.filling import Data, Filling
from stce_rules.intake.tables.model import Cell, Fault, Group, TableMap, leaves

__all__ = ["MOST_ROWS", "Assembly"]

_RAW_BYTES = 4096
"""As much of a refused row is kept, at most."""


@dataclass(slots=True)
class _Open:
    """A declaration whose rows are being read.

    `cells` are those of the header as rows so far said them last, `first` as they said them first.
    """

    key: dict[str, Data]
    row: Row
    header: dict[str, Data]
    cells: tuple[Cell, ...]
    first: tuple[Cell, ...]
    filling: Filling
    items: list[Data] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    full: bool = False


@dataclass
class Assembly:
    """Puts rows together. `width` is how many cells a row has; `where` in which of them a column stands.

    Behind the cells of every row come those of `fixed`. `line` tells a line of the text as it stood, for rows that were
    columns meanwhile; blank where it does not know.
    """

    table: TableMap
    where: Mapping[str, int]
    width: int
    name: str
    fixed: tuple[Cell, ...] = ()
    line: Callable[[int], str] = lambda _number: ""
    open: _Open | None = None

    def __post_init__(self) -> None:
        parts = self.table.declaration.parts
        self._identity = Group({name: parts[name] for name in ("id", "version", "action") if name in parts})
        header = {column.name for leaf in leaves(self.table.declaration) for column in leaf.columns}
        self._header = sorted(self.where[name] for name in header)

    def declarations(self, rows: Iterable[Row | Unread]) -> Iterator[Declared | Refused]:
        """Declarations and refused rows, in the order in which they end. Raises what reading the rows raises."""
        try:
            for row in rows:
                yield from self.take(row)
        except Exception:
            yield from self.break_off()
            raise
        yield from self.close()

    def take(self, row: Row | Unread) -> Iterator[Declared | Refused]:
        """One row more; gives the declaration before it when that is whole, or the row when it is refused."""
        if isinstance(row, Unread):
            yield self._refused(row, row.fault)
        elif (fault := self._misfit(row)) is not None:
            yield self._refused(row, fault)
        else:
            yield from self._take(replace(row, cells=(*row.cells[: self.width], *self.fixed)) if self.fixed else row)

    def break_off(self) -> Iterator[Declared | Refused]:
        """What is there when no row can be read any more."""
        if self.open is not None:
            self._lose(self.open, "the file breaks off in or after this declaration; goods items may be missing")
        yield from self.close()

    def _misfit(self, row: Row) -> Fault | None:
        """Cells too few, or too many that hold something."""
        surplus = row.cells[self.width :]
        if len(row.cells) >= self.width and not any(str(cell).strip() for cell in surplus):
            return None
        return Fault("E740", f"row {row.number} has {len(row.cells)} cells, not {self.width}")

    def _refused(self, row: Row | Unread, fault: Fault) -> Refused:
        if self.open is not None:
            self.open.refused.append(row.number)
        place = f"{self.name}:{row.line}"
        message = fault.message if fault.message.startswith("row ") else f"row {row.number}: {fault.message}"
        raw = self._text(row).rstrip("\r\n").encode()[:_RAW_BYTES]
        return Refused(place, (Diagnostic(fault.code, message, where=place),), raw or None)

    def _text(self, row: Row | Unread) -> str:
        """The row as it stood, quotation marks included."""
        stood = self.line(row.line).rstrip("\r\n") if isinstance(row, Row) else ""
        return row.text if row.text.startswith(stood) else stood

    def _take(self, row: Row) -> Iterator[Declared | Refused]:
        filling = Filling(self.where)
        key = filling.boxes(self._identity, row, "")
        said = str(key.get("id", ""))
        if said in ("", "null"):
            why = filling.issues[0]["message"] if filling.issues else f"row {row.number} has no id of a declaration"
            yield self._refused(row, Fault("E741", why))
            return
        going_on = self.open
        if going_on is None or not self.table.together or not _is_same(going_on.key, key):
            yield from self.close()
            header = filling.boxes(self.table.declaration, row, "")
            cells = self._header_cells(row)
            going_on = self.open = _Open(key, row, header, cells, cells, filling)
        else:
            going_on.key = {**key, **going_on.key}
            if len(going_on.items) >= MOST_ROWS:
                if not going_on.full:
                    self._lose(going_on, f"more than {MOST_ROWS:,} rows have this id; the others are refused")
                    going_on.full = True
                yield self._refused(row, Fault("E745", f"more than {MOST_ROWS:,} rows have one id"))
                return
            for number in going_on.refused:
                self._lose(going_on, f"row {number}, which stands among the rows of this declaration, was refused")
            self._agree(going_on, row)
        going_on.refused.clear()
        self._add_item(going_on, row)

    def _add_item(self, going_on: _Open, row: Row) -> None:
        index, told = len(going_on.items), len(going_on.filling.issues)
        item = going_on.filling.boxes(self.table.item, row, f"items[{index}].")
        if item or not self.table.bare or len(going_on.filling.issues) > told:
            going_on.items.append({"number": index + 1, **item})

    def _lose(self, going_on: _Open, why: str) -> None:
        """Put an unreadable item into the declaration."""
        going_on.filling.tell(Fault("W749", why), f"items[{len(going_on.items)}]")
        going_on.items.append({"number": len(going_on.items) + 1})

    # ---- boxes that every row repeats

    def _header_cells(self, row: Row) -> tuple[Cell, ...]:
        return tuple([row.cells[index] for index in self._header])

    def _agree(self, going_on: _Open, row: Row) -> None:
        """Hold what the row says of the whole declaration against the rows before; a blank cell says what they say."""
        cells = self._header_cells(row)
        if cells == going_on.cells:
            return
        before = going_on.cells
        going_on.cells = tuple([old if not written(new) else new for old, new in zip(before, cells, strict=True)])
        if going_on.cells == before:
            return
        going_on.first = tuple([old if written(old) else new for old, new in zip(going_on.first, cells, strict=True)])
        filled = list(row.cells)
        for index, cell in zip(self._header, going_on.first, strict=True):
            filled[index] = cell
        told = len(going_on.filling.issues)
        said = going_on.filling.boxes(self.table.declaration, replace(row, cells=tuple(filled)), "")
        if all(not written(old) or old == new for old, new in zip(before, going_on.cells, strict=True)):
            going_on.header = said
            return
        del going_on.filling.issues[told:]
        said = going_on.filling.boxes(self.table.declaration, row, "")
        why = f"row {row.number} says something else than row {going_on.row.number} of the same declaration"
        for place in _merge(going_on.header, said, ""):
            going_on.filling.tell(Fault("W748", why), place)

    def close(self) -> Iterator[Declared | Refused]:
        """The declaration whose rows were being read."""
        done, self.open = self.open, None
        if done is None:
            return
        issues = list({tuple(one.items()): one for one in done.filling.issues}.values())
        data = {**done.header, "id": str(done.key["id"]), "items": done.items, "parse_issues": issues}
        try:
            yield Declared(self.name, done.row.line, decode(data))
        except StceError as refused:
            yield Refused(f"{self.name}:{done.row.line}", refused.diagnostics)


def _is_same(one: Mapping[str, Data], other: Mapping[str, Data]) -> bool:
    """Whether rows are of one declaration: one id, and no two versions or actions."""
    return one["id"] == other["id"] and all(one[name] == other[name] for name in one.keys() & other.keys())


def _merge(kept: dict[str, Data], said: dict[str, Data], prefix: str) -> Iterator[str]:
    """Add what another row says; gives the paths of boxes where the two differ, which keep what they hold."""
    for name, value in said.items():
        before = kept.setdefault(name, value)
        if isinstance(before, dict) and isinstance(value, dict):
            yield from _merge(before, value, f"{prefix}{name}.")
        elif before != value:
            yield prefix + name
