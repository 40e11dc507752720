"""`stce lint`: findings told, counted, mended."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

DOUBTFUL = """\
use edition 2022

rule "R-1" "Goods to South Sudan"
  owner "Desk" regime "own" review by 2027-01-01
  for each item
  when hs is in (8401.20) and destination is not missing
  then add 10 points
  if unknown add 10 points
  because "They are watched."
  example "to Norway" hs 8401.20, destination NO expect hit
  example "potatoes" hs 0701.90, destination NO expect no hit
  example "no code" hs missing, destination NO expect undetermined
end
"""
PLAIN = DOUBTFUL.replace("is in (8401.20)", "is 8401.20").replace("is not missing", "is stated")
CODES = ["W436", "W434"]


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    """A rule file with two findings that can be mended."""
    path = tmp_path / "doubtful.stce"
    path.write_text(DOUBTFUL, encoding="utf-8")
    return path


def test_findings_are_the_result(run: Run, doubtful: Path) -> None:
    """Findings are written to the standard output as `check` writes faults; warnings end with 0."""
    result = run("lint", doubtful)
    assert f"W436 {doubtful}:6:14: one value needs no brackets" in result.stdout
    assert result.stdout.endswith("1 ruleset, 1 rule, 0 errors, 2 warnings\n")
    assert result.stderr == ""
    assert result.exit_code == 0


def test_findings_as_data(run: Run, doubtful: Path) -> None:
    """`--format json` gives one object with counts and every finding, its place and its fix."""
    told = json.loads(run("lint", doubtful, "--format", "json").stdout)
    assert (told["schema"], told["errors"], told["warnings"], told["rules"]) == (1, 0, 2, 1)
    assert [one["code"] for one in told["diagnostics"]] == CODES
    assert told["diagnostics"][0]["fixes"][0]["text"] == "8401.20"


def test_fixes_are_applied(run: Run, doubtful: Path) -> None:
    """`--fix` mends what can be mended, says what, and looks again."""
    result = run("lint", doubtful, "--fix")
    assert doubtful.read_text(encoding="utf-8") == PLAIN
    assert f"mended W436 {doubtful}:6:14: 'in (8401.20)' is now '8401.20'\n" in result.stdout
    assert result.stdout.endswith("1 ruleset, 1 rule, 0 errors, 0 warnings, 2 mended\n")
    assert run("lint", doubtful, "--fix").stdout == "1 ruleset, 1 rule, 0 errors, 0 warnings\n"


def test_faults_of_check_are_told_too(run: Run, doubtful: Path) -> None:
    """An error is told with what lint can still see; exit code 1."""
    doubtful.write_text(DOUBTFUL.replace("destination is", "desination is"), encoding="utf-8")
    result = run("lint", doubtful)
    assert "E201 " in result.stdout
    assert "W436 " in result.stdout
    assert result.stdout.endswith("1 error, 2 warnings\n")
    assert result.exit_code == 1


def test_a_day_tells_what_is_old(run: Run, doubtful: Path) -> None:
    """With `--on` a review that is due is told, without it is not."""
    doubtful.write_text(PLAIN, encoding="utf-8")
    assert "W421 " in run("lint", doubtful, "--on", "2027-06-01").stdout
    assert "W421 " not in run("lint", doubtful).stdout


def test_a_policy_ends_with_one(run: Run, doubtful: Path) -> None:
    """A finding that the policy makes an error is counted as one; exit code 1."""
    (doubtful.parent / "ruleset.yaml").write_text(
        "name: a\nversion: 1\nlanguage: 1\nlint: {errors: all}\n", encoding="utf-8"
    )
    result = run("lint", doubtful.parent)
    assert "one value needs no brackets (an error, by the policy of the ruleset)" in result.stdout
    assert result.stdout.endswith("1 ruleset, 1 rule, 2 errors, 0 warnings\n")
    assert result.exit_code == 1
    told = json.loads(run("lint", doubtful.parent, "--format", "json").stdout)
    assert {one["severity"] for one in told["diagnostics"]} == {"error"}


def test_rulesets_together_and_each(run: Run, doubtful: Path, tmp_path: Path) -> None:
    """Two files with a rule of one name cannot be loaded together; `--each` looks at them apart."""
    other = tmp_path / "other.stce"
    other.write_text(PLAIN, encoding="utf-8")
    together = run("lint", doubtful, other)
    assert "E531 " in together.stdout
    assert together.exit_code == 1
    apart = run("lint", doubtful, other, "--each")
    assert apart.stdout.endswith("2 rulesets, 2 rules, 0 errors, 2 warnings\n")
    assert apart.exit_code == 0


def test_what_is_not_there(run: Run) -> None:
    """A path that leads nowhere is a wrong input; exit code 2."""
    result = run("lint", "nowhere")
    assert "E801 " in result.stdout
    assert result.exit_code == 2


def test_every_finding_can_be_explained(run: Run) -> None:
    """`stce explain-code` has a page for a finding of lint."""
    assert "an ordinary word alone" in run("explain-code", "W416").stdout
