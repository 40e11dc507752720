"""Units beside each other: what is told, and what is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.rulesets.authored import author
from stce_rules.workbench.linting import project_of
from stce_rules.workbench.linting.exact import of_whole

_INNER = 'rule "INNER" "Inner"\n  {applies}\n  for each item\n  when hs is 2931.41{inner}\n  then {then}\nend\n'
_OUTER = 'rule "OUTER" "Outer"\n  {status}\n  for each item\n  when hs is heading 2931\n  then {outer}\nend\n'


def _found(tmp_path: Path, text: str) -> list[Diagnostic]:
    path = tmp_path / "rules.stce"
    path.write_text(text, encoding="utf-8")
    authored = author([path])
    project = project_of(authored.rulesets[0], authored.diagnostics)
    assert project.program is not None, authored.diagnostics
    return [*of_whole.find(project)]


def _told(tmp_path: Path, text: str) -> list[tuple[str, str]]:
    """The codes that are told, each with what it points at."""
    return [(one.code, one.span.text.strip('"')) for one in _found(tmp_path, text) if one.span is not None]


def _messages(tmp_path: Path, text: str) -> list[str]:
    return [one.message for one in _found(tmp_path, text)]


def _two_rules(**parts: str) -> str:
    usual = {"applies": "", "inner": "", "then": "add 10 points", "status": "", "outer": "add 30 points, at least red"}
    return (_INNER + _OUTER).format(**{**usual, **parts})


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"inner": " and destination is AE"},
        {"applies": "applies to exports"},
        {"then": "at least yellow", "outer": "at least yellow"},
        {"then": 'ask for "paper"', "outer": 'add 10 points, ask for "paper", ask for "licence"'},
    ],
)
def test_a_rule_within_a_heavier_one_is_told(tmp_path: Path, parts: dict[str, str]) -> None:
    """A rule whose every hit is one of a rule that does at least as much is told once."""
    assert _told(tmp_path, _two_rules(**parts)) == [("W457", "INNER")]


@pytest.mark.parametrize(
    "parts",
    [
        {"outer": "add 30 points, at least yellow"},
        {"then": 'add 10 points, ask for "paper"'},
        {"then": 'add 10 points, flag "seen"'},
        {"status": "status monitor"},
        {"status": "effective from 2022-01-01"},
        {"status": "applies to exports"},
        {"inner": " or hs is heading 2930"},
    ],
)
def test_a_rule_that_adds_something_is_not_told(tmp_path: Path, parts: dict[str, str]) -> None:
    """Points outside the heaviest channel, other effects, other goods, days or flows keep a rule from being idle."""
    assert _told(tmp_path, _two_rules(**parts)) == []


def test_a_rule_that_does_more_where_a_box_is_blank_is_not_told(tmp_path: Path) -> None:
    """What a rule does when it is undetermined counts as well."""
    text = _two_rules().replace("  then add 10 points\n", '  then add 10 points\n  if unknown ask for "paper"\n')
    assert _told(tmp_path, text) == []


def test_a_rule_that_hits_where_the_other_is_undetermined_is_not_told(tmp_path: Path) -> None:
    """Where a hit of the inner rule leaves the outer one undetermined, it is no hit of it, whatever that does."""
    outer = _OUTER.replace("heading 2931", "heading 2931 and destination is AE").replace(
        "  then", "  then at least red\n  if unknown"
    )
    text = _INNER.format(applies="", inner=" and destination is missing", then="add 10 points")
    assert _told(tmp_path, text + outer.format(status="", outer="at least red")) == []


def test_a_rule_whose_hits_others_ask_for_is_not_told(tmp_path: Path) -> None:
    """A rule within a heavier one still decides what asks for its hits, or counts them."""
    hits = 'rule "ASKS" "Asks"\n  for each declaration\n  when rule "INNER" hits\n  then ask for "paper"\nend\n'
    assert _told(tmp_path, _two_rules() + hits) == []
    counts = 'number of earlier hits of rule "INNER" by consignee over 30 days is at least 3'
    assert _told(tmp_path, _two_rules() + hits.replace('rule "INNER" hits', counts)) == []


def test_what_a_rule_within_another_changes_is_said(tmp_path: Path) -> None:
    """A rule with points still changes the score, and one without changes nothing that is decided."""
    (with_points,) = _messages(tmp_path, _two_rules())
    assert 'rule "INNER" changes only the score' in with_points
    (without,) = _messages(tmp_path, _two_rules(then="at least yellow", outer="at least yellow"))
    assert 'rule "INNER" changes neither score nor channel' in without


def test_an_exemption_of_the_outer_rule_alone_keeps_the_inner_one(tmp_path: Path) -> None:
    """Where an exemption lifts the outer rule but not the inner one, the inner one may decide."""
    exemption = 'exemption "X" "An exemption"\n  for each item\n  lifts rules "OUTER"\n  when document is "N380"\nend\n'
    assert _told(tmp_path, _two_rules() + exemption) == []
    assert _told(tmp_path, _two_rules() + exemption.replace('"OUTER"', '"OUTER", "INNER"')) == [("W457", "INNER")]


def test_of_two_rules_within_each_other_one_is_told(tmp_path: Path) -> None:
    """Of two rules with equal goods that are told apart by their words only, one is told to be idle."""
    same = _two_rules(then="add 30 points, at least red").replace("hs is 2931.41", "hs is from 2931.00 to 2931.99")
    assert _told(tmp_path, same) == [("W458", "OUTER")]
    other = same.replace("hs is from 2931.00 to 2931.99", "not (hs is not heading 2931)")
    assert _told(tmp_path, other) == [("W457", "INNER")]


@pytest.mark.parametrize(
    ("exemption", "told"),
    [
        ("when hs is chapter 29", [("W453", "OUTER")]),
        ('when hs is chapter 29 and document is "N380"', []),
        ('when document is "N380"', []),
        ("when hs is chapter 30", [("W454", "OUTER")]),
        ("when hs is 2931.41", []),
    ],
)
def test_an_exemption_is_held_against_the_rule_it_names(
    tmp_path: Path, exemption: str, told: list[tuple[str, str]]
) -> None:
    """One that lifts all hits, and one that lifts none, is told at the name of the rule."""
    rule = _OUTER.format(status="", outer="add 10 points")
    text = f'{rule}exemption "X" "An exemption"\n  for each item\n  lifts rules "OUTER"\n  {exemption}\nend\n'
    assert _told(tmp_path, text) == told


def test_an_exemption_in_shadow_or_in_draft_is_not_held_against_rules(tmp_path: Path) -> None:
    """Only exemptions that count are compared with rules."""
    rule = _OUTER.format(status="", outer="add 10 points")
    for status in ("monitor", "draft"):
        text = f'{rule}exemption "X" "An exemption"\n  status {status}\n  for each item\n  lifts rules "OUTER"\n'
        assert _told(tmp_path, f"{text}  when hs is chapter 29\nend\n") == []


@pytest.mark.parametrize(
    ("decision", "told"),
    [
        ("red when score is at least 70\n  yellow when score is at least 30", []),
        ("red when score is at least 101\n  yellow when score is at least 30", ["score is at least 101"]),
        (
            "score at most 50\n  red when score is at least 70\n  yellow when score is at least 30",
            ["score is at least 70"],
        ),
        ("red when score is at least 30\n  yellow when score is at least 30", ["score is at least 30"]),
        ("red when score is between 40 and 60\n  yellow when score is at least 30", []),
    ],
)
def test_lines_of_a_decision_that_never_decide_are_told(tmp_path: Path, decision: str, told: list[str]) -> None:
    """A line is told when no sum of the points leads to it, or only together with a heavier one."""
    rules = "".join(
        f'rule "R-{points}" "A rule"\n  for each item\n  when hs is 2931.{at}\n  then add {points} points\nend\n'
        for at, points in ((41, 60), (42, 40))
    )
    found = _told(tmp_path, f"{rules}decision\n  {decision}\nend\n")
    assert found == [("W463", one) for one in told]


def test_a_line_of_a_decision_that_some_days_reach_is_not_told(tmp_path: Path) -> None:
    """With a limit that changed, a line is told only where no value of it is reached, or a heavier one always is."""
    rule = _OUTER.format(status="", outer="add 20 points")
    limit = "parameter limit from 2020-01-01 is {} from 2024-01-01 is {}\n"
    for line in (
        "red when score is at least limit",
        "red when score is at least limit\n  yellow when score is at least 20",
    ):
        assert _told(tmp_path, f"{limit.format(10, 50)}{rule}decision\n  {line}\nend\n") == []
    never = _told(tmp_path, f"{limit.format(40, 50)}{rule}decision\n  red when score is at least limit\nend\n")
    assert never == [("W463", "score is at least limit")]
