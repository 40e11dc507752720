"""Blank boxes: a witness that is told behaves as told."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.rulesets.authored import author
from stce_rules.rulesets.load import load
from stce_rules.testing.chance import LISTS
from stce_rules.testing.examples import run_examples
from stce_rules.workbench.linting import project_of
from stce_rules.workbench.linting.exact import of_unit
from tests.workbench.linting.exact.rulesets import ruleset_text

_TOLD = re.compile(r"(?:hit|innocent|lighter): (?P<stated>.+) is a hit \(.*\), and with (?P<box>[\w ]+) missing")
_BLANK = {"W460": "undetermined", "W461": "undetermined", "W462": "no hit"}


def _findings(path: Path) -> list[Diagnostic]:
    authored = author([path])
    project = project_of(authored.rulesets[0], authored.diagnostics)
    found = (one for unit in project.units for one in of_unit.find(unit, project.around))
    return [one for one in found if one.code in _BLANK]


def _with_examples(text: str, told: list[Diagnostic]) -> str:
    """The text with each witness as two examples at the end of its rule, the later rules first."""
    for one in sorted(told, key=lambda one: -one.span.start if one.span else 0):
        said = _TOLD.search(one.message)
        assert said is not None
        assert one.span is not None
        stated = said["stated"]
        blank = re.sub(rf'(^|, ){said["box"]} (?:"[^"]*"|[^,]+)', rf"\g<1>{said['box']} missing", stated)
        assert blank != stated
        end = text.index("\nend", one.span.start)
        examples = f'\n  example "{one.code} stated" {stated} expect hit'
        examples += f'\n  example "{one.code} blank" {blank} expect {_BLANK[one.code]}'
        text = text[:end] + examples + text[end:]
    return text


def _tried(folder: Path, files: list[Path], told: list[Diagnostic]) -> list[tuple[str, str, bool]]:
    """The examples made of witnesses, and whether they come out as expected."""
    for file in files:
        of_file = [one for one in told if one.span is not None and one.span.source.name.endswith(file.name)]
        file.write_text(_with_examples(file.read_text(encoding="utf-8"), of_file), encoding="utf-8")
    results = run_examples(load([folder]))
    return [(one.unit, one.reason, one.passed) for one in results if one.example.startswith("W46")]


def test_witnesses_told_are_examples_that_pass(repository: Path, tmp_path: Path) -> None:
    """Each witness of the corpus, written as examples beside its rule, comes out as told."""
    for name in ("exact_blank_boxes.stce", "exact_also"):
        case = repository / "tests/corpus/bad/linting" / name
        copied = tmp_path / name
        if case.is_dir():
            copied.mkdir()
            for one in case.iterdir():
                (copied / one.name).write_text(one.read_text(encoding="utf-8"), encoding="utf-8")
        else:
            copied.write_text(case.read_text(encoding="utf-8"), encoding="utf-8")
        told = _findings(copied)
        assert told
        tried = _tried(copied, [*copied.glob("*.stce")] if copied.is_dir() else [copied], told)
        assert len(tried) == 2 * len(told)
        assert [one for one in tried if not one[2]] == []


@pytest.mark.parametrize(
    ("when", "boxes"),
    [
        ("cas is 756-79-6", "'cas'"),
        ("cas is stated and cas is 756-79-6", None),
        ("document is X002 and licence is missing", None),
        ('description mentions "pump" and origin is not in (AE, MY)', "'description' or 'origin'"),
        ("net mass is between 10 kg and 20 kg or hs is missing", "'net mass'"),
        ("concentration is at most 30% and item value is at least 5,000 EUR", "'concentration' or 'item value'"),
        ("none of: - destination is NO - destination is IS end", "'destination'"),
    ],
)
def test_the_boxes_that_hide_a_hit_are_named(tmp_path: Path, when: str, boxes: str | None) -> None:
    """Every open box whose blank leaves a hit undetermined is named, and no other."""
    path = tmp_path / "rules.stce"
    path.write_text(
        f'rule "R-1" "A rule"\n  for each item\n  when {when}\n  then add 10 points\nend\n', encoding="utf-8"
    )
    told = [one.message.partition(" blank hides")[0] for one in _findings(path)]
    assert told == ([] if boxes is None else [f"leaving {boxes}"])


@pytest.mark.parametrize(
    "effects", ['ask for "paper"', "at least blue", "add 1 point", 'flag "blank"', 'refer to "a desk"']
)
def test_any_effect_of_an_unknown_outcome_covers_it(tmp_path: Path, effects: str) -> None:
    """A rule that does anything at all where it is undetermined has no hole."""
    path = tmp_path / "rules.stce"
    rule = 'rule "R-1" "A rule"\n  for each item\n  when cas is 756-79-6\n  then add 10 points'
    path.write_text(f"{rule}\n  if unknown {effects}\nend\n", encoding="utf-8")
    assert _findings(path) == []


@pytest.mark.parametrize("then", ['flag "seen"', 'ask for "paper"', 'refer to "a desk"'])
def test_a_rule_that_changes_no_channel_hides_none(tmp_path: Path, then: str) -> None:
    """A rule without points and channel has nothing that a blank box could lower."""
    path = tmp_path / "rules.stce"
    path.write_text(
        f'rule "R-1" "A rule"\n  for each item\n  when cas is 756-79-6\n  then {then}\nend\n', encoding="utf-8"
    )
    assert _findings(path) == []


def test_a_witness_is_not_one_that_an_exemption_lifts(tmp_path: Path) -> None:
    """Goods that an exemption lifts are no witness; where it lifts all hits there is none."""
    path = tmp_path / "rules.stce"
    rule = 'rule "R-1" "A rule"\n  for each item\n  when cas is in (50-00-0, 756-79-6)\n  then add 10 points\nend\n'
    exemption = 'exemption "X" "An exemption"\n  for each item\n  lifts rules "R-1"\n  when cas is {cas}\nend\n'
    path.write_text(rule + exemption.format(cas="50-00-0"), encoding="utf-8")
    assert [one.message.count("cas 756-79-6 is a hit") for one in _findings(path)] == [1]
    path.write_text(rule + exemption.format(cas="in (756-79-6, 50-00-0)"), encoding="utf-8")
    assert _findings(path) == []


def test_a_witness_says_that_its_flow_is_missing(tmp_path: Path) -> None:
    """Where goods are a hit only because nobody knows whether they are exported, the witness leaves that blank."""
    path = tmp_path / "rules.stce"
    judged = "  applies to exports\n  for each item\n{}  when cas is 756-79-6\n"
    rule = f'rule "R-1" "A rule"\n{judged.format("")}  then add 10 points\nend\n'
    lifting = judged.format('  lifts rules "R-1"\n')
    path.write_text(f'{rule}exemption "X" "An exemption"\n{lifting}  because "proven"\nend\n', encoding="utf-8")
    told = _findings(path)
    assert ["flow missing" in one.message for one in told] == [True]
    assert [passed for _, _, passed in _tried(path, [path], told)] == [True, True]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.randoms(use_true_random=False))
def test_witnesses_by_chance_are_examples_that_pass(tmp_path: Path, pick: Random) -> None:
    """Whatever is told of rulesets by chance comes out as told."""
    (tmp_path / "l.csv").write_text(LISTS, encoding="utf-8")
    path = tmp_path / "rules.stce"
    path.write_text(ruleset_text(pick), encoding="utf-8")
    tried = _tried(path, [path], _findings(path))
    assert [one for one in tried if not one[2]] == []
