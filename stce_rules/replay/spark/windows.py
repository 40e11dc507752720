"""Windows over a history, computed by Spark.

Enters: the work of judging a history. Leaves: the same work with the past of each message, which stands in files by
source, where every worker sees them. The workers give what messages give to windows (`extract` as on one machine),
Spark computes the values by the queries that DuckDB computes them by (`windows.sql`), and puts those of each source
together. Promise: none of it is gathered on this machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from stce_rules.core.windows import Window
from stce_rules.replay.sources import Declared
from stce_rules.replay.spark.over_files import over_files
from stce_rules.replay.spark.stream import address
from stce_rules.replay.spark.task import Work, each_file, unpacked
from stce_rules.replay.windows.extract import Extractor
from stce_rules.replay.windows.looking_back import extraction_of
from stce_rules.replay.windows.recorded import SOURCE_BITS, Places, RecordedPast
from stce_rules.replay.windows.sql import PLACES, Made, life_of, values_of
from stce_rules.replay.windows.stages import stages
from stce_rules.replay.windows.tables import asks_schema, facts_schema, input_tables, messages_schema, values_schema

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["with_past"]

_BATCH = 2_000
"""Messages whose rows are handed to Spark at once."""

_ROWS = 50_000
"""Rows of a row group of values, which a worker holds in memory."""


def with_past(spark: SparkSession, work: Work, folder: Path) -> Work:
    """The work, with the past where the plan has windows; the values stand in the folder."""
    plan, places = work.setting.plan, Places(name for name, _ in work.files)
    parts: list[Path] = []
    for stage, windows in enumerate(stages(plan)):
        own = spark.newSession()  # names of tables, and settings, are not those of a program that began the session
        work = replace(work, setting=replace(work.setting, past=RecordedPast(plan, parts, places)))
        rows = folder / f"rows-{stage}"
        keys = max(len(plan.windows[one].by) for one in windows)
        made = over_files(own, work, partial(_extracted, windows), _schema(keys), rows, "held")
        parts.append(folder / f"windows-{stage}")
        parts[-1].mkdir()
        _compute(own, made, {one: plan.windows[one] for one in windows}, parts[-1])
    past = RecordedPast(plan, parts, places) if parts else None
    return replace(work, setting=replace(work.setting, past=past))


def _compute(own: SparkSession, rows: DataFrame, windows: dict[int, Window], into: Path) -> None:
    """The values of some windows, a folder for each source."""
    from pyspark import StorageLevel

    own.conf.set("spark.sql.ansi.enabled", "true")
    for name, schema in input_tables(windows).items():
        rows.where(f"held = '{name}'").select(schema.names).createTempView(name)
    kept = []
    for one in PLACES:
        kept.append(own.sql(one.query).persist(StorageLevel.DISK_ONLY))
        kept[-1].createTempView(one.name)
    for number, window in windows.items():
        _make(own, life_of(number, window))
        values = own.sql(values_of(number, window)).selectExpr("*", f"message >> {SOURCE_BITS} AS source")
        values = values.repartition("source").sortWithinPartitions("source", "message", "position", "nth")
        written = values.write.mode("append").option("parquet.block.row.count.limit", _ROWS)
        written.partitionBy("source").parquet(address(into))
    for each in kept:
        each.unpersist()


def _make(own: SparkSession, table: Made) -> None:
    own.sql(table.query).createTempView(table.name)


# ---- what a worker does


def _extracted(windows: tuple[int, ...], work: bytes, files: Iterable[int]) -> Iterator[pa.RecordBatch]:
    """What the messages of some files give to windows: rows of all tables in one schema."""
    own = unpacked(work)
    past = own.setting.past
    if past is None:
        raise ValueError("what is extracted has a past, if only to number messages")
    extractor = Extractor(extraction_of(own.setting, windows, past))
    schema = _schema(max(len(own.setting.plan.windows[one].by) for one in windows))
    for _, history in each_file(own, files):
        for count, one in enumerate(history.located(), start=1):
            if isinstance(one, Declared):
                extractor.add(one)
            if count % _BATCH == 0:
                yield from _held(extractor.take(), schema)
        yield from _held(extractor.take(), schema)


def _held(tables: Iterable[tuple[str, pa.RecordBatch]], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    import pyarrow as pa

    for name, rows in tables:
        if rows.num_rows:
            given = {**dict(zip(rows.schema.names, rows.columns, strict=True)), "held": pa.repeat(name, rows.num_rows)}
            columns = [given.get(one.name, pa.nulls(rows.num_rows, one.type)) for one in schema]
            yield pa.record_batch(columns, schema=schema)


def _schema(keys: int) -> pa.Schema:
    """The columns of all tables, and the name of the table that a row is of."""
    import pyarrow as pa

    tables = [messages_schema(), facts_schema(keys), values_schema(keys), asks_schema(keys)]
    return pa.unify_schemas([*tables, pa.schema([("held", pa.string())])])
