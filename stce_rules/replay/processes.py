"""Batches of declarations done in several processes at once, their order kept.

Enters: what makes a worker, what a worker does, batches. Leaves: what comes of each batch, in order. Promises: no more
than a few batches are under way, so memory does not grow; an interrupt reaches this process only, which ends the
others; they end too when this one is killed. All is done in this process when one is asked for, or when a plugin's
parts cannot be sent to another.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing, contextmanager
from functools import partial
from typing import Any, NamedTuple, Protocol, TypeVar

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.canonical import LIMIT_BYTES, decode, encode
from stce_rules.intake.declared import Declared
from stce_rules.intake.lenient import is_said

__all__ = ["Worker", "done", "in_order"]

_AHEAD = 2
"""Batches for each worker that wait or are under way."""


class Closable(Protocol):
    """What is closed when all is done."""

    def close(self) -> None:
        """Give back what it holds."""


Worker = TypeVar("Worker", bound=Closable)
Work = TypeVar("Work")
Result = TypeVar("Result")


class _Packed(NamedTuple):
    """A declaration as it is sent: canonical JSON, which is read faster than a pickle, where it says the same."""

    source: str
    row: int
    declaration: bytes | Declaration


def done(
    make: Callable[[], Worker],
    do: Callable[[Worker, Sequence[Declared]], Result],
    batches: Iterable[Sequence[Declared]],
    workers: int,
) -> Generator[Result]:
    """What a worker of each process does to each batch, in the order given.

    Raises StceError (E675) when a process ends before its work is done.
    """
    sent = _sendable(make, do) if workers > 1 else None
    if sent is None:
        with closing(make()) as worker:
            for batch in batches:
                yield do(worker, batch)
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_begin, initargs=(sent,))
    try:
        yield from in_order(lambda batch: _send(pool, batch), batches, workers * _AHEAD)
    except BrokenProcessPool as fault:
        message = "a process that judged declarations was ended from outside"
        mend = "memory may have run out; replay again with --workers 1"
        raise StceError(Diagnostic("E675", message, where="--workers", help=mend)) from fault
    finally:
        pool.shutdown(cancel_futures=True)


def _sendable(*parts: object) -> bytes | None:
    try:
        return pickle.dumps(parts)
    except Exception:  # noqa: BLE001  # a plugin's function may refuse in any way
        return None


def in_order(submit: Callable[[Work], Future[Result]], batches: Iterable[Work], most: int) -> Iterator[Result]:
    """What comes of each batch, in the order given; only some are under way."""
    under_way: deque[Future[Result]] = deque()
    for batch in batches:
        under_way.append(submit(batch))
        if len(under_way) >= most:
            yield under_way.popleft().result()
    while under_way:
        yield under_way.popleft().result()


def _send(pool: ProcessPoolExecutor, batch: Sequence[Declared]) -> Future[Any]:
    packed = [_Packed(one.source, one.row, _packed(one.declaration)) for one in batch]
    with _own_interrupts():
        return pool.submit(_do, packed)


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

_of_process: list[Callable[[Sequence[Declared]], object]] = []


def _begin(sent: bytes) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    make, do = pickle.loads(sent)  # noqa: S301 (made by the process that began this one)
    _of_process.append(partial(do, make()))


def _end_with_parent() -> None:
    """A process whose parent is killed would wait for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _do(packed: Sequence[_Packed]) -> object:
    return _of_process[0]([Declared(one.source, one.row, _unpacked(one.declaration)) for one in packed])


def _unpacked(sent: bytes | Declaration) -> Declaration:
    return decode(sent) if isinstance(sent, bytes) else sent
