"""A replay from beginning to end.

Enters: a history, a setting, where results go. Leaves: a summary, and files. Promises: results are in the order of the
history, whatever the number of workers; an interrupt ends it at once, and what was judged until then is whole: it is
in the summary and in the file, every declaration with all its findings or not at all. A folder of results is continued
where its last part ends.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Protocol, Self

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.replay.batches import Batches, CaseBatches, TableBatches, TableWork
from stce_rules.replay.findings import FindingsFile
from stce_rules.replay.folder import PART, ResultFolder
from stce_rules.replay.journal import Begun
from stce_rules.replay.judging import Judge, Judged, Setting
from stce_rules.replay.overwriting import check_own_files
from stce_rules.replay.parquet_file import require_pyarrow
from stce_rules.replay.rejects import RejectsFile
from stce_rules.replay.sources import STDIN, Declared, History, Mark, Rejected
from stce_rules.replay.summary import Ended, Summary
from stce_rules.replay.table_judge import COLUMNAR, TableJudge, by_columns
from stce_rules.replay.tally import Tally
from stce_rules.replay.windows.looking_back import looking_back
from stce_rules.replay.workers import judged, judged_by

__all__ = ["Folder", "Progress", "Replay", "Results", "replay", "untold"]


Progress = Callable[[int, int], None]
"""Is told how far a replay has come: declarations, and bytes read."""


def untold(_declarations: int, _read: int) -> None:
    """Nobody is told."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What to replay, how many declarations at most, by how many workers."""

    history: History
    setting: Setting
    limit: int | None = None
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder for results. `part`: declarations of a part; `restart`: whatever was in it is done anew.

    `options` are words that change what is read, by name; a replay goes on with the same ones only.
    """

    path: Path
    restart: bool = False
    part: int = PART
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Results:
    """Where results go, beside the summary: files, or a folder for all."""

    findings: Path | None = None
    rejects: Path | None = None
    folder: Folder | None = None


class _Out(Protocol):
    """Where results go, the counts of what went there, where the last of it stands, and how much makes a part."""

    tally: Tally
    mark: Mark | None
    part: int | None

    @property
    def windows(self) -> Path | None:
        """Where what came before each declaration is kept until all is judged; None where nothing is."""

    def write(self, judged: Judged, refused: Sequence[Rejected]) -> None:
        """Append a batch, and what was refused on the way to its last declaration."""

    def finish(self, ended: Ended, summary: Summary) -> Path | None:
        """End it; what was written, None when nothing was."""

    def close(self) -> None:
        """Leave it after a fault."""


def replay(
    asked: Replay,
    results: Results,
    *,
    progress: Progress = untold,
    before: Progress = untold,
    rejected: Callable[[Rejected], None] = lambda _one: None,
    resumed: Callable[[int, bool], None] = lambda _judged, _whole: None,
) -> tuple[Summary, Path | None]:
    """Replay; the summary, and the file of findings or the folder.

    `progress` is told of declarations judged; `before` of those read for what came before each, where rules look back.
    `rejected` is told of each message that is no declaration. `resumed` is told when a folder is continued: how many
    declarations are in it, and whether that is all, so that nothing is judged again. A keyboard interrupt ends the
    replay, and the summary says so. Raises StceError: an engine that is not there (E710, E711), results that cannot be
    written (E665, E670 to E672), a folder that cannot be continued (E830 to E834), a process that broke off (E675).
    """
    engine = _engine_name(asked.setting)
    _check_apart(asked.history, results)
    check_own_files(results.findings, results.rejects)
    if results.folder is None:
        return _replay_into(_Files(results), asked, engine, (progress, before), rejected)
    folder = ResultFolder(results.folder.path, _begun(asked, results.folder, engine), restart=results.folder.restart)
    if folder.ended is not None:
        folder.close()
        summary = folder.summary()
        resumed(summary.judged, True)
        return summary, folder.path
    if folder.mark is not None:
        resumed(folder.tally.judged, False)
    return _replay_into(folder, asked, engine, (progress, before), rejected)


def _begun(asked: Replay, folder: Folder, engine: str) -> Begun:
    setting = asked.setting
    return Begun(
        software=version("stce-rules"),
        rules=setting.plan.content_hash,
        engine=engine,
        evidence=setting.with_evidence,
        as_of=setting.as_of,
        limit=asked.limit,
        part=folder.part,
        options=folder.options,
        history=asked.history.prints,
    )


def _replay_into(
    out: _Out,
    asked: Replay,
    engine: str,
    told: tuple[Progress, Progress],
    rejected: Callable[[Rejected], None],
) -> tuple[Summary, Path | None]:
    tally, setting = out.tally, asked.setting
    progress, before = told
    try:
        with looking_back(
            setting, asked.history, workers=asked.workers, kept=out.windows, progress=before
        ) as with_past:
            ended = _run(replace(asked, setting=with_past), out, progress, rejected)
        summary = tally.summary(setting.plan, engine, ended, setting.as_of)
        return summary, out.finish(ended, summary)
    except BaseException:
        out.close()
        raise


def _run(asked: Replay, out: _Out, progress: Progress, rejected: Callable[[Rejected], None]) -> Ended:
    def write(one: Judged, refused: Sequence[Rejected]) -> None:
        with interrupts.held():
            out.write(one, refused)
        for each in refused:
            rejected(each)
        progress(out.tally.judged, asked.history.bytes_read)

    batches, judging = _judging(asked, out)
    with _Interrupts() as interrupts:
        try:
            with closing(judging) as done:
                for one in done:
                    write(one, batches.refused.popleft())
            if batches.left:
                write(Judged(Tally(), {}, {}), batches.left)
        except KeyboardInterrupt:
            return "interrupted"
    return "limit" if batches.at_limit else "complete"


def _judging(asked: Replay, out: _Out) -> tuple[Batches[list[Declared]] | Batches[TableWork], Generator[Judged]]:
    """The batches of the history, and how they are judged: by columns where the engine can, else one by one."""
    setting = asked.setting
    if by_columns(setting) and asked.limit is None:
        tables = TableBatches(asked.history, out.mark, len(setting.plan.units))
        return tables, _judged_tables(setting, tables, asked.workers)
    cases = CaseBatches(asked.history, after=out.mark, done=out.tally.judged, limit=asked.limit, part=out.part)
    return cases, _judged_cases(setting, cases, asked.workers)


def _judged_tables(setting: Setting, batches: TableBatches, workers: int) -> Generator[Judged]:
    with closing(batches.read()) as read:
        yield from judged_by(partial(TableJudge, setting), TableJudge.judge, read, workers)


def _judged_cases(setting: Setting, batches: CaseBatches, workers: int) -> Generator[Judged]:
    with closing(batches.read()) as read:
        yield from judged(setting, read, workers)


class _Files:
    """Findings and rejects in files of their own, or nowhere."""

    mark: Mark | None = None
    part: int | None = None
    windows: Path | None = None

    def __init__(self, results: Results) -> None:
        self.tally = Tally()
        self._rejects = RejectsFile(results.rejects)
        try:
            self._findings = None if results.findings is None else FindingsFile(results.findings)
        except BaseException:
            self._rejects.close()
            raise

    def write(self, judged: Judged, refused: Sequence[Rejected]) -> None:
        for one in refused:
            self.tally.refusals[one.diagnostics[0].code] += 1
            self._rejects.write(one)
        self.tally.merge(judged.tally)
        if self._findings is not None:
            self._findings.write(judged.findings)

    def finish(self, ended: Ended, summary: Summary) -> Path | None:  # noqa: ARG002 (it is printed)
        self._rejects.close()
        return None if self._findings is None else self._findings.finish(whole=ended != "interrupted")

    def close(self) -> None:
        self._rejects.close()
        if self._findings is not None:
            self._findings.abandon()


def _engine_name(setting: Setting) -> str:
    """The name of the engine; one that cannot be made is told before anything is read."""
    if by_columns(setting):
        require_pyarrow("--engine columnar")
        return COLUMNAR
    with closing(Judge(setting)) as judge:
        return judge.engine


def _check_apart(history: History, results: Results) -> None:
    """Results that are not written over the history. Raises StceError (E671)."""
    read = {Path(name).resolve() for name in history.files if name != STDIN}
    mend = "give it another name"
    for path in (results.findings, results.rejects):
        if path is not None and path.resolve() in read:
            message = "the result would be written over a file of the history"
            raise StceError(Diagnostic("E671", message, where=str(path), help=mend))
    if results.folder is not None:
        folder = results.folder.path.resolve()
        if any(one.is_relative_to(folder) for one in read):
            message = "the folder of results is one that the history is in"
            raise StceError(Diagnostic("E671", message, where=str(results.folder.path), help=mend))


class _Interrupts:
    """Keyboard interrupts, held back while something must be done whole. Only the main thread gets them."""

    def __init__(self) -> None:
        self._holding = False
        self._waiting = False
        self._before: object = None

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]  # what `signal` gave may be put back

    def _interrupt(self, _number: int, _frame: FrameType | None) -> None:
        self._waiting = True  # a library that was calling back may lose what is raised: the next batch written ends it
        if not self._holding:
            raise KeyboardInterrupt

    @contextmanager
    def held(self) -> Iterator[None]:
        self._holding = True
        try:
            yield
        finally:
            self._holding = False
        if self._waiting:
            raise KeyboardInterrupt
