"""Workbooks (XLSX) to cells.

Enters: the bytes of a workbook, perhaps the name of a sheet. Leaves: a sheet. Promises: of formulas the values are
read; a failed formula, merged cells and what is hidden are told; nothing that would fill up the machine is unpacked.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from decimal import Decimal
from difflib import get_close_matches

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.workbench.decision_tables.cells import (
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Kind,
    Sheet,
    address,
    clean,
    letters,
    place_in,
)
from stce_rules.workbench.decision_tables.marks import Damaged, Marks, marks_of, sheets_of

RULES = "Rules"
"""The sheet that is taken where none is named."""

_Value = int | float | str | bool | dt.time | dt.date | dt.datetime | dt.timedelta
_Merged = tuple[tuple[int, int], tuple[int, int]]


def read_workbook(raw: bytes, name: str, sheet: str | None) -> Sheet:
    """The table of a sheet. Raises StceError (E920 to E923)."""
    try:
        from python_calamine import CalamineError, CalamineWorkbook
    except ImportError:
        raise StceError(not_installed(name)) from None
    try:
        chosen = _chosen(sheets_of(raw), name, sheet)
        marks = marks_of(raw, chosen)
        if marks.rows > MOST_ROWS or marks.columns > MOST_COLUMNS:
            message = f"cell {address(marks.rows, marks.columns)} is the last; a table has at most "
            message += f"{MOST_ROWS:,} rows and {MOST_COLUMNS} columns"
            mend = "part the table into several, or delete what stands beside and below it"
            raise StceError(Diagnostic("E921", message, where=f"{name}, sheet {chosen}", help=mend))
        found = CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_name(chosen)
        values = found.to_python(skip_empty_area=False)
        return _sheet(values, found.merged_cell_ranges or [], marks, f"{name}, sheet {chosen}")
    except (CalamineError, Damaged) as fault:
        message = str(fault) if isinstance(fault, Damaged) else "the workbook is damaged, or locked with a password"
        mend = "save it again from the spreadsheet program as an Excel workbook (.xlsx) without a password"
        raise StceError(Diagnostic("E920", message, where=name, help=mend)) from None


def not_installed(name: str) -> Diagnostic:
    """The report of libraries that are not there."""
    mend = "install 'stce-rules[workbooks]', or save the table as 'CSV UTF-8'"
    return Diagnostic("E922", "reading and writing workbooks needs libraries of their own", where=name, help=mend)


def _chosen(sheets: Sequence[tuple[str, bool]], name: str, wanted: str | None) -> str:
    names = [one for one, _ in sheets]
    if wanted is not None and wanted not in names:
        near = get_close_matches(wanted, names, n=1, cutoff=0.5)
        mend = f"did you mean '{near[0]}'?" if near else f"its sheets: {', '.join(names)}"
        raise StceError(Diagnostic("E923", f"there is no sheet '{wanted}'", where=name, help=mend))
    visible = [one for one, shown in sheets if shown] or names
    if not visible:
        raise Damaged("the workbook has no sheet")
    return wanted or (RULES if RULES in visible else visible[0])


def _sheet(values: Sequence[Sequence[_Value]], merged: Sequence[_Merged], marks: Marks, name: str) -> Sheet:
    rows, faults = list[tuple[Cell, ...]](), list[Diagnostic]()
    for row, line in enumerate(values, start=1):
        cells = []
        for column, value in enumerate(line, start=1):
            text, kind = _read(value, percent=(row, column) in marks.percent)
            if (row, column) in marks.errors:
                text, kind = marks.errors[row, column], Kind.FAILED
            cells.append(Cell(text, kind, place_in(name, row, column), row, column))
        rows.append(tuple(cells))
    for (row, column), error in sorted(marks.errors.items()):
        mend = "mend the formula, or put its value in its place"
        faults.append(
            Diagnostic("E929", f"the formula has failed: {error}", where=place_in(name, row, column), help=mend)
        )
    for (top, left), (bottom, right) in merged:
        message = f"the cells from {address(top + 1, left + 1)} to {address(bottom + 1, right + 1)} are merged"
        mend = "split them and repeat the value in every row"
        if top < len(rows):
            faults.append(Diagnostic("E930", message, where=place_in(name, top + 1, left + 1), help=mend))
    return Sheet(name, tuple(rows), (*faults, *_hidden(rows, marks, name)))


def _hidden(rows: Sequence[Sequence[Cell]], marks: Marks, name: str) -> list[Diagnostic]:
    """What is hidden and holds something."""
    filled = {row[0].row for row in rows if row and any(cell.text for cell in row)}
    columns = {cell.column for row in rows for cell in row if cell.text}
    found = []
    for what, hidden in (
        ("row", [str(one) for one in sorted(marks.hidden_rows & filled)]),
        ("column", [letters(one) for one in sorted(marks.hidden_columns & columns)]),
    ):
        if hidden:
            many = len(hidden) > 1
            message = f"{what}{'s' if many else ''} {', '.join(hidden)} {'are' if many else 'is'} hidden, and imported"
            found.append(Diagnostic("W935", message, where=name, help="show all rows and columns, and look at them"))
    return found


def _read(value: _Value, *, percent: bool) -> tuple[str, Kind]:
    """A value as text, and what the spreadsheet made of it."""
    match value:
        case bool():
            return ("yes" if value else "no"), Kind.TEXT
        case int() | float():
            number = Decimal(repr(value)) * (100 if percent else 1)
            text = f"{number.normalize():f}"
            return (f"{text}%", Kind.TEXT) if percent else (text, Kind.NUMBER)
        case dt.datetime():
            if value.time() == dt.time.min:
                return value.date().isoformat(), Kind.DAY
            return value.isoformat(" "), Kind.TIME
        case dt.date():
            return value.isoformat(), Kind.DAY
        case dt.time() | dt.timedelta():
            return str(value), Kind.TIME
        case _:
            return clean(value), Kind.TEXT
