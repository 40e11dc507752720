"""The service as an ASGI application.

Enters: a desk, and how the service is kept. Leaves: an application with the routes of the description, which it gives
out itself. Promises: what a route answers is the same bytes as every other door writes; a batch needs no more memory
than a declaration of it.
"""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from http import HTTPStatus
from typing import Any, BinaryIO, cast

import msgspec
from litestar import Litestar, Request, Response, Router, get, post, put
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.openapi.datastructures import ResponseSpec
from litestar.params import FromPath, FromQuery, JSONBody
from litestar.response import Stream
from litestar.types import ASGIApp

from stce_rules.core.assessment import Assessment
from stce_rules.core.declaration import Outcome
from stce_rules.core.diagnostics import StceError
from stce_rules.history.database import Database
from stce_rules.serve.desk import Desk, Turned
from stce_rules.serve.http.described import BEARER, config, described
from stce_rules.serve.http.measured import MEDIA_TYPE_OF_FIGURES
from stce_rules.serve.http.observed import Observed
from stce_rules.serve.http.problems import MEDIA_TYPE, Problem, failed, problem, raised, turned
from stce_rules.serve.http.service import BODY, Kept, Service, service_of
from stce_rules.serve.http.straight import straight

__all__ = ["Kept", "application"]

_Request = Request[Any, Any, State]

_JSON = "application/json"
_LINES = "application/x-ndjson"
_IN_MEMORY = 1024 * 1024
"""Bytes of a batch kept in memory; a longer one goes to a temporary file."""


class Ruleset(msgspec.Struct, frozen=True, kw_only=True):
    """The plan in force: names and versions of its rulesets, its hash, the engine that judges by it."""

    name: str
    version: str
    hash: str
    engine: str


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """The version of the declaration that an outcome was noted for."""

    declaration: str
    version: int


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """How the service does, in a word."""

    status: str


def application(desk: Desk, kept: Kept, store: Database | None = None) -> ASGIApp:
    """The service; `store` is that of the desk's assessor. The caller closes both when the service has ended."""
    service = Service(desk, kept, store)
    told = {
        "guards": [service.bearer],
        "security": [] if kept.token is None else [{BEARER: []}],
        "route_handlers": [assess, assess_batch, outcome, ruleset, description],
    }
    inner = Litestar(
        [Router("/v1", **cast("Any", told)), health, ready, metrics],
        state=State({"service": service}),
        exception_handlers={HTTPException: raised, Exception: failed},
        request_max_body_size=kept.limit_bytes,
        openapi_config=config(),
        logging_config=None,
    )
    return Observed(cast("ASGIApp", inner), kept.measured)


def _service(request: _Request) -> Service:
    return service_of(request.app)


_PROBLEM = ResponseSpec(
    Problem, description="why not, and how it is mended", generate_examples=False, media_type=MEDIA_TYPE
)


@post(
    "/assessments",
    status_code=200,
    middleware=[straight],
    response_description="the assessment",
    responses={
        200: ResponseSpec(Assessment, description="the assessment", generate_examples=False),
        **dict.fromkeys((400, 401, 409, 413, 415, 422, 500), _PROBLEM),
    },
)
async def assess(request: _Request) -> Response[bytes]:
    """Assess one declaration."""
    service = _service(request)
    answer = await service.answer(await request.body())
    return turned(answer) if isinstance(answer, Turned) else Response(answer.line, media_type=_JSON)


@post(
    "/assessments:batch",
    status_code=200,
    request_max_body_size=None,
    media_type=_LINES,
    responses={
        200: ResponseSpec(str, description="a line for each declaration", media_type=_LINES, generate_examples=False),
        **dict.fromkeys((401, 413), _PROBLEM),
    },
)
async def assess_batch(request: _Request) -> Stream | Response[bytes]:
    """Assess many declarations.

    Each is answered by one line, in their order: its assessment, or why it was turned away. The answer begins when the
    whole body has arrived, so that no client needs to send and read at once.
    """
    service = _service(request)
    file = cast("BinaryIO", tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115  # closed by the stream
    try:
        async for part in request.stream():
            file.write(part)
            if file.tell() > service.limit_batch_bytes:
                file.close()
                detail = f"a batch may be {service.limit_batch_bytes:,} bytes long"
                return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail)
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return Stream(_lines(service, file), media_type=_LINES)


async def _lines(service: Service, file: BinaryIO) -> AsyncIterator[bytes]:
    with file:
        answers = service.desk.answers(file, BODY)
        while lines := await service.aside(service.several, answers):
            for line in lines:
                yield line


@put(
    "/outcomes/{declaration:str}",
    responses={
        200: ResponseSpec(Noted, description="noted", generate_examples=False),
        **dict.fromkeys((400, 401, 404, 503), _PROBLEM),
    },
)
async def outcome(
    request: _Request, declaration: FromPath[str], data: JSONBody[Outcome], version: FromQuery[int | None] = None
) -> Response[bytes]:
    """Note what a control found.

    It is kept with the declaration of this id, in the version that is given or the last that came, for replays. Rules
    never see it.
    """
    service = _service(request)
    try:
        noted = await service.aside(service.note, declaration, data, version)
    except StceError as refused:
        return turned(Turned(declaration, refused.diagnostics))
    if noted is None:
        lacks = "has no such declaration" if service.store else "keeps no records"
        return problem(HTTPStatus.NOT_FOUND, f"the service {lacks}")
    return _said(Noted(declaration=declaration, version=noted))


@get("/ruleset", sync_to_thread=False, responses={401: _PROBLEM})
def ruleset(request: _Request) -> Ruleset:
    """What judges now."""
    assessor = _service(request).desk.assessor
    plan = assessor.plan
    return Ruleset(name=plan.name, version=plan.version, hash=plan.content_hash, engine=assessor.engine)


@get("/openapi.json", sync_to_thread=False, include_in_schema=False)
def description(request: _Request) -> Response[bytes]:
    """The description of the service."""
    return Response(msgspec.json.encode(described(request.app)), media_type=_JSON)


@get("/health", sync_to_thread=False)
def health() -> Status:
    """Whether the process answers at all."""
    return Status(status="alive")


@get("/ready", responses={200: ResponseSpec(Status, description="ready", generate_examples=False), 503: _PROBLEM})
async def ready(request: _Request) -> Response[bytes]:
    """Whether it can assess: rulesets are loaded, and the records can be reached."""
    service = _service(request)
    trouble = await service.aside(service.trouble)
    return turned(Turned("records", trouble)) if trouble else _said(Status(status="ready"))


def _said(told: Noted | Status) -> Response[bytes]:
    return Response(msgspec.json.encode(told), media_type=_JSON)


@get("/metrics", sync_to_thread=False, media_type=MEDIA_TYPE_OF_FIGURES)
def metrics(request: _Request) -> bytes:
    """Figures for Prometheus."""
    return _service(request).measured.text()
