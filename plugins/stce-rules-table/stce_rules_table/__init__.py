"""Maps of tables that customs administrations export or publish, for the table reader of STCE Rules."""

from stce_rules_table.maps import shipped_maps

__all__ = ["shipped_maps"]
