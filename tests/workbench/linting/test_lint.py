"""Lint as a whole: what is accepted, what a policy settles, and what may be kept while a file changes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stce_rules.core.codes import Severity
from stce_rules.core.diagnostics import Diagnostic, in_order
from stce_rules.core.span import Source
from stce_rules.language.format import format as laid_out
from stce_rules.language.parse import parse
from stce_rules.rulesets.authored import author
from stce_rules.workbench.linting import Project, lint, lint_unit, lint_whole, project_of, settled

RULE = """\
use edition 2022

# A rule of the pump desk.
{above}
rule "VAC-1" "Vacuum pump"  # {behind}
  owner "Pump desk" regime "own" review by 2027-01-01
  for each item
  # {inside}
  when description mentions "pump"
  then add 1 point
  if unknown add 1 point
  because "Pumps are looked at."
  example "pump" description "pump" expect hit
  example "potatoes" description "potatoes" expect no hit
  example "blank" description missing expect undetermined
end  # {last}
# {below}
"""
ACCEPT = 'accept W416 because "the desk looks at every pump"'
PLACES = ("above", "behind", "inside", "last")


def _project(path: Path, on: date | None = None) -> Project:
    authored = author([path], on=on)
    return project_of(authored.rulesets[0], authored.diagnostics, on=on)


def _codes(path: Path, on: date | None = None) -> list[str]:
    return [one.code for one in lint(_project(path, on))]


def _written(folder: Path, place: str | None) -> Path:
    """The rule with an accepting comment in one place, and ordinary ones in the others."""
    words = dict.fromkeys((*PLACES, "below"), "nothing special")
    words["above"] = f"# {ACCEPT}" if place == "above" else "# above"
    if place is not None and place != "above":
        words[place] = ACCEPT
    path = folder / "rules.stce"
    path.write_text(RULE.format(**words), encoding="utf-8")
    return path


def test_a_finding_is_told_until_it_is_accepted(tmp_path: Path) -> None:
    """Without a comment the ordinary word is told, and nothing else."""
    assert _codes(_written(tmp_path, None)) == ["W416"]


@pytest.mark.parametrize("place", PLACES)
def test_a_comment_accepts_for_its_statement(place: str, tmp_path: Path) -> None:
    """A comment above a statement, in it, or behind its end accepts what is found in it."""
    assert _codes(_written(tmp_path, place)) == []


def test_a_comment_below_accepts_nothing(tmp_path: Path) -> None:
    """A comment below the last statement accepts nothing, and is told."""
    assert _codes(_written(tmp_path, "below")) == ["W416", "W407"]


@pytest.mark.parametrize("place", PLACES)
def test_the_layout_keeps_what_is_accepted(place: str, tmp_path: Path) -> None:
    """`stce fmt` leaves accepting comments with their statement."""
    path = _written(tmp_path, place)
    source = Source(path.name, path.read_text(encoding="utf-8"))
    path.write_text(laid_out(parse(source).file, source), encoding="utf-8")
    assert _codes(path) == []


def test_the_nearest_statement_below_is_meant(tmp_path: Path) -> None:
    """A comment between two statements is about the one below it."""
    path = _written(tmp_path, "above")
    before = 'indicator other_pump "Pump"\n  for each item\n  when description mentions "pump"\nend\n'
    path.write_text(path.read_text(encoding="utf-8").replace("# A rule", f"{before}# A rule"), encoding="utf-8")
    assert [one for one in _codes(path) if one == "W416"] == ["W416"]


@pytest.mark.parametrize(
    ("comment", "codes"),
    [
        ("# accept W416 because no quotes", ["W405", "W416"]),
        ('# accept W416 because " "', ["W405", "W416"]),
        ('# accept w416 because "small letter"', ["W405", "W416"]),
        ('# Accept: W416 because "a colon"', ["W405", "W416"]),
        ('# accept W405 because "circles"', ["W406", "W416"]),
        ('# accept W416, W434 because "one is not there"', ["W407"]),
        ('# accept W416 and W434 because "one is not there"', ["W407"]),
        ("# accept only licences of 2026", ["W416"]),
        ('# accept W421 because "told only when a day is given"', ["W416"]),
    ],
)
def test_forms_of_accepting_comments(comment: str, codes: list[str], tmp_path: Path) -> None:
    """A comment that was meant to accept and does not is told; other comments are left alone."""
    path = _written(tmp_path, None)
    path.write_text(path.read_text(encoding="utf-8").replace("# above", comment), encoding="utf-8")
    assert _codes(path) == codes


def test_errors_are_always_told(tmp_path: Path) -> None:
    """With an error nothing is said of what is accepted and not there, since not all is looked at."""
    path = _written(tmp_path, "above")
    path.write_text(path.read_text(encoding="utf-8").replace("description mentions", "desc mentions"), encoding="utf-8")
    assert _codes(path) == ["E201"]


def _ruleset(folder: Path, policy: str) -> Path:
    _written(folder, None)
    text = f"name: pumps\nversion: 1\nlanguage: 1\nlint:\n{policy}"
    (folder / "ruleset.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("policy", "codes"),
    [
        ('  off: [{code: W416, because: "the desk looks at every pump"}]', []),
        ('  off: [{code: W434, because: "never mind"}]', ["W416"]),
        ('  accept: [{code: W416, in: rules.stce, because: "every pump"}]', []),
        ('  accept: [{code: W416, in: other.stce, because: "every pump"}]', ["W416", "W407"]),
        ('  accept: {code: W416, because: "every pump"}', []),
        ("  needs: {rule: [version]}", ["W408", "W416"]),
        ("  needs: {rule: []}", ["W416"]),
    ],
)
def test_a_policy_settles_findings(policy: str, codes: list[str], tmp_path: Path) -> None:
    """A ruleset says what is off, what is accepted in a file, and what rules are to state."""
    assert _codes(_ruleset(tmp_path, policy)) == codes


@pytest.mark.parametrize("errors", ["all", "[W416]"])
def test_a_policy_makes_errors(errors: str, tmp_path: Path) -> None:
    """A warning that a policy raised is an error, also in its report."""
    (found,) = lint(_project(_ruleset(tmp_path, f"  errors: {errors}")))
    assert found.severity is Severity.ERROR
    assert found.raised


def test_a_raised_finding_can_be_accepted(tmp_path: Path) -> None:
    """What a policy raised is still a warning of its kind: a reason accepts it."""
    folder = _ruleset(tmp_path, "  errors: all")
    _written(folder, "inside")
    assert _codes(folder) == []


def test_what_check_finds_is_settled_too(tmp_path: Path) -> None:
    """A warning of `check`, such as a review that is due, is among the findings and can be accepted."""
    path = _written(tmp_path, "above")
    day = date(2028, 1, 1)
    assert _codes(path, day) == ["W421"]
    text = path.read_text(encoding="utf-8").replace("accept W416", "accept W416, W421")
    path.write_text(text, encoding="utf-8")
    assert _codes(path, day) == []


def test_findings_of_units_may_be_kept() -> None:
    """What `lint` finds is what it finds in each unit and in the whole, settled together."""
    corpus = Path(__file__).resolve().parents[2] / "corpus" / "bad" / "linting"
    project = _project(corpus / "unused", date(2026, 11, 22))
    parts: list[Diagnostic] = [*project.found, *lint_whole(project)]
    for unit in reversed(project.units):
        parts += lint_unit(unit, project.around)
    assert settled(project, in_order(parts)) == lint(project)
