"""A time within which the host gets an answer, judged or not.

Enters: a budget, and work to do. Leaves: what the work came to, or that time was over. Promises: the host's thread is
free again when the budget is over, whatever the work does; no more threads than stated are ever there; work that was
begun is done to its end, work that was not begun in time is not begun at all, so a rush does not outlast itself.

A thread cannot be ended from outside. Work that never ends keeps its thread, and when all threads are kept every answer
is one that stands in. Work that holds the interpreter itself, such as a library in C that never lets go, also holds the
host's thread.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from typing import Generic, Literal, TypeVar

from stce_rules.core.assessment import Channel

__all__ = ["Budget", "Late", "Timed"]

_T = TypeVar("_T")
_R = TypeVar("_R")


@dataclass(frozen=True, slots=True)
class Budget:
    """How long an assessment may take, in seconds, and what the host gets when it takes longer.

    `open`: channel green, so that the host's own lane stands. `closed`: `channel`. `threads` judge at the same time.
    """

    seconds: float
    policy: Literal["open", "closed"] = "open"
    channel: Channel = "red"
    threads: int = 8

    def __post_init__(self) -> None:
        """Raise ValueError for a budget that nothing could keep."""
        if not 0 < self.seconds <= threading.TIMEOUT_MAX:
            raise ValueError("a budget is longer than 0 seconds")
        if self.policy not in ("open", "closed"):
            raise ValueError("the policy of a budget is open or closed")
        if self.threads < 1:
            raise ValueError("at least one thread judges")

    @property
    def stands_in(self) -> Channel:
        """The channel of an answer that was not judged."""
        return "green" if self.policy == "open" else self.channel

    def said(self, late: Late) -> str:
        """The alarm of such an answer."""
        fate = "it is still being judged" if late.begun else "its judging was not begun"
        lane = "the lane of the host stands" if self.policy == "open" else f"the channel is {self.channel}"
        return f"not judged within {self.seconds:g} seconds, {fate}; by the policy fail-{self.policy} {lane}"


@dataclass(frozen=True, slots=True)
class Late:
    """Time was over; whether the work was begun, and so goes on."""

    begun: bool


class Timed(Generic[_T]):
    """Threads that work for those of the host. Close it: that waits for work under way."""

    def __init__(self, budget: Budget, afterwards: Callable[[], None]) -> None:
        """`afterwards` never raises; one of these threads calls it after each work, and when `later` asks for it."""
        self._seconds = budget.seconds
        self._afterwards = afterwards
        self._free = threading.Semaphore(budget.threads)
        self._pool = ThreadPoolExecutor(budget.threads, thread_name_prefix="stce-assess")

    def within(self, work: Callable[[], _T]) -> _T | Late:
        """What the work comes to, or that it is late. Raises what the work raises, and RuntimeError when closed."""
        last = time.monotonic() + self._seconds
        if not self._free.acquire(timeout=self._seconds):
            return Late(begun=False)
        result: Future[_T] = Future()
        self._begin(work, result)
        wait((result,), timeout=max(0.0, last - time.monotonic()))
        return result.result() if result.done() else Late(begun=True)

    def later(self) -> None:
        """See that `afterwards` is called: now by a free thread, else by one that becomes free."""
        if self._free.acquire(blocking=False):
            self._begin(_nothing, Future())

    def _begin(self, work: Callable[[], _R], result: Future[_R]) -> None:
        try:
            self._pool.submit(self._run, work, result)
        except BaseException:
            self._free.release()
            raise

    def _run(self, work: Callable[[], _R], result: Future[_R]) -> None:
        """Hand over what the work comes to, then see to what comes afterwards: nobody waits for that."""
        try:
            made = work()
        except BaseException as fault:  # noqa: BLE001  # it belongs to whoever asked for the work
            result.set_exception(fault)
        else:
            result.set_result(made)
        self._free.release()
        self._afterwards()

    def close(self) -> None:
        """Wait for work under way, and end all threads."""
        self._pool.shutdown()


def _nothing() -> None:
    """No work, for a thread that is only wanted for what comes afterwards."""
