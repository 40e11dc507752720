"""The Consolidated Screening List of the US Department of Commerce as CSV: a header, semicolons within cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.predicates import ListRow, NamedList
from stce_rules.core.span import Source
from stce_rules.hooks import Beside, ListReader
from stce_rules_parties.lists.rows import Entry, Row, by_kind, country, first_row, parted, rows

__all__ = ["READER"]

_NEEDED = frozenset(("source", "entity_number", "type", "name", "addresses", "alt_names", "ids"))
_KINDS = {"individual": "persons", "vessel": "vessels", "aircraft": "aircraft"}


def _recognises(source: Source) -> bool:
    return set(first_row(source.text)) >= _NEEDED


def _read(source: Source, _beside: Beside) -> tuple[Sequence[NamedList], Sequence[Diagnostic]]:
    faults: list[Diagnostic] = []
    columns = first_row(source.text)
    entries: list[Entry] = []
    for row in rows(source, len(columns), faults):
        if row.line == 1:
            continue
        cells = dict(zip(columns, row.cells, strict=True))
        if cells["name"]:
            entries.append(_entry(cells, row, faults))
        else:
            faults.append(Diagnostic("E754", "this entry has no name", row.span, help="fetch the list again"))
    return by_kind(entries, "US Consolidated Screening List"), faults


def _entry(cells: Mapping[str, str], row: Row, faults: list[Diagnostic]) -> Entry:
    start, until = (_day(cells.get(word, ""), row, faults) for word in ("start_date", "end_date"))
    one = Entry(
        _KINDS.get(cells["type"].lower(), "entities"),
        ListRow(cells["name"], start, until, source=cells["source"], note=cells.get("programs", ""), row=row.line),
    )
    one.aliases = dict.fromkeys(parted(cells["alt_names"]))
    one.identifiers = dict.fromkeys(number for each in parted(cells["ids"]) for number in _numbers(each))
    places = [each.rpartition(",")[2] for each in parted(cells["addresses"])]
    known = (country(each.strip()) for each in (*places, *parted(cells.get("nationalities", ""))))
    one.countries = dict.fromkeys(code for code in known if code)
    return one


def _numbers(written: str) -> list[str]:
    """The number of an identifier that is written as `kind, number, country`."""
    parts = [one.strip() for one in written.split(",")]
    return [one for one in parts if any(letter.isdigit() for letter in one) and " " not in one][:1]


def _day(written: str, row: Row, faults: list[Diagnostic]) -> date | None:
    if not written:
        return None
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        message = f"'{written}' is no day"
        faults.append(Diagnostic("E754", message, row.at(written), help="days of this list are written as 2027-01-31"))
        return None


READER = ListReader("us-csl", "1", "the Consolidated Screening List as CSV", _recognises, _read)
