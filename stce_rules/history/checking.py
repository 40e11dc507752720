"""Whether the audit trail is whole.

Enters: a turn, and heads that were kept elsewhere. Leaves: the head of the trail, or the first row that is not what it
was. Found are rows that were changed, taken away or put in another order, and declarations, windows, answers, settings
and plans that are not those the rows speak of. Rows taken away from the end are found by a head that was kept.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable

import msgspec
import sqlalchemy as sa
from sqlalchemy import Row

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.history.database import Turn
from stce_rules.history.schema import digest
from stce_rules.history.trail import BEGINNING, Head, Kept, Record, chained, packed_plan, read_back, setting, sha256
from stce_rules.history.trail_schema import TRAIL

__all__ = ["about", "verified"]

_AT_A_TIME = 500


def verified(turn: Turn, heads: Iterable[Head] = (), *, where: str = "audit trail") -> Head:
    """The head of a trail that is whole, and that each of the heads lies in.

    Raises StceError: E867 names the first row that is not what it was, E868 a head that is not in the trail.
    """
    wanted: dict[int, set[str]] = {}
    for one in heads:
        wanted.setdefault(one.number, set()).add(one.hash)
    _held({BEGINNING}, wanted.pop(0, set()), 0, where)
    last = Head(0, BEGINNING)
    settings: dict[str, str | None] = {}
    rows = sa.select(TRAIL).order_by(TRAIL.c.number).execution_options(yield_per=_AT_A_TIME)
    with turn.connection.execute(rows) as found:
        for row in found:
            wrong = _wrong(row, last) or _foreign(turn, row, settings)
            if wrong is not None:
                raise StceError(_broken(last.number + 1, wrong, where))
            last = Head(last.number + 1, bytes(row.hash).hex())
            _held({last.hash}, wanted.pop(last.number, set()), last.number, where)
    if wanted:
        raise StceError(_cut(min(wanted), last.number, where))
    return last


def _held(there: set[str], kept: set[str], number: int, where: str) -> None:
    """Hold a row to the heads that were kept of it."""
    if kept - there:
        raise StceError(_other(number, min(kept - there), where))


def about(turn: Turn, declaration: str, *, where: str = "audit trail") -> list[Kept]:
    """All rows about a declaration, in their order. Raises StceError (E867) for one that is not what it was.

    Only these rows are looked at, not the chain before them.
    """
    found = []
    settings: dict[str, str | None] = {}
    rows = sa.select(TRAIL).where(TRAIL.c.id_key == digest(declaration)).order_by(TRAIL.c.number)
    for row in turn.connection.execute(rows).all():
        before = sa.select(TRAIL.c.hash).where(TRAIL.c.number == row.number - 1)
        last = turn.connection.execute(before).scalar()
        wrong = _wrong(row, Head(row.number - 1, BEGINNING if last is None else bytes(last).hex()))
        wrong = wrong or _foreign(turn, row, settings)
        if wrong is not None:
            raise StceError(_broken(row.number, wrong, where))
        found.append(read_back(row))
    return found


def _wrong(row: Row[tuple[object, ...]], last: Head) -> str | None:
    """What is not right with a row itself."""
    if row.number != last.number + 1:
        return "it is not there"
    whole, parts = (row.record, row.hash, row.id_key), (row.input, row.assessment, row.windows)
    if not all(isinstance(one, bytes) for one in (*whole, *(one for one in parts if one is not None))):
        return "its columns hold another kind of value"
    if chained(last.hash, row.record) != bytes(row.hash).hex():
        return "its record and its hash do not belong together, or it does not follow the row before"
    try:
        record = msgspec.json.decode(row.record, type=Record)
    except msgspec.MsgspecError:
        return "its record cannot be read"
    if record.previous != last.hash:
        return "it does not follow the row before"
    named = (record.number, record.kind, digest(record.declaration), record.version)
    if named != (row.number, row.kind, bytes(row.id_key), row.version):
        return "it is filed under another number, kind, id or version"
    told_of = (record.input, record.assessment, record.windows)
    for name, content, told in zip(("declaration", "assessment", "windows"), parts, told_of, strict=True):
        if _digest(content) != told:
            return f"its {name} is not what the record says"
    return None


def _digest(compressed: bytes | None) -> str | None:
    if compressed is None:
        return None
    try:
        return sha256(zlib.decompress(compressed))
    except zlib.error:
        return ""


def _foreign(turn: Turn, row: Row[tuple[object, ...]], settings: dict[str, str | None]) -> str | None:
    """What is not right with the setting and the plan that a row names; each looked at once."""
    name = msgspec.json.decode(row.record, type=Record).setting
    if name not in settings:
        settings[name] = None
        try:
            packed_plan(turn, setting(turn, name))
        except (ValueError, msgspec.MsgspecError) as fault:
            settings[name] = str(fault)
    return settings[name]


def _broken(number: int, why: str, where: str) -> Diagnostic:
    mend = "do not rely on anything from this row on; compare with a copy of the store that was kept elsewhere"
    return Diagnostic("E867", f"row {number} of the audit trail is not what it was: {why}", where=where, help=mend)


def _other(number: int, told: str, where: str) -> Diagnostic:
    mend = "the trail was written anew, or the head is of another store; compare with a copy that was kept elsewhere"
    message = f"row {number} of the audit trail has another hash than the head that was kept: {told}"
    return Diagnostic("E868", message, where=where, help=mend)


def _cut(number: int, last: int, where: str) -> Diagnostic:
    mend = "rows were taken away from its end, or the head is of another store; compare with a copy kept elsewhere"
    message = f"the audit trail ends with row {last}, and a head that was kept is of row {number}"
    return Diagnostic("E868", message, where=where, help=mend)
