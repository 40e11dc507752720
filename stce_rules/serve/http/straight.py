"""The short way of a message to its answer, past what the framework does for every route.

Enters: a request that was led to the route. Leaves: what the route would answer, to the byte. Promise: only those who
may ask are answered here, and only messages that say how long they are and are not too long; all else goes the way of
the framework, and is refused there.
"""

from __future__ import annotations

import re
from typing import Any, cast

from litestar import Request
from litestar.datastructures import State
from litestar.exceptions import InternalServerException
from litestar.types import ASGIApp, HTTPReceiveMessage, Receive, Scope, Send

from stce_rules.serve.desk import Turned
from stce_rules.serve.http.headers import header
from stce_rules.serve.http.problems import turned
from stce_rules.serve.http.service import Service, service_of

__all__ = ["straight"]

_LENGTH = re.compile("[0-9]{1,9}")


def straight(app: ASGIApp) -> ASGIApp:
    """A middleware: `app`, the route, takes what is not answered here."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        service = service_of(scope["litestar_app"])
        if not _is_plain(scope, service):
            await app(scope, receive, send)
            return
        given = await service.answer(await _body(receive))
        if isinstance(given, Turned):
            await turned(given).to_asgi_response(None, Request[Any, Any, State](scope))(scope, receive, send)
            return
        headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(given.line))]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": given.line, "more_body": False})

    return answer


def _is_plain(scope: Scope, service: Service) -> bool:
    """Whether the message says that it is within the limit, and its caller may ask."""
    length = header(scope, b"content-length")
    within = _LENGTH.fullmatch(length) is not None and int(length) <= service.limit_bytes
    return within and service.bearer.knows(header(scope, b"authorization"))


async def _body(receive: Receive) -> bytes:
    """What came with the request, of the length that was announced: the server sees to that."""
    parts, more = [], True
    while more:
        message = cast("HTTPReceiveMessage", await receive())
        if message["type"] == "http.disconnect":
            raise InternalServerException("client disconnected prematurely")
        parts.append(message.get("body", b""))
        more = message.get("more_body", False)
    return b"".join(parts)
