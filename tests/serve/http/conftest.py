"""The service, asked without a network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import httpx
import pytest

from stce_rules.history.database import Database
from stce_rules.serve.desk import Desk
from stce_rules.serve.http.application import Kept, application

Ask = Callable[..., httpx.Response]


def asking(desk: Desk, kept: Kept, store: Database | None = None) -> Ask:
    """Asks a service: `asking(…)(method, path, content=…)`."""
    transport = httpx.ASGITransport(app=application(desk, kept, store), raise_app_exceptions=False)  # type: ignore[arg-type]  # two ways to write down one protocol

    def request(method: str, path: str, **given: object) -> httpx.Response:
        async def sent() -> httpx.Response:
            async with httpx.AsyncClient(transport=transport, base_url="http://service") as client:
                return await client.request(method, path, **given)  # type: ignore[arg-type]  # as the test says

        return asyncio.run(sent())

    return request


@pytest.fixture
def ask(desk: Desk) -> Callable[[Kept], Ask]:
    """A service of the desk that is kept in some way."""
    return lambda kept: asking(desk, kept)


@pytest.fixture
def service(desk: Desk) -> Ask:
    """A service that is open to everybody."""
    return asking(desk, Kept())
