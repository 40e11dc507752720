"""Batches judged several at once, their order kept: declarations in processes, tables in threads.

Enters: a setting or what makes a judge, batches. Leaves: the judged batches, in order. Promise: answers do not depend
on the number of workers. Tables are read by a thread of their own, so that reading, judging, and what is done with the
judged go on side by side; it begins to read while the judge is made.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from typing import TypeVar

from stce_rules.replay.judging import Judge, Judged, Setting
from stce_rules.replay.processes import Worker, done, in_order
from stce_rules.replay.sources import Declared

__all__ = ["judged", "judged_by"]

Work = TypeVar("Work")

_TURN_SECONDS = 0.0005
"""How long one thread may keep the interpreter from another, which mostly wants it for a moment only."""


def judged_by(
    make: Callable[[], Worker], judge: Callable[[Worker, Work], Judged], batches: Generator[Work], workers: int
) -> Generator[Judged]:
    """Each batch judged, in the order given, by what is made once and may be asked by several threads at once."""
    if workers == 1:
        with _memory_used_again(), closing(make()) as worker:
            yield from map(partial(judge, worker), batches)
        return
    with (
        _memory_used_again(),
        _short_turns(),
        _read_ahead(batches) as read,
        closing(make()) as worker,
        _threads(workers) as pool,
    ):
        yield from in_order(lambda batch: pool.submit(judge, worker, batch), read, workers + 1)


@contextmanager
def _threads(count: int) -> Iterator[ThreadPoolExecutor]:
    """So many threads. In the end what they have not begun is left undone."""
    pool = ThreadPoolExecutor(count)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


@contextmanager
def _short_turns() -> Iterator[None]:
    """Threads that spend their time in libraries, without the interpreter, do not wait long to have it back."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_TURN_SECONDS)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


@contextmanager
def _memory_used_again() -> Iterator[None]:
    """The next batch gets the memory of the last; Arrow's own allocator gives it back and has it cleared anew."""
    import pyarrow as pa

    before = pa.default_memory_pool()
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(before)


@contextmanager
def _read_ahead(batches: Generator[Work]) -> Iterator[Iterator[Work]]:
    """The batches, the next one read while the last is worked on; they are begun and closed in the reading thread."""
    with ThreadPoolExecutor(1) as reader:
        try:
            yield _following(reader, batches, reader.submit(_next, batches))
        finally:
            reader.submit(batches.close).result()


def _following(reader: ThreadPoolExecutor, batches: Generator[Work], next_one: Future[Work | None]) -> Iterator[Work]:
    """The batches, the first of which is being read. They are large: none is held longer than its turn."""
    while (batch := next_one.result()) is not None:
        next_one = reader.submit(_next, batches)
        yield batch


def _next(batches: Generator[Work]) -> Work | None:
    return next(batches, None)


def judged(setting: Setting, batches: Iterable[Sequence[Declared]], workers: int) -> Generator[Judged]:
    """Each batch judged, in the order given. Raises StceError (E675) when a process ends before its work is done."""
    yield from done(partial(Judge, setting), Judge.judge, batches, workers)
