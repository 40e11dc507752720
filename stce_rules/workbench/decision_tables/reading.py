"""A file to a sheet: a workbook, or a table of text.

Enters: a path, perhaps the name of a sheet. Leaves: a sheet, whatever the file is.
"""

from __future__ import annotations

from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.workbench.decision_tables.cells import Sheet
from stce_rules.workbench.decision_tables.delimited import read_delimited
from stce_rules.workbench.decision_tables.workbook import read_workbook

WORKBOOKS = (".xlsx", ".xlsm")
DELIMITED = (".csv", ".tsv", ".txt")

_MOST_BYTES = 50_000_000
_MOST_DELIMITED = 10_000_000


def read_table(path: Path, sheet: str | None = None) -> Sheet:
    """The decision table of a file. Raises StceError (E920 to E923), and OSError."""
    name, kind = path.as_posix(), path.suffix.lower()
    if kind not in (*WORKBOOKS, *DELIMITED):
        mend = "save it as an Excel workbook (.xlsx), or as 'CSV UTF-8' (.csv)"
        raise StceError(Diagnostic("E920", f"'{name}' does not end in .xlsx or .csv", where=name, help=mend))
    most = _MOST_BYTES if kind in WORKBOOKS else _MOST_DELIMITED
    with path.open("rb") as file:
        raw = file.read(most + 1)
    if len(raw) > most:
        message = f"the file is longer than {most // 1_000_000} MB"
        raise StceError(Diagnostic("E921", message, where=name, help="part the table into several"))
    if kind in WORKBOOKS:
        return read_workbook(raw, name, sheet)
    if sheet is not None:
        message = f"a table of text has no sheets, so none named '{sheet}'"
        raise StceError(Diagnostic("E923", message, where=name, help="leave '--sheet' out"))
    return read_delimited(raw, name)
