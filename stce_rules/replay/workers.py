"""Batches judged in several processes at once, their order kept.

Enters: a setting, batches. Leaves: the judged batches, in order. Promises: no more than a few batches are under way, so
memory does not grow; answers do not depend on the number of processes; an interrupt reaches this process only, which
ends the others. In this process alone when one is asked for, or when a plugin's parts cannot be sent to another.
"""

from __future__ import annotations

import multiprocessing
import pickle
import signal
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.canonical import LIMIT_BYTES, decode, encode
from stce_rules.intake.lenient import is_said
from stce_rules.replay.judging import Batch, Judge, Setting

__all__ = ["judged"]

_AHEAD = 2
"""Batches for each process that wait or are judged."""

Packed = bytes | Declaration
"""A declaration as it is sent: canonical JSON, which is read faster than a pickle, where it says the same."""


def judged(setting: Setting, batches: Iterable[Sequence[Declaration]], workers: int) -> Generator[Batch]:
    """Each batch judged, in the order given. Raises StceError (E675) when a process ends before its work is done."""
    sent = _sendable(setting) if workers > 1 else None
    if sent is None:
        with closing(Judge(setting)) as judge:
            yield from map(judge.judge, batches)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(sent,))
    try:
        yield from _in_order(pool, batches, workers * _AHEAD)
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


def _in_order(pool: ProcessPoolExecutor, batches: Iterable[Sequence[Declaration]], most: int) -> Iterator[Batch]:
    under_way: deque[Future[Batch]] = deque()
    for batch in batches:
        packed = [_packed(one) for one in batch]
        with _own_interrupts():
            under_way.append(pool.submit(_judge, packed))
        if len(under_way) >= most:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


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


def _packed(declaration: Declaration) -> Packed:
    """Boxes of plugins may hold exact numbers, which JSON would turn into text."""
    if declaration.extra or any(item.extra for item in declaration.items) or not is_said(declaration.id):
        return declaration
    written = encode(declaration)
    return written if len(written) <= LIMIT_BYTES else declaration


# ---- in the other process

_judge_of_process: list[Judge] = []


def _begin(setting: bytes) -> None:
    _judge_of_process.append(Judge(pickle.loads(setting)))  # noqa: S301 (made by the process that began this one)


def _judge(packed: Sequence[Packed]) -> Batch:
    return _judge_of_process[0].judge([decode(one) if isinstance(one, bytes) else one for one in packed])
