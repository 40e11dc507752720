"""What tests of the assessor share: rules on disk, declarations, plugins that a host gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from stce_rules.core.boxes import Subject
from stce_rules.core.truth import Truth
from stce_rules.hooks import Function, hookimpl
from stce_rules.plan.model import Scope
from stce_rules.plugins import discover
from stce_rules.plugins.discover import Plugins

RULES = """\
use lists from "hubs.csv" as places

rule "R-1" "To a hub"
  for each item
  when destination is in list places.hubs
  then add 10 points
  if unknown ask for "the destination"
end
"""
WINDOWS = """
rule "W-1" "Much for one consignee"
  for each item
  when total net mass by consignee over 30 days is more than 10 kg
  then add 50 points, at least yellow
  if unknown add 1 point
end

rule "W-2" "Often for one consignee"
  for each declaration
  when number of declarations by consignee over 30 days is at least 3
  then add 5 points
end
"""


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A rule file with a list."""
    (tmp_path / "hubs.csv").write_text("list,value\nhubs,AE\nhubs,SS\n", encoding="utf-8")
    path = tmp_path / "rules.stce"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.fixture
def looking_back(rules: Path) -> Path:
    """The same with rules that look back."""
    rules.write_text(RULES + WINDOWS, encoding="utf-8")
    return rules


@pytest.fixture
def declared() -> Callable[..., dict[str, Any]]:
    """Plain data of a declaration."""

    def made(name: str, version: int = 1, **more: object) -> dict[str, Any]:
        return {
            "id": name,
            "version": version,
            "date": "2026-06-01",
            "destination": "SS",
            "parties": [{"role": "consignee", "name": "Example Trading"}],
            "items": [{"number": 1, "hs": "2930", "net_mass_kg": "4"}],
            **more,
        }

    return made


@pytest.fixture
def with_function() -> Callable[[Callable[[Subject], Truth]], Plugins]:
    """Plugins of a host: a function `watched` of goods items, for rules to ask."""

    def made(judge: Callable[[Subject], Truth]) -> Plugins:
        class Plugin:
            @hookimpl
            def stce_functions(self) -> list[Function]:
                return [Function("watched", Scope.ITEM, "what is watched", judge)]

        return discover([Plugin()], entry_points=False)

    return made
