"""The SDN list of OFAC as separated files: `sdn.csv` with `alt.csv` (other names) and `add.csv` (addresses) beside it.

The files have no header; `-0-` stands for a blank cell. The layout is that of OFAC's data specification for delimited
files. Identifiers stand among the remarks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.predicates import ListRow, NamedList
from stce_rules.core.span import Source
from stce_rules.hooks import Beside, ListReader
from stce_rules_parties.lists.rows import Entry, Row, by_kind, country, first_row, rows

__all__ = ["READER"]

_WIDTH, _WIDTH_ALT, _WIDTH_ADD = 12, 5, 6
_NULL = "-0-"
_KINDS = {"individual": "persons", "vessel": "vessels", "aircraft": "aircraft", _NULL: "entities"}
_IDENTIFIER = re.compile(
    r"(?:Passport|National ID No\.|Identification Number|Tax ID No\.|Registration (?:ID|Number)|IMO|MMSI"
    r"|Vessel Registration Identification(?: IMO)?|Business Registration (?:Number|Document #)|Company Number"
    r"|Legal Entity Number|Trade License No\.|C\.R\. No\.|SWIFT/BIC|D-U-N-S Number|Commercial Registry Number"
    r"|Unified Social Credit Code \(USCC\)|Aircraft (?:Tail Number|Manufacturer's Serial Number \(MSN\)))"
    r"\s+([A-Z0-9][\w./-]*\w)"
)
_AGAIN = "fetch sdn.csv, alt.csv and add.csv again, all on one day"


def _recognises(source: Source) -> bool:
    head = first_row(source.text)
    return len(head) == _WIDTH and head[0].strip().isdecimal() and head[2].strip() in _KINDS


def _read(source: Source, beside: Beside) -> tuple[Sequence[NamedList], Sequence[Diagnostic]]:
    faults: list[Diagnostic] = []
    entries: dict[str, Entry] = {}
    for row in rows(source, _WIDTH, faults):
        if row.cells[1] in ("", _NULL) or not row.cells[0].isdecimal():
            faults.append(Diagnostic("E754", "this entry has no number or no name", row.span, help=_AGAIN))
        else:
            entries[row.cells[0]] = _entry(row)
    for row in _rows_beside(source, "alt", _WIDTH_ALT, beside, faults):
        if (one := _of(entries, row, faults)) is not None:
            one.aliases[row.cells[3]] = None
    for row in _rows_beside(source, "add", _WIDTH_ADD, beside, faults):
        one = _of(entries, row, faults)
        if one is not None and row.cells[4] != _NULL and (code := country(row.cells[4])) is not None:
            one.countries[code] = None
    return by_kind(list(entries.values()), "OFAC SDN list"), faults


def _entry(row: Row) -> Entry:
    number, name, kind, program, *_, remarks = row.cells
    one = Entry(_KINDS.get(kind.lower(), "others"), ListRow(name, source=f"OFAC {number}", note=program, row=row.line))
    one.identifiers = dict.fromkeys(_IDENTIFIER.findall(remarks))
    return one


def _rows_beside(source: Source, what: str, width: int, beside: Beside, faults: list[Diagnostic]) -> Sequence[Row]:
    """The rows of a file that is named like the first one, with `alt` or `add` for `sdn`."""
    folder, slash, name = source.name.rpartition("/")
    wanted = re.sub("sdn", what, name, flags=re.IGNORECASE)
    found = beside(wanted) if wanted != name else None
    if found is None:
        wanted = wanted if wanted != name else f"{what}.csv"
        message = f"there is no '{wanted}' beside '{name}'"
        mend = f"put {what}.csv of the same day there; the first file is then named with 'sdn', the others alike"
        faults.append(Diagnostic("E755", message, where=folder + slash + name, help=mend))
        return ()
    return tuple(rows(found, width, faults))


def _of(entries: Mapping[str, Entry], row: Row, faults: list[Diagnostic]) -> Entry | None:
    """The entry that a row belongs to; none means that the first file is not whole, or of another day."""
    one = entries.get(row.cells[0])
    if one is None:
        message = f"no entry {row.cells[0]} stands in the list that this row belongs to"
        faults.append(Diagnostic("E754", message, row.span, help=_AGAIN))
    return one


READER = ListReader("ofac-sdn", "1", "sdn.csv of OFAC, with alt.csv and add.csv beside it", _recognises, _read)
