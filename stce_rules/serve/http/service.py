"""What the routes of the service share.

Enters: a desk, and how the service is kept. Leaves: answers, and what else the routes need. Promise: what waits, or may
take long, is judged aside from the thread that answers requests.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import ParamSpec, TypeVar, cast

from anyio import CapacityLimiter, to_thread
from litestar import Litestar

from stce_rules.core.declaration import Outcome
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.history.controls import keep_outcome
from stce_rules.history.database import Database
from stce_rules.intake.canonical import LIMIT_BYTES
from stce_rules.serve.desk import Answer, Desk, Turned
from stce_rules.serve.http.bearer import Bearer
from stce_rules.serve.http.measured import Measured

__all__ = ["BODY", "Kept", "Service", "service_of"]

_P = ParamSpec("_P")
_R = TypeVar("_R")

BODY = "<body>"
"""The place of what came with a request."""
_TOGETHER = 16
"""Answers of a batch that are made before they are sent."""
_SHORT = 16 * 1024
"""Bytes of a message that is judged in no longer than others can wait."""


@dataclass(frozen=True, slots=True)
class Kept:
    """How a service is kept: its token, the longest message in bytes, the longest batch, threads that judge.

    `at_once`: short messages are judged where they are answered, since nothing waits there, neither for a store nor for
    time to be over; changing threads takes longer than judging does.
    """

    token: str | None = None
    limit_bytes: int = LIMIT_BYTES
    limit_batch_bytes: int = 1024**3
    threads: int = 4
    at_once: bool = False
    measured: Measured = field(default_factory=Measured)


class Service:
    """What the routes share."""

    def __init__(self, desk: Desk, kept: Kept, store: Database | None) -> None:
        """`store` is that of the desk's assessor."""
        self.desk = desk
        self.store = store
        self.measured = kept.measured
        self.bearer = Bearer(kept.token)
        self.limit_batch_bytes = kept.limit_batch_bytes
        self.limit_bytes = kept.limit_bytes
        self._threads = kept.threads
        self._at_once = _SHORT if kept.at_once else -1

    @cached_property
    def _limiter(self) -> CapacityLimiter:
        """Made by the loop that will use it."""
        return CapacityLimiter(self._threads)

    async def aside(self, run: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
        """Run in one of the threads that judge."""
        return await to_thread.run_sync(lambda: run(*args, **kwargs), limiter=self._limiter)

    async def answer(self, body: bytes) -> Answer:
        """The answer to a message."""
        return self.one(body) if len(body) <= self._at_once else await self.aside(self.one, body)

    def one(self, body: bytes) -> Answer:
        """The answer to a message with one declaration in it; one with several is turned away, nothing is assessed."""
        found = self.desk.read_few(body, BODY, 2)
        if len(found) > 1:
            mend = "send it to /v1/assessments:batch"
            return Turned(BODY, (Diagnostic("E878", "the message holds several declarations", where=BODY, help=mend),))
        (read,) = found
        answer = read if isinstance(read, Turned) else self.desk.assess(read, BODY)
        self.measured.answer(answer)
        return answer

    def several(self, answers: Iterator[Answer]) -> list[bytes]:
        """The next lines of a batch; none at its end."""
        made = list(islice(answers, _TOGETHER))
        for one in made:
            self.measured.answer(one)
        return [one.line + b"\n" for one in made]

    def note(self, declaration: str, outcome: Outcome, version: int | None) -> int | None:
        """Keep what a control found; gives the version. None where no such declaration is recorded."""
        if self.store is None:
            return None
        with self.store.turn() as turn:
            return keep_outcome(turn.connection, declaration, outcome, version)

    def trouble(self) -> tuple[Diagnostic, ...]:
        """Why nothing can be assessed now; empty when it can."""
        if self.store is None:
            return ()
        try:
            with self.store.reading():
                return ()
        except StceError as refused:
            return refused.diagnostics


def service_of(application: Litestar) -> Service:
    """What the application was made with."""
    return cast("Service", application.state["service"])
