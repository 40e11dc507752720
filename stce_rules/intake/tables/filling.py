"""One row to boxes.

Enters: a node of a map and a row. Leaves: plain data in the shape of the canonical declaration, and a parse issue for
every cell that could not be read, with its canonical path, row and column.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import assert_never

from stce_rules.intake.tables.cells import read_cell, read_parts, to_kilograms, written
from stce_rules.intake.tables.csvrows import Row
from stce_rules.intake.tables.model import Column, Each, Every, Fault, First, Group, Groups, Leaf, Node, Value

__all__ = ["Data", "Filling", "without_row"]

Data = Value | list["Data"] | dict[str, "Data"]
"""Plain data of the canonical declaration."""

_ROW = re.compile(r"row \d+(?:, column '.*?')?: ")
"""Begins what is told of a cell."""


def without_row(message: str) -> str:
    """What was told of a cell, without its row and column: the same for all cells that say the same."""
    begun = _ROW.match(message)
    return message if begun is None else message[begun.end() :]


@dataclass(slots=True)
class Filling:
    """Fills the boxes of one declaration. `where` says in which cell of a row a column stands."""

    where: Mapping[str, int]
    issues: list[dict[str, str]] = field(default_factory=list)

    def tell(self, fault: Fault, place: str) -> None:
        """Note a box that could not be read."""
        self.issues.append({"code": fault.code, "place": place, "message": fault.message})

    def boxes(self, group: Group, row: Row, prefix: str) -> dict[str, Data]:
        """The boxes of a section of the map that the row says something about; `prefix` ends with a point."""
        found = {name: self._node(node, row, prefix + name) for name, node in group.parts.items()}
        return {name: one for name, one in found.items() if one is not None}

    def _node(self, node: Node, row: Row, place: str) -> Data | None:
        match node:
            case First(leaves):
                return self._first(leaves, row, place)
            case Every(leaves):
                return self._every(leaves, row, place)
            case Group():
                return self._group(node, row, place)
            case Groups(groups):
                found: list[Data] = []
                for group in groups:
                    if isinstance(group, Each):
                        found += self._each(group, row, place, len(found))
                    elif (one := self._group(group, row, f"{place}[{len(found)}]")) is not None:
                        found.append(one)
                return found or None
            case _:
                assert_never(node)

    def _first(self, leaves: tuple[Leaf, ...], row: Row, place: str) -> Value | None:
        for leaf in leaves:
            value = self._leaf(leaf, row)
            if isinstance(value, Fault):
                self._tell_cell(value, leaf.columns, row, place)
                return None
            if value is not None:
                return value
        return None

    def _every(self, leaves: tuple[Leaf, ...], row: Row, place: str) -> list[Data] | None:
        found: list[Data] = []
        for leaf in leaves:
            parts = [leaf.constant] if leaf.constant is not None else self._parts(leaf, row)
            for part in parts:
                if isinstance(part, Fault):
                    self._tell_cell(part, leaf.columns, row, f"{place}[{len(found)}]")
                found.append("" if isinstance(part, Fault) else part)  # it keeps its place in the list
        return found or None

    def _parts(self, leaf: Leaf, row: Row) -> list[Value | Fault]:
        if leaf.how.split or any(isinstance(row.cells[self.where[one.name]], tuple) for one in leaf.columns):
            return [part for one in leaf.columns for part in read_parts(row.cells[self.where[one.name]], leaf.how)]
        value = self._leaf(leaf, row)
        return [] if value is None else [value]

    def _each(self, each: Each, row: Row, place: str, before: int) -> list[Data]:
        """A group for each part of the cell; one that cannot be read keeps its place in the list."""
        found: list[Data] = []
        for part in self._parts(each.leaf, row):
            box = each.box if each.box != "stop" else "country" if len(str(part)) == 2 else "place"
            if isinstance(part, Fault):
                self._tell_cell(part, each.leaf.columns, row, f"{place}[{before + len(found)}].{box}")
            found.append({box: "" if isinstance(part, Fault) else part, **each.fixed})
        return found

    def _group(self, group: Group, row: Row, place: str) -> dict[str, Data] | None:
        """None when it says nothing. In a list, constants beside blank columns say nothing."""
        told = len(self.issues)
        found = self.boxes(group, row, f"{place}.")
        if group.key is not None and group.key not in found:
            return None
        if len(self.issues) == told and (not found or (place.endswith("]") and group.rests_on_columns(found))):
            return None
        return self._whole(group, found, row, place)

    def _whole(self, group: Group, found: dict[str, Data], row: Row, place: str) -> dict[str, Data] | None:
        """The group if it has what it needs; a party or document without it keeps its place in the list."""
        if group.needed is None or group.needed in found:
            return found
        box = f"{place}.{group.needed}"
        if all(one["place"] != box for one in self.issues):
            self.tell(Fault("W625", f"row {row.number}: {group.needed_said}"), box)
        return {**found, group.needed: ""} if place.endswith("]") else None

    def _leaf(self, leaf: Leaf, row: Row) -> Value | Fault | None:
        if leaf.constant is not None:
            return leaf.constant
        if len(leaf.columns) > 1:
            return self._joined(leaf, row)
        value = read_cell(row.cells[self.where[leaf.columns[0].name]], leaf.how)
        if leaf.unit is None or not isinstance(value, Decimal):
            return value
        symbol = self._leaf(leaf.unit, row)
        if symbol is None:
            return Fault("W625", f"{value} has no unit of mass")
        return to_kilograms(value, str(symbol)) if not isinstance(symbol, Fault) else symbol

    def _joined(self, leaf: Leaf, row: Row) -> Value | Fault | None:
        """The texts of several columns as one, read as one; blank ones are left out."""
        cells = (written(row.cells[self.where[one.name]]) for one in leaf.columns)
        return read_cell(leaf.join.join(one for one in cells if one.casefold() not in leaf.how.blanks), leaf.how)

    def _tell_cell(self, fault: Fault, columns: tuple[Column, ...], row: Row, place: str) -> None:
        names = ", ".join(f"'{one.name}'" for one in columns)
        self.tell(Fault(fault.code, f"row {row.number}, column {names}: {fault.message}"), place)
