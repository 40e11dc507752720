"""Files with separated cells, as others publish lists: rows with their places, or faults.

Enters: a text. Leaves: its rows. Promise: a row with another number of cells than the format has, and a file whose last
line has no end, are faults: of a file that is cut off nothing is used.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.predicates import ListedParty, ListRow, NamedList
from stce_rules.core.span import Source, Span
from stce_rules.reference import countries

__all__ = ["Entry", "Row", "by_kind", "country", "first_row", "parted", "rows"]

_AGAIN = "fetch it again from where it is published"
_END = "\x1a"
"""What some publishers close a file with."""


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of a row, its first line, and that line's place."""

    cells: tuple[str, ...]
    line: int
    span: Span

    def at(self, cell: str) -> Span:
        """Where a cell stands; the whole line when it stands on another one."""
        found = self.span.text.find(cell)
        start = self.span.start + found
        return self.span if found < 0 else self.span.source.span(start, start + len(cell))


def first_row(text: str) -> tuple[str, ...]:
    """The cells of the first line, none for a line that is no row."""
    line = text.lstrip("\ufeff").split("\n", 1)[0]
    try:
        return tuple(next(csv.reader([line]), ()))
    except csv.Error:
        return ()


def rows(source: Source, width: int, faults: list[Diagnostic]) -> Iterator[Row]:
    """The rows of a text, each of so many cells; what is not as it should be is noted."""
    text = source.text.removesuffix(_END).rstrip(" ") if source.text.endswith(_END) else source.text
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    first = 1
    try:
        for cells in lines:
            if cells and cells != [_END]:
                span = _line(source, first)
                if len(cells) == width:
                    yield Row(tuple([one.strip() for one in cells]), first, span)
                else:
                    message = f"this row has {len(cells)} cells, and rows of this list have {width}"
                    faults.append(Diagnostic("E754", message, span, help=_AGAIN))
            first = lines.line_num + 1
    except csv.Error:
        message = "from here on the list cannot be read: a quoted cell does not end as it should"
        faults.append(Diagnostic("E753", message, _line(source, first), help=_AGAIN))
        return
    if text and not text.endswith(("\n", "\r")):
        faults.append(
            Diagnostic("E753", "the file is cut off: its last line has no end", _line(source, first - 1), help=_AGAIN)
        )


def _line(source: Source, number: int) -> Span:
    starts = source.line_starts
    start = starts[min(number, len(starts)) - 1]
    return source.span(start, start + len(source.line(min(number, len(starts)))))


# ---- entries of lists


@dataclass(slots=True)
class Entry:
    """A party while it is read; `kind` names the list that it goes to."""

    kind: str
    row: ListRow
    aliases: dict[str, None] = field(default_factory=dict)
    identifiers: dict[str, None] = field(default_factory=dict)
    countries: dict[str, None] = field(default_factory=dict)

    def made(self) -> ListRow:
        """The row with all that is known of it."""
        names = tuple(one for one in self.aliases if one != self.row.value)
        party = ListedParty(names, tuple(self.identifiers), tuple(sorted(self.countries)))
        one = self.row
        return ListRow(one.value, one.start, one.until, source=one.source, note=one.note, row=one.row, party=party)


def by_kind(entries: Iterator[Entry] | list[Entry], source: str) -> list[NamedList]:
    """A list for each kind of party, sorted by name."""
    found: dict[str, list[ListRow]] = {}
    for one in entries:
        found.setdefault(one.kind, []).append(one.made())
    return [NamedList(kind, "parties", tuple(rows), source) for kind, rows in sorted(found.items())]


def parted(cell: str) -> list[str]:
    """The parts of a cell with semicolons between them."""
    return [part for one in cell.split(";") if (part := one.strip())]


@lru_cache(maxsize=4096)
def country(written: str) -> str | None:
    """The code of a country as a list writes it; None where that is not clear."""
    found = countries.suggest(written) if written.strip() else ()
    return found[0] if len(found) == 1 else None
