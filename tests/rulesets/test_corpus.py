"""Every fault of files and of rulesets together has a folder with the exact report an officer gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from stce_rules.core.codes.files import TABLE
from stce_rules.core.diagnostics import report
from stce_rules.rulesets import check_paths

BAD = Path(__file__).resolve().parents[1] / "corpus" / "bad"
FILES = sorted(one for one in (BAD / "files").iterdir() if one.is_dir())
PLANS = sorted(one for one in (BAD / "plans").iterdir() if one.is_dir())
ELSEWHERE = {"E801", "E803", "E805"}
"""Codes that no folder can hold: nothing there, a file that may not be read, 50 MB. See test_find and test_reading."""


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.name)
def test_files(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A faulty ruleset gives the report that stands beside it, to the letter."""
    monkeypatch.chdir(BAD / "files")
    assert report(check_paths([case.name])) + "\n" == case.with_suffix(".expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", PLANS, ids=lambda case: case.name)
def test_plans(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rulesets that cannot stand together give the report that stands beside them, to the letter."""
    monkeypatch.chdir(case)
    paths = sorted(one.name for one in case.iterdir())
    assert report(check_paths(paths)) + "\n" == case.with_suffix(".expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [one.code for one in TABLE if one.code not in ELSEWHERE])
def test_every_code_has_a_folder(code: str) -> None:
    """Each code of files is met by a folder of the corpus."""
    reports = [one.read_text(encoding="utf-8") for one in (BAD / "files").glob("*.expected")]
    assert any(line.startswith(f"{code} ") for text in reports for line in text.splitlines())


@pytest.mark.parametrize("code", ["E530", "E531", "E532", "E533"])
def test_every_code_of_plans_has_a_folder(code: str) -> None:
    """Each code of rulesets together is met by a folder of the corpus."""
    assert any(one.read_text(encoding="utf-8").startswith(f"{code} ") for one in (BAD / "plans").glob("*.expected"))
