"""Parquet, read and written by pyarrow; the only module that meets it, and only when it is used.

Enters: a binary stream that can be sought in, or rows of findings. Leaves: plain values by row, or a file in row
groups. Promises: one batch of rows is in memory at a time; checksums are written, and verified where a file has them,
since a damaged page can be unpacked without complaint into other values (seen with pyarrow 26 and Zstandard).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, BinaryIO

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.quoting import quoted
from stce_rules.replay.rows import Row

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ParquetRows", "read_columns", "read_rows"]

_BATCH = 2048
_GROUP = 20_000


def read_columns(stream: BinaryIO, name: str) -> tuple[pa.parquet.ParquetFile, list[str]]:
    """The opened file and the names of its columns. Raises StceError (E665, E666, E668)."""
    arrow, parquet = _libraries(name)
    if not stream.seekable():
        message = "Parquet cannot be read from a pipe: its table of contents stands at the end"
        raise StceError(Diagnostic("E666", message, where=name, help="give the file itself"))
    try:
        file = parquet.ParquetFile(stream, page_checksum_verification=True)
        schema = file.schema_arrow
    except (arrow.ArrowException, OSError) as fault:
        message = "the Parquet file is damaged, cut off, or still being written"
        raise StceError(Diagnostic("E666", message, where=name, help="transfer or write it again")) from fault
    nested = [column.name for column in schema if not _is_plain(column.type)]
    if nested:
        mend = "write its parts as columns of their own"
        message = "column {} holds neither text, numbers, dates, yes or no, nor lists of texts"
        raise StceError(Diagnostic("E668", message.format(quoted(one)), where=name, help=mend) for one in nested)
    return file, list(schema.names)


def read_rows(file: pa.parquet.ParquetFile, name: str) -> Iterator[tuple[object, ...]]:
    """Row by row: text, numbers, yes or no, days as `2026-06-01`, lists of texts. Raises StceError (E666)."""
    import pyarrow as pa

    done = 0
    try:
        for batch in file.iter_batches(batch_size=_BATCH):
            columns = [_plain(column).to_pylist() for column in batch.columns]
            yield from zip(*columns, strict=True)
            done += batch.num_rows
    except (pa.ArrowException, OSError, UnicodeDecodeError) as fault:
        message = f"the Parquet file is damaged: it cannot be read on after row {done}"
        raise StceError(Diagnostic("E666", message, where=name, help="transfer or write it again")) from fault


def _libraries(name: str) -> tuple[ModuleType, ModuleType]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ModuleNotFoundError as absent:
        message = "Parquet needs the library 'pyarrow', which is not installed"
        mend = "install stce-rules[history], or use CSV or NDJSON"
        raise StceError(Diagnostic("E665", message, where=name, help=mend)) from absent
    return pa, parquet


def _is_plain(type_: pa.DataType) -> bool:
    from pyarrow import types

    if types.is_dictionary(type_) or types.is_list(type_) or types.is_large_list(type_):
        held = type_.value_type
        return _is_text(held) or (types.is_dictionary(type_) and _is_plain(held))
    number = types.is_integer(type_) or types.is_floating(type_) or types.is_decimal(type_)
    day = types.is_date(type_) or types.is_timestamp(type_)
    return number or day or _is_text(type_) or types.is_boolean(type_) or types.is_null(type_)


def _is_text(type_: pa.DataType) -> bool:
    from pyarrow import types

    return bool(types.is_string(type_) or types.is_large_string(type_) or types.is_string_view(type_))


def _plain(column: pa.Array) -> pa.Array:
    """Days and moments as the text of the day."""
    from pyarrow import compute, types

    if types.is_date(column.type) or types.is_timestamp(column.type):
        return compute.strftime(column, format="%Y-%m-%d")
    return column


class ParquetRows:
    """Findings as Parquet."""

    def __init__(self, path: Path) -> None:
        """Begin the file. Raises StceError (E665) and OSError."""
        arrow, parquet = _libraries(str(path))
        text, whole = arrow.string(), arrow.int64()
        types = {"date": arrow.date32(), "missing": arrow.list_(text)}
        types |= dict.fromkeys(("version", "rule_version", "item", "points", "score"), whole)
        self._names = [one.name for one in fields(Row)]
        self._schema = arrow.schema([(name, types.get(name, text)) for name in self._names])
        self._table = arrow.table
        self._waiting: list[Row] = []
        self._writer = parquet.ParquetWriter(str(path), self._schema, compression="zstd", write_page_checksum=True)

    def write(self, found: Sequence[Row]) -> None:
        """Append rows; they are written when there are enough for a row group."""
        self._waiting += found
        while len(self._waiting) >= _GROUP:
            self._write_group()

    def _write_group(self) -> None:
        group, self._waiting = self._waiting[:_GROUP], self._waiting[_GROUP:]
        columns = {name: [getattr(one, name) for one in group] for name in self._names}
        self._writer.write_table(self._table(columns, schema=self._schema))

    def close(self) -> None:
        """Write what waits, and the table of contents."""
        try:
            if self._waiting:
                self._write_group()
        finally:
            self._writer.close()
