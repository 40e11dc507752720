"""The headers of a request, as a server hands them over."""

from __future__ import annotations

from litestar.types import Scope

__all__ = ["header"]


def header(scope: Scope, name: bytes) -> str:
    """The first header of this name, which is in lower case; empty when there is none."""
    return next((value for one, value in scope["headers"] if one == name), b"").decode("latin-1")
