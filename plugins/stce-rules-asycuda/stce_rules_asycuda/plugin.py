"""What the distribution brings to STCE Rules: one adapter."""

from __future__ import annotations

from collections.abc import Sequence

from stce_rules.hooks import Adapter, hookimpl
from stce_rules_asycuda.messages import ADAPTER


@hookimpl
def stce_adapters() -> Sequence[Adapter]:
    """The reader of declarations of ASYCUDA World."""
    return [ADAPTER]
