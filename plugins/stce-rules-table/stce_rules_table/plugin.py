"""What the distribution brings to STCE Rules: one adapter, `table`."""

from __future__ import annotations

from collections.abc import Sequence

from stce_rules.hooks import Adapter, hookimpl
from stce_rules_table.adapter import TableAdapter
from stce_rules_table.mapfile import shipped_maps


@hookimpl
def stce_adapters() -> Sequence[Adapter]:
    """The adapter of tables, with the maps that ship."""
    return [TableAdapter(shipped_maps())]
