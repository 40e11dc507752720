"""The windows of one assessment: their values written down when they are first seen, and read back later.

Enters: a past that knows them. Leaves: bytes, and from them a past that gives the same values again. Promise: the
values of all windows at all places where the plan may ask for them, so that every explanation can be made again.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from fractions import Fraction

import msgspec

from stce_rules.core.boxes import Case
from stce_rules.core.windows import Group, WindowValue
from stce_rules.engines.protocol import Outcomes, Past
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import AllOf, AnyOf, AtLeastOf, Condition, Not, Plan, Scope, Unit, WindowIs

__all__ = ["AskedWindows", "KeptPast", "Seen", "SeenPast"]


class _Group(msgspec.Struct, frozen=True, array_like=True):
    keys: list[str]
    low: str | None
    high: str | None
    declarations: int


class _Value(msgspec.Struct, frozen=True, array_like=True):
    """The value of a window, and the positions where it is that; no groups and not `known` for one not known."""

    window: int
    at: list[int]
    known: bool
    groups: list[_Group]
    open: list[str]


class Seen:
    """The values of one declaration's windows, each asked for once."""

    def __init__(self) -> None:
        self._values: dict[tuple[int, int], WindowValue | None] = {}

    def value(self, past: Past, window: int, case: Case, at: int, outcomes: Outcomes) -> WindowValue | None:
        """The value of a window at a position."""
        key = (window, at)
        if key not in self._values:
            self._values[key] = past.value(window, case, at, outcomes)
        return self._values[key]

    def packed(self) -> bytes:
        """All values, as JSON; equal ones of a window once."""
        same: dict[tuple[int, WindowValue | None], list[int]] = {}
        for window, at in sorted(self._values):
            same.setdefault((window, self._values[window, at]), []).append(at)
        return msgspec.json.encode([_written(window, at, value) for (window, value), at in same.items()])


def _written(window: int, at: list[int], value: WindowValue | None) -> _Value:
    if value is None:
        return _Value(window, at, known=False, groups=[], open=[])
    groups = [_Group(list(one.keys), _end(one.low), _end(one.high), one.declarations) for one in value.groups]
    return _Value(window, at, known=True, groups=groups, open=list(value.open))


def _end(number: Fraction | None) -> str | None:
    return None if number is None else str(number)


class SeenPast:
    """A past that remembers, for the thread that asked for it, what it was asked."""

    def __init__(self, past: Past) -> None:
        self._past = past
        self._here = threading.local()

    @contextmanager
    def seen(self) -> Iterator[Seen]:
        """Everything that this thread is told from now on."""
        before: Seen | None = getattr(self._here, "seen", None)
        self._here.seen = now = Seen()
        try:
            yield now
        finally:
            self._here.seen = before

    def value(self, window: int, case: Case, at: int, outcomes: Outcomes) -> WindowValue | None:
        """The value of a window for the subject at a position."""
        now: Seen | None = getattr(self._here, "seen", None)
        if now is None:
            return self._past.value(window, case, at, outcomes)
        return now.value(self._past, window, case, at, outcomes)


class KeptPast:
    """The values that were written down; a window that was not is not known."""

    def __init__(self, packed: bytes) -> None:
        """Raises ValueError for bytes that were not made here."""
        try:
            values = msgspec.json.decode(packed, type=list[_Value])
            self._values = {(one.window, at): _read(one) for one in values for at in one.at}
        except (msgspec.MsgspecError, ValueError, ZeroDivisionError) as fault:
            raise ValueError("these bytes are no values of windows") from fault

    def value(self, window: int, _case: Case, at: int, _outcomes: Outcomes) -> WindowValue | None:
        """The value that a window had for the subject at a position."""
        return self._values.get((window, at))


def _read(one: _Value) -> WindowValue | None:
    if not one.known:
        return None
    ends = [tuple(None if end is None else Fraction(end) for end in (each.low, each.high)) for each in one.groups]
    groups = (
        Group(tuple(each.keys), low, high, each.declarations)
        for each, (low, high) in zip(one.groups, ends, strict=True)
    )
    return WindowValue(tuple(groups), tuple(one.open))


# ---- where a plan may ask


class AskedWindows:
    """The windows that a plan may ask for, found once: a plan has many conditions."""

    def __init__(self, plan: Plan) -> None:
        self._windows = plan.windows
        asked = {(window, unit.scope) for unit in plan.units for window in _windows(_conditions(unit))}
        channels = _windows(line.condition for line in plan.decision.channels)
        self._asked = asked | {(window, Scope.DECLARATION) for window in channels}

    def at(self, items: int) -> list[tuple[int, int]]:
        """Each with each position where it may be asked for, of a declaration with so many items."""
        found: set[tuple[int, int]] = set()
        for window, scope in self._asked:
            spread = scope is Scope.ITEM or (self._windows[window].of_item and items > 0)
            found.update((window, at) for at in (range(items) if spread else (HEADER,)))
        return sorted(found)


def _conditions(unit: Unit) -> Iterator[Condition]:
    if unit.where is not None:
        yield unit.where
    yield unit.when
    yield from (one.condition for one in unit.unless)


def _windows(conditions: Iterable[Condition]) -> Iterator[int]:
    for condition in conditions:
        match condition:
            case WindowIs():
                yield condition.window
            case AllOf() | AnyOf() | AtLeastOf():
                yield from _windows(condition.parts)
            case Not():
                yield from _windows((condition.part,))
            case _:
                pass
