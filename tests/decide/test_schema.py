"""The published schema of the assessment."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import msgspec
import pytest

from stce_rules.assessor import Assessor
from stce_rules.decide.schema import json_schema, published
from stce_rules.plugins import discover

RULE = 'rule "R-1" "All"\n  for each item\n  when destination is SS\n  then add 80 points\nend\n'


def test_the_published_schema_is_current(repository: Path) -> None:
    """docs/schema/assessment-1.json is what `schema.published` gives."""
    assert (repository / "docs/schema/assessment-1.json").read_text(encoding="utf-8") == published()


def test_the_schema_is_a_schema() -> None:
    """It keeps the rules of JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(json_schema())


def test_what_is_written_is_valid(tmp_path: Path) -> None:
    """An assessment keeps to the schema, and one that lacks a key or has another version does not."""
    (tmp_path / "rules.stce").write_text(RULE, encoding="utf-8")
    with Assessor.from_rulesets(tmp_path / "rules.stce", plugins=discover(entry_points=False)) as assessor:
        made = assessor.assess({"id": "A", "destination": "SS", "items": [{"number": 1}]})
    written = msgspec.json.decode(msgspec.json.encode(made))
    jsonschema.validate(written, json_schema())
    assert written["hits"]
    for wrong in ({**written, "schema": 2}, {key: value for key, value in written.items() if key != "channel"}):
        with pytest.raises(jsonschema.ValidationError):
            jsonschema.validate(wrong, json_schema())
