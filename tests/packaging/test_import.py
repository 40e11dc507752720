"""What `import stce_rules` costs a host: no library that the host has not asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

PRINT_LOADED = "import sys, stce_rules; print(*sorted({name.partition('.')[0] for name in sys.modules}))"


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The top-level modules that a fresh interpreter holds after `import stce_rules`."""
    done = subprocess.run([sys.executable, "-c", PRINT_LOADED], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


UNASKED = (
    *("altair", "click", "duckdb", "durable", "lark", "numba", "numpy", "pandas"),
    *("polars", "pyarrow", "pyspark", "rich", "vl_convert", "yaml"),
)


@pytest.mark.parametrize("library", UNASKED)
def test_import_loads_no_library_unasked(loaded: set[str], library: str) -> None:
    """Importing the package loads neither an optional library nor one that only some uses need."""
    assert "stce_rules" in loaded
    assert library not in loaded
