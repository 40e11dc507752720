"""The corpus of doubtful rules: every finding word for word, and what becomes of a text when its fixes are applied."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from stce_rules.cli.fixes import mend
from stce_rules.core.codes import CODES
from stce_rules.core.diagnostics import Diagnostic, has_errors, report
from stce_rules.rulesets.authored import author
from stce_rules.rulesets.load import load
from stce_rules.testing.examples import Standing, run_examples
from stce_rules.workbench.linting import lint, project_of
from stce_rules.workbench.linting.registry import codes_told

BAD = Path(__file__).resolve().parents[2] / "corpus" / "bad" / "linting"
CASES = sorted(one for one in BAD.iterdir() if one.suffix == ".stce" or one.is_dir())
_TOLD = re.compile(r"# told: (?P<codes>[EW0-9 ]+)(?:; on (?P<day>\d{4}-\d{2}-\d{2}))?\n")
_MOST_PASSES = 10


def _told(case: Path, path: Path) -> tuple[Diagnostic, ...]:
    """The findings in a case, or in a copy of it, that it is about."""
    first = (case / "ruleset.yaml" if case.is_dir() else case).read_text(encoding="utf-8")
    said = _TOLD.match(first)
    assert said is not None
    day = date.fromisoformat(said["day"]) if said["day"] else None
    authored = author([path], on=day)
    if not authored.rulesets:
        return authored.diagnostics
    found = lint(project_of(authored.rulesets[0], authored.diagnostics, on=day))
    codes = said["codes"].split()
    return tuple(one for one in found if one.code in codes)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_finding_is_told_word_for_word(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The report of a doubtful ruleset is exactly what stands beside it."""
    monkeypatch.chdir(BAD)
    expected = case.with_name(f"{case.stem}.expected").read_text(encoding="utf-8")
    assert report(_told(case, Path(case.name))) + "\n" == expected


MENDED = [case for case in CASES if any(one.fixes for one in _told(case, case))]


def _examples(path: Path) -> dict[str, bool]:
    """Whether each example of a ruleset passes."""
    results = run_examples(load([path]), "reference")
    return {f"{one.unit}, {one.example}": one.standing is Standing.PASSED for one in results}


@pytest.mark.parametrize("case", MENDED, ids=lambda case: case.name)
def test_what_is_mended_is_clean_and_means_the_same(case: Path, tmp_path: Path) -> None:
    """After all fixes there is no error, nothing left of what has a fix, and every example still passes."""
    copy = tmp_path / case.name
    (shutil.copytree if case.is_dir() else shutil.copy)(case, copy)
    codes = {one.code for one in _told(case, copy) if one.fixes}
    before = _examples(copy)
    for _ in range(_MOST_PASSES):
        if not mend(_told(case, copy)):
            break
    left = _told(case, copy)
    assert not has_errors(left)
    assert not [one for one in left if one.fixes]
    assert not [one.code for one in left if one.code in codes and one.code not in _ALSO_WITHOUT_A_FIX]
    assert set(before.values()) == {True}
    assert _examples(copy) == before


_ALSO_WITHOUT_A_FIX = {"W407", "W417", "W424", "W435", "W437"}
"""Codes whose findings have a fix only where no comment is lost, and where what was meant is plain."""


def test_every_lint_has_a_page_and_a_case() -> None:
    """Each code that lint can tell is explained and shown by a case of the corpus."""
    shown = "\n".join(one.read_text(encoding="utf-8") for one in BAD.parent.rglob("*.expected"))
    assert sorted(code for code in codes_told() if code not in CODES or f"\n{code} " not in f"\n{shown}") == []


def test_there_are_enough_lints() -> None:
    """With what check warns of, at least twenty-five doubtful things are told by codes of their own."""
    assert len(codes_told()) >= 25
