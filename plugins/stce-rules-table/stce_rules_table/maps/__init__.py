"""The maps that ship, one YAML file each."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from stce_rules.intake.tables.mapfile import read_map
from stce_rules.intake.tables.model import TableMap

__all__ = ["shipped_maps"]


@cache
def shipped_maps() -> tuple[TableMap, ...]:
    """All of them, by name."""
    return tuple(read_map(path) for path in sorted(Path(__file__).parent.glob("*.yaml")))
