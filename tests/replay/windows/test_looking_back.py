"""A replay of rules that look back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from stce_rules.replay import Folder, Replay, Results, replay
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


def test_what_came_before_is_kept_until_all_is_judged(tmp_path: Path) -> None:
    """A replay that goes on does not compute windows again, and ends as one that was never stopped."""
    asked = _asked(tmp_path)
    told: list[tuple[int, bool]] = []

    def tell(declarations: int, _read: int) -> None:
        told.append((declarations, False))
        if declarations == 1:
            raise KeyboardInterrupt

    def before(declarations: int, _read: int) -> None:
        told.append((declarations, True))

    stopped, whole = tmp_path / "stopped", tmp_path / "whole"
    summary, _ = replay(asked, Results(folder=Folder(stopped, part=1)), progress=tell, before=before)
    assert summary.ended == "interrupted"
    assert told == [(4, True), (4, True), (1, False)]
    assert sorted(one.name for one in (stopped / "windows").iterdir()) == ["windows-0.parquet", "windows-1.parquet"]
    told.clear()
    replay(_asked(tmp_path), Results(folder=Folder(stopped, part=1)), progress=tell, before=before)
    assert told == [(2, False), (3, False), (4, False)]
    replay(_asked(tmp_path), Results(folder=Folder(whole, part=1)))
    assert _files(stopped) == _files(whole)
    assert not (stopped / "windows").exists()


def test_a_restart_computes_windows_anew(tmp_path: Path) -> None:
    """What was kept of other rules is taken away with their results."""
    out = tmp_path / "out"

    def stop(_declarations: int, _read: int) -> None:
        raise KeyboardInterrupt

    replay(_asked(tmp_path), Results(folder=Folder(out)), progress=stop)
    other = _asked(tmp_path, RULES.replace("30 kg", "50 kg"))
    replay(other, Results(folder=Folder(out, restart=True)))
    replay(other, Results(folder=Folder(tmp_path / "fresh")))
    assert _files(out) == _files(tmp_path / "fresh")


def _asked(folder: Path, rules: str = RULES) -> Replay:
    (folder / "r.stce").write_text(rules, encoding="utf-8")
    if not (folder / "h.csv").exists():
        (folder / "h.csv").write_text(HISTORY, encoding="utf-8")
    setting = Setting(load([folder / "r.stce"]).plan, "indexed", {}, (), with_findings=True, with_declarations=True)
    return Replay(history_of([str(folder / "h.csv")]), setting)


def _files(folder: Path) -> dict[str, bytes]:
    found = {str(one.relative_to(folder)): one.read_bytes() for one in folder.rglob("*") if one.is_file()}
    del found["journal.ndjson"]  # its first line is as often there as the replay was begun
    return found


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
