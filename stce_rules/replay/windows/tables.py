"""The input of windows as Arrow batches: messages, what each gives to each window, what its subjects ask.

Enters: declarations in the order of the history. Leaves: batches for `compute`. Another extractor may make the same
batches from columns. Amounts are whole numbers, scaled by 10 to the `DECIMALS`. A key of null matches every group.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from stce_rules.core.boxes import Case
from stce_rules.core.windows import Measure, Window
from stce_rules.engines.contributions import DECIMALS, Contributions
from stce_rules.engines.facts import Facts, facts_of
from stce_rules.engines.protocol import Outcomes
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Plan

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = [
    "MONTH",
    "SCALE",
    "Extracting",
    "Message",
    "asks_schema",
    "facts_schema",
    "input_tables",
    "messages_schema",
    "subjects",
    "values_read",
    "values_schema",
]

SCALE = 10**DECIMALS

MONTH = 32
"""Between a day and the same day of the next month, where days are counted by the calendar."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the history: its number from 0, and how its version is ordered and meant."""

    number: int
    version: int
    cancels: bool


@cache
def messages_schema() -> pa.Schema:
    """A row for each message. `day` and `calendar` are its acceptance date, null where it is blank or cannot be read.

    `day` counts days; `calendar` counts `MONTH` for every month, of which none has as many days.
    """
    import pyarrow as pa

    columns = [("message", pa.int64()), ("id", pa.string()), ("version", pa.int64())]
    return pa.schema([*columns, ("cancels", pa.bool_()), ("day", pa.int32()), ("calendar", pa.int32())])


@cache
def facts_schema(keys: int) -> pa.Schema:
    """Rows of a window: amounts that a message gives to the groups its keys match.

    `placed` rows count where the message has a place in time, its own or that of the version before; others where it
    has none.
    """
    import pyarrow as pa

    amount, whole = pa.decimal128(38, 0), pa.int64()
    columns = [("low", amount), ("high", amount), ("opens", whole), ("declarations", whole)]
    return pa.schema([("message", whole), ("placed", pa.bool_()), *_keys(keys), *columns])


@cache
def values_schema(keys: int) -> pa.Schema:
    """Rows of a window that tells values apart: a value that a message surely has in a group."""
    import pyarrow as pa

    return pa.schema([("message", pa.int64()), *_keys(keys), ("text", pa.string())])


@cache
def asks_schema(keys: int) -> pa.Schema:
    """Rows of a window: the groups that a subject of a message asks about; `nth` numbers them from 0."""
    import pyarrow as pa

    return pa.schema([("message", pa.int64()), ("position", pa.int32()), ("nth", pa.int32()), *_keys(keys)])


def input_tables(windows: Mapping[int, Window]) -> dict[str, pa.Schema]:
    """All tables that some windows are computed from, by name."""
    tables = {"messages": messages_schema()}
    for number, window in windows.items():
        keys = len(window.by)
        tables[f"facts_{number}"] = facts_schema(keys)
        tables[f"values_{number}"] = values_schema(keys)
        tables[f"asks_{number}"] = asks_schema(keys)
    return tables


@cache
def values_read() -> pa.Schema:
    """Rows of what was computed, as far as sentences rest on it: the ends of the value of each group."""
    import pyarrow as pa

    places = [("message", pa.int64()), ("number", pa.int32()), ("position", pa.int32()), ("nth", pa.int32())]
    return pa.schema([*places, ("low", pa.decimal128(38, 0)), ("high", pa.decimal128(38, 0))])


def _keys(count: int) -> list[tuple[str, pa.DataType]]:
    import pyarrow as pa

    return [(f"key{number}", pa.string()) for number in range(count)]


def subjects(window: Window, case: Case) -> Sequence[int]:
    """Positions for which a window is computed; where only the header has keys, every item asks what it asks."""
    return range(len(case.items)) if window.of_item and case.items else (HEADER,)


_Row = tuple[object, ...]


@dataclass(slots=True)
class _Rows:
    facts: list[_Row] = field(default_factory=list)
    values: list[_Row] = field(default_factory=list)
    asks: list[_Row] = field(default_factory=list)


class Extracting:
    """Rows of some windows, message by message, until they are taken."""

    def __init__(self, plan: Plan, windows: Sequence[int]) -> None:
        self._contributions = Contributions(plan)
        self._windows = {number: plan.windows[number] for number in windows}
        self._messages: list[_Row] = []
        self._rows = {number: _Rows() for number in windows}

    def add(self, message: Message, case: Case, outcomes: Outcomes) -> None:
        """Take a message; `outcomes` are those of its units, for windows that count them."""
        self._messages.append((message.number, case.id, message.version, message.cancels, *_clocks(case.date)))
        for number, window in self._windows.items():
            rows = self._rows[number]
            for at in subjects(window, case):
                groups = self._contributions.asked(window, case, at).groups
                rows.asks += ((message.number, at, group, *keys) for group, keys in enumerate(groups))
            if not message.cancels:
                self._give(rows, window, message.number, case, outcomes)

    def _give(self, rows: _Rows, window: Window, message: int, case: Case, outcomes: Outcomes) -> None:
        contribution = self._contributions.of(window, case, outcomes)
        empty = Fraction(0) if window.measure is not Measure.LARGEST else None
        for placed in (True, False) if case.date is None else (True,):
            facts = facts_of(contribution, window.measure, placed=placed)
            rows.facts += _fact_rows(facts, message, placed, empty)
            rows.values += ((message, *keys, text) for keys, text in facts.values)

    def take(self) -> Iterator[tuple[str, pa.RecordBatch]]:
        """Everything added since the last time, by the name of its table; nothing is left."""
        import pyarrow as pa

        def batch(name: str, schema: pa.Schema, rows: list[_Row]) -> tuple[str, pa.RecordBatch]:
            columns = list(zip(*rows, strict=True)) or [()] * len(schema)
            arrays = [pa.array(cells, one.type) for cells, one in zip(columns, schema, strict=True)]
            return name, pa.RecordBatch.from_arrays(arrays, schema=schema)

        yield batch("messages", messages_schema(), self._messages)
        for number, rows in self._rows.items():
            keys = len(self._windows[number].by)
            yield batch(f"facts_{number}", facts_schema(keys), rows.facts)
            yield batch(f"values_{number}", values_schema(keys), rows.values)
            yield batch(f"asks_{number}", asks_schema(keys), rows.asks)
        self._messages, self._rows = [], {number: _Rows() for number in self._windows}


def _clocks(on: date | None) -> tuple[int | None, int | None]:
    return (None, None) if on is None else (on.toordinal(), (on.year * 12 + on.month) * MONTH + on.day)


def _fact_rows(facts: Facts, message: int, placed: bool, empty: Fraction | None) -> Iterator[_Row]:
    for keys, one in facts.rows.items():
        low, high = (_scaled(empty if end is None else end) for end in (one.low, one.high))
        yield (message, placed, *keys, low, high, one.opens, one.declarations)


def _scaled(end: Fraction | None) -> Decimal | None:
    return None if end is None else Decimal(int(end * SCALE))
