"""`stce test --coverage`, `--suggest` and `--mutate`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

RULES = """\
use edition 2022

rule "STEEL-001" "Steel tubes to South Sudan in quantity"
  for each item where destination is SS
  when hs is heading 7304 and net mass is at least 25 kg
  then add 35 points
  example "tubes" hs 7304.19, destination SS, net mass 2 t expect hit
  example "to Norway" hs 7304.19, destination NO, net mass 2 t expect no hit
end
"""


@pytest.fixture
def steel(tmp_path: Path) -> Path:
    """A rule file with some examples."""
    path = tmp_path / "steel.stce"
    path.write_text(RULES, encoding="utf-8")
    return path


def test_coverage_is_told_below_the_outcomes(run: Run, steel: Path) -> None:
    """What no example sees, with its place, and the total; that alone is no reason to fail."""
    result = run("test", steel, "--coverage")
    assert result.stdout.splitlines() == [
        "2 examples: 2 passed",
        f'{steel}:3 rule "STEEL-001": 4 of 9 truths seen',
        "  line 4, where: destination is SS",
        "    no example sees it unknown",
        "  line 5, when: hs is heading 7304",
        "    no example sees it false or unknown",
        "  line 5, when: net mass is at least 25 kg",
        "    no example sees it false or unknown",
        "steel: 44.4%, 4 of 9 truths of 3 conditions seen",
    ]
    assert result.exit_code == 0


@pytest.mark.parametrize(("least", "code"), [("44", 0), ("44.5", 1), ("100", 1)])
def test_too_little_coverage_fails(run: Run, steel: Path, least: str, code: int) -> None:
    """`--min` asks for coverage by itself, and says when there is too little."""
    result = run("test", steel, "--min", least)
    assert result.exit_code == code
    assert (f"coverage is 44.4%, below {least}%" in result.stdout) is (code == 1)


def test_a_share_that_is_no_percentage_is_refused(run: Run, steel: Path) -> None:
    """`--min` is a number from 0 to 100."""
    assert run("test", steel, "--min", "101").exit_code == 2


def test_the_page_is_written_beside_the_report(run: Run, steel: Path, tmp_path: Path) -> None:
    """One file that asks for nothing outside itself; a folder is no file."""
    page = tmp_path / "coverage.html"
    assert run("test", steel, "--html", page).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!DOCTYPE html>")
    assert "STEEL-001" in text
    assert "http" not in text.replace("http-equiv", "")
    refused = run("test", steel, "--html", tmp_path)
    assert refused.exit_code == 2
    assert refused.stderr.startswith("E889 ")


def test_suggestions_are_printed_and_written(run: Run, steel: Path) -> None:
    """Printed they change nothing; written they pass, cover all, and are laid out; then none is missing."""
    printed = run("test", steel, "--suggest")
    assert steel.read_text(encoding="utf-8") == RULES
    assert printed.stdout.splitlines()[-1] == "7 examples suggested"
    written = run("test", steel, "--suggest", "--write")
    assert written.stdout.splitlines()[1:] == [f"wrote {steel}", "7 examples written, to be confirmed"]
    assert run("fmt", "--check", steel).exit_code == 0
    assert run("check", steel).exit_code == 0
    again = run("test", steel, "--min", "100", "--write")
    assert again.exit_code == 0
    assert again.stdout.splitlines()[-1] == "no example is missing"


def test_a_shipped_ruleset_is_not_written_by_its_name(run: Run) -> None:
    """What was installed stays as it was installed."""
    result = run("test", "battlefield", "--rule", "BAT-TRS-004", "--mutate", "--write")
    assert result.exit_code == 2
    assert result.stderr.startswith("E889 ")


def test_surviving_mutants_fail_until_they_are_noticed_or_accepted(run: Run, steel: Path) -> None:
    """Suggestions with `--mutate` notice them, or a comment in the rule says why nobody needs to."""
    before = run("test", steel, "--mutate")
    assert before.exit_code == 1
    assert "  line 5: drops 'hs is heading 7304'" in before.stdout.splitlines()
    changes = _changes(run, steel)
    comments = "".join(f'  # accept mutant "{one}" because "a test says so"\n' for one in changes)
    accepted = RULES.replace("  for each item", f"{comments}  for each item", 1)
    steel.write_text(accepted, encoding="utf-8")
    assert run("test", steel, "--mutate").exit_code == 0
    steel.write_text(RULES, encoding="utf-8")
    run("test", steel, "--mutate", "--write")
    after = run("test", steel, "--mutate")
    assert after.exit_code == 0
    assert _changes(run, steel) == []


def _changes(run: Run, path: Path) -> list[str]:
    """The changes that survive, as programs are told."""
    told = json.loads(run("test", path, "--mutate", "--format", "json").stdout)
    return [one["change"] for unit in told["mutants"]["units"] for one in unit["survivors"]]


def test_programs_get_all_of_it_as_json(run: Run, steel: Path) -> None:
    """One object: the examples, and under a name of its own what each option asks for."""
    told = json.loads(run("test", steel, "--coverage", "--suggest", "--mutate", "--format", "json").stdout)
    assert {"schema", "examples", "coverage", "suggestions", "mutants"} <= told.keys()
    assert told["coverage"]["seen"] == 4
    assert told["suggestions"][0]["text"].startswith("  # to confirm: ")
    assert not {"coverage", "suggestions", "mutants"} & json.loads(run("test", steel, "--format", "json").stdout).keys()


def test_only_the_rule_named_is_looked_at(run: Run) -> None:
    """`--rule` keeps coverage, suggestions and mutants to it."""
    told = json.loads(
        run("test", "battlefield", "--rule", "BAT-TRS-004", "--coverage", "--mutate", "--format", "json").stdout
    )
    assert [one["name"] for one in told["coverage"]["units"]] == ["BAT-TRS-004"]
    assert [one["name"] for one in told["mutants"]["units"]] == ["BAT-TRS-004"]
