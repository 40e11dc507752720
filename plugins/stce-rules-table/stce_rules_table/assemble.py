"""Rows to declarations.

Enters: rows, and the map bound to the table. Leaves: declarations, and refused rows. Promises: every row that says
anything becomes a goods item or is refused; rows with one id that follow each other are one declaration; where a row
among them was refused, or the file breaks off, an unreadable item stands in the declaration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from stce_rules import Declaration, StceError, decode
from stce_rules.core.diagnostics import Diagnostic
from stce_rules.intake.adapters import Refused
from stce_rules_table.csvrows import Row, Unread
from stce_rules_table.filling import Data, Filling
from stce_rules_table.model import Cell, Fault, Group, TableMap, leaves

__all__ = ["MOST_ROWS", "Assembly"]

MOST_ROWS = 10_000
"""Goods items of a declaration, at most."""


@dataclass(slots=True)
class _Open:
    """A declaration whose rows are being read. `cells` are those of the header in the row before."""

    id: str
    row: Row
    header: dict[str, Data]
    cells: tuple[Cell, ...]
    filling: Filling
    items: list[Data] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    full: bool = False


@dataclass
class Assembly:
    """Puts rows together. `width` is how many cells a row has; `where` in which of them a column stands."""

    table: TableMap
    where: Mapping[str, int]
    width: int
    name: str
    open: _Open | None = None

    def __post_init__(self) -> None:
        self._identity = Group({"id": self.table.declaration.parts["id"]})
        header = {column.name for leaf in leaves(self.table.declaration) for column in leaf.columns}
        self._header = sorted(self.where[name] for name in header)

    def declarations(self, rows: Iterable[Row | Unread]) -> Iterator[Declaration | Refused]:
        """Declarations and refused rows, in the order in which they end. Raises what reading the rows raises."""
        try:
            for row in rows:
                if isinstance(row, Unread):
                    yield self._refused(row.number, row.line, row.fault)
                elif (fault := self._misfit(row)) is not None:
                    yield self._refused(row.number, row.line, fault)
                else:
                    yield from self._take(row)
        except Exception:
            if self.open is not None:
                self._lose(self.open, "the file breaks off in or after this declaration; goods items may be missing")
            yield from self._close()
            raise
        yield from self._close()

    def _misfit(self, row: Row) -> Fault | None:
        """Cells too few, or too many that hold something."""
        surplus = row.cells[self.width :]
        if len(row.cells) >= self.width and not any(str(cell).strip() for cell in surplus):
            return None
        return Fault("E740", f"row {row.number} has {len(row.cells)} cells, not {self.width}")

    def _refused(self, number: int, line: int, fault: Fault) -> Refused:
        if self.open is not None:
            self.open.refused.append(number)
        place = f"{self.name}:{line}"
        message = fault.message if fault.message.startswith("row ") else f"row {number}: {fault.message}"
        return Refused(place, (Diagnostic(fault.code, message, where=place),))

    def _take(self, row: Row) -> Iterator[Declaration | Refused]:
        filling = Filling(self.where)
        name = filling.boxes(self._identity, row, "").get("id")
        said = "" if name is None else str(name)
        if said in ("", "null"):
            why = filling.issues[0]["message"] if filling.issues else f"row {row.number} has no id of a declaration"
            yield self._refused(row.number, row.line, Fault("E741", why))
            return
        going_on = self.open
        if going_on is None or going_on.id != said or not self.table.together:
            yield from self._close()
            header = filling.boxes(self.table.declaration, row, "")
            going_on = self.open = _Open(said, row, header, self._header_cells(row), filling)
        elif len(going_on.items) >= MOST_ROWS:
            if not going_on.full:
                self._lose(going_on, f"more than {MOST_ROWS:,} rows have this id; the others are refused")
                going_on.full = True
            yield self._refused(row.number, row.line, Fault("E745", f"more than {MOST_ROWS:,} rows have one id"))
            return
        else:
            for number in going_on.refused:
                self._lose(going_on, f"row {number}, which stands among the rows of this declaration, was refused")
            self._agree(going_on, row)
        going_on.refused.clear()
        self._add_item(going_on, row)

    def _add_item(self, going_on: _Open, row: Row) -> None:
        index = len(going_on.items)
        item = going_on.filling.boxes(self.table.item, row, f"items[{index}].")
        going_on.items.append({"number": index + 1, **item})

    def _lose(self, going_on: _Open, why: str) -> None:
        """Put an unreadable item into the declaration."""
        going_on.filling.tell(Fault("W749", why), f"items[{len(going_on.items)}]")
        going_on.items.append({"number": len(going_on.items) + 1})

    # ---- boxes that every row repeats

    def _header_cells(self, row: Row) -> tuple[Cell, ...]:
        return tuple([row.cells[index] for index in self._header])

    def _agree(self, going_on: _Open, row: Row) -> None:
        """Hold what the row says of the whole declaration against the rows before."""
        cells = self._header_cells(row)
        if cells == going_on.cells:
            return
        going_on.cells = cells
        said = going_on.filling.boxes(self.table.declaration, row, "")
        told = f"row {row.number} says something else than row {going_on.row.number} of the same declaration"
        for place in _merge(going_on.header, said, ""):
            going_on.filling.tell(Fault("W748", told), place)

    def _close(self) -> Iterator[Declaration | Refused]:
        done, self.open = self.open, None
        if done is None:
            return
        issues = list({tuple(one.items()): one for one in done.filling.issues}.values())
        data = {**done.header, "id": done.id, "items": done.items, "parse_issues": issues}
        try:
            yield decode(data)
        except StceError as refused:
            yield Refused(f"{self.name}:{done.row.line}", refused.diagnostics)


def _merge(kept: dict[str, Data], said: dict[str, Data], prefix: str) -> Iterator[str]:
    """Add what another row says; gives the paths of boxes where the two differ, which keep what they hold."""
    for name, value in said.items():
        before = kept.setdefault(name, value)
        if isinstance(before, dict) and isinstance(value, dict):
            yield from _merge(before, value, f"{prefix}{name}.")
        elif before != value:
            yield prefix + name
