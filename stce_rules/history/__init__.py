"""Floor 5: what was declared and assessed before, kept in one database.

`open_store` opens it: a SQLite file, or PostgreSQL by URL. `database` gives serialised, all-or-nothing turns; `schema`
is the picture of its tables; `past` gives the windows of a plan online and remembers declarations for them; `controls`
keeps what controls found. `trail` is the audit trail, `checking` finds what was changed in it, `answers` finds in it
what was answered before. What is written within one turn is there whole or not at all, so an answer, the declaration
it was given to and its place in the audit trail never part.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from stce_rules.core.diagnostics import Diagnostic, StceError

if TYPE_CHECKING:
    from stce_rules.history.database import Database

__all__ = ["open_store"]


def open_store(where: str | Path) -> Database:
    """The store at a path or URL, made where it is not there; its owner closes it.

    Raises StceError: E860 when a library is not installed, E861 to E864 as `Database.open` does.
    """
    try:
        from stce_rules.history.database import Database
    except ModuleNotFoundError as absent:
        message = f"a store needs the library '{absent.name}', which is not installed"
        raise StceError(Diagnostic("E860", message, where="store", help="install stce-rules[store]")) from absent
    return Database.open(where)
