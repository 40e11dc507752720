"""The content hash of a plan: the version of what ran.

Enters: a plan. Leaves: 64 hexadecimal digits, SHA-256 over a canonical writing of all it holds but its own hash.
Promises: equal plans have equal hashes in every process and on every platform; any change of a row, a threshold, a
date or a word that a result can show changes it. Spans and file names are not part of a plan, so they do not count.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from operator import attrgetter
from typing import TYPE_CHECKING

from stce_rules.core.predicates import ListRow
from stce_rules.plan.model import Plan

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_WRITING = b"stce plan 1\n"
"""Changes when the writing below does, so that hashes of two writings never meet."""

_WRITTEN_LAST = frozenset({(Plan, "windows"), (ListRow, "party")})
"""Members that plans did not always have: written behind all else, and only where there is something to write, so that
plans without them keep their hash."""


def content_hash(plan: Plan) -> str:
    """The hash of a plan; whatever stands in its `content_hash` is not looked at."""
    windows = _written(plan.windows) if plan.windows else b""
    return hashlib.sha256(_WRITING + _written(replace(plan, content_hash="")) + windows).hexdigest()


def list_hashes(plan: Plan) -> dict[str, str]:
    """The hash of each list of a plan, by name: any change of a row changes it."""
    return {one.name: hashlib.sha256(_WRITING + _written(one)).hexdigest() for one in plan.lists}


def _written(value: object) -> bytes:
    """One value, with its kind and length in front, so that no two values are written alike."""
    match value:
        case tuple():  # the commonest first
            return _framed(b"t", b"".join([_written(one) for one in value]))
        case bool():
            return b"y" if value else b"n"
        case int():
            return _framed(b"i", str(value).encode())
        case str():
            return _framed(b"s", value.encode())
        case None:
            return b"-"
        case Enum():
            return _framed(b"e", f"{type(value).__name__}.{value.name}".encode())
        case Fraction():
            return _framed(b"f", f"{value.numerator}/{value.denominator}".encode())
        case date():
            return _framed(b"d", value.isoformat().encode())
        case frozenset():
            return _framed(b"u", b"".join(sorted([_written(one) for one in value])))
        case _ if is_dataclass(value) and not isinstance(value, type):
            name, members = _shape(type(value))
            late = _written(value.party) if isinstance(value, ListRow) and value.party is not None else b""
            return _framed(b"c", name + b"".join([_written(member(value)) for member in members]) + late)
        case _:
            raise TypeError(f"a plan holds no {type(value).__name__}")


def _framed(kind: bytes, content: bytes) -> bytes:
    return b"%b%d:%b" % (kind, len(content), content)


@cache
def _shape(record: type[DataclassInstance]) -> tuple[bytes, tuple[Callable[[object], object], ...]]:
    """Name of a record and how to get at its members, in the order they are defined."""
    name = _framed(b"s", record.__name__.encode())
    return name, tuple(attrgetter(one.name) for one in fields(record) if (record, one.name) not in _WRITTEN_LAST)
