"""Rows of the two tables of a replay, made from a declaration and its assessment.

Enters: a declaration with its place, its acceptance day and hour, its assessment. Leaves: rows whose cells stand in
the order of the columns; many of them as columns. Promise: an outcome goes into the table of declarations as it was
told, and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

import msgspec

from stce_rules.core.assessment import Assessment, Evidence, Exempt, Hit, Monitored, Undetermined
from stce_rules.core.declaration import Declaration, Item, Party
from stce_rules.intake.reading import Fault, read_country, read_hs_digits, said
from stce_rules.intake.views import role_of
from stce_rules.replay.sources import Declared
from stce_rules.replay.tally import entries, finding_of

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "DECLARATIONS",
    "FINDINGS",
    "Columns",
    "Moment",
    "Row",
    "as_columns",
    "chapter_of",
    "country_of",
    "declaration_row",
    "finding_rows",
    "in_rows",
    "party_in",
]

FINDINGS = (
    *("source", "row", "declaration", "version", "date", "rule", "rule_version", "item", "outcome", "points"),
    *("channel", "declaration_channel", "score", "missing", "evidence"),
)
"""Columns of the table of findings, as `result_tables` describes them."""

DECLARATIONS = (
    *("source", "row", "declaration", "version", "action", "flow", "date", "hour", "office", "destination"),
    *("exporter", "importer", "consignee", "items", "chapters", "destinations", "channel", "score", "sampled"),
    *("inspected", "selected_by", "finding", "alarms"),
)
"""Columns of the table of declarations."""

Row = tuple[object, ...]
"""Cells in the order of the columns."""

Columns = Mapping[str, list[object]]
"""A table column by column, in plain values; without any columns when it was not asked for."""

if TYPE_CHECKING:
    Found: TypeAlias = Columns | pa.Table
    """A table as a replay makes it: Arrow's where Arrow made it, else plain, which needs no library."""

Moment = tuple[date | None, int | None]
"""The day a declaration was accepted, and the hour; None for what is not known."""


def finding_rows(one: Declared, on: date | None, assessment: Assessment, *, evidence: bool) -> list[Row]:
    """The findings of one declaration, accepted on a day, sorted by rule and item."""
    grounds: tuple[Hit | Exempt | Undetermined | Monitored, ...] = (
        *assessment.hits,
        *assessment.exempt,
        *assessment.undetermined,
        *assessment.monitor,
    )
    named = (one.source, one.row, assessment.declaration, assessment.version, on)
    decided = (assessment.channel, assessment.score)
    found = [
        (
            *named,
            rule,
            ground.version,
            item,
            outcome,
            points,
            channel,
            *decided,
            missing,
            _written(ground.evidence) if evidence else None,
        )
        for ground, (rule, item, outcome, points, channel, missing) in zip(grounds, entries(assessment), strict=True)
    ]
    return sorted(found, key=_by_rule_and_item)


_RULE, _ITEM = FINDINGS.index("rule"), FINDINGS.index("item")


def _by_rule_and_item(row: Row) -> tuple[object, object]:
    item = row[_ITEM]
    return row[_RULE], -1 if item is None else item


def _written(evidence: list[Evidence]) -> str:
    return msgspec.json.encode(evidence).decode()


def declaration_row(one: Declared, accepted: Moment, assessment: Assessment) -> Row:
    """The row of one declaration."""
    it = one.declaration
    goods = [country_of(item.destination) for item in it.items]
    header = country_of(it.destination)
    outcome = it.outcome
    return (
        one.source,
        one.row,
        it.id,
        it.version,
        it.action,
        it.flow,
        *accepted,
        said(it.office),
        header or next((each for each in goods if each is not None), None),
        *[_named(it, role) for role in ("exporter", "importer", "consignee")],
        len(it.items),
        [chapter_of(item) for item in it.items],
        [each or header for each in goods],
        assessment.channel,
        assessment.score,
        assessment.sampled,
        None if outcome is None else outcome.inspected,
        None if outcome is None else outcome.selected_by,
        None if outcome is None else finding_of(outcome),
        assessment.alarms,
    )


@lru_cache(maxsize=4096)
def country_of(written: str | None) -> str | None:
    """An ISO code in capitals; what is none as it was declared."""
    stated = said(written)
    if stated is None:
        return None
    code = read_country(stated)
    return stated if isinstance(code, Fault) else code


def chapter_of(item: Item) -> str | None:
    """The first two digits of an item's commodity code."""
    stated = said(item.hs)
    digits = None if stated is None else read_hs_digits(stated)
    return digits[:2] if isinstance(digits, str) else None


def _named(declaration: Declaration, role: str) -> str | None:
    """The party in a role: the header's, else that of the first goods item that has one."""
    holders: tuple[Declaration | Item, ...] = (declaration, *declaration.items)
    for holder in holders:
        if (name := party_in(holder.parties, role)) is not None:
            return name
    return None


def party_in(parties: Iterable[Party], role: str) -> str | None:
    """Identifier, else name, of the first party in a role that has one."""
    names = (said(party.id) or said(party.name) for party in parties if role_of(party.role) == role)
    return next((name for name in names if name is not None), None)


# ---- many rows


def as_columns(names: Sequence[str], rows: Sequence[Row]) -> Columns:
    """Rows turned into columns."""
    if not rows:
        return {name: [] for name in names}
    return dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))


def in_rows(found: Found) -> Iterator[dict[str, object]]:
    """A table row by row, each by the names of its columns."""
    if not isinstance(found, Mapping):
        yield from found.to_pylist()
        return
    names = tuple(found)
    cells: Iterable[Row] = zip(*found.values(), strict=True)
    yield from (dict(zip(names, row, strict=True)) for row in cells)
