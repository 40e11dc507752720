"""What the distribution brings to STCE Rules: one adapter."""

from __future__ import annotations

from collections.abc import Sequence

from stce_rules.hooks import Adapter, hookimpl
from stce_rules_edifact.adapter import EdifactAdapter


@hookimpl
def stce_adapters() -> Sequence[Adapter]:
    """The reader of interchanges."""
    return [EdifactAdapter()]
