"""Tables of text (CSV) to cells.

Enters: the bytes of a file. Leaves: a sheet. Promises: commas, semicolons and tabs are told apart by the headings; a
file that is not UTF-8, or whose quotation marks do not match, is refused rather than guessed at.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.workbench.decision_tables.cells import MOST_COLUMNS, MOST_ROWS, Cell, Kind, Sheet, clean, place_in

_DELIMITERS = (",", ";", "\t")
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_AS_TEXT = re.compile(r"'+[=+\-@\t\r]")
_OBEYED = re.compile(r"'*[=+\-@\t\r]")


def read_delimited(raw: bytes, name: str) -> Sheet:
    """The table of a CSV file. Raises StceError (E920, E921)."""
    text = _decoded(raw, name)
    said = _SAID.match(text)
    delimiter = said[1] if said else _delimiter(text)
    rows = list[tuple[Cell, ...]]([()] if said else [])
    try:
        page = io.StringIO(text[said.end() :] if said else text, newline="")
        for values in csv.reader(page, delimiter=delimiter, strict=True):
            rows.append(_row(values, len(rows) + 1, name))
            if len(rows) > MOST_ROWS or len(values) > MOST_COLUMNS:
                message = f"the table has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns"
                raise StceError(Diagnostic("E921", message, where=name, help="part it into several tables"))
    except csv.Error:
        message = f"the quotation marks of row {len(rows) + 1} do not match"
        mend = "double the quotation marks inside a cell, or export the table again"
        raise StceError(Diagnostic("E920", message, where=name, help=mend)) from None
    return Sheet(name, tuple(rows))


def _decoded(raw: bytes, name: str) -> str:
    wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return raw.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8 text; see line {line}"
        mend = "save it as 'CSV UTF-8', or as a workbook"
        raise StceError(Diagnostic("E920", message, where=name, help=mend)) from None


def _delimiter(text: str) -> str:
    """The character that parts the first line into most cells; texts of cells hold all three."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = re.sub(r'"[^"]*"', "", first)
    return max(_DELIMITERS, key=outside.count)


def _row(values: Sequence[str], row: int, name: str) -> tuple[Cell, ...]:
    cells = []
    for column, value in enumerate(values, start=1):
        text = clean(value[1:] if _AS_TEXT.match(value) else value)
        cells.append(Cell(text, Kind.TEXT, place_in(name, row, column), row, column))
    return tuple(cells)


def write_delimited(rows: Sequence[Sequence[str]]) -> bytes:
    """A CSV file for spreadsheet programs: UTF-8 with a mark; what they would obey as a formula begins with `'`."""
    page = io.StringIO(newline="")
    writer = csv.writer(page)
    writer.writerows([f"'{one}" if _OBEYED.match(one) else one for one in row] for row in rows)
    return page.getvalue().encode("utf-8-sig")
