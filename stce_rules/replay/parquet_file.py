"""A result table as a Parquet file.

Enters: portions of a table, plain columns or Arrow's. Leaves: a file in row groups. Promises: the same rows give the
same bytes, in whatever portions they come; one row group is in memory at a time; pages carry checksums.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from stce_rules.core.diagnostics import Diagnostic, StceError

if TYPE_CHECKING:
    import pyarrow as pa

    from stce_rules.replay.rows import Found

__all__ = ["ParquetFile", "as_table", "give_back_memory", "require_pyarrow"]

GROUP_ROWS = 50_000
"""Rows of a row group."""

_SOUGHT = ("source", "row", "declaration", "version", "date")
"""Columns by which rows are sought: of these a row group says the least and the greatest."""


def require_pyarrow(place: str) -> None:
    """Raises StceError (E665) where pyarrow is not installed."""
    try:
        import pyarrow.parquet  # noqa: F401 (whether it is there)
    except ModuleNotFoundError as absent:
        message = "Parquet needs the library 'pyarrow', which is not installed"
        mend = "install stce-rules[history], or use CSV or NDJSON"
        raise StceError(Diagnostic("E665", message, where=place, help=mend)) from absent


def as_table(found: Found, schema: pa.Schema) -> pa.Table:
    """The rows with the columns and types of a schema."""
    import pyarrow as pa

    if isinstance(found, Mapping):
        return pa.table(dict(found), schema=schema) if found else schema.empty_table()
    return found.select(schema.names).cast(schema)


class ParquetFile:
    """A Parquet file while it is written."""

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        """Begin the file. Raises OSError."""
        from pyarrow import parquet

        self.rows = 0
        self._schema = schema
        self._waiting: deque[pa.Table] = deque()
        self._count = 0
        self._writer = parquet.ParquetWriter(
            str(path),
            schema,
            compression="zstd",
            write_statistics=[name for name in schema.names if name in _SOUGHT],
            write_page_checksum=True,
        )

    def write(self, found: Found) -> None:
        """Append rows; they are written when there are enough for a row group. Raises OSError."""
        table = as_table(found, self._schema) if isinstance(found, Mapping) else found
        self._waiting.append(table)
        self._count += table.num_rows
        self.rows += table.num_rows
        while self._count >= GROUP_ROWS:
            self._write_group()

    def _write_group(self) -> None:
        """Write the rows that waited longest, as many as make a row group."""
        import pyarrow as pa

        group, room = [], GROUP_ROWS
        while room and self._waiting:
            table = self._waiting.popleft()
            group.append(as_table(table.slice(0, room), self._schema))
            if table.num_rows > room:
                self._waiting.appendleft(table.slice(room))
            room -= group[-1].num_rows
            self._count -= group[-1].num_rows
        # pages end where chunks do, so that portions would show in the bytes
        self._writer.write_table(pa.concat_tables(group).combine_chunks(), row_group_size=GROUP_ROWS)

    def close(self) -> None:
        """Write what waits, and the table of contents. Raises OSError."""
        try:
            if self._count:
                self._write_group()
        finally:
            self._writer.close()


def give_back_memory() -> None:
    """What Arrow keeps for later goes back to the system: several processes share the machine."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
