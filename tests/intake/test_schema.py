"""The published schema of the declaration."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from stce_rules.intake.canonical import decode, encode
from stce_rules.intake.schema import json_schema, published


def test_the_published_schema_is_current(repository: Path) -> None:
    """docs/schema/declaration-1.json is what `schema.published` gives."""
    assert (repository / "docs/schema/declaration-1.json").read_text(encoding="utf-8") == published()


def test_the_schema_is_a_schema() -> None:
    """It keeps the rules of JSON Schema 2020-12."""
    jsonschema.Draft202012Validator.check_schema(json_schema())


@pytest.mark.parametrize("mass", [25.0, "25.0", None])
def test_what_is_written_is_valid(mass: object) -> None:
    """A declaration is valid as hosts write it and as it is written out here."""
    written: dict[str, Any] = {
        "id": "a", "flow": None, "route": [{"country": "DE"}], "parties": [{"role": "notify_party", "name": "B"}],
        "items": [{"number": 1, "net_mass_kg": mass, "value": {"amount": "1.00", "currency": "EUR"},
                   "extra": {"a": 1.5}}],
    }  # fmt: skip
    jsonschema.validate(written, json_schema())
    jsonschema.validate(json.loads(encode(decode(json.dumps(written)))), json_schema())


@pytest.mark.parametrize(
    "written",
    [{}, {"id": 1}, {"id": "a", "desination": "NO"}, {"id": "a", "flow": "exprot"},
     {"id": "a", "items": [{"number": 1, "hs": 2930}]},
     {"id": "a", "items": [{"number": 1, "net_mass_kg": "heavy"}]}, {"id": "a", "parties": [{"role": "notify party"}]}],
)  # fmt: skip
def test_what_is_complained_of_is_not_valid(written: dict[str, Any]) -> None:
    """A host that checks against the schema hears of the faults before we do."""
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(written, json_schema())


def test_boxes_are_explained_in_the_words_of_the_catalogue() -> None:
    """Help and WCO data element stand at each box a rule can speak of."""
    told = json.dumps(json_schema())
    assert "country of origin (WCO: Origin/CountryCode)" in told
    assert "customs office of exit (WCO: Declaration/ExitOffice/ID)" in told
