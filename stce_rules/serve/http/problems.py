"""What the service answers when it cannot do what was asked: problem details after RFC 9457.

Enters: diagnostics, or what the framework raised. Leaves: a response with the status that fits the code. Promise: a
fault of the caller's is 4xx and says how to mend it; nothing of the inside of the service is shown.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException

from stce_rules.core.diagnostics import Diagnostic, as_data
from stce_rules.serve.desk import Turned

__all__ = ["MEDIA_TYPE", "Problem", "failed", "problem", "raised", "turned"]

MEDIA_TYPE = "application/problem+json"

_LOG = logging.getLogger(__name__)


class Problem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Problem details: the status, its title, one sentence, and the diagnostics where there are some."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    diagnostics: list[dict[str, Any]] = []


_STATUS: Mapping[str, HTTPStatus] = {
    "E609": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    "E612": HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    "E862": HTTPStatus.SERVICE_UNAVAILABLE,
    "E864": HTTPStatus.SERVICE_UNAVAILABLE,
    "E866": HTTPStatus.CONFLICT,
    "E877": HTTPStatus.INTERNAL_SERVER_ERROR,
    "E878": HTTPStatus.UNPROCESSABLE_ENTITY,
}
"""By the code of a diagnostic; any other fault of a message is the caller's."""


def problem(status: HTTPStatus, detail: str, diagnostics: tuple[Diagnostic, ...] = ()) -> Response[bytes]:
    """The response for a problem."""
    told = Problem(
        title=status.phrase, status=status.value, detail=detail, diagnostics=[as_data(one) for one in diagnostics]
    )
    return Response(msgspec.json.encode(told), status_code=status.value, media_type=MEDIA_TYPE)


def turned(one: Turned) -> Response[bytes]:
    """The response to a message that was turned away."""
    statuses = [_STATUS[each.code] for each in one.diagnostics if each.code in _STATUS]
    return problem(statuses[0] if statuses else HTTPStatus.BAD_REQUEST, one.diagnostics[0].message, one.diagnostics)


def raised(_request: Request[Any, Any, Any], fault: HTTPException) -> Response[bytes]:
    """The response to what the framework refuses: a wrong path, method, parameter or size."""
    answer = problem(HTTPStatus(fault.status_code), fault.detail)
    for name, value in (fault.headers or {}).items():
        answer.set_header(name, value)
    return answer


def failed(request: Request[Any, Any, Any], fault: Exception) -> Response[bytes]:
    """The response to what nobody foresaw; the log has the traceback."""
    _LOG.error("unforeseen at %s %s", request.method, request.url.path, exc_info=fault)
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "the service failed; its log says more")
