"""The cells of a table, whichever file they came from.

Leaves: rows of cells, each with the place that reports name it by (`risk.xlsx, sheet Rules, cell D7`). Promise: blanks
around a text, and those that only look like blanks, are gone; what a spreadsheet made of it (a number, a day) is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from stce_rules.core.diagnostics import Diagnostic

MOST_ROWS = 20_000
MOST_COLUMNS = 300
"""More than these are no table of rules."""

MARK = "#"
"""Rows and columns that begin with it are remarks."""


class Kind(Enum):
    """What a spreadsheet holds in a cell."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    TIME = "day and time"
    FAILED = "a formula that has failed"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell. Row and column count from 1."""

    text: str
    kind: Kind
    place: str
    row: int
    column: int

    def fault(self, code: str, message: str, mend: str = "") -> Diagnostic:
        """A report of this cell."""
        return Diagnostic(code, message, where=self.place, help=mend)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. `name` is how reports name it; `faults` are those of single cells."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    faults: tuple[Diagnostic, ...] = ()


_BLANKS = re.compile("[^\\S\n]+")
_LINES = re.compile(" *\n *")


def clean(text: str) -> str:
    """A text without blanks around its lines; no-break spaces and tabs are plain ones."""
    return _LINES.sub("\n", _BLANKS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def one_line(text: str) -> str:
    """A text whose line breaks are blanks."""
    return " ".join(text.split())


def letters(column: int) -> str:
    """How spreadsheets name a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def address(row: int, column: int) -> str:
    """How spreadsheets name a cell: D7."""
    return f"{letters(column)}{row}"


def place_in(sheet: str, row: int, column: int) -> str:
    """How reports name a cell."""
    return f"{sheet}, cell {address(row, column)}"


def in_rows(diagnostics: Iterable[Diagnostic], sheet: Sheet) -> tuple[Diagnostic, ...]:
    """Reports in the order of the rows, each said once; those of no cell stand first."""
    order = {cell.place: (cell.row, cell.column) for row in sheet.rows for cell in row}

    def key(one: Diagnostic) -> tuple[tuple[int, int], str, str]:
        return order.get(one.where, (0, 0)), one.code, one.message

    return tuple(sorted(dict.fromkeys(diagnostics), key=key))
