"""The JSON Schema of the assessment, for hosts that read one. A test keeps docs/schema/assessment-1.json current."""

from __future__ import annotations

import json

import msgspec

from stce_rules.core.assessment import Assessment

__all__ = ["VERSION", "json_schema", "published"]

VERSION = 1
"""Version of the assessment. Keys may be added under the same number; none is taken away or changed."""


def json_schema() -> dict[str, object]:
    """The schema of one assessment (draft 2020-12), as plain data."""
    (_,), forms = msgspec.json.schema_components((Assessment,), ref_template="#/$defs/{name}")
    assessment = forms.pop(Assessment.__name__)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **assessment,
        "title": f"STCE assessment, version {VERSION}",
        "properties": {**assessment["properties"], "schema": {"const": VERSION}},
        "required": ["schema", *assessment["required"]],
        "$defs": dict(sorted(forms.items())),
    }


def published() -> str:
    """The text of docs/schema/assessment-1.json."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
