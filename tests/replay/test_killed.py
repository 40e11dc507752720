"""Replays that are killed, and go on."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from stce_rules.generator import generate
from stce_rules.intake.canonical import encode

pytest.importorskip("pyarrow")


@pytest.fixture
def june(tmp_path: Path) -> Path:
    """A history of 230 declarations in two files, with lines that are none at every place where a part may end."""
    folder = tmp_path / "june"
    folder.mkdir()
    declarations = list(generate(230, 7, planted=0.3))
    for name, some in (("a.ndjson", declarations[:140]), ("b.ndjson", declarations[140:])):
        lines = [encode(one) + (b"\n{oops\n" if number % 10 == 9 else b"\n") for number, one in enumerate(some)]
        (folder / name).write_bytes(b"".join(lines) + b"[]\n")
    return folder


def content(folder: Path) -> dict[str, bytes]:
    """Every file below a folder."""
    return {str(one.relative_to(folder)): one.read_bytes() for one in sorted(folder.rglob("*")) if one.is_file()}


_KILLED_AT = """
import os, signal, sys
count = int(sys.argv.pop(1))
def killing(function):
    def killed(*words, **more):
        global count
        count -= 1
        if count == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return function(*words, **more)
    return killed
os.fsync, os.replace, os.unlink = killing(os.fsync), killing(os.replace), killing(os.unlink)
from stce_rules.cli import main
sys.exit(main())
"""
"""A replay that kills itself at the n-th time that it brings something to the disk."""


def command(june: Path, rules: Path, out: Path, *more: str) -> list[str]:
    """The words of a replay into a folder."""
    words = ["replay", str(june), "--rules", str(rules), "--out", str(out), "--part-size", "50", "--workers", "1"]
    return [*words, *more]


@pytest.mark.slow
def test_a_replay_killed_at_any_step_goes_on(june: Path, rules: Path, tmp_path: Path, warm: tuple[str, ...]) -> None:
    """Killed again and again, each time before the next thing reaches the disk, it ends with the same bytes."""
    alone = [*warm, "-m", "stce_rules"]
    subprocess.run([*alone, *command(june, rules, tmp_path / "whole")], capture_output=True, check=False)
    killed_at = tmp_path / "killed_at.py"
    killed_at.write_text(_KILLED_AT, encoding="utf-8")
    ends = []
    for step in (1, 2, 3, 4, 5, 8, 99):
        words = [*warm, str(killed_at), str(step), *command(june, rules, tmp_path / "out")]
        ends.append(subprocess.run(words, capture_output=True, check=False).returncode)
    assert ends[:3] == [-signal.SIGKILL] * 3
    assert ends[-1] == 1  # some lines were no declarations
    assert content(tmp_path / "out") == content(tmp_path / "whole")


@pytest.mark.slow
@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_replay_killed_at_random_goes_on(
    june: Path, rules: Path, tmp_path: Path, workers: str, warm: tuple[str, ...]
) -> None:
    """Killed at whatever moment from outside, a replay ends with the same bytes when it is begun often enough."""
    alone = [*warm, "-m", "stce_rules"]
    long = tmp_path / "long"
    long.mkdir()
    (long / "a.ndjson").write_bytes(b"".join(encode(one) + b"\n" for one in generate(1500, 7, planted=0.3)))
    words = [*alone, *command(long, rules, tmp_path / "out", "--workers", workers)]
    subprocess.run([*alone, *command(long, rules, tmp_path / "whole")], capture_output=True, check=True)
    dice = random.Random(workers)
    killed = 0
    for _ in range(2):
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        journal = tmp_path / "out" / "journal.ndjson"
        size = journal.stat().st_size if journal.exists() else 0
        while process.poll() is None and (not journal.exists() or journal.stat().st_size == size):
            time.sleep(0.01)  # until it does something new
        time.sleep(dice.random() / 10)
        process.kill()
        process.communicate()  # until all its processes are gone
        killed += process.returncode == -signal.SIGKILL
    assert killed
    subprocess.run(words, capture_output=True, check=True)
    assert content(tmp_path / "out") == content(tmp_path / "whole")


@pytest.mark.slow
@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="processes below a process are found as Linux shows them"
)
def test_no_process_stays_behind_one_that_was_killed(june: Path, rules: Path, tmp_path: Path) -> None:
    """Processes that judge end when the one that sent them work is killed."""
    (june / "c.ndjson").write_bytes(b"".join(encode(one) + b"\n" for one in generate(3000, 7)))
    words = [sys.executable, "-m", "stce_rules", *command(june, rules, tmp_path / "out", "--workers", "2")]
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while process.poll() is None and not (tmp_path / "out" / "declarations" / "part-00000.parquet").exists():
        time.sleep(0.01)
    below = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text(encoding="utf-8").split()
    process.kill()
    process.wait()
    assert below
    gone = [Path("/proc", one) for one in below]
    for _ in range(1000):
        if not any(_runs(one) for one in gone):
            return
        time.sleep(0.01)
    pytest.fail("a process waits for work that nobody will send")


def _runs(process: Path) -> bool:
    try:
        return "\nState:\tZ" not in (process / "status").read_text(encoding="utf-8")
    except OSError:
        return False
