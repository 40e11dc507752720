"""What the distribution brings to STCE Rules: one adapter, for tables that a map of this distribution fits."""

from __future__ import annotations

from collections.abc import Sequence

from stce_rules.hooks import Adapter, hookimpl
from stce_rules.intake.tables.adapter import TableAdapter
from stce_rules_table.maps import shipped_maps


@hookimpl
def stce_adapters() -> Sequence[Adapter]:
    """The reader of tables, with the maps that ship; a map beside a table goes before them."""
    return [TableAdapter(shipped_maps(), name="known-table", title="table of a known layout (CSV, Parquet)")]
