"""`stce check`: faults told, counted, mended."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

FAULTY = 'rule "R-1" "Goods"\n  for each item\n  when cas is 756-79-5 and desination is SS\n  then add 10 points\nend\n'
MENDED = FAULTY.replace("756-79-5", "756-79-6").replace("desination", "destination")


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A rule file with two faults that can be mended."""
    path = tmp_path / "faulty.stce"
    path.write_text(FAULTY, encoding="utf-8")
    return path


def test_a_faultless_file_is_counted(run: Run, rules: Path) -> None:
    """Rulesets without faults give one line that sums them up, and exit code 0."""
    result = run("check", rules)
    assert result.stdout == "1 ruleset, 2 rules, 0 errors, 0 warnings\n"
    assert result.exit_code == 0


def test_faults_are_the_result(run: Run, faulty: Path) -> None:
    """Faults are written to the standard output with code, place and caret; exit code 1."""
    result = run("check", faulty)
    assert f"E103 {faulty}:3:15: CAS check digit should be 6" in result.stdout
    assert result.stdout.endswith("2 errors, 0 warnings\n")
    assert result.stderr == ""
    assert result.exit_code == 1


def test_faults_as_data(run: Run, faulty: Path) -> None:
    """`--format json` gives one object with counts and every fault, its place and its fix."""
    told = json.loads(run("check", faulty, "--format", "json").stdout)
    assert (told["schema"], told["errors"], told["warnings"], told["rules"]) == (1, 2, 0, None)
    assert [(one["code"], one["line"], one["column"]) for one in told["diagnostics"]] == [
        ("E103", 3, 15),
        ("E201", 3, 28),
    ]
    assert told["diagnostics"][0]["fixes"][0]["text"] == "756-79-6"


def test_fixes_are_applied(run: Run, faulty: Path) -> None:
    """`--fix` mends what can be mended, says what, and checks again."""
    result = run("check", faulty, "--fix")
    assert faulty.read_text(encoding="utf-8") == MENDED
    assert f"mended E103 {faulty}:3:15: '756-79-5' is now '756-79-6'\n" in result.stdout
    assert result.stdout.endswith("1 ruleset, 1 rule, 0 errors, 0 warnings, 2 mended\n")
    assert result.exit_code == 0
    assert run("check", faulty, "--fix").stdout == "1 ruleset, 1 rule, 0 errors, 0 warnings\n"


def test_what_cannot_be_mended_stays(run: Run, faulty: Path) -> None:
    """Faults without a fix are still told after the others are mended; exit code 1."""
    faulty.write_text(FAULTY.replace("SS", "ZZ"), encoding="utf-8")
    result = run("check", faulty, "--fix")
    assert "E230 " in result.stdout
    assert "1 error, 0 warnings, 2 mended" in result.stdout
    assert result.exit_code == 1


def test_files_together_and_each(run: Run, rules: Path, tmp_path: Path) -> None:
    """Two files with a rule of one name cannot be loaded together; `--each` checks them apart."""
    other = tmp_path / "other.stce"
    other.write_text(MENDED, encoding="utf-8")
    together = run("check", rules, other)
    assert "E531 " in together.stdout
    assert together.exit_code == 1
    assert run("check", rules, other, "--each").stdout == "2 rulesets, 3 rules, 0 errors, 0 warnings\n"


def test_what_is_not_there(run: Run, tmp_path: Path) -> None:
    """A path that is no ruleset is a wrong input: exit code 2."""
    assert run("check", tmp_path / "nowhere").exit_code == 2
    assert run("check", tmp_path).exit_code == 2


def test_the_age_of_lists_is_told_on_a_day(run: Run, rules: Path) -> None:
    """Lists due for review are told for the day that `--on` gives, and no day is assumed without it."""
    (rules.parent / "old.yaml").write_text(
        "hubs: {of: countries, source: own, as_of: 2024-01-01, review_every: 12 months, members: [AE]}\n",
        encoding="utf-8",
    )
    text = rules.read_text(encoding="utf-8").replace("destination is NO", "destination is in list old.hubs")
    rules.write_text(f'use lists from "old.yaml" as old\n{text}', encoding="utf-8")
    assert "0 warnings" in run("check", rules).stdout
    result = run("check", rules, "--on", "2026-06-01")
    assert "W420 " in result.stdout
    assert result.exit_code == 0
    assert "W420 " in run("check", rules, "--on", "today").stdout


def test_shipped_rulesets_by_name(run: Run) -> None:
    """A shipped ruleset is checked by its name."""
    result = run("check", "battlefield")
    assert result.exit_code == 0
    assert result.stdout.startswith("1 ruleset, ")
