"""A result table as a Parquet file.

Enters: portions of a table, plain columns or Arrow's. Leaves: a file in row groups. Promises: the same rows give the
same bytes, in whatever portions they come; a thread of its own encodes a row group while the next is gathered, and no
more of them are in memory; pages carry checksums.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from stce_rules.core.diagnostics import Diagnostic, StceError

if TYPE_CHECKING:
    import pyarrow as pa

    from stce_rules.replay.rows import Found

__all__ = ["ParquetFile", "as_table", "require_pyarrow"]

GROUP_ROWS = 250_000
"""Rows of a row group."""

_AT_ONCE = 8_192
"""Rows that are encoded at once; each time the least and the greatest text are sought anew."""

_TEXTS_BYTES = 1 << 24
"""Bytes of the different texts of a row group up to which they are numbered."""

_WHOLE = ("DELTA_LENGTH_BYTE_ARRAY", "PLAIN")
"""Encodings by which each value is written as it is."""

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

    def __init__(self, path: Path, schema: pa.Schema, various: Collection[str] = ()) -> None:
        """Begin the file. `various`: columns of texts that rows seldom have in common. Raises OSError."""
        import pyarrow as pa
        from pyarrow import parquet

        self.rows = 0
        self._schema = schema
        self._waiting: deque[pa.Table] = deque()
        self._count = 0
        self._encoder = ThreadPoolExecutor(1)
        self._under_way: Future[None] | None = None
        self._forms = [_form(each, each.name in various) for each in schema]
        self._as_written = pa.schema([(name, one.type) for name, one in zip(schema.names, self._forms, strict=True)])
        self._writer = parquet.ParquetWriter(
            str(path),
            self._as_written,
            # little is gained by packing numbers of texts closely, much with texts that are written whole
            compression={one.path: "zstd" if one.encoding in _WHOLE else "snappy" for one in self._forms},
            use_dictionary=[one.path for one in self._forms if one.encoding is None],
            column_encoding={one.path: one.encoding for one in self._forms if one.encoding is not None},
            write_statistics=[name for name in schema.names if name in _SOUGHT],
            write_batch_size=_AT_ONCE,
            dictionary_pagesize_limit=_TEXTS_BYTES,
            write_page_checksum=True,
            store_schema=False,  # readers are to see texts
        )

    def write(self, found: Found) -> None:
        """Append rows; they are written when there are enough for a row group.

        Raises OSError, also of what was to be written before.
        """
        table = as_table(found, self._schema) if isinstance(found, Mapping) else found.select(self._schema.names)
        self._waiting.append(table)
        self._count += table.num_rows
        self.rows += table.num_rows
        while self._count >= GROUP_ROWS:
            self._write_group()

    def _write_group(self) -> None:
        """Write the rows that waited longest, as many as make a row group."""
        import pyarrow as pa

        group, room = list[pa.Table](), GROUP_ROWS
        while room and self._waiting:
            table = self._waiting.popleft()
            group.append(table.slice(0, room))
            if table.num_rows > room:
                self._waiting.appendleft(table.slice(room))
            room -= group[-1].num_rows
            self._count -= group[-1].num_rows
        # rows judged one by one have texts that are not numbered, among others that are
        pieces = [[piece for table in group for piece in table.column(name).chunks] for name in self._schema.names]
        columns = [one.join(each) for one, each in zip(self._forms, pieces, strict=True)]
        whole = pa.table(columns, schema=self._as_written)
        self._await_written()
        self._under_way = self._encoder.submit(self._writer.write_table, whole, row_group_size=GROUP_ROWS)

    def _await_written(self) -> None:
        """Wait for the row group that is written; its faults are told once."""
        written, self._under_way = self._under_way, None
        if written is not None:
            written.result()

    def close(self) -> None:
        """Write what waits, and the table of contents. Raises OSError."""
        try:
            if self._count:
                self._write_group()
            self._await_written()
        finally:
            self._encoder.shutdown()
            self._writer.close()


class _Form(NamedTuple):
    """How a column is written: its type, its encoding (None: each text once), how pieces become one.

    Pieces become one since pages end where they do, so that portions would show in the bytes. Arrow hashes texts that
    are not numbered, and numbers where each is written once; both cost more than all else.
    """

    path: str
    type: pa.DataType
    encoding: str | None
    join: Callable[[list[pa.Array]], pa.Array]


def _form(field: pa.Field, is_various: bool) -> _Form:
    import pyarrow as pa
    from pyarrow import types

    from stce_rules.replay.coded import coded, coded_lists, coded_type, in_one

    def plain(pieces: list[pa.Array]) -> pa.Array:
        return in_one([one.cast(field.type) for one in pieces])

    if types.is_list(field.type):
        return _Form(f"{field.name}.list.element", pa.list_(coded_type()), None, coded_lists)
    if types.is_string(field.type) and not is_various:
        return _Form(field.name, coded_type(), None, coded)
    if types.is_string(field.type):
        return _Form(field.name, field.type, "DELTA_LENGTH_BYTE_ARRAY", plain)
    is_number = types.is_integer(field.type) or types.is_date32(field.type)
    return _Form(field.name, field.type, "DELTA_BINARY_PACKED" if is_number else "PLAIN", plain)
