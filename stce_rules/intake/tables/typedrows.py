"""Rows of typed tables: record batches of Parquet files, DuckDB and databases.

Enters: record batches, or a Parquet stream that can be read from any place. Leaves: the names of columns, and rows.
Numbers come as exact numbers (of a binary one the shortest digits that mean it), moments as the clock of their zone
shows them, lists of texts as several. Promise: one batch is in memory at a time; checksums are verified where a file
has them, since a damaged page can be unpacked without complaint into other values (seen with pyarrow 26 and Zstandard).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.tables.csvrows import Row
from stce_rules.intake.tables.forms import moment
from stce_rules.intake.tables.model import Cell

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow.parquet import FileMetaData

__all__ = ["MARK", "TypedTable", "cell", "cells", "local_seconds", "open_parquet", "typed_table"]

MARK = b"PAR1"
"""The first bytes of a Parquet file."""

BATCH_ROWS = 262_144
"""Rows of a batch, about: as many as row groups often have, since to begin anew within one takes time."""

_MOST_BYTES = 8
"""Bytes for each cell of a column of texts of which few are different: its number, and its share of the texts."""

_ROWS = 4096
"""Rows that are cells at a time; a cell takes ten times the room it has in a batch."""


@dataclass(frozen=True, slots=True)
class TypedTable:
    """An open table. `listed` are the columns that hold lists of texts, `unfit` those that hold what no cell can hold.

    `batches` reads columns by their names, so many rows at a time at most. It raises StceError, and OSError of the
    system.
    """

    names: tuple[str, ...]
    listed: frozenset[str]
    unfit: frozenset[str]
    batches: Callable[[Sequence[str], int], Iterator[pa.RecordBatch]]

    def rows(self, columns: Sequence[str]) -> Iterator[Row]:
        """The rows, numbered from 1, each with these columns."""
        number = 0
        for batch in self.batches(columns, _ROWS):
            for values in zip(*(cells(column) for column in batch.columns), strict=True):
                number += 1
                yield Row(number, number, values)


def typed_table(schema: pa.Schema, batches: Callable[[Sequence[str], int], Iterator[pa.RecordBatch]]) -> TypedTable:
    """The table of a schema."""
    listed = frozenset(one.name for one in schema if _is_texts(one.type))
    unfit = frozenset(one.name for one in schema if one.name not in listed and not _is_single(one.type))
    return TypedTable(tuple(schema.names), listed, unfit, batches)


def open_parquet(origin: str | Path | BinaryIO, name: str) -> TypedTable:
    """A Parquet file; texts that come again and again are dictionary-encoded.

    Raises StceError (E665, E666), OSError of a path.
    """
    try:
        from pyarrow import ArrowException, parquet
    except ModuleNotFoundError as absent:
        message = "Parquet needs the library 'pyarrow', which is not installed"
        mend = "install stce-rules[history], or use CSV or NDJSON"
        raise StceError(Diagnostic("E665", message, where=name, help=mend)) from absent
    if not isinstance(origin, str | Path) and not origin.seekable():
        message = "Parquet cannot be read from a pipe: its table of contents stands at the end"
        raise StceError(Diagnostic("E666", message, where=name, help="give the file itself"))
    try:
        with parquet.ParquetFile(origin) as plain:
            schema = plain.schema_arrow
            texts = [one.name for one in schema if _is_text(one.type) and not _is_wide(plain.metadata, one.name)]
        file = parquet.ParquetFile(origin, read_dictionary=texts, page_checksum_verification=True)
    except FileNotFoundError:
        raise
    except (ArrowException, OSError) as fault:
        message = "the Parquet file is damaged, cut off, or still being written"
        raise StceError(Diagnostic("E666", message, where=name, help="transfer or write it again")) from fault

    def batches(columns: Sequence[str], size: int) -> Iterator[pa.RecordBatch]:
        done = 0
        try:
            for groups, most in _portions(file.metadata, size):
                for batch in file.iter_batches(batch_size=most, row_groups=groups, columns=list(columns)):
                    # a name asked for brings those below it too: `documents` brings `documents.licence`
                    yield _without_views(batch.select(list(columns)))
                    done += batch.num_rows
        except (ArrowException, OSError, UnicodeDecodeError) as fault:
            message = f"the Parquet file is damaged: it cannot be read on after row {done}"
            raise StceError(Diagnostic("E666", message, where=name, help="transfer or write it again")) from fault

    return typed_table(schema, batches)


def _without_views(batch: pa.RecordBatch) -> pa.RecordBatch:
    """Texts that are views as plain ones, since Arrow cannot take some of them (pyarrow 26)."""
    import pyarrow as pa
    from pyarrow import types

    columns = [
        one.cast(pa.string())
        if types.is_string_view(one.type)
        else one.cast(pa.list_(pa.string()))
        if (types.is_list(one.type) or types.is_large_list(one.type)) and types.is_string_view(one.type.value_type)
        else one
        for one in batch.columns
    ]
    return pa.record_batch(columns, names=batch.schema.names)


def _portions(file: FileMetaData, size: int) -> Iterator[tuple[list[int], int]]:
    """Row groups to be read together, and the rows of a batch, so that all batches of theirs have nearly as many.

    A batch that goes on in the next row group is cut there, since texts are numbered anew: many would be short.
    """
    groups, rows = list[int](), 0
    for group in range(file.num_row_groups):
        more = file.row_group(group).num_rows
        if rows and rows + more > size:
            yield groups, _part(rows, size)
            groups, rows = [], 0
        groups.append(group)
        rows += more
    if rows:
        yield groups, _part(rows, size)


def _part(rows: int, size: int) -> int:
    parts = -(-rows // size)
    return -(-rows // parts)


def _is_wide(file: FileMetaData, name: str) -> bool:
    """Whether a column is written as hardly any text came twice, so that numbering its texts would take long."""
    if not file.num_row_groups:
        return False
    group = file.row_group(0)
    column = next((one for one in map(group.column, range(group.num_columns)) if one.path_in_schema == name), None)
    return column is not None and column.total_uncompressed_size > _MOST_BYTES * column.num_values


def _is_single(type_: pa.DataType) -> bool:
    from pyarrow import types

    held = type_.value_type if types.is_dictionary(type_) else type_
    whole = (types.is_integer, types.is_floating, types.is_decimal, types.is_boolean, types.is_date,
             types.is_timestamp, types.is_null)  # fmt: skip
    return _is_text(held) or any(fits(held) for fits in whole)


def _is_texts(type_: pa.DataType) -> bool:
    from pyarrow import types

    listed = type_.value_type if types.is_dictionary(type_) else type_
    if not (types.is_list(listed) or types.is_large_list(listed)):
        return False
    held = listed.value_type
    return _is_text(held.value_type if types.is_dictionary(held) else held)


def _is_text(type_: pa.DataType) -> bool:
    from pyarrow import types

    return bool(types.is_string(type_) or types.is_large_string(type_) or types.is_string_view(type_))


def cells(column: pa.Array) -> list[Cell]:
    """The cells of a column of a typed table."""
    import pyarrow as pa
    from pyarrow import types

    held = column.type.value_type if types.is_dictionary(column.type) else column.type
    if types.is_timestamp(held):
        found: list[datetime | None] = local_seconds(column.cast(held)).to_pylist()
        return [None if one is None else moment(one) for one in found]
    if types.is_floating(held) and held != pa.float64():
        # the shortest digits of the number as it is kept, not of the longer one Python would make of it
        return [_number(text) for text in column.cast(held).cast(pa.string()).to_pylist()]
    values: list[Cell] = column.to_pylist()
    return values if _is_text(held) else [cell(value) for value in values]


def local_seconds(column: pa.Array) -> pa.Array:
    """A column of timestamps to the second, as the clocks of their zone show them."""
    import pyarrow as pa
    from pyarrow import compute

    local = column if column.type.tz is None else compute.local_timestamp(column)
    return compute.floor_temporal(local, unit="second").cast(pa.timestamp("s"))


def _number(text: str | None) -> Cell:
    return None if text is None or text == "nan" else Decimal(text)


def cell(value: object) -> Cell:
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
            return moment(value.replace(microsecond=0, tzinfo=None))
        case date():
            return value
        case list():
            return tuple(str(one) for one in value if one is not None)
        case _:
            return str(value)
