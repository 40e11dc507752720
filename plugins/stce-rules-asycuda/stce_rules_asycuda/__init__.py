"""Declarations of ASYCUDA World in XML, for STCE Rules."""

from stce_rules_asycuda.messages import ADAPTER, ROWS

__all__ = ["ADAPTER", "ROWS"]
