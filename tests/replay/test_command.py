"""`stce replay`."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from stce_rules.cli.replay_report import draw_summary
from stce_rules.core.declaration import Declaration
from stce_rules.replay.tally import Tally
from stce_rules.rulesets.load import load

Write = Callable[..., Path]


def stce(*words: object) -> subprocess.CompletedProcess[str]:
    """Run a command line."""
    line = [sys.executable, "-m", "stce_rules", *[str(one) for one in words]]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def test_a_history_is_summed_up(some: list[Declaration], write: Write, rules: Path, tmp_path: Path) -> None:
    """A faultless history gives counts for people, a file of findings, and exit 0."""
    done = stce("replay", write(some), "--rules", rules, "--findings", tmp_path / "f.ndjson")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("4 declarations judged (5 goods items, 1 amendments, 0 cancellations)")
    assert "met by no declaration (1 rules): D-1" in done.stdout
    assert (tmp_path / "f.ndjson").read_bytes().count(b"\n") == 11


def test_machines_get_json(some: list[Declaration], write: Write, rules: Path) -> None:
    """`--format json` writes the summary as one JSON object; refused messages give exit 1."""
    path = write(some)
    path.write_bytes(path.read_bytes() + b"{oops\n")
    done = stce("replay", path, "--rules", rules, "--format", "json")
    found = json.loads(done.stdout)
    assert (done.returncode, found["schema"], found["judged"], found["refused"]) == (1, 1, 4, 1)
    assert done.stderr.startswith("E601 ")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["none.ndjson"], "E660"),
        ([".", "--adapter", "none"], "E882"),
        (["rules.stce", "--engine", "none"], "E710"),
        (["rules.stce", "--findings", "f.csv"], "E672"),
        (["rules.stce"], "E612"),
    ],
)
def test_wrong_input_is_exit_2(rules: Path, words: list[str], code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be begun, or gives nothing to judge, is a coded report and exit 2."""
    monkeypatch.chdir(rules.parent)
    monkeypatch.setenv("PYTHONPATH", ":".join(sys.path))
    done = stce("replay", *words, "--rules", rules.name)
    assert (done.returncode, done.stderr[:4]) == (2, code)
    assert "Traceback" not in done.stderr


def test_an_empty_summary_can_be_drawn(rules: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A replay that was interrupted before the first declaration says so."""
    tally = Tally()
    tally.alarms["predicate 'x' failed\x1b[2J"] = 1
    draw_summary(tally.summary(load([rules]).plan, "indexed", "interrupted"))
    drawn = capsys.readouterr().out
    assert drawn.startswith("interrupted after 0 declarations; this is not the whole history\n")
    assert "\x1b" not in drawn
