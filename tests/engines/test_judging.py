"""What every assessment by a plan says of the installation it is judged in."""

from __future__ import annotations

import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from stce_rules.core.semantics import Day, number_within
from stce_rules.core.truth import UNKNOWN
from stce_rules.engines import judging
from stce_rules.engines.judging import NO_SEA, Prepared
from stce_rules.engines.protocol import Surroundings
from stce_rules.plan.model import Decision, Plan
from tests.engines.plans import score_at_least

_JUDGED = """
import sys
if sys.argv[2] == "without":
    sys.modules["searoute"] = None
from stce_rules import Assessor
for alarm in Assessor.from_rulesets(sys.argv[1]).assess({"id": "a", "items": [{"number": 1}]}).alarms:
    print(alarm)
"""


@pytest.mark.parametrize(
    ("condition", "searoute", "alarms"),
    [
        ("route detour is at least 40%", "without", [NO_SEA]),
        ("route detour is at least 40%", "with", []),
        ("route passes through AE", "without", []),
    ],
)
def test_rules_that_ask_for_detours_tell_where_sea_distances_are_not_installed(
    tmp_path: Path, condition: str, searoute: str, alarms: list[str]
) -> None:
    """The same plan never gives other answers in silence; nobody else is told."""
    rules = tmp_path / "rules.stce"
    rules.write_text(f'rule "R" "A rule" for each declaration when {condition} then add 1 points end', "utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", _JUDGED, str(rules), searoute], check=True, capture_output=True, text=True
    )
    assert ran.stdout.splitlines() == alarms


def test_a_comparison_of_the_score_stays_the_same_when_scores_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of no score yet it is unknown."""
    monkeypatch.setattr(judging, "_SCORES_REMEMBERED", 2)
    prepared = Prepared(Plan("a", "1", (), (), Decision(None, (), "green")), Surroundings())
    day = Day(None, {}, lambda amount, _into, _on: amount)
    for points, score in product((0, 3, 5), (0, 3, 4, 3)):
        line = score_at_least(points)
        assert prepared.score_is(line, score, day) is number_within(line.within, score, day)
    assert prepared.score_is(score_at_least(3), None, day) is UNKNOWN
