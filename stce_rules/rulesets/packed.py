"""Frozen records to bytes and back.

Enters: a record (dataclass) made of records, tuples, frozensets, texts, integers, fractions, days and enumerations.
Leaves: bytes, and from them an equal record. Promises: unpacking makes nothing but the records that the annotations of
the root name, so bytes from elsewhere run nothing; values that are equal are written, and made, once.

Written are two tables: the plain values, and rows `[kind, values…]` of whatever is made of others, each after those it
is made of. A value is known by its number, counted through both tables; the last one is the root.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache
from typing import Any, Generic, TypeVar, get_args, get_type_hints

import msgspec

__all__ = ["Packing", "packing"]

_T = TypeVar("_T")

_Plain = None | bool | int | str
_Maker = Callable[..., object]

_BUILT_IN: tuple[tuple[type, _Maker], ...] = (
    (tuple, lambda *parts: parts),
    (frozenset, lambda *parts: frozenset(parts)),
    (date, date.fromisoformat),
    (Fraction, Fraction),
    (int, int),  # of more than 64 bits, by its digits
)
_BITS = range(-(2**63), 2**63)
_WRITING = "stce packed 1"
"""Changes when the writing below does."""

_TABLES = msgspec.msgpack.Decoder(tuple[list[_Plain], list[list[int]]])


class Packing(Generic[_T]):
    """The two directions for one kind of root."""

    def __init__(self, root: type[_T]) -> None:
        kinds = sorted(_named_by(root), key=lambda one: (one.__module__, one.__qualname__))
        known: list[tuple[type, _Maker]] = [*_BUILT_IN, *((one, one) for one in kinds)]
        self._root = root
        self._numbers = {kind: number for number, (kind, _) in enumerate(known)}
        self._makers = tuple(maker for _, maker in known)
        self.form = hashlib.sha256("\n".join((_WRITING, *map(_shape, kinds))).encode()).hexdigest()
        """Changes with the records: bytes that are kept for long are read back by a packing of the same form only."""

    def pack(self, root: _T) -> bytes:
        """The bytes of a record.

        Raises ValueError for what no annotation names, and records nested too deeply.
        """
        plain: dict[tuple[type, object], int] = {}
        rows: dict[tuple[int, ...], int] = {}

        # Rows are numbered from -1 downwards until all plain values are counted.
        def number(value: object) -> int:
            kind = type(value)
            if value is None or kind in (bool, str) or (kind is int and value in _BITS):
                return plain.setdefault((kind, value), len(plain))
            row = (self._numbers[kind], *(number(part) for part in _parts(value)))
            return rows.setdefault(row, -1 - len(rows))

        try:
            number(root)
        except KeyError as kind:
            raise ValueError(f"nothing that is packed holds {kind}") from None
        except RecursionError:
            raise ValueError("the record is nested too deeply") from None
        first = len(plain)
        table = [[row[0], *(one if one >= 0 else first - 1 - one for one in row[1:])] for row in rows]
        return msgspec.msgpack.encode(([value for _, value in plain], table))

    def unpack(self, raw: bytes) -> _T:
        """The record of these bytes. Raises ValueError for bytes that `pack` has not made."""
        try:
            plain, rows = _TABLES.decode(raw)
            values: list[object] = [*plain]
            for row in rows:
                values.append(self._makers[row[0]](*[values[one] for one in row[1:]]))
            made = values[-1]
        except (msgspec.MsgspecError, ValueError, TypeError, IndexError, ArithmeticError) as fault:
            raise ValueError("these bytes are no packed record") from fault
        if not isinstance(made, self._root):
            raise ValueError("these bytes are another record")  # noqa: TRY004  # a fault of the bytes, not of the call
        return made


@cache
def packing(root: type[_T]) -> Packing[_T]:
    """The packing of a kind of root, made once."""
    return Packing(root)


def _named_by(root: type) -> set[type]:
    """Records and enumerations that the annotations of a record name, through all they name themselves."""
    found: set[type] = set()
    waiting: list[Any] = [root]
    while waiting:
        kind = waiting.pop()
        waiting += get_args(kind)
        if isinstance(kind, type) and kind not in found and (is_dataclass(kind) or issubclass(kind, Enum)):
            found.add(kind)
            waiting += get_type_hints(kind).values() if is_dataclass(kind) else ()
    return found


def _shape(kind: type) -> str:
    """A kind with all that decides what its parts mean."""
    parts = [repr(one.value) for one in kind] if issubclass(kind, Enum) else []
    if is_dataclass(kind):
        parts = [f"{one.name}: {one.type}" for one in fields(kind)]
    return f"{kind.__module__}.{kind.__qualname__}({', '.join(parts)})"


def _parts(value: object) -> Iterator[object]:
    """What a value is made from again."""
    match value:
        case tuple():
            yield from value
        case frozenset():
            yield from sorted(value)
        case date():
            yield value.isoformat()
        case Fraction():
            yield from (value.numerator, value.denominator)
        case Enum():
            yield value.value
        case int():
            yield str(value)
        case _ if is_dataclass(value) and not isinstance(value, type):
            yield from (getattr(value, one.name) for one in fields(value))
        case _:
            raise KeyError(type(value))
