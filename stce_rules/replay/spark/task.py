"""What a worker does: reads some files of the history and judges them, by the code that one machine uses.

Enters: the work, pickled, and numbers of files. Leaves: the stream. Promises: the same file gives the same rows
wherever it is judged and however often; a worker that lacks what it needs breaks off instead of giving fewer rows.
"""

from __future__ import annotations

import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import chdir, closing
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from stce_rules.replay.batches import Batches, CaseBatches, TableBatches
from stce_rules.replay.judging import Judge, Judged, Setting
from stce_rules.replay.sources import History, Rejected
from stce_rules.replay.spark.stream import Kind, portion, table_rows
from stce_rules.replay.table_judge import TableJudge, by_columns
from stce_rules.replay.tally import Tally

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["UnfitWorkerError", "Work", "each_file", "judge_of", "judged", "packed", "unpacked", "work_of"]

Some = TypeVar("Some")


@dataclass(frozen=True, slots=True)
class Work:
    """What every worker gets, once: how files are read and judged; the folder their names start from; names, sizes."""

    setting: Setting
    read: Callable[[Sequence[str]], History]
    folder: str
    files: tuple[tuple[str, int], ...]


class UnfitWorkerError(Exception):
    """A worker that does not see what this one saw. The text is told to the officer."""


def judged(work: bytes, files: Iterable[int]) -> Iterator[pa.RecordBatch]:
    """Judge some of the files, and count. Raises UnfitWorkerError."""
    own, judge = _begun(work)
    tally, number = Tally(), 0
    for number, history in each_file(own, files):
        yield from _file(own, history, judge, number, tally)
    yield portion("packed", [pickle.dumps(tally)], number, 0)


def work_of(history: History, read: Callable[[Sequence[str]], History], setting: Setting) -> Work:
    """The work of judging a history by a setting, begun in this folder."""
    return Work(setting, read, str(Path.cwd()), tuple((name, Path(name).stat().st_size) for name in history.files))


def packed(work: Work) -> bytes:
    """The work as it is sent. Raises whatever a part of it raises that cannot be."""
    return pickle.dumps(work)


def unpacked(work: bytes) -> Work:
    """The work as it came."""
    own: Work = pickle.loads(work)  # noqa: S301 (made by the process that runs the replay)
    return own


@lru_cache(maxsize=1)
def _begun(work: bytes) -> tuple[Work, Judge | TableJudge]:
    """Unpacked once in each process, since making an engine takes its time."""
    own = unpacked(work)
    return own, judge_of(own.setting)


def each_file(own: Work, files: Iterable[int]) -> Iterator[tuple[int, History]]:
    """Some of the files by their numbers, each read while it is looked at. Raises UnfitWorkerError."""
    for number in files:
        name, size = own.files[number]
        with _inside(own.folder):
            _check_seen(name, size)
            for folder in () if own.setting.past is None else own.setting.past.parts:
                _check_folder(str(folder))
            yield number, own.read([name])


def judge_of(setting: Setting) -> Judge | TableJudge:
    """What judges by a setting. Raises StceError (E665, E710, E711)."""
    return TableJudge(setting) if by_columns(setting) else Judge(setting)


def _inside(folder: str) -> chdir[str]:
    """In the folder where the replay was begun, so that sources have the names they were given there."""
    _check_folder(folder)
    return chdir(folder)


def _check_folder(folder: str) -> None:
    if not Path(folder).is_dir():
        raise UnfitWorkerError(f"a worker does not see the folder '{folder}'")


def _check_seen(name: str, size: int) -> None:
    path = Path(name)
    if not os.access(path, os.R_OK) or path.stat().st_size != size:
        raise UnfitWorkerError(f"a worker does not see the file '{name}' as it stands here")


def _file(
    own: Work, history: History, judge: Judge | TableJudge, number: int, tally: Tally
) -> Iterator[pa.RecordBatch]:
    rows = _Rows(number)
    for done, refused in _batches(own, history, judge):
        tally.refusals.update(one.diagnostics[0].code for one in refused)
        tally.merge(done.tally)
        yield from rows.of("packed", [pickle.dumps(one) for one in refused])
        for found in table_rows("findings", done.findings):
            yield from rows.of("findings", found)
        for found in table_rows("declarations", done.declarations):
            yield from rows.of("declarations", found)


def _batches(own: Work, history: History, judge: Judge | TableJudge) -> Iterator[tuple[Judged, list[Rejected]]]:
    """Batches judged, each with what was refused before it."""
    if isinstance(judge, TableJudge):
        return _each(TableBatches(history, None, len(own.setting.plan.units)), judge.judge)
    return _each(CaseBatches(history, after=None, done=0, limit=None, part=None), judge.judge)


def _each(batches: Batches[Some], judge: Callable[[Some], Judged]) -> Iterator[tuple[Judged, list[Rejected]]]:
    with closing(batches.read()) as read:
        for one in read:
            yield judge(one), batches.refused.popleft()
    yield Judged(Tally(), {}, {}), batches.left


class _Rows:
    """The rows a file has given so far."""

    def __init__(self, file: int) -> None:
        self._file = file
        self._place = 0

    def of(self, kind: Kind, rows: pa.Array | list[bytes]) -> Iterator[pa.RecordBatch]:
        """The rows as part of the stream, unless there are none."""
        if len(rows):
            yield portion(kind, rows, self._file, self._place)
            self._place += len(rows)
