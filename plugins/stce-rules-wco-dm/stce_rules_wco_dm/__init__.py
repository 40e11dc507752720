"""Declarations of the WCO Data Model in XML, for STCE Rules."""

from stce_rules_wco_dm.messages import ADAPTER, ROWS

__all__ = ["ADAPTER", "ROWS"]
