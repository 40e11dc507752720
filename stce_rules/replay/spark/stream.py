"""The one stream that workers give back: both result tables, counts, and what was refused, in one Arrow schema.

Enters: rows of one kind. Leaves: a record batch in which the other kinds are null. `file` and `place` put the rows of
every kind back into the order of the history, wherever and in whatever order they were made.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from stce_rules.replay.parquet_file import as_table
from stce_rules.replay.result_tables import declarations_schema, findings_schema

if TYPE_CHECKING:
    import pyarrow as pa

    from stce_rules.replay.rows import Found

__all__ = ["Kind", "address", "described", "portion", "stream_schema", "table_rows"]

Kind = Literal["findings", "declarations", "packed"]


def address(path: Path) -> str:
    """A whole path as Spark takes it: not as a URI, of which it would leave `%20` as it is."""
    return f"file://{'' if path.as_posix().startswith('/') else '/'}{path.as_posix()}"


@cache
def stream_schema() -> pa.Schema:
    """`findings` and `declarations` are rows of those tables; `packed` are counts and refused messages, pickled."""
    import pyarrow as pa

    return pa.schema(
        [
            ("file", pa.int64()),
            ("place", pa.int64()),
            ("findings", pa.struct(findings_schema())),
            ("declarations", pa.struct(declarations_schema())),
            ("packed", pa.binary()),
        ]
    )


def described(schema: pa.Schema) -> str:
    """A schema as Spark's SQL writes it."""
    return ", ".join(f"{one.name} {_spark_type(one.type)}" for one in schema)


def _spark_type(type_: pa.DataType) -> str:
    from pyarrow import types

    if types.is_struct(type_):
        return f"struct<{', '.join(f'{one.name}: {_spark_type(one.type)}' for one in type_)}>"
    if types.is_list(type_):
        return f"array<{_spark_type(type_.value_type)}>"
    if types.is_decimal(type_):
        return f"decimal({type_.precision}, {type_.scale})"
    names = {"string": "string", "int64": "bigint", "int8": "tinyint", "bool": "boolean", "date32[day]": "date"}
    return (names | {"binary": "binary", "int32": "int"})[str(type_)]


def table_rows(table: Literal["findings", "declarations"], found: Found) -> Iterator[pa.StructArray]:
    """The rows of a result table, in one piece; nothing when it was not asked for, or has none."""
    import pyarrow as pa

    schema = pa.schema(list(stream_schema().field(table).type))
    for batch in as_table(found, schema).combine_chunks().to_batches():
        yield batch.to_struct_array()


def portion(kind: Kind, rows: pa.Array | list[bytes], file: int, place: int) -> pa.RecordBatch:
    """Rows of one kind, the first of which stands at a place among all that a file gave."""
    import pyarrow as pa

    count, schema = len(rows), stream_schema()
    columns = {one.name: pa.nulls(count, one.type) for one in schema}
    columns["file"] = pa.array([file] * count, pa.int64())
    columns["place"] = pa.array(range(place, place + count), pa.int64())
    columns[kind] = rows if isinstance(rows, pa.Array) else pa.array(rows, pa.binary())
    return pa.record_batch([columns[one] for one in schema.names], schema=schema)
