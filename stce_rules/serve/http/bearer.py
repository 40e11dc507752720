"""Who may ask: those who know the token.

Enters: a request. Leaves: nothing, or 401. Promise: the comparison takes the same time whatever the guess.
"""

from __future__ import annotations

import hmac
from typing import Any

from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException
from litestar.handlers.base import BaseRouteHandler

__all__ = ["Bearer"]


class Bearer:
    """A guard of routes. Without a token everybody may ask."""

    def __init__(self, token: str | None) -> None:
        self._token = None if token is None else token.encode()

    def knows(self, authorization: str) -> bool:
        """Whether who sends this header may ask; it is read as Latin-1, which gives every byte back."""
        if self._token is None:
            return True
        scheme, _, given = authorization.partition(" ")
        same = hmac.compare_digest(given.strip().encode("latin-1", "replace"), self._token)
        return same and scheme.lower() == "bearer"

    async def __call__(self, connection: ASGIConnection[Any, Any, Any, Any], _handler: BaseRouteHandler) -> None:
        """Raise unless the request carries the token. The framework would run a plain function in another thread."""
        if not self.knows(connection.headers.get("authorization", "")):
            raise NotAuthorizedException(
                "give the token of the service: 'Authorization: Bearer …'", headers={"WWW-Authenticate": "Bearer"}
            )
