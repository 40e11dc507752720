"""The protocol of the server, which sends the head of an answer together with the beginning of its body.

Enters: a connection. Leaves: the same bytes. Promise: a caller is woken once for a short answer, and not first for a
head that it can do nothing with; a head that no body follows is sent no later than what else waits in the loop.
"""

from __future__ import annotations

import asyncio
from typing import cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

__all__ = ["WholeAnswers"]


class WholeAnswers(HttpToolsProtocol):
    """The protocol of the library over a transport that waits for bodies."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as the library has it
        """A caller has come."""
        super().connection_made(cast("asyncio.Transport", _Joining(transport, self.loop)))


class _Joining:
    """A transport that keeps the head of an answer for a moment; in all else the transport it is made of."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._head = b""

    def __getattr__(self, name: str) -> object:
        return getattr(self._transport, name)

    def write(self, part: bytes) -> None:
        """Send, or keep what begins an answer; the loop sends it if nothing follows."""
        if part.startswith(b"HTTP/") and not self._head:
            self._head = part
            self._loop.call_soon(self._send_head)
            return
        head, self._head = self._head, b""
        self._transport.write(head + part)

    def close(self) -> None:
        """End the connection when all is sent."""
        self._send_head()
        self._transport.close()

    def _send_head(self) -> None:
        if self._head:
            self.write(b"")
