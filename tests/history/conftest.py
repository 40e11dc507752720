"""Stores for the tests: SQLite files, and PostgreSQL where there is a server."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a store that is not there yet, in every kind of database."""
    if request.param == "sqlite":
        return str(tmp_path / "store.db")
    fresh: Callable[[], str] = request.getfixturevalue("postgresql")
    return fresh()
