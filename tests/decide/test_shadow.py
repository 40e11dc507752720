"""Exemptions in shadow: what they would have lifted is told, and nothing else is changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from stce_rules import Assessor
from stce_rules.cli import stce
from stce_rules.core.assessment import Assessment
from stce_rules.engines.choose import ENGINES

RULES = """\
rule "R-1" "To South Sudan" for each item when destination is SS then add 10 points end
rule "R-2" "Heavy" for each item when net mass is more than 5 kg then add 5 points if unknown add 1 point end
rule "D-1" "Paid from the Emirates" for each declaration when payment country is AE then add 20 points end
exemption "X-1" "Returned goods" {status}
  for each item
  lifts rules "R-1", "R-2", "D-1"
  when procedure is "3151"
  because "returned unaltered"
end
"""
DECLARATION = {
    "id": "A",
    "destination": "SS",
    "payment_country": "AE",
    "items": [
        {"number": 1, "procedure": "3151", "net_mass_kg": 1},
        {"number": 2, "procedure": "1000", "net_mass_kg": 9},
        {"number": 3, "net_mass_kg": None},
    ],
}


def _assessed(folder: Path, status: str, engine: str) -> Assessment:
    rules = folder / "r.stce"
    rules.write_text(RULES.format(status=status), encoding="utf-8")
    with Assessor.from_rulesets(rules, engine=engine) as assessor:
        return assessor.assess(DECLARATION)


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_what_would_be_lifted_is_told(tmp_path: Path, engine: str) -> None:
    """An entry for each item names the rules that hit, or may, and would be lifted; a blank box is asked for."""
    told = _assessed(tmp_path, "status monitor", engine)
    assert [(one.rule, one.item, one.outcome, one.lifts, one.missing) for one in told.monitor] == [
        ("X-1", 1, "hit", ["D-1", "R-1"], []),
        ("X-1", 3, "undetermined", ["D-1", "R-1", "R-2"], ["procedure"]),
    ]
    assert [(one.points, one.channel) for one in told.monitor] == [(0, None)] * 2
    assert 'procedure is "3151"' in {evidence.sentence for evidence in told.monitor[0].evidence}


@pytest.mark.parametrize("engine", sorted(ENGINES))
def test_nothing_else_is_changed(tmp_path: Path, engine: str) -> None:
    """But for the entries in shadow, and the name of the plan, the assessment is as if there were no exemption."""
    shadow, draft = (_assessed(tmp_path, one, engine) for one in ("status monitor", "status draft"))
    assert draft.monitor == []
    members = [one for one in Assessment.__struct_fields__ if one not in ("monitor", "ruleset")]
    assert [getattr(shadow, one) for one in members] == [getattr(draft, one) for one in members]


def test_where_it_is_active_it_lifts_those(tmp_path: Path) -> None:
    """Made active, the exemption lifts for the item what it was said to lift there; the declaration's needs all."""
    active = _assessed(tmp_path, "status active", "indexed")
    assert [(one.rule, one.item) for one in active.exempt] == [("R-1", 1)]
    assert ("D-1", None) in [(one.rule, one.item) for one in active.hits]


def test_an_officer_reads_what_would_be_lifted(tmp_path: Path) -> None:
    """The card of an assessment says what an exemption in shadow would have lifted, or might have."""
    _assessed(tmp_path, "status monitor", "indexed")
    words = ["assess", "-", "--rules", str(tmp_path / "r.stce")]
    said = CliRunner().invoke(stce, words, input=json.dumps(DECLARATION)).output
    assert "in shadow     item 1  X-1  Returned goods (would lift D-1, R-1)" in said
    assert "in shadow     item 3  X-1  Returned goods (might lift D-1, R-1, R-2)" in said
