"""OpenSanctions `targets.simple.csv`: a header, one row for each entity, semicolons within cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.predicates import ListRow, NamedList
from stce_rules.core.span import Source
from stce_rules.hooks import Beside, ListReader
from stce_rules_parties.lists.rows import Entry, by_kind, country, first_row, parted, rows

__all__ = ["READER"]

_BEGINS = ("id", "schema", "name", "aliases")
_NEEDED = ("countries", "identifiers", "dataset")
_KINDS = {"Person": "persons", "Vessel": "vessels", "Airplane": "aircraft"} | dict.fromkeys(
    ("Organization", "Company", "LegalEntity", "PublicBody"), "entities"
)


def _recognises(source: Source) -> bool:
    head = first_row(source.text)
    return head[: len(_BEGINS)] == _BEGINS and set(_NEEDED) <= set(head)


def _read(source: Source, _beside: Beside) -> tuple[Sequence[NamedList], Sequence[Diagnostic]]:
    faults: list[Diagnostic] = []
    columns = first_row(source.text)
    entries: list[Entry] = []
    seen = ""
    for row in rows(source, len(columns), faults):
        if row.line == 1:
            continue
        cells = dict(zip(columns, row.cells, strict=True))
        seen = max(seen, cells.get("last_seen", "")[:10])
        if cells["name"]:
            entries.append(_entry(cells, row.line))
        else:
            faults.append(Diagnostic("E754", "this entity has no name", row.span, help="fetch the list again"))
    lists = by_kind(entries, "OpenSanctions")
    return [replace(one, as_of=_day(seen)) for one in lists], faults


def _entry(cells: Mapping[str, str], line: int) -> Entry:
    one = Entry(
        _KINDS.get(cells["schema"], "others"),
        ListRow(cells["name"], source=cells["dataset"], note=cells.get("program_ids", ""), row=line),
    )
    one.aliases = dict.fromkeys(parted(cells["aliases"]))
    one.identifiers = dict.fromkeys(parted(cells["identifiers"]))
    one.countries = dict.fromkeys(code for each in parted(cells["countries"]) if (code := country(each)))
    return one


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


READER = ListReader("opensanctions", "1", "targets.simple.csv of OpenSanctions", _recognises, _read)
