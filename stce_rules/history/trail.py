"""The audit trail: what was assessed, by what, and what was answered, in a chain that shows every change.

Enters: a turn of the store, and what is to be kept of one assessment. Leaves: a row that follows the one before. Each
row's hash is SHA-256 over the hash before it and its record; the record names the declaration, the windows, the answer
and the setting by their digests, and the setting the plan. So the last hash, the head, stands for everything before it.
A head kept elsewhere proves later that nothing up to it was changed, added or taken away.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass
from typing import Literal

import msgspec
import sqlalchemy as sa
from sqlalchemy import Row

from stce_rules.history.database import Turn
from stce_rules.history.schema import digest
from stce_rules.history.trail_schema import PLANS, SETTINGS, TRAIL

__all__ = [
    "BEGINNING",
    "Entry",
    "Head",
    "Kept",
    "Kind",
    "ListHash",
    "PluginVersion",
    "Record",
    "Setting",
    "append",
    "chained",
    "head",
    "keep_setting",
    "name_of",
    "packed_plan",
    "read_back",
    "setting",
    "sha256",
]

Kind = Literal["judged", "stood in", "alarm"]
"""An assessment; one that stood in for it because time was over; what went wrong after it was given."""

BEGINNING = "0" * 64
"""The hash before the first row."""


class PluginVersion(msgspec.Struct, frozen=True):
    """A plugin that was installed; no distribution for one that the host gave."""

    name: str
    distribution: str
    version: str


class ListHash(msgspec.Struct, frozen=True):
    """A list of the plan, and the hash of all its rows."""

    name: str
    hash: str


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """By what was judged: `plan` is the plan's own hash, `packed` that of the plan as it is kept, written as `form`."""

    ruleset: str
    ruleset_version: str
    plan: str
    packed: str
    form: str
    lists: list[ListHash]
    plugins: list[PluginVersion]
    engine: str
    policy: str | None
    library: str


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """What a row says. Digests are SHA-256 in hexadecimal digits, of what was compressed.

    `at` is the host's time in ISO 8601. `content` is the digest of the declaration without the places it was read
    from, by which the same declaration is known again. `windows` are the values that the windows had then.
    """

    number: int
    kind: Kind
    declaration: str
    version: int
    at: str
    setting: str
    content: str
    input: str
    assessment: str | None
    windows: str | None
    alarms: list[str]
    previous: str


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be kept of one assessment; `input` is canonical JSON, `assessment` the bytes that were given."""

    kind: Kind
    declaration: str
    version: int
    at: str
    setting: str
    content: str
    input: bytes
    assessment: bytes | None = None
    windows: bytes | None = None
    alarms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the trail: the number of its last row and that row's hash."""

    number: int
    hash: str


@dataclass(frozen=True, slots=True)
class Kept:
    """A row read back."""

    record: Record
    hash: str
    input: bytes
    assessment: bytes | None
    windows: bytes | None


# Statements of every turn are made once.
_ADD = TRAIL.insert()
_LAST = sa.select(TRAIL.c.number, TRAIL.c.hash).order_by(TRAIL.c.number.desc()).limit(1)

# ---- writing


def append(turn: Turn, entry: Entry) -> Head:
    """Add a row; the head it makes."""
    last = head(turn)
    record = Record(
        number=last.number + 1,
        kind=entry.kind,
        declaration=entry.declaration,
        version=entry.version,
        at=entry.at,
        setting=entry.setting,
        content=entry.content,
        input=sha256(entry.input),
        assessment=_sha256(entry.assessment),
        windows=_sha256(entry.windows),
        alarms=list(entry.alarms),
        previous=last.hash,
    )
    written = msgspec.json.encode(record)
    made = Head(record.number, chained(last.hash, written))
    row = {
        "number": record.number,
        "kind": record.kind,
        "id_key": digest(record.declaration),
        "version": record.version,
        "record": written,
        "hash": bytes.fromhex(made.hash),
        "input": zlib.compress(entry.input),
        "assessment": _compressed(entry.assessment),
        "windows": _compressed(entry.windows),
    }
    turn.connection.execute(_ADD, row)
    return made


def keep_setting(turn: Turn, one: Setting, packed: bytes) -> str:
    """Keep by what is judged, with the packed plan, unless both are kept already; the name by which rows know it."""
    content = msgspec.json.encode(one)
    name = name_of(one)
    for table, key, value in (
        (SETTINGS, name, {"content": content}),
        (PLANS, one.packed, {"packed": zlib.compress(packed)}),
    ):
        raw = bytes.fromhex(key)
        if turn.connection.execute(sa.select(table.c.hash).where(table.c.hash == raw)).first() is None:
            turn.connection.execute(table.insert().values(hash=raw, **value))
    return name


def name_of(one: Setting) -> str:
    """How rows know a setting."""
    return sha256(msgspec.json.encode(one))


# ---- reading


def head(turn: Turn) -> Head:
    """The end of the trail; number 0 of an empty one."""
    last = turn.connection.execute(_LAST).first()
    return Head(0, BEGINNING) if last is None else Head(int(last.number), bytes(last.hash).hex())


def read_back(row: Row[tuple[object, ...]]) -> Kept:
    """A row of `TRAIL` that was found to be whole (`checking`)."""
    return Kept(
        msgspec.json.decode(row.record, type=Record),
        bytes(row.hash).hex(),
        zlib.decompress(row.input),
        None if row.assessment is None else zlib.decompress(row.assessment),
        None if row.windows is None else zlib.decompress(row.windows),
    )


def setting(turn: Turn, name: str) -> Setting:
    """By what was judged. Raises ValueError when it is not there or not readable."""
    content = turn.connection.execute(
        sa.select(SETTINGS.c.content).where(SETTINGS.c.hash == bytes.fromhex(name))
    ).scalar()
    if content is None or sha256(content) != name:
        raise ValueError("what it was judged by is not there as it was")
    return msgspec.json.decode(content, type=Setting)


def packed_plan(turn: Turn, one: Setting) -> bytes:
    """The packed plan of a setting. Raises ValueError when it is not there as it was."""
    raw = turn.connection.execute(sa.select(PLANS.c.packed).where(PLANS.c.hash == bytes.fromhex(one.packed))).scalar()
    try:
        packed = b"" if raw is None else zlib.decompress(raw)
    except zlib.error:
        packed = b""
    if sha256(packed) != one.packed:
        raise ValueError("the plan is not there as it was")
    return packed


# ---- digests


def sha256(content: bytes) -> str:
    """SHA-256 in hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def chained(previous: str, record: bytes) -> str:
    """The hash of a row: over the hash before it and its record."""
    return sha256(bytes.fromhex(previous) + record)


def _sha256(content: bytes | None) -> str | None:
    return None if content is None else sha256(content)


def _compressed(content: bytes | None) -> bytes | None:
    return None if content is None else zlib.compress(content)
