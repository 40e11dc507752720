"""Declarations written as a canonical table in Parquet: one row for each goods item."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from stce_rules.core.declaration import Declaration, Item, Party

_HEADER = ("id", "version", "action", "flow", "date", "office", "transport_mode", "dispatch_country", "destination")
_ITEM = ("number", "hs", "description", "origin", "net_mass_kg", "end_use", "destination")
_ROLES = ("exporter", "consignee")


def write_parquet(declarations: Sequence[Declaration], path: Path) -> None:
    """Write the table."""
    import pyarrow as pa
    from pyarrow import parquet

    rows = [_row(one, item) for one in declarations for item in one.items]
    parquet.write_table(pa.Table.from_pylist(rows), path)


def _row(one: Declaration, item: Item) -> dict[str, object]:
    row: dict[str, object] = {name: getattr(one, name) for name in _HEADER}
    row |= {f"item.{name}": getattr(item, name) for name in _ITEM}
    row["item.cas"] = "|".join(item.cas) or None
    for role in _ROLES:
        party = next((each for each in one.parties if each.role == role), Party(role=role))
        row |= {f"{role}.{part}": getattr(party, part) for part in ("id", "name", "address", "country")}
    told = one.outcome
    row["outcome.inspected"] = None if told is None else told.inspected
    row["outcome.selected_by"] = None if told is None else told.selected_by
    row["outcome.finding"] = None if told is None else told.finding
    return row
