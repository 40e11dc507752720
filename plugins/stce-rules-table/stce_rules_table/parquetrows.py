"""The rows of a Parquet file, row group by row group.

Enters: a stream that can be read from any place. Leaves: the names of its columns, then rows with the columns asked
for. Numbers come as exact numbers (of a binary one the shortest digits that mean it), days as days.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import BinaryIO

from stce_rules.core.diagnostics import Diagnostic
from stce_rules_table.csvrows import Row
from stce_rules_table.model import Cell

__all__ = ["MARK", "ParquetTable", "open_parquet"]

MARK = b"PAR1"
"""The first bytes of a Parquet file."""

_BATCH = 4096


@dataclass(frozen=True, slots=True)
class ParquetTable:
    """An open file. `unfit` are the columns that hold lists, groups or bytes, which no cell can hold."""

    names: tuple[str, ...]
    unfit: frozenset[str]
    file: object

    def rows(self, columns: Sequence[str]) -> Iterator[Row]:
        """The rows, numbered from 1, each with these columns. Raises OSError when the file is damaged."""
        number = 0
        for batch in self.file.iter_batches(batch_size=_BATCH, columns=list(columns)):  # type: ignore[attr-defined]  # pyarrow has no types
            lists = [batch.column(name).to_pylist() for name in columns]
            for values in zip(*lists, strict=True):
                number += 1
                yield Row(number, number, tuple(_cell(value) for value in values))


def open_parquet(stream: BinaryIO, name: str) -> ParquetTable | Diagnostic:
    """The file, or why it cannot be read."""
    try:
        from pyarrow import ArrowException, parquet, types
    except ImportError:
        return Diagnostic("E738", "pyarrow is not installed", where=name, help="install stce-rules-table[parquet]")
    if not stream.seekable():
        return Diagnostic("E738", "Parquet cannot be read from a pipe", where=name, help="write it to a file first")
    try:
        file = parquet.ParquetFile(stream)
    except (ArrowException, OSError):
        mend = "transfer the file again, in binary mode"
        return Diagnostic("E738", "the Parquet file is damaged or cut off", where=name, help=mend)
    schema = file.schema_arrow
    whole = (types.is_string, types.is_large_string, types.is_integer, types.is_floating, types.is_decimal,
             types.is_boolean, types.is_date, types.is_timestamp, types.is_null)  # fmt: skip
    unfit = {
        one.name
        for one in schema
        if not any(fits(one.type.value_type if types.is_dictionary(one.type) else one.type) for fits in whole)
    }
    return ParquetTable(tuple(schema.names), frozenset(unfit), file)


def _cell(value: object) -> Cell:
    """As a cell; a float that is no number is how many programs write an empty one."""
    match value:
        case None | str():
            return value
        case bool():
            return "true" if value else "false"
        case float():
            return None if math.isnan(value) else Decimal(repr(value))
        case int() | Decimal():
            return Decimal(value)
        case datetime():
            return value.date()
        case date():
            return value
        case _:
            return str(value)
