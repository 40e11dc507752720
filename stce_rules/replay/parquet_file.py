"""A result table as a Parquet file.

Enters: portions of a table, plain columns or Arrow's. Leaves: a file in row groups. Promises: the same rows give the
same bytes, in whatever portions they come; one row group is in memory at a time; pages carry checksums.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from stce_rules.core.diagnostics import Diagnostic, StceError

if TYPE_CHECKING:
    import pyarrow as pa

    from stce_rules.replay.rows import Found

__all__ = ["ParquetFile", "as_table", "give_back_memory", "require_pyarrow"]

GROUP_ROWS = 20_000
"""Rows of a row group."""


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
        self._waiting: list[pa.Table] = []
        self._count = 0
        self._writer = parquet.ParquetWriter(str(path), schema, compression="zstd", write_page_checksum=True)

    def write(self, found: Found) -> None:
        """Append rows; they are written when there are enough for a row group. Raises OSError."""
        table = as_table(found, self._schema)
        self._waiting.append(table)
        self._count += table.num_rows
        self.rows += table.num_rows
        if self._count >= GROUP_ROWS:
            self._write_groups(GROUP_ROWS)

    def _write_groups(self, least: int) -> None:
        """Write row groups until fewer rows are left than make the least of them."""
        import pyarrow as pa

        left = pa.concat_tables(self._waiting)
        while left.num_rows >= least:
            # pages end where chunks do, so that portions would show in the bytes
            self._writer.write_table(left.slice(0, GROUP_ROWS).combine_chunks(), row_group_size=GROUP_ROWS)
            left = left.slice(GROUP_ROWS)
        self._waiting, self._count = [left.combine_chunks()], left.num_rows

    def close(self) -> None:
        """Write what waits, and the table of contents. Raises OSError."""
        try:
            if self._waiting:
                self._write_groups(1)
        finally:
            self._writer.close()


def give_back_memory() -> None:
    """What Arrow keeps for later goes back to the system: several processes share the machine."""
    import pyarrow as pa

    pa.default_memory_pool().release_unused()
