"""Batches judged several at once, their order kept: declarations in processes, tables in threads.

Enters: a setting or a judge, batches. Leaves: the judged batches, in order. Promises: no more than a few batches are
under way, so memory does not grow; answers do not depend on the number of workers; an interrupt reaches this process
only, which ends the others; they end too when this one is killed. Declarations are judged in this process alone when
one is asked for, or when a plugin's parts cannot be sent to another.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from typing import NamedTuple, TypeVar

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.canonical import LIMIT_BYTES, decode, encode
from stce_rules.intake.lenient import is_said
from stce_rules.replay.judging import Judge, Judged, Setting
from stce_rules.replay.sources import Declared

__all__ = ["judged", "judged_by"]

_AHEAD = 2
"""Batches for each worker that wait or are judged."""

Work = TypeVar("Work")


class _Packed(NamedTuple):
    """A declaration as it is sent: canonical JSON, which is read faster than a pickle, where it says the same."""

    source: str
    row: int
    declaration: bytes | Declaration


def judged_by(judge: Callable[[Work], Judged], batches: Iterable[Work], workers: int) -> Generator[Judged]:
    """Each batch judged, in the order given, by a judge that may be asked by several threads at once."""
    if workers == 1:
        yield from map(judge, batches)
        return
    pool = ThreadPoolExecutor(workers)
    try:
        yield from _in_order(lambda batch: pool.submit(judge, batch), batches, workers * _AHEAD)
    finally:
        pool.shutdown(cancel_futures=True)


def judged(setting: Setting, batches: Iterable[Sequence[Declared]], workers: int) -> Generator[Judged]:
    """Each batch judged, in the order given. Raises StceError (E675) when a process ends before its work is done."""
    sent = _sendable(setting) if workers > 1 else None
    if sent is None:
        with closing(Judge(setting)) as judge:
            yield from map(judge.judge, batches)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(sent,))
    try:
        yield from _in_order(lambda batch: _send(pool, batch), batches, workers * _AHEAD)
    except BrokenProcessPool as fault:
        message = "a process that judged declarations was ended from outside"
        mend = "memory may have run out; replay again with --workers 1"
        raise StceError(Diagnostic("E675", message, where="--workers", help=mend)) from fault
    finally:
        pool.shutdown(cancel_futures=True)


def _sendable(setting: Setting) -> bytes | None:
    try:
        return pickle.dumps(setting)
    except Exception:  # noqa: BLE001  # a plugin's function may refuse in any way
        return None


def _in_order(submit: Callable[[Work], Future[Judged]], batches: Iterable[Work], most: int) -> Iterator[Judged]:
    under_way: deque[Future[Judged]] = deque()
    for batch in batches:
        under_way.append(submit(batch))
        if len(under_way) >= most:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def _send(pool: ProcessPoolExecutor, batch: Sequence[Declared]) -> Future[Judged]:
    packed = [_Packed(one.source, one.row, _packed(one.declaration)) for one in batch]
    with _own_interrupts():
        return pool.submit(_judge, packed)


@contextmanager
def _own_interrupts() -> Iterator[None]:
    """Processes begun in here never see an interrupt from the keyboard, which every process of a terminal gets."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _packed(declaration: Declaration) -> bytes | Declaration:
    """Boxes of plugins may hold exact numbers, which JSON would turn into text."""
    if declaration.extra or any(item.extra for item in declaration.items) or not is_said(declaration.id):
        return declaration
    written = encode(declaration)
    return written if len(written) <= LIMIT_BYTES else declaration


# ---- in the other process

_judge_of_process: list[Judge] = []


def _begin(setting: bytes) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _judge_of_process.append(Judge(pickle.loads(setting)))  # noqa: S301 (made by the process that began this one)


def _end_with_parent() -> None:
    """A process whose parent is killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _judge(packed: Sequence[_Packed]) -> Judged:
    return _judge_of_process[0].judge([Declared(one.source, one.row, _unpacked(one.declaration)) for one in packed])


def _unpacked(sent: bytes | Declaration) -> Declaration:
    return decode(sent) if isinstance(sent, bytes) else sent
