"""A table of texts to a file.

Enters: headings and rows. Leaves: the bytes of a workbook or of a CSV file. Promises: every cell is text, so that no
spreadsheet program makes a number, a day or a formula of it, nor of what is typed below; the same table gives the same
bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from stce_rules.core.assessment import CHANNELS
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.fields import CATALOGUE, FieldType
from stce_rules.language.checking.literals import WRITTEN
from stce_rules.language.checking.words import FLOWS, STATUSES
from stce_rules.workbench.decision_tables.delimited import write_delimited
from stce_rules.workbench.decision_tables.headings import FIXED
from stce_rules.workbench.decision_tables.workbook import RULES, not_installed

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_Row = Sequence[str]

_SPARE = 500
"""Rows below the last that are ready to be filled in."""

_CHOICES = {
    "status": STATUSES,
    "channel": CHANNELS,
    "if unknown channel": CHANNELS,
    "for each": ("item", "declaration"),
}
_TYPED = {
    FieldType.TEXT: "words, such as pump; centrifug*",
    FieldType.CODE: "a code, such as X002",
    FieldType.PARTY: "an identifier or a name, such as AE-778",
}
"""How values are typed that stand in quotes in rules."""

_WIDE = {"title": 40, "because": 45, "examples": 60, "unless because": 30, "regime": 24}
_NARROW = {"status": 9, "version": 8, "edition": 8, "points": 8, "channel": 9, "if unknown points": 9}


def table_bytes(headings: _Row, rows: Sequence[_Row], kind: str, name: str) -> bytes:
    """The file of a table. `kind` is its ending. Raises StceError (E920, E922)."""
    if kind == ".csv":
        return write_delimited([headings, *rows])
    if kind != ".xlsx":
        mend = "give another name"
        raise StceError(Diagnostic("E920", f"'{name}' does not end in .xlsx or .csv", where=name, help=mend))
    try:
        from xlsxwriter import Workbook
    except ImportError:
        raise StceError(not_installed(name)) from None
    page = io.BytesIO()
    book = Workbook(page, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    _rules_sheet(book, headings, rows)
    _fields_sheet(book)
    book.close()
    return page.getvalue()


def _rules_sheet(book: Workbook, headings: _Row, rows: Sequence[_Row]) -> None:
    sheet = book.add_worksheet(RULES)
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    head = book.add_format(
        {"num_format": "@", "bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF4"}
    )
    last = len(rows) + _SPARE
    for column, name in enumerate(headings):
        sheet.set_column(column, column, _width(name, [row[column] for row in rows]), text)
        sheet.write_string(0, column, name, head)
        if name in FIXED:
            sheet.write_comment(0, column, FIXED[name], {"x_scale": 2})
        if name in _CHOICES:
            sheet.data_validation(1, column, last, column, {"validate": "list", "source": list(_CHOICES[name])})
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            if value:
                sheet.write_string(at, column, value, text)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(1, len(rows)), max(0, len(headings) - 1))
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    _for_paper(sheet)


def _width(name: str, values: Sequence[str]) -> int:
    """Characters of a column."""
    fixed = _WIDE.get(name) or _NARROW.get(name)
    if fixed:
        return fixed
    longest = max((len(line) for value in (name, *values) for line in value.split("\n")), default=0)
    return max(10, min(longest + 2, 32))


def _for_paper(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _fields_sheet(book: Workbook) -> None:
    """What headings may say."""
    sheet = book.add_worksheet("Fields")
    bold = book.add_format({"bold": True, "bottom": 1, "valign": "top"})
    text: Format = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    for column, (title, width) in enumerate((("heading", 26), ("its cells hold", 60), ("written as", 44))):
        sheet.set_column(column, column, width, text)
        sheet.write_string(0, column, title, bold)
    rows = [(name, told, _example(name)) for name, told in FIXED.items()]
    rows += [(one.words, one.help, _TYPED.get(one.type) or WRITTEN[one.type]) for one in CATALOGUE.values()]
    rows += [(heading, told, written) for heading, told, written in _FORMS]
    for at, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            sheet.write_string(at, column, value, text)
    sheet.freeze_panes(1, 1)
    _for_paper(sheet)


def _example(name: str) -> str:
    if name in _CHOICES:
        return ", ".join(_CHOICES[name])
    if name == "applies to":
        return "; ".join(FLOWS)
    return _DAY if name in {"effective from", "effective until", "review by"} else ""


_DAY = "2027-01-31"
_FORMS = (
    (
        "any field, then 'at least', 'at most', 'more than', 'less than'",
        "an amount; with [kg] after it, a number",
        "25 kg",
    ),
    (
        "any field, then 'mentions all of', 'differs from', 'is the same as'",
        "phrases, or the words of a field",
        "consignee country",
    ),
    ("indicator", "names of indicators of the ruleset", "precursor; hub_detour"),
    ("a whole sentence, or the name of an indicator", "yes or no", "any item shows precursor"),
    ("'either', then any of these", "conditions of which one must hold", "either hs"),
    ("'where' or 'unless', then any of these", "a condition that narrows the rule, or lifts it", "unless licence"),
    ("in a cell", "several values are alternatives", "2931.41; 2801 to 2853; chapter 93"),
    ("in a cell", "the opposite of all that follows", "not AE; MY"),
    ("in a cell", "a list of the ruleset", "list cwc.schedule_2"),
    ("in a cell", "whether the box is filled in", "missing, stated, valid"),
    ("in a cell", "ranges, both ends included", "1 kg to 25 kg"),
    ("# before the id, or before a heading", "a row, or a column, of remarks", "# chemicals"),
)


def template() -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The headings of a table to begin with, and one rule to be changed."""
    row = {
        "id": "MY-1",
        "title": "Precursors to countries in conflict without a licence",
        "status": "monitor",
        "version": "1",
        "owner": "Name of the desk",
        "regime": "Name of the law",
        "applies to": "exports",
        "hs": "2931.41; 2920.90",
        "cas": "",
        "description": "",
        "destination": "SS; LY",
        "net mass at least": "",
        "unless licence": "valid",
        "unless because": "the permit covers the item",
        "points": "40",
        "channel": "yellow",
        "ask for": "export licence",
        "refer to": "",
        "if unknown channel": "",
        "if unknown ask for": "commodity code; country of destination",
        "because": "Precursors go to countries in conflict under a licence only.",
        "examples": '"no licence" hs 2931.41, destination SS, licence missing expect hit with yellow\n'
        '"elsewhere" hs 2931.41, destination NO expect no hit\n'
        '"code blank" hs missing, destination SS expect undetermined',
    }
    return tuple(row), (tuple(row.values()),)
