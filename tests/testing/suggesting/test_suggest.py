"""Examples that are missing, suggested."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from stce_rules.core.fields import CATALOGUE
from stce_rules.language.format import format as laid_out
from stce_rules.language.parse import parse
from stce_rules.rulesets.find import shipped
from stce_rules.rulesets.load import Loaded, load
from stce_rules.testing.chance import LISTS, ruleset_text
from stce_rules.testing.coverage import coverage
from stce_rules.testing.examples import run_examples
from stce_rules.testing.mutation import mutate
from stce_rules.testing.suggesting import suggest, text_of, with_suggestions
from stce_rules.testing.suggesting.written import lines_of

STEEL = """\
rule "STEEL-001" "Steel tubes to South Sudan in quantity"
  effective from 2026-01-01
  applies to exports
  for each item where destination is SS
  when hs is from 7304.11 to 7306.90 and net mass is at least 25 kg
  unless licence is valid because "a valid licence is presented"
  then add 35 points
  example "tubes" hs 7304.19, destination SS, net mass 2 t, licence missing expect hit
  example "licensed" hs 7304.19, destination SS, net mass 2 t, licence "L-1" expect exempt
  example "no mass" hs 7304.19, destination SS, net mass missing expect undetermined
  example "to Norway" hs 7304.19, destination NO, net mass 2 t expect no hit
end
"""
OTHERS = """\
list agents of cas is 756-79-6, 111-48-8 end
list words of phrases is "pump", "centrifug*" end
measure strength in MPa written "UTS", "tensile strength" end

indicator listed_agent "A listed agent"
  for each item
  when cas is in list agents or description mentions any of list words
  unless concentration is at most 30% because "a mixture"
end

indicator plant "A plant"
  for each item
  when hs is heading 8413 and description states strength at least 1,950 MPa
end

rule "R-1" "Agent to a firm that is its own buyer"
  for each item
  when listed_agent and consignee is the same as buyer and consignee country differs from destination
  then add 30 points
end

rule "R-2" "Two agents, or an agent and a plant"
  for each declaration where route passes through AE
  when at least 2 items show listed_agent or (any item shows listed_agent and no item shows plant)
  then add 10 points, at least yellow
  if unknown add 5 points
end

rule "R-3" "Rules together"
  for each declaration
  when at least 2 of:
      - rule "R-1" hits
      - rule "R-2" hits
      - transport mode is not "1" and date is at least 2024-01-01
    end
  then add 10 points
end

exemption "E-1" "Returned"
  for each item
  lifts rules "R-1"
  when procedure is "3151" and document is in (X002, Y901) and exemption claim is missing
  because "returned unaltered"
end
"""


def _written(rules: Callable[[str], Loaded], loaded: Loaded, *, mutants: bool = False) -> Loaded:
    """The same rules with all suggestions, loaded again."""
    found = suggest(loaded, mutants=mutants)
    (source,) = {one.source.header.span.source for one in found}
    text = with_suggestions(source.text, found, CATALOGUE)
    return rules(text.removeprefix("use edition 2022\n"))


def test_what_is_missing_is_suggested_with_what_the_rule_does_today(rules: Callable[[str], Loaded]) -> None:
    """One change to an example of the rule each: what is not seen yet, and the values on either side of each limit."""
    assert list(lines_of(suggest(rules(STEEL)), CATALOGUE))[1:] == [
        "  # to confirm: hs is from 7304.11 to 7306.90: false, 7303.00",
        '  example "hs 7303.00" hs 7303.00, destination SS, net mass 2 t, licence missing expect no hit',
        "  # to confirm: net mass is at least 25 kg: false, 24 kg",
        '  example "net mass 24 kg" hs 7304.19, destination SS, net mass 24 kg, licence missing expect no hit',
        "  # to confirm: destination is SS: unknown",
        '  example "destination blank" hs 7304.19, destination missing, net mass 2 t, licence missing',
        "      expect undetermined",
        "  # to confirm: hs is from 7304.11 to 7306.90: unknown",
        '  example "hs blank" hs missing, destination SS, net mass 2 t, licence missing expect undetermined',
        "  # to confirm: hs is from 7304.11 to 7306.90: 7304.11",
        '  example "hs 7304.11" hs 7304.11, destination SS, net mass 2 t, licence missing',
        "      expect hit with yellow",
        "  # to confirm: hs is from 7304.11 to 7306.90: 7306.90",
        '  example "hs 7306.90" hs 7306.90, destination SS, net mass 2 t, licence missing',
        "      expect hit with yellow",
        "  # to confirm: hs is from 7304.11 to 7306.90: false, 7307.11",
        '  example "hs 7307.11" hs 7307.11, destination SS, net mass 2 t, licence missing expect no hit',
        "  # to confirm: net mass is at least 25 kg: 25 kg",
        '  example "net mass 25 kg" hs 7304.19, destination SS, net mass 25 kg, licence missing',
        "      expect hit with yellow",
        "  # to confirm: net mass is at least 25 kg: 26 kg",
        '  example "net mass 26 kg" hs 7304.19, destination SS, net mass 26 kg, licence missing',
        "      expect hit with yellow",
        "  # to confirm: licence is valid: unknown",
        '  example "licence X002, date blank" hs 7304.19, destination SS, net mass 2 t, licence "X002",',
        "      date missing expect hit with yellow",
    ]


def test_without_limits_only_truths_are_suggested(rules: Callable[[str], Loaded]) -> None:
    """Values on either side of limits can be left out."""
    found = suggest(rules(STEEL), limits=False)
    assert [one.example.title for one in found] == [
        "destination blank", "hs 4901.99", "hs blank", "net mass 24 kg", "licence X002, date blank",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text", [pytest.param(STEEL, id="steel"), pytest.param(OTHERS, id="others", marks=pytest.mark.slow)]
)
def test_written_down_they_cover_all_and_come_out_as_they_say(rules: Callable[[str], Loaded], text: str) -> None:
    """Every kind of sentence: all truths are seen, every example passes, and nothing more is missing."""
    before = coverage(rules(text))
    after = _written(rules, rules(text))
    assert before.seen < before.wanted
    assert coverage(after).percent == 100
    assert [one.reason for one in run_examples(after) if not one.passed] == []
    assert suggest(after) == ()


def test_each_suggestion_shows_something_by_itself(rules: Callable[[str], Loaded]) -> None:
    """Written down alone, every one raises what is covered or tries a value that none did."""
    loaded = rules(STEEL)
    found = suggest(loaded)
    seen = coverage(loaded).seen
    for one in found:
        source = one.source.header.span.source
        alone = rules(with_suggestions(source.text, [one], CATALOGUE).removeprefix("use edition 2022\n"))
        assert coverage(alone).seen > seen or len(suggest(alone)) < len(found)


def test_with_mutants_no_mutant_survives_that_an_example_could_notice(rules: Callable[[str], Loaded]) -> None:
    """Suggestions for survivors are examples that notice them."""
    loaded = rules(STEEL)
    assert len(mutate(loaded).survivors) > 3
    assert mutate(_written(rules, loaded, mutants=True)).survivors == ()


def test_titles_are_new_in_their_unit(rules: Callable[[str], Loaded]) -> None:
    """A title that is taken gets a number."""
    taken = STEEL.replace('"to Norway"', '"destination blank"')
    assert "destination blank (2)" in [one.example.title for one in suggest(rules(taken))]


def test_only_units_named_are_looked_at(rules: Callable[[str], Loaded]) -> None:
    """`--rule` keeps to one."""
    assert {one.unit for one in suggest(rules(OTHERS), names=["E-1"])} == {"E-1"}


def test_a_unit_without_examples_gets_them_before_its_end(rules: Callable[[str], Loaded], tmp_path: Path) -> None:
    """They stand where examples stand, and the rest of the file is as it was."""
    rule = 'rule "R" "A rule"\n  for each item\n  when cas is stated\n  then add 1 points\n'
    loaded = rules(f"{rule}end\n# the last line\n")
    found = suggest(loaded)
    text = with_suggestions((tmp_path / "rules.stce").read_text(encoding="utf-8"), found, CATALOGUE)
    written = "".join(text_of(one, CATALOGUE) for one in found)
    assert text == (f"use edition 2022\n{rule}{written}end\n# the last line\n")
    assert [one.example.expect.value for one in found] == ["hit", "no hit"]


def test_a_shipped_ruleset_can_be_covered_whole(tmp_path: Path) -> None:
    """For a shipped rule without its examples all truths that are missing are suggested."""
    rules = load(["battlefield"]).programs[0].program.rules
    examples = next(one.header.examples for one in rules if one.header.name == "BAT-TRS-004")
    whole = examples[0].span.source.text
    folder = tmp_path / "battlefield"
    shutil.copytree(shipped()["battlefield"], folder)
    bare = whole[: examples[0].span.start] + whole[examples[-1].span.end :]
    (folder / "battlefield.stce").write_text(bare, encoding="utf-8")
    loaded = load([folder])
    (unit,) = coverage(loaded, names=["BAT-TRS-004"]).units
    shown = [each for one in suggest(loaded, names=["BAT-TRS-004"], limits=False) for each in one.shows]
    missing = [f"{leaf.leaf.sentence}: {truth.word}" for leaf in unit.leaves for truth in leaf.missing]
    told = {f"{each.rpartition(': ')[0]}: {word}" for each in shown for word in each.rpartition(": ")[2].split(", ")}
    assert len(missing) == unit.wanted > 0
    assert set(missing) <= told


def test_a_file_in_canonical_layout_stays_in_it(rules: Callable[[str], Loaded]) -> None:
    """What is written is laid out as `stce fmt` does it."""
    before = rules(STEEL)
    (source,) = {one.header.span.source for one in before.programs[0].program.rules}
    canonical = laid_out(parse(source).file, source).removeprefix("use edition 2022\n")
    after = _written(rules, rules(canonical))
    (source,) = {one.header.span.source for one in after.programs[0].program.rules}
    assert laid_out(parse(source).file, source) == source.text


@pytest.mark.parametrize("seed", [4, 8])
def test_of_rules_by_chance_every_suggestion_comes_out_as_it_says(tmp_path: Path, seed: int) -> None:
    """Whatever the rules say, what is written passes, and covers no less than before."""
    (tmp_path / "l.csv").write_text(LISTS, encoding="utf-8")
    file = tmp_path / "r.stce"
    file.write_text(ruleset_text(Random(seed)), encoding="utf-8")
    loaded = load([file])
    before, found = coverage(loaded), suggest(loaded)
    file.write_text(with_suggestions(file.read_text(encoding="utf-8"), found, CATALOGUE), encoding="utf-8")
    after = load([file])
    assert [one.reason for one in run_examples(after) if not one.passed] == []
    assert len(run_examples(after)) == len(found)
    assert coverage(after).seen > before.seen
