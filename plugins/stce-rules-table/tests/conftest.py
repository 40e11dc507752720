"""What the tests of the plugin share: the sample of Korean import declarations."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
KOREA = ROOT.parent / "shared" / "samples" / "csv_korea" / "kr_import_train_0001_1800.csv"


@pytest.fixture(scope="session")
def korea() -> Path:
    """Import declarations as published by others; not part of the project."""
    if not KOREA.is_file():
        pytest.skip("the sample is not here")
    return KOREA
