"""Which of the two kernels judges: the compiled one where Numba is installed, else whole arrays."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from types import ModuleType

__all__ = ["best_kernel"]


@cache
def best_kernel() -> ModuleType:
    """The compiled kernel where it can be had."""
    if find_spec("numba") is None:
        from stce_rules.engines.columnar import arrays

        return arrays
    from stce_rules.engines.columnar import compiled

    return compiled
