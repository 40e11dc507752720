"""Commands called as a user would, without a process of their own."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stce_rules.cli import stce

Run = Callable[..., Result]

RULES = """\
use edition 2022
use lists from "goods.csv" as goods

indicator watched "Watched goods"
  for each item
  when hs is in list goods.watched or description mentions "centrifuge"
end

rule "R-1" "Watched goods to South Sudan"
  effective from 2020-01-01
  regime "Some law"
  for each item
  when watched and destination is SS
  unless licence is valid because "a permit covers the item"
  then add 75 points, at least red, refer to "Licensing authority"
  if unknown ask for "commodity code", at least yellow
  because "Watched goods need a licence."
end

rule "M-1" "Anything to Norway"
  status monitor
  for each declaration
  when destination is NO
  then add 10 points
end

exemption "X-1" "Returned goods"
  for each item
  lifts rules "R-1"
  when procedure is "3151"
  because "returned unaltered"
end
"""
GOODS = "list,value,source\nwatched,8401.20,own list\n"
DECLARATIONS = [
    {
        "id": "A",
        "date": "2026-06-01",
        "destination": "SS",
        "items": [
            {"number": 1, "hs": "84012000", "procedure": "1000"},
            {"number": 2, "description": "potatoes"},
            {"number": 3, "hs": "07019000", "description": "fresh potatoes"},
        ],
    },
    {"id": "B", "date": "2026-06-01", "destination": "NO", "items": [{"number": 1, "hs": "84012000"}]},
    {
        "id": "C",
        "date": "2019-06-01",
        "destination": "SS",
        "items": [{"number": 1, "description": "spare centrifuge"}],
    },
]


@pytest.fixture
def run() -> Run:
    """Call `stce` with these words."""

    def called(*words: str | Path, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(stce, [str(word) for word in words], input=stdin)

    return called


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A rule file with a list."""
    (tmp_path / "goods.csv").write_text(GOODS, encoding="utf-8")
    path = tmp_path / "rules.stce"
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.fixture
def declarations(tmp_path: Path) -> Path:
    """Three declarations: A, B and C."""
    path = tmp_path / "declarations.ndjson"
    path.write_text("".join(f"{json.dumps(one)}\n" for one in DECLARATIONS), encoding="utf-8")
    return path
