"""Memory that libraries keep for later goes back to the system, so that a replay takes no more than it holds."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from functools import cache

__all__ = ["give_back_memory"]


def give_back_memory() -> None:
    """Have Arrow and the library of C give back what they keep: several processes share the machine."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
    _trimmed()(0)


@cache
def _trimmed() -> Callable[[int], object]:
    """GNU's library keeps what each thread ever took, twice what a replay with many findings holds; others do not."""
    try:
        found: Callable[[int], object] = ctypes.CDLL(None).malloc_trim
    except (OSError, TypeError, AttributeError):  # the system has another library
        return lambda _: None
    return found
