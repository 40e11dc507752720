"""The description of the service (OpenAPI 3.1), for hosts that generate their clients from one.

Enters: what the framework reads off the routes, the JSON Schema of the canonical declaration. Leaves: the document
that the service gives out. The bodies are described here, since the framework sees only bytes: a message may be of any
installed format.
"""

from __future__ import annotations

from importlib.metadata import version
from typing import cast

from litestar import Litestar
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.spec import Components, SecurityScheme

from stce_rules.intake.schema import json_schema

__all__ = ["BEARER", "config", "described"]

BEARER = "bearer"

_BODIES = {
    "assess": ("application/json", "One declaration: canonical JSON, or a message of any installed format."),
    "assess_batch": (
        "application/x-ndjson",
        "Declarations, one on each line; or messages of any installed format in one file.",
    ),
}
"""The media type of the canonical form and what may be sent, by the operation."""


def config() -> OpenAPIConfig:
    """What the framework is told of the description; the service gives the document out itself."""
    return OpenAPIConfig(
        title="STCE Rules",
        version=version("stce-rules"),
        description="Assesses customs declarations by rules for strategic goods. It recommends; hosts decide.",
        components=Components(security_schemes={BEARER: SecurityScheme(type="http", scheme="bearer")}),
        path="/v1/description",
        render_plugins=(),
        operation_id_creator=lambda handler, _method, _path: handler.fn.__name__,
        use_handler_docstrings=True,
    )


def described(application: Litestar) -> dict[str, object]:
    """The document."""
    document = application.openapi_schema.to_schema()
    declaration, parts = _declaration()
    schemas = document["components"].setdefault("schemas", {})
    schemas |= {**parts, "Declaration": declaration}
    for path in document["paths"].values():
        for operation in path.values():
            if operation["operationId"] in _BODIES:
                operation["requestBody"] = _body(*_BODIES[operation["operationId"]])
    return dict(document)


def _body(media_type: str, told: str) -> dict[str, object]:
    form = {"$ref": "#/components/schemas/Declaration"}
    return {
        "required": True,
        "description": told,
        "content": {media_type: {"schema": form}, "*/*": {"schema": {"type": "string", "format": "binary"}}},
    }


def _declaration() -> tuple[object, dict[str, object]]:
    """The schema of a declaration, and those of its parts under names that no other schema has."""
    whole = json_schema()
    parts = cast("dict[str, object]", whole.pop("$defs"))
    del whole["$schema"]
    return _renamed(whole), {f"Declared{name}": _renamed(part) for name, part in parts.items()}


def _renamed(schema: object) -> object:
    """With references that lead to the parts where they stand in the document."""
    match schema:
        case {"$ref": str() as target}:
            return {"$ref": target.replace("#/$defs/", "#/components/schemas/Declared")}
        case dict():
            return {name: _renamed(one) for name, one in schema.items()}
        case list():
            return [_renamed(one) for one in schema]
        case _:
            return schema
