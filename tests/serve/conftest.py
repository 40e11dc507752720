"""A desk with one rule, as the doors of hosts have it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from stce_rules import Assessor
from stce_rules.plugins import discover
from stce_rules.serve.desk import Desk

RULES = """rule "DESK-1" "Thiodiglycol to South Sudan"
  for each item
  when cas is 111-48-8 and destination is SS
  then add 60 points, at least red
end
"""


def declared(name: str, destination: str = "SS") -> bytes:
    """A declaration of thiodiglycol as canonical JSON on one line, without its end."""
    items = [{"number": 1, "cas": ["111-48-8"]}]
    return json.dumps({"id": name, "destination": destination, "items": items}).encode()


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A rule file."""
    path = tmp_path / "desk.stce"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.fixture
def desk(rules: Path) -> Iterator[Desk]:
    """A desk that judges by the rule."""
    plugins = discover([], entry_points=False)
    with Assessor.from_rulesets(rules, plugins=plugins) as assessor:
        yield Desk(assessor, plugins)
