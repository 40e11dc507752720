"""Opening a store that a command line names."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stce_rules.core.diagnostics import Diagnostic, StceError

if TYPE_CHECKING:
    from stce_rules.history.database import Database

__all__ = ["opened"]


def opened(store: str) -> Database:
    """A store that is there; looking at it must not make one. Raises StceError (E881, E860 to E864)."""
    from stce_rules.history import open_store

    if "://" not in store and not Path(store).is_file():
        message = f"there is no store '{store}'"
        raise StceError(Diagnostic("E881", message, where=store, help="correct the path"))
    return open_store(store)
