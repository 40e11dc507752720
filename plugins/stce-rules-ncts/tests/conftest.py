"""What the tests of the plugin share: where messages lie, its own and those of others."""

from __future__ import annotations

from pathlib import Path

import pytest

SAMPLES = Path(__file__).resolve().parents[4] / "shared" / "samples" / "ncts_p6"


@pytest.fixture(scope="session")
def samples() -> Path:
    """Transit messages that HM Revenue and Customs publishes as examples; not part of the project."""
    if not SAMPLES.is_dir():
        pytest.skip("the samples are not here")
    return SAMPLES
