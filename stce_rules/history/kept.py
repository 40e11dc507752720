"""The declarations that are kept, and the windows the store knows of.

Enters: a connection of a turn, declarations in the order in which they come. Leaves: messages with the days on which
they stand. Promise: a new message changes when others of its declaration stand, in their rows of every window too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from stce_rules.core.declaration import Declaration
from stce_rules.core.windows import Reach, Window
from stce_rules.history.meaning import Meaning
from stce_rules.history.rows import last_day
from stce_rules.history.schema import DECLARATIONS, FACTS, STORE, VALUES, WINDOWS, digest
from stce_rules.history.stays import NOWHERE, Stay, Told, stays

__all__ = ["AllKnown", "Known", "Message", "after", "decode", "encode", "keep", "known", "now_known", "register"]

_KNOWN = sa.select(STORE.c.last, WINDOWS.c.meaning, WINDOWS.c.number, WINDOWS.c.known_to).join_from(
    STORE, WINDOWS, sa.true(), isouter=True
)
_NOW_KNOWN = (
    sa.update(WINDOWS)
    .where(WINDOWS.c.number.in_(sa.bindparam("numbers", expanding=True)))
    .values(known_to=sa.bindparam("to"))
)
_NEXT = sa.update(STORE).values(last=STORE.c.last + 1).returning(STORE.c.last)
_OF_ONE = sa.select(*(DECLARATIONS.c[name] for name in ("number", "version", "stated", "day", "first", "until"))).where(
    DECLARATIONS.c.id_key == sa.bindparam("key")
)
_INSERT = DECLARATIONS.insert()
"""Statements of every turn are made once, which costs more than they do."""

_DECODER = msgspec.json.Decoder(Declaration)
_CANCELLATION = "cancellation"
_FOR_EVER = 10**7
"""Longer windows reach beyond every date there is, like this one."""


def encode(declaration: Declaration) -> bytes:
    """Canonical JSON."""
    return msgspec.json.encode(declaration)


def decode(content: bytes) -> Declaration:
    """The declaration of canonical JSON that `encode` made."""
    return _DECODER.decode(content)


@dataclass(frozen=True, slots=True)
class Message:
    """A declaration as it is kept: its number, when it stands, whether it states its date, whether it cancels."""

    number: int
    stay: Stay
    dated: bool
    cancels: bool


@dataclass(frozen=True, slots=True)
class Known:
    """A window in the store: its number there, and the number of the last declaration it knows."""

    number: int
    known_to: int


@dataclass(frozen=True, slots=True)
class AllKnown:
    """The number of the last declaration, and the windows of a plan, by their number there."""

    last: int
    windows: Mapping[int, Known]

    @property
    def most_behind(self) -> int:
        """How many declarations the window does not know that knows the fewest."""
        return max((self.last - one.known_to for one in self.windows.values()), default=0)


# ---- windows


def known(connection: Connection, meanings: Sequence[Meaning]) -> AllKnown:
    """Those windows of a plan that the store has."""
    rows = connection.execute(_KNOWN).all()
    there = {row.meaning: Known(row.number, row.known_to) for row in rows}
    return AllKnown(rows[0].last, {at: there[one.key] for at, one in enumerate(meanings) if one.key in there})


def register(connection: Connection, windows: Iterable[tuple[Meaning, Window]]) -> None:
    """Add windows to the store, which know no declaration yet."""
    rows = {}
    for meaning, one in windows:
        days, months = (min(length, _FOR_EVER) for length in (one.reach.days, one.reach.months))
        rows[meaning.key] = {"meaning": meaning.key, "days": days, "months": months, "known_to": 0}
    connection.execute(WINDOWS.insert(), [*rows.values()])


def now_known(connection: Connection, windows: Iterable[Known], to: int) -> None:
    """These windows know every declaration up to this number."""
    numbers = sorted({one.number for one in windows if one.known_to < to})
    if numbers:
        connection.execute(_NOW_KNOWN, {"numbers": numbers, "to": to})


# ---- declarations


def keep(connection: Connection, declaration: Declaration, on: date | None) -> Message:
    """Keep a declaration of this acceptance date as the next one."""
    number: int = connection.execute(_NEXT).scalar_one()
    stated = None if on is None else on.toordinal()
    key = digest(declaration.id)
    rows = connection.execute(_OF_ONE, {"key": key}).all()
    told = [Told(row.number, row.version, row.stated) for row in rows]
    standing = stays([*told, Told(number, declaration.version, stated)])
    _move(connection, {row.number: Stay(row.day, row.first, row.until) for row in rows}, standing)
    stay = standing[number]
    row = {"number": number, "id_key": key, "id": declaration.id, "version": declaration.version, "stated": stated}
    row |= {"action": declaration.action, "content": encode(declaration), **stay._asdict()}
    connection.execute(_INSERT, row)
    return Message(number, stay, stated is not None, declaration.action == _CANCELLATION)


def _move(connection: Connection, before: Mapping[int, Stay], after: Mapping[int, Stay]) -> None:
    """Let messages stand at other times than before, with all they gave."""
    for number, stay in before.items():
        fresh = after[number]
        if fresh == stay:
            continue
        connection.execute(sa.update(DECLARATIONS).where(DECLARATIONS.c.number == number).values(fresh._asdict()))
        for placed in {stay.day is not None, fresh.day is not None}:
            _move_rows(connection, number, placed, fresh if placed is (fresh.day is not None) else NOWHERE)


def _move_rows(connection: Connection, number: int, placed: bool, stay: Stay) -> None:
    """Rows of a message that count where it has a day, or where it has none."""
    facts = sa.update(FACTS).where(FACTS.c.number == number, FACTS.c.placed == int(placed))
    updates = [facts, sa.update(VALUES).where(VALUES.c.number == number)] if placed else [facts]
    windows = connection.execute(sa.select(WINDOWS.c.number, WINDOWS.c.days, WINDOWS.c.months)).all()
    for window in windows:
        last = last_day(Reach(window.days, window.months), stay.day)
        for update in updates:
            of_window = update.where(update.table.c.window == window.number)
            connection.execute(of_window.values(first=stay.first, until=stay.until, last=last))


def after(connection: Connection, number: int, most: int) -> list[tuple[Declaration, Message]]:
    """Declarations that come after a number and can give something to windows, at most so many, in their order."""
    wanted = (
        DECLARATIONS.c.number > number,
        DECLARATIONS.c.action != _CANCELLATION,
        DECLARATIONS.c.content.is_not(None),
    )
    rows = connection.execute(sa.select(DECLARATIONS).where(*wanted).order_by(DECLARATIONS.c.number).limit(most))
    return [
        (
            decode(row.content),
            Message(row.number, Stay(row.day, row.first, row.until), row.stated is not None, cancels=False),
        )
        for row in rows
    ]
