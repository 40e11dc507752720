"""The short way and the way of the framework give the same answers."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from typing import cast

import pytest
from litestar.types import HTTPDisconnectEvent, HTTPReceiveMessage, HTTPRequestEvent, Message, Scope

from stce_rules.serve.desk import Desk
from stce_rules.serve.http.application import Kept, application
from tests.serve.conftest import declared
from tests.serve.http.conftest import Ask

AskKept = Callable[[Kept], Ask]

_BODIES = [
    declared("1"),
    declared("1", "NO") + b"\n",
    b"id,destination,item.cas\n1,SS,111-48-8\n",
    declared("1") + b"\n" + declared("2"),
    b'{"id"',
    b"\x00\x01",
    b"",
]


async def _in_parts(body: bytes) -> AsyncIterator[bytes]:
    """Sent without saying how long it is."""
    for begin in range(0, len(body), 7):
        yield body[begin : begin + 7]


@pytest.mark.parametrize("at_once", [True, False])
@pytest.mark.parametrize("body", _BODIES)
def test_both_ways_give_the_same_answer(ask: AskKept, body: bytes, at_once: bool) -> None:
    """Status, headers and bytes are the same, whether or not it is an assessment."""
    number = {"x-request-id": "17"}
    short, long = (
        ask(Kept(at_once=at_once))("POST", "/v1/assessments", content=content, headers=number)
        for content in (body, _in_parts(body))
    )
    assert (long.status_code, long.headers, long.content) == (short.status_code, short.headers, short.content)


@pytest.mark.parametrize("given", ["Bearer sesame", "bearer  sesame", "Bearer wrong", "Basic sesame", "", "ü"])
def test_both_ways_know_the_token(ask: AskKept, given: str) -> None:
    """Who may ask is the same."""
    headers = [(b"authorization", given.encode("latin-1"))]
    short, long = (
        ask(Kept("sesame"))("POST", "/v1/assessments", content=content, headers=headers)
        for content in (declared("1"), _in_parts(declared("1")))
    )
    assert short.status_code == (200 if given.lower().startswith("bearer") and given.endswith("sesame") else 401)
    assert (short.status_code, short.content) == (long.status_code, long.content)


@pytest.mark.parametrize(("length", "status"), [("500", 413), ("9" * 5_000, 400), ("+9", 200), ("x", 400), ("²", 400)])
def test_an_odd_length_goes_the_way_of_the_framework(ask: AskKept, length: str, status: int) -> None:
    """A message is only short when it says so in digits."""
    headers = [(b"content-length", length.encode("latin-1"))]
    for at_once in (True, False):
        service = ask(Kept(limit_bytes=200, at_once=at_once))
        assert (
            service("POST", "/v1/assessments", content=_in_parts(declared("1")), headers=headers).status_code == status
        )


@pytest.mark.parametrize("announced", [True, False])
def test_a_message_that_breaks_off_is_not_judged(desk: Desk, monkeypatch: pytest.MonkeyPatch, announced: bool) -> None:
    """A caller that goes away in the middle leaves no half of a message to be read."""
    monkeypatch.setattr(desk, "assess", lambda *_: pytest.fail("it was assessed"))
    service = application(desk, Kept())
    part: HTTPRequestEvent = {"type": "http.request", "body": declared("1"), "more_body": True}
    end: HTTPDisconnectEvent = {"type": "http.disconnect"}
    coming: list[HTTPReceiveMessage] = [end, part]
    sent: list[Message] = []

    async def receive() -> HTTPReceiveMessage:
        return coming.pop()

    async def send(message: Message) -> None:
        sent.append(message)

    async def ask() -> None:
        length = [(b"content-length", b"%d" % (len(declared("1")) + 1))]
        scope = {"type": "http", "method": "POST", "path": "/v1/assessments", "query_string": b""}
        await service(cast("Scope", {**scope, "headers": length if announced else []}), receive, send)

    asyncio.run(ask())
    assert sent[0]["type"] == "http.response.start"
    assert sent[0]["status"] == 500
