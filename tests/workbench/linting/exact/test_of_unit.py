"""One unit by itself: what is told of it, and in which words."""

from __future__ import annotations

from pathlib import Path

import pytest

from stce_rules.rulesets.authored import author
from stce_rules.workbench.linting import lint, project_of
from stce_rules.workbench.linting.exact import of_unit


def _told(tmp_path: Path, judged: str, code: str, *, each: str = "item", before: str = "") -> list[str]:
    """The messages of one code about a rule that judges so."""
    text = (
        f'use edition 2022\n{before}rule "R-1" "A rule"\n  for each {each}\n  when {judged}\n  then at least red\nend\n'
    )
    path = tmp_path / "rules.stce"
    path.write_text(text, encoding="utf-8")
    authored = author([path])
    project = project_of(authored.rulesets[0], authored.diagnostics)
    (unit,) = project.units
    assert unit.checked is not None, authored.diagnostics
    return [one.message for one in of_unit.find(unit, project.around) if one.code == code]


def test_rows_of_a_list_hold_a_code_without_a_date_each_by_itself(tmp_path: Path) -> None:
    """A code that is one row of a list in one edition and another row in the next is not surely in the list."""
    moved = "list moved of hs is 7019.19, 7019.13 end\n"
    codes = "hs is in (7019.13, 7019.19)"
    assert _told(tmp_path, f"{codes} or hs is in list moved", "W450", before=moved)
    (told,) = _told(tmp_path, f"{codes} and hs is in list moved", "W450", before=moved)
    assert told.startswith(f"'{codes}' decides nothing")


def test_the_reason_is_given_only_in_words_as_they_stand(tmp_path: Path) -> None:
    """What is left of a sentence after a part was taken out may be a reason, but the sentence as written is none."""
    light, either = "net mass is at least 5 kg", "(net mass is at least 10 kg or origin is missing)"
    idle, told = _told(tmp_path, f"{light} and {either} and origin is stated", "W450")
    assert idle.startswith("'origin is missing' decides nothing")
    assert told == f"'{light}' decides nothing: without it rule \"R-1\" gives the same for every declaration"


@pytest.mark.parametrize("each", ["goods item", "declaration"])
def test_what_always_holds_is_said_of_what_is_judged(tmp_path: Path, each: str) -> None:
    """A rule that always holds does so for each goods item, or for each declaration."""
    word = each.rsplit(" ", maxsplit=1)[-1]
    told = _told(tmp_path, "flow is missing or flow is stated", "W467", each=word)
    assert told == [f'rule "R-1" holds for every {each}']


@pytest.mark.parametrize(
    ("condition", "wanted"),
    [("destination is AE", False), ("hs is 2931.41", True), ("destination is AE and origin is DE", True)],
)
def test_an_example_that_cannot_be_written_is_not_asked_for(tmp_path: Path, condition: str, wanted: bool) -> None:
    """No undetermined example is asked for where every blank box lifts the rule; a short code still leaves it open."""
    path = tmp_path / "rules.stce"
    unless = 'unless destination is missing because "no way"\n  unless hs is missing because "no goods"'
    example = 'example "one" destination FR, hs 2931.41 expect hit'
    path.write_text(
        f'use edition 2022\nrule "R-1" "A rule"\n  for each item\n  when {condition}\n  {unless}\n'
        f"  then at least red\n  {example}\nend\n",
        encoding="utf-8",
    )
    authored = author([path])
    found = lint(project_of(authored.rulesets[0], authored.diagnostics))
    assert ("W411" in {one.code for one in found}) is wanted
