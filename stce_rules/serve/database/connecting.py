"""A connection to the database of a host.

Enters: a URL. Leaves: a SQLAlchemy engine, or what to install or correct. Promise: a password never stands in a report.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from stce_rules.core.diagnostics import Diagnostic, StceError

__all__ = ["connected", "told"]


@contextmanager
def connected(where: str) -> Iterator[tuple[Engine, str]]:
    """The engine of a URL, and the URL as it may be shown. Raises StceError (E896)."""
    try:
        url = make_url(where)
    except ArgumentError:
        mend = "write it as postgresql://USER@HOST/NAME or sqlite:///PATH"
        raise StceError(Diagnostic("E896", "this is no address of a database", where="database", help=mend)) from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    shown = url.render_as_string(hide_password=True)
    try:
        engine = sa.create_engine(url, pool_pre_ping=True)
    except NoSuchModuleError:
        message = f"no driver is known for '{url.drivername}'"
        mend = "install the SQLAlchemy dialect of the database"
        raise StceError(Diagnostic("E896", message, where=shown, help=mend)) from None
    except ModuleNotFoundError as absent:
        message = f"this database needs the library '{absent.name}', which is not installed"
        mend = "install the driver of the database; that of PostgreSQL comes with stce-rules[postgresql]"
        raise StceError(Diagnostic("E896", message, where=shown, help=mend)) from None
    try:
        yield engine, shown
    finally:
        engine.dispose()


@contextmanager
def told(shown: str) -> Iterator[None]:
    """What the database complains about, as a report. Raises StceError (E896)."""
    try:
        yield
    except SQLAlchemyError as fault:
        said = " ".join(str(getattr(fault, "orig", None) or fault).split())[:300] or "no reason was given"
        mend = "check its address, the rights on it, and that it runs"
        raise StceError(Diagnostic("E896", f"the database cannot be used: {said}", where=shown, help=mend)) from fault
