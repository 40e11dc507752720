"""Answers leave whole, and nothing of them is kept back."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.serve.conftest import RULES, declared
from tests.serve.http.test_server import started


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, int]]:
    """Where a service listens."""
    rules: Path = tmp_path_factory.mktemp("whole") / "desk.stce"
    rules.write_text(RULES, encoding="utf-8")
    with started(rules) as (_, where):
        at = urlsplit(where)
        yield at.hostname or "", at.port or 0


def _asked(method: str, path: str, *headers: str, body: bytes = b"") -> bytes:
    head = [f"{method} {path} HTTP/1.1", "host: service", f"content-length: {len(body)}", *headers]
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


def test_head_and_body_come_together(address: tuple[str, int]) -> None:
    """A caller that reads once has the whole of a short answer."""
    with socket.create_connection(address) as caller:
        for _ in range(3):
            caller.sendall(_asked("POST", "/v1/assessments", body=declared("1")))
            head, _, body = caller.recv(65536).partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 OK")
            assert f"content-length: {len(body)}".encode() in head


def test_a_head_alone_is_sent_too(address: tuple[str, int]) -> None:
    """An answer to HEAD has no body, the one before the body of a caller that waits is only a head."""
    with socket.create_connection(address, timeout=30) as caller:
        caller.sendall(_asked("HEAD", "/health"))
        assert caller.recv(65536).startswith(b"HTTP/1.1 405 ")
        asked = _asked("POST", "/v1/assessments", "expect: 100-continue", body=declared("1"))
        caller.sendall(asked.removesuffix(declared("1")))
        assert caller.recv(65536) == b"HTTP/1.1 100 Continue\r\n\r\n"
        caller.sendall(declared("1"))
        assert caller.recv(65536).startswith(b"HTTP/1.1 200 ")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_the_last_answer_of_a_connection_comes_whole(address: tuple[str, int], method: str) -> None:
    """Who asks for the connection to be closed gets the answer before it is."""
    with socket.create_connection(address, timeout=30) as caller:
        caller.sendall(_asked(method, "/health", "connection: close"))
        answer = b"".join(iter(lambda: caller.recv(65536), b""))
        assert answer.startswith(b"HTTP/1.1 200 OK" if method == "GET" else b"HTTP/1.1 405 ")
        assert answer.endswith(b'{"status":"alive"}' if method == "GET" else b"\r\n\r\n")


def test_requests_that_come_together_are_answered_in_turn(address: tuple[str, int]) -> None:
    """A caller may ask again before it is answered."""
    with socket.create_connection(address, timeout=30) as caller:
        asked = [_asked("POST", "/v1/assessments", body=declared(name)) for name in ("1", "2")]
        caller.sendall(b"".join([*asked, _asked("GET", "/health", "connection: close")]))
        answer = b"".join(iter(lambda: caller.recv(65536), b""))
    told = [answer.index(one) for one in (b'"declaration":"1"', b'"declaration":"2"', b'"alive"')]
    assert told == sorted(told)
