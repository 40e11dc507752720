"""The answer that was given to a message: the same message gets the very bytes again.

Enters: the id and version of a declaration, the digest of its content. Leaves: the bytes kept in the audit trail, or
none. Promise: one answer for each id and version; another content under a known id and version is a conflict.
"""

from __future__ import annotations

import zlib

import msgspec
import sqlalchemy as sa

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.history.database import Turn
from stce_rules.history.schema import digest
from stce_rules.history.trail import Record
from stce_rules.history.trail_schema import TRAIL

__all__ = ["answer"]

_GIVEN = sa.select(TRAIL.c.record, TRAIL.c.assessment).where(
    TRAIL.c.id_key == sa.bindparam("id_key"), TRAIL.c.version == sa.bindparam("version"), TRAIL.c.kind == "judged"
)


def answer(turn: Turn, declaration: str, version: int, content: str) -> bytes | None:
    """The bytes given before to this id and version.

    Raises StceError (E866) when they were given to another content; `content` is its SHA-256 in hexadecimal digits.
    """
    row = turn.connection.execute(_GIVEN, {"id_key": digest(declaration), "version": version}).first()
    if row is None:
        return None
    before = msgspec.json.decode(row.record, type=Record).content
    if before != content:
        raise StceError(_conflict(declaration, version, before, content))
    return zlib.decompress(row.assessment)


def _conflict(declaration: str, version: int, before: str, now: str) -> Diagnostic:
    message = (
        f"declaration '{declaration}' version {version} was assessed with other content: "
        f"SHA-256 {before} then, {now} now"
    )
    return Diagnostic("E866", message, where="declaration", help="give a changed declaration the next version")
