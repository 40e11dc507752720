"""Callers of `stce serve` that keep their connection.

Enters: the address of a service, bodies of requests. Leaves: bodies of answers; any other answer than 200 raises.
"""

from __future__ import annotations

import http.client
import re
import socket
from urllib.parse import urlsplit

_HEAD = b"\r\n".join(
    (
        b"POST /v1/assessments HTTP/1.1",
        b"host: service",
        b"content-type: application/json",
        b"content-length: %d",
        b"",
        b"",
    )
)
_LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)


class Caller:
    """Does little itself: a request leaves in one piece, an answer is read by its length."""

    def __init__(self, address: str) -> None:
        where = urlsplit(address)
        self._where = (where.hostname or "", where.port or 0)
        self._socket: socket.socket | None = None

    def post(self, body: bytes) -> bytes:
        """The answer. Raises OSError when the service is gone."""
        if self._socket is None:
            self._socket = socket.create_connection(self._where, timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(_HEAD % len(body) + body)
        answer = b""
        while part := self._socket.recv(64 * 1024):
            answer += part
            head, ended, said = answer.partition(b"\r\n\r\n")
            length = _LENGTH.search(head)
            if ended and length and len(said) >= int(length[1]):
                return _taken(int(head.split(b" ", 2)[1]), said)
        raise ConnectionError("the service has ended")

    def close(self) -> None:
        """Ask over another connection from now on."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None


class Library:
    """Asks by the client of Python's library, which sends head and body apart and takes time of its own."""

    def __init__(self, address: str) -> None:
        where = urlsplit(address)
        self._connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=60)

    def post(self, body: bytes) -> bytes:
        """The answer."""
        self._connection.request("POST", "/v1/assessments", body, {"content-type": "application/json"})
        answer = self._connection.getresponse()
        return _taken(answer.status, answer.read())

    def close(self) -> None:
        """Ask over another connection from now on."""
        self._connection.close()


def _taken(status: int, said: bytes) -> bytes:
    if status != 200:
        raise ValueError(f"{status} {said[:500].decode()}")
    return said
