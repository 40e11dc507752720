"""A small ruleset and declarations to replay."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest

from stce_rules.core.declaration import Declaration, Item, Outcome
from stce_rules.intake.canonical import encode
from stce_rules.plan.model import Plan
from stce_rules.replay.judging import Setting
from stce_rules.replay.sources import Declared
from stce_rules.rulesets.load import load

RULES = """use edition 2022

rule "A-1" "Goods for South Sudan"
  version 2
  for each item
  when destination is SS
  unless licence is valid because "a licence covers it"
  then add 80 points
end

rule "B-1" "Thiodiglycol"
  for each item
  when hs is 2930.70 and net mass is more than 10 kg
  then add 20 points
  if unknown add 5 points, at least blue
end

rule "C-1" "Anything by air"
  status monitor
  for each declaration
  when transport mode is "4"
  then add 10 points
end

rule "D-1" "Goods for Norway"
  for each item
  when destination is NO
  then add 1 points
end
"""

RULES_PATH = "rules.stce"


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """The path of the rule file."""
    path = tmp_path / RULES_PATH
    path.write_text(RULES, encoding="utf-8")
    return path


@pytest.fixture
def plan(rules: Path) -> Plan:
    """The plan of the rule file."""
    return load([rules]).plan


@pytest.fixture
def setting(plan: Plan) -> Setting:
    """The plan with the indexed engine, findings wanted."""
    return Setting(plan, "indexed", {}, (), with_findings=True)


@pytest.fixture
def some() -> list[Declaration]:
    """Four declarations: a hit twice over, an open one, an amendment without a date, one that meets nothing."""
    goods = Item(number=1, hs="29307000", description="thiodiglycol")
    heavy = msgspec.structs.replace(goods, number=2, net_mass_kg=Decimal(25))
    found = Outcome(inspected=True, finding="unlicensed")
    return [
        Declaration(id="26XX01", date="2026-06-01", destination="SS", items=[goods, heavy], outcome=found),
        Declaration(id="26XX02", date="2026-05-01", destination="FR", transport_mode="4", items=[goods]),
        Declaration(
            id="26XX01",
            version=2,
            action="amendment",
            destination="SS",
            items=[heavy],
            outcome=Outcome(inspected=False),
        ),
        Declaration(id="26XX03", date="2026-07-01", destination="FR", items=[Item(number=1, hs="84137090")]),
    ]


@pytest.fixture
def read(some: list[Declaration]) -> list[Declared]:
    """The four declarations as they stand in a file."""
    return [Declared("june.ndjson", number, one) for number, one in enumerate(some, start=1)]


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write declarations as NDJSON."""

    def written(declarations: Iterable[Declaration], name: str = "history.ndjson") -> Path:
        path = tmp_path / name
        path.write_bytes(b"".join(encode(one) + b"\n" for one in declarations))
        return path

    return written
