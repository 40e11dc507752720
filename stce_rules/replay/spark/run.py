"""A replay on a cluster from beginning to end.

Enters: a history, a setting, a cluster, a folder. Leaves: both result tables as Parquet in parts, what was refused, and
the summary, which is written last. Promises: the rows, their order and the counts are those of one machine; a task
that is tried again, or done twice, leaves its rows once (Spark commits whole tasks only); a folder without
`summary.json` is not whole.
"""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.replay.findings import told_as
from stce_rules.replay.judging import Setting
from stce_rules.replay.rejects import RejectsFile
from stce_rules.replay.sources import STDIN, History, Rejected
from stce_rules.replay.spark.cluster import Cluster, session
from stce_rules.replay.spark.over_files import over_files
from stce_rules.replay.spark.stream import address, stream_schema
from stce_rules.replay.spark.task import judge_of, judged, packed, work_of
from stce_rules.replay.spark.windows import with_past
from stce_rules.replay.summary import Summary, as_json
from stce_rules.replay.tally import Tally

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = ["replay_on_spark"]

_TABLES = ("declarations", "findings")

_REJECTS = "rejects.ndjson"

_STREAM = ".stream"
"""What Spark writes stands here in the folder of results, until all of it is whole."""

Read = Callable[[Sequence[str]], History]
"""Opens some files as a history. It is sent to workers, so it is a function of a module, or a `partial` of one."""


def replay_on_spark(
    history: History,
    read: Read,
    setting: Setting,
    cluster: Cluster,
    out: Path,
    *,
    rejected: Callable[[Rejected], None] = lambda _one: None,
) -> Summary:
    """Replay a history into an empty folder; `rejected` is told of each message that is no declaration, at the end.

    Workers open the files of the history by `read`, under the same names. Raises StceError: an engine that is not there
    (E710, E711), a result that cannot be written (E670), something not installed (E855, E856), a cluster or a worker
    that cannot be used (E857, E858), a replay that a cluster cannot do (E859).
    """
    _check_sendable(history, read, setting)
    with closing(judge_of(setting)) as judge:  # an engine that cannot be made is told before anything is begun
        engine = f"{judge.engine} on spark"
    stream, tally = _begun(out), Tally()
    try:
        with session(cluster) as spark:
            work = with_past(spark, work_of(history, read, setting), stream)
            made = over_files(spark, work, judged, stream_schema(), stream / "judged")
            _part(made, stream, setting)
            with RejectsFile(stream / _REJECTS) as file:
                for one in _rest(made):
                    if isinstance(one, Tally):
                        tally.merge(one)
                    else:
                        file.write(one)
                        rejected(one)
        summary = tally.summary(setting.plan, engine, "complete", setting.as_of)
        with told_as(out):
            for table in _TABLES:
                _take_in(stream / table, out / table)
            (stream / _REJECTS).replace(out / _REJECTS)
            (out / "summary.json").write_text(as_json(summary), encoding="utf-8")
    finally:
        shutil.rmtree(stream, ignore_errors=True)
    return summary


def _begun(out: Path) -> Path:
    """The folder of results, made if need be; what Spark writes into below it. Raises StceError (E670, E859)."""
    with told_as(out):
        out.mkdir(exist_ok=True)
        if any(one.name != _STREAM for one in out.iterdir()):
            message = "the folder is not empty, and a replay on a cluster is not continued"
            _refuse(message, str(out), "choose an empty folder, or a new one")
        stream = out.resolve() / _STREAM
        shutil.rmtree(stream, ignore_errors=True)
        stream.mkdir()
    return stream


def _check_sendable(history: History, read: Read, setting: Setting) -> None:
    """Raises StceError (E859) for what workers cannot be given."""
    apart = [name for name in history.files if name == STDIN or not Path(name).is_file()]
    if apart:
        _refuse("it is no file that every worker could open", apart[0], "write it to files first, best as Parquet")
    try:
        packed(work_of(history, read, setting))
    except Exception:  # noqa: BLE001  # a plugin's function may refuse in any way
        _refuse("a plugin brings parts that cannot be sent to workers", "--engine spark", "replay on one machine")


def _refuse(message: str, where: str, mend: str) -> NoReturn:
    raise StceError(Diagnostic("E859", message, where=where, help=mend))


def _part(made: DataFrame, stream: Path, setting: Setting) -> None:
    """The stream parted into the two tables, each in the order of the history."""
    for table, wanted in zip(_TABLES, (setting.with_declarations, setting.with_findings), strict=True):
        if wanted:
            rows = made.where(f"{table} IS NOT NULL").orderBy("file", "place").select(f"{table}.*")
            rows.write.mode("overwrite").option("compression", "zstd").parquet(address(stream / table))


def _take_in(written: Path, table: Path) -> None:
    """The parts of a table under the names they have everywhere."""
    table.mkdir()
    for number, one in enumerate(sorted(written.glob("part-*.parquet"))):
        one.replace(table / f"part-{number:05}.parquet")


def _rest(made: DataFrame) -> Iterator[Tally | Rejected]:
    """Counts of some files, and what was refused, in the order of the history."""
    rows = made.where("packed IS NOT NULL").orderBy("file", "place").select("packed")
    for row in rows.toLocalIterator():
        yield pickle.loads(row[0])  # noqa: S301 (made by our workers)
