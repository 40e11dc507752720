"""Databases of hosts: SQLite, and PostgreSQL where there is a server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'host.sqlite'}"
    fresh: Callable[[], str] = request.getfixturevalue("postgresql")
    return fresh()
