"""A decision table to a rule file.

Enters: a sheet, and what surrounds the file that is to be. Leaves: the text of the file in canonical layout, or every
fault in one run, each at its cell. Promise: the text passes the ordinary check, together with the rest of its ruleset.
"""

from __future__ import annotations

from dataclasses import dataclass

from stce_rules.core.diagnostics import Diagnostic, has_errors, in_order
from stce_rules.language.format import format as laid_out
from stce_rules.language.parse import Parsed
from stce_rules.workbench.decision_tables.cells import Cell, Kind, Sheet, in_rows, place_in
from stce_rules.workbench.decision_tables.drafts import Draft
from stce_rules.workbench.decision_tables.headings import Known, heading_row, headings_of
from stce_rules.workbench.decision_tables.rows import Rows
from stce_rules.workbench.decision_tables.surroundings import Surroundings

MADE_FROM = "# Made from the decision table "
"""How every file begins that an import writes; no other file is written over."""


@dataclass(frozen=True, slots=True)
class Imported:
    """The text, unless there is an error; how many rules; and all reports, in the order of the cells."""

    text: str | None
    rules: int
    diagnostics: tuple[Diagnostic, ...]


def import_table(sheet: Sheet, around: Surroundings, uses: tuple[str, ...] = ()) -> Imported:
    """Make rules of the rows. `uses` are rule files that the new one takes in. Raises StceError (E924)."""
    at = heading_row(sheet)
    above = {cell.place for row in sheet.rows[:at] for cell in row}
    body = sheet.rows[at + 1 :]
    known = Known(around.contributions.catalogue, around.indicators)
    filled = frozenset(cell.column for row in body for cell in row if cell.text)
    widest = max(body, key=len, default=())
    beyond = tuple(Cell("", Kind.TEXT, place_in(sheet.name, at + 1, one.column), at + 1, one.column) for one in widest)
    headings, faults = headings_of((*sheet.rows[at], *beyond[len(sheet.rows[at]) :]), filled, known)
    rows = Rows(headings, around.contributions.catalogue)
    for row in body:
        rows.read(row)
    faults += [one for one in sheet.faults if one.where not in above]
    faults += rows.faults
    edition = _edition(rows, around, faults)
    if not rows.drafts and not has_errors(faults):
        mend = "write a rule in the row below the headings"
        faults.append(Diagnostic("E924", "the table has headings, but no rows", where=sheet.name, help=mend))
    parsed, found = _checked(rows, around, edition, uses, sheet)
    ordered = in_rows((*faults, *found), sheet)
    text = None if has_errors(ordered) else _text(parsed, sheet.name, around)
    return Imported(text, len(rows.drafts), ordered)


def _edition(rows: Rows, around: Surroundings, faults: list[Diagnostic]) -> int | None:
    """The edition that the rows name, or that of the ruleset."""
    found = list(rows.editions.items())
    for text, cell in found[1:]:
        message = f"the codes of this row are of HS {text}, those above of HS {found[0][0]}"
        faults.append(cell.fault("E932", message, "put the rules of each edition into a table of their own"))
    if not found:
        return around.edition_of_file
    text, cell = found[0]
    if text.isdigit():
        return int(text)
    faults.append(cell.fault("E927", f"'{text}' is no HS edition", "write a year, such as 2022"))
    return None


def _preamble(edition: int | None, uses: tuple[str, ...]) -> str:
    used = [f'use rules from "{one}"' for one in uses]
    return "\n".join([f"use edition {edition}"] * (edition is not None) + used)


def _checked(
    rows: Rows, around: Surroundings, edition: int | None, uses: tuple[str, ...], sheet: Sheet
) -> tuple[Parsed, list[Diagnostic]]:
    """The rules as read, and their faults at their cells."""
    whole = Draft()
    first = next(iter(rows.editions.values()), Cell("", Kind.TEXT, sheet.name, 1, 1))
    whole.add(f"{_preamble(edition, uses)}\n", first)
    for one in rows.drafts:
        whole.extend(one)
    source = whole.source(sheet.name)
    parsed = around.read(source)
    found = [*parsed.diagnostics, *around.check(parsed).diagnostics]
    return parsed, whole.by_cell(in_order(found), source)


def _text(parsed: Parsed, name: str, around: Surroundings) -> str:
    """The file in canonical layout, below a line that says where it comes from."""
    begin = f"{MADE_FROM}{name}: change the table and import it again, not this file.\n"
    return begin + laid_out(parsed.file, None, around.contributions.catalogue)
