"""docs/hosts/python.md and docs/hosts/audit.md: their tables against the code that they describe."""

from __future__ import annotations

import inspect
import re

import msgspec
import pytest

from stce_rules import Assessor
from stce_rules.engines.choose import DEFAULT, ENGINES
from tests.docs.pages import page

PYTHON, AUDIT = page("docs/hosts/python.md"), page("docs/hosts/audit.md")


def test_options_of_an_assessor_are_all_there() -> None:
    """The page lists every option that an assessor takes, and every engine."""
    options = [one for one in inspect.signature(Assessor.from_rulesets).parameters if one != "rulesets"]
    assert [row[0] for row in PYTHON.table("option", "what it says")] == options
    assert f"`{DEFAULT}` (the default)" in PYTHON.text
    assert all(f"`{name}`" in PYTHON.text for name in ENGINES)


def test_keys_of_a_record_are_all_there() -> None:
    """The page lists every key of a record of the audit trail, and no other."""
    pytest.importorskip("sqlalchemy")
    from stce_rules.history.trail import Record

    stated = [name for row in AUDIT.table("key of the record", "what it says") for name in re.findall(r"\w+", row[0])]
    assert sorted(stated) == sorted(one.name for one in msgspec.structs.fields(Record))
