"""Transit declarations of NCTS in XML and JSON, for STCE Rules."""

from stce_rules_ncts.messages import ADAPTER, ROWS

__all__ = ["ADAPTER", "ROWS"]
