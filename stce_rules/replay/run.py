"""A replay from beginning to end.

Enters: a history, a setting, where results go. Leaves: a summary, and files. Promises: results are in the order of the
history, whatever the number of processes; an interrupt ends it at once, and what was judged until then is whole: it is
in the summary and in the file, every declaration with all its findings or not at all.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Self

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.replay.findings import FindingsFile
from stce_rules.replay.judging import Judge, Setting
from stce_rules.replay.rejects import RejectsFile
from stce_rules.replay.sources import STDIN, History, Rejected
from stce_rules.replay.summary import Ended, Summary
from stce_rules.replay.tally import Tally
from stce_rules.replay.workers import judged

__all__ = ["Replay", "Results", "replay"]

BATCH = 100
"""Declarations judged at a time: what an interrupt may cost, and enough that sending them costs little."""

Progress = Callable[[int, int], None]
"""Told of declarations judged and bytes read."""


@dataclass(frozen=True, slots=True)
class Replay:
    """What to replay, how many declarations at most, in how many processes."""

    history: History
    setting: Setting
    limit: int | None = None
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Results:
    """Where results go, beside the summary."""

    findings: Path | None = None
    rejects: Path | None = None


def replay(
    asked: Replay,
    results: Results,
    *,
    progress: Progress = lambda _judged, _read: None,
    rejected: Callable[[Rejected], None] = lambda _one: None,
) -> tuple[Summary, Path | None]:
    """Replay; the summary, and the file of findings.

    `rejected` is told of each message that is no declaration. A keyboard interrupt ends the replay, and the summary
    says so. Raises StceError: an engine that is not there (E710, E711), results that cannot be written (E665, E670 to
    E672), a process that broke off (E675).
    """
    engine = _engine_name(asked.setting)
    _check_apart(asked.history, results)
    tally = Tally()
    with RejectsFile(results.rejects) as rejects:

        def refused(one: Rejected) -> None:
            tally.refusals[one.diagnostics[0].code] += 1
            rejects.write(one)
            rejected(one)

        findings = None if results.findings is None else FindingsFile(results.findings)
        try:
            ended = _run(asked, tally, findings, refused, progress)
            file = None if findings is None else findings.finish(whole=ended != "interrupted")
        except BaseException:
            if findings is not None:
                findings.abandon()
            raise
    return tally.summary(asked.setting.plan, engine, ended), file


def _run(
    asked: Replay,
    tally: Tally,
    findings: FindingsFile | None,
    refused: Callable[[Rejected], None],
    progress: Progress,
) -> Ended:
    batches = _Batches(asked.history, asked.limit, refused)
    with _Interrupts() as interrupts:
        try:
            with closing(batches.read()) as read, closing(judged(asked.setting, read, asked.workers)) as done:
                for batch in done:
                    with interrupts.held():
                        tally.merge(batch.tally)
                        if findings is not None:
                            findings.write(batch.rows)
                    progress(tally.judged, asked.history.bytes_read)
        except KeyboardInterrupt:
            return "interrupted"
    return "limit" if batches.at_limit else "complete"


class _Batches:
    """The declarations of a history in batches; what is none is handed aside on the way."""

    def __init__(self, history: History, limit: int | None, refused: Callable[[Rejected], None]) -> None:
        self._history = history
        self._limit = limit
        self._refused = refused
        self.at_limit = False

    def read(self) -> Generator[list[Declaration]]:
        batch: list[Declaration] = []
        count = 0
        with closing(self._history.read()) as messages:
            for one in messages:
                if isinstance(one, Rejected):
                    self._refused(one)
                    continue
                if count == self._limit:
                    self.at_limit = True
                    break
                count += 1
                batch.append(one)
                if len(batch) == BATCH:
                    yield batch
                    batch = []
        if batch:
            yield batch


def _engine_name(setting: Setting) -> str:
    """The name of the engine; one that cannot be made is told before anything is read."""
    with closing(Judge(setting)) as judge:
        return judge.engine


def _check_apart(history: History, results: Results) -> None:
    """Results that are not written over the history. Raises StceError (E671)."""
    read = {Path(name).resolve() for name in history.files if name != STDIN}
    for path in (results.findings, results.rejects):
        if path is not None and path.resolve() in read:
            message = "the result would be written over a file of the history"
            mend = "give it another name"
            raise StceError(Diagnostic("E671", message, where=str(path), help=mend))


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
        self._waiting = self._holding
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
