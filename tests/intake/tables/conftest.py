"""What the tests of tables share: reading a text by a map, and the sample of Korean import declarations."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from stce_rules import Declaration
from stce_rules.core.span import Source
from stce_rules.intake.adapters import Refused
from stce_rules.intake.tables.adapter import TableAdapter
from stce_rules.intake.tables.mapfile import parse_map

ROOT = Path(__file__).resolve().parents[3]
KOREA = ROOT.parent / "shared" / "samples" / "csv_korea" / "kr_import_train_0001_1800.csv"


@pytest.fixture(scope="session")
def read_table() -> Callable[[str, str | bytes], list[Declaration | Refused]]:
    """Reads a table, which must be recognised by its header, by the text of a map."""

    def read(map_text: str, table: str | bytes) -> list[Declaration | Refused]:
        adapter = TableAdapter([parse_map(Source("test.yaml", map_text))])
        raw = table.encode() if isinstance(table, str) else table
        return list(adapter.read(io.BytesIO(raw), "table.csv"))

    return read


@pytest.fixture(scope="session")
def korea() -> Path:
    """Import declarations as published by others; not part of the project."""
    if not KOREA.is_file():
        pytest.skip("the sample is not here")
    return KOREA
