"""Commands that judge take a plan that was kept; those that look at rules never do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_assess_is_the_same_from_a_kept_plan(
    run: Run, rules: Path, declarations: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first `stce assess` keeps the plan, the second takes it, and they print the same."""
    monkeypatch.setenv("STCE_CACHE", str(tmp_path / "plans"))
    words = ("assess", str(declarations), "--rules", str(rules), "--format", "json")
    first = run(*words)
    (kept,) = (tmp_path / "plans").iterdir()
    written = kept.stat().st_mtime_ns
    assert run(*words).stdout == first.stdout != ""
    assert [one.stat().st_mtime_ns for one in (tmp_path / "plans").iterdir()] == [written]


def test_check_keeps_no_plan(run: Run, rules: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`stce check` and `stce test` read the rulesets themselves, every time."""
    monkeypatch.setenv("STCE_CACHE", str(tmp_path / "plans"))
    run("check", str(rules))
    run("test", str(rules))
    assert not (tmp_path / "plans").exists()
