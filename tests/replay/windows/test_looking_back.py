"""A replay of rules that look back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stce_rules.replay import Replay, Results, replay
from stce_rules.replay.judging import Setting
from stce_rules.replay.sources import history_of
from stce_rules.rulesets.load import load

RULES = """
rule "R" "Adds up"
  for each item
  when total net mass by consignee over 3 days is more than 30 kg
  then add 10 points
end
rule "AGAIN" "After a hit"
  for each declaration
  when number of earlier hits of rule "R" by consignee over 12 months is at least 1
  then add 10 points
end
"""
HISTORY = """id,date,consignee.id,item.hs,item.net_mass_kg
D3,2026-06-05,A,293141,20
D1,2026-06-01,A,293141,20
D2,2026-06-03,A,293141,15
D4,2026-06-05,B,293141,29
"""


@pytest.mark.parametrize("workers", [1, 2])
def test_a_replay_computes_windows(tmp_path: Path, workers: int) -> None:
    """Every declaration is judged by what stood before it in time, whatever the order of the file and the workers."""
    (tmp_path / "r.stce").write_text(RULES, encoding="utf-8")
    (tmp_path / "h.csv").write_text(HISTORY, encoding="utf-8")
    setting = Setting(load([tmp_path / "r.stce"]).plan, "indexed", {}, (), with_findings=True)
    history = history_of([str(tmp_path / "h.csv")])
    results = Results(findings=tmp_path / "found.ndjson")
    summary, file = replay(Replay(history, setting, workers=workers), results)
    assert file is not None
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [(row["declaration"], row["rule"], row["outcome"]) for row in rows] == [
        ("D3", "AGAIN", "hit"),
        ("D3", "R", "hit"),
        ("D2", "R", "hit"),
    ]
    assert summary.alarms == ()


def test_standing_input_has_no_past(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What can be read once only is judged without a past: windows are unknown, and an alarm says so."""
    import io
    import sys

    (tmp_path / "r.stce").write_text(RULES, encoding="utf-8")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(HISTORY.encode())))
    setting = Setting(load([tmp_path / "r.stce"]).plan, "indexed", {}, (), with_findings=True)
    results = Results(findings=tmp_path / "found.ndjson")
    summary, file = replay(Replay(history_of(["-"]), setting), results)
    assert file is not None
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert {row["outcome"] for row in rows} == {"undetermined"}
    assert len(summary.alarms) == 1
