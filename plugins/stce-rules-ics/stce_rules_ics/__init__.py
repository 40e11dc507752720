"""Entry summary declarations of the Import Control System in XML, for STCE Rules."""

from stce_rules_ics.messages import ADAPTER, ROWS

__all__ = ["ADAPTER", "ROWS"]
