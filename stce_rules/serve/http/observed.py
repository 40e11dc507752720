"""Every request is logged and counted, with a number that the answer carries too.

Enters: an application and where to count. Leaves: the same application, observed. Promises: no part of a message is
logged but the id of a declaration; the route of a request is logged as the description names it, so that lines and
figures can be grouped.
"""

from __future__ import annotations

import time
from secrets import token_hex

import structlog
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from stce_rules.serve.http.headers import header
from stce_rules.serve.http.measured import Measured

__all__ = ["Observed"]

_LOG: structlog.typing.FilteringBoundLogger = structlog.get_logger("stce_rules.requests")
_NUMBER = b"x-request-id"
_LONGEST_NUMBER = 100
_NOWHERE = "none"
"""The route of a request that fits none: its path is the caller's and may be anything."""


class Observed:
    """An ASGI application around another."""

    def __init__(self, application: ASGIApp, measured: Measured) -> None:
        self._application = application
        self._measured = measured

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and tell how it ended."""
        if scope["type"] != ScopeType.HTTP:
            await self._application(scope, receive, send)
            return
        number = _number_of(scope)
        began = time.perf_counter()
        status = 0

        async def told(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (_NUMBER, number.encode("latin-1"))]
            await send(message)

        with structlog.contextvars.bound_contextvars(request=number):
            try:
                await self._application(scope, receive, told)
            finally:
                seconds = time.perf_counter() - began
                route = scope.get("path_template") or _NOWHERE
                self._measured.request(route, status, seconds)
                _LOG.info(
                    "answered" if status else "broken off",
                    method=scope["method"],
                    route=route,
                    status=status,
                    milliseconds=round(seconds * 1000, 3),
                )


def _number_of(scope: Scope) -> str:
    """The number that the caller or a proxy gave the request, else a new one."""
    given = header(scope, _NUMBER)
    return given if given.isprintable() and 0 < len(given) <= _LONGEST_NUMBER else token_hex(16)
