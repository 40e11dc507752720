"""What is done to every file of a history by the workers, written where all of them see it.

Enters: the work, what a worker does with files by their numbers. Leaves: what all of them gave, as Spark reads it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from stce_rules.replay.spark.stream import address, described
from stce_rules.replay.spark.task import Work, packed

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame, SparkSession

__all__ = ["over_files"]

_TASKS = 2000
"""Tasks at most; of more files, each task takes several that follow each other."""


def over_files(
    spark: SparkSession,
    work: Work,
    do: Callable[[bytes, Iterable[int]], Iterator[pa.RecordBatch]],
    schema: pa.Schema,
    into: Path,
    *parted: str,
) -> DataFrame:
    """Do it, and write what comes of it into a folder, `parted` by these columns."""
    sent, count = spark.sparkContext.broadcast(packed(work)), len(work.files)

    def each(numbers: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in numbers:
            yield from do(sent.value, batch.column(0).to_pylist())

    made = spark.range(0, count, 1, min(count, _TASKS)).mapInArrow(each, described(schema))
    made.write.mode("overwrite").partitionBy(*parted).parquet(address(into))
    return spark.read.schema(described(schema)).parquet(address(into))
