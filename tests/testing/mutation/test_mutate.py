"""Which mutants no example notices."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest

from stce_rules.language import program
from stce_rules.plan.build import build
from stce_rules.rulesets.load import Loaded, load
from stce_rules.testing.bench import Source, edition_of, sources_of
from stce_rules.testing.examples import run_examples
from stce_rules.testing.mutation import Mutation, mutate
from stce_rules.testing.mutation.mutants import Mutant, mutants_of
from stce_rules.testing.mutation.report import as_data, lines_of, summary

RULE = """\
rule "R-1" "Steel to South Sudan"
  # accept mutant "drops 'cas is missing'" because "steel has no CAS number"
  # accept mutant "drops 'nothing'" because "it is not there"
  for each item
  when hs is chapter 73 and cas is missing
  unless licence is valid because "licensed"
  then add 35 points
  example "hit" hs 7304.19, cas missing, licence missing expect hit with yellow
  example "licensed" hs 7304.19, cas missing, licence "L-1" expect exempt
  example "cars" hs 8703.23, cas missing expect no hit
end
"""
CHAIN = """\
indicator steel "Steel"
  for each item
  when hs is chapter 73 and net mass is at least 25 kg
end

rule "R-1" "Steel and what comes with it"
  for each declaration
  when any item shows steel
  then add 35 points
  example "enough" hs 7304.19, net mass 25 kg expect hit
  example "too little" hs 7304.19, net mass 24 kg expect no hit
end

rule "R-2" "R-1 hits"
  for each declaration
  when rule "R-1" hits
  then add 1 points
  example "cars" hs 8703.23, net mass 2 t expect no hit
end

exemption "E-1" "Licensed"
  for each declaration
  lifts rules "R-1"
  when licence is valid
  because "licensed"
end
"""


def _survivors(one: Mutation) -> list[str]:
    return [each.change for each in one.survivors]


def test_survivors_are_told_with_their_place_and_the_reason_they_are_accepted_for(
    rules: Callable[[str], Loaded],
) -> None:
    """A comment at the unit accepts one; an acceptance of what does not survive is told too."""
    found = mutate(rules(RULE))
    (unit,) = found.units
    assert [line.replace(unit.span.source.name, "rules.stce") for line in lines_of(unit)] == [
        'rules.stce:2 rule "R-1"',
        "  line 6: drops 'cas is missing'; accepted because steel has no CAS number",
        "  line 4: accepted, but no such mutant survives: drops 'nothing'",
    ]
    assert (found.open, summary(found)) == (0, ("8 mutants: 7 noticed, 1 surviving (1 accepted)",))


def test_one_that_nobody_accepts_comes_with_the_comment_that_would(rules: Callable[[str], Loaded]) -> None:
    """So that it can be copied into the rule."""
    found = mutate(rules(RULE.replace("# accept", "# was")))
    assert found.open == 1
    assert summary(found)[1].endswith('# accept mutant "drops \'cas is missing\'" because "…"')


def test_an_acceptance_without_a_reason_accepts_nothing(rules: Callable[[str], Loaded]) -> None:
    """It is told what such a comment looks like."""
    found = mutate(rules(RULE.replace(' because "steel has no CAS number"', "")))
    assert '  line 3: not in the form # accept mutant "…" because "…"' in list(lines_of(found.units[0]))
    assert found.open == 1


def test_examples_of_what_rests_on_a_unit_notice_too(rules: Callable[[str], Loaded]) -> None:
    """An indicator without examples is held by those of the rules that ask about it, straight or through others."""
    found = mutate(rules(CHAIN), names=["steel"])
    assert _survivors(found) == []
    assert found.noticed > 5


def test_an_exemption_is_held_by_the_rules_it_lifts(rules: Callable[[str], Loaded]) -> None:
    """Its opposite exempts what the rule's examples expect to be hit."""
    assert _survivors(mutate(rules(CHAIN), names=["E-1"])) == []


def test_an_example_that_takes_an_indicator_for_granted_does_not_look_into_it(rules: Callable[[str], Loaded]) -> None:
    """What is said of the indicator stands, whatever the indicator says."""
    text = CHAIN.replace('"enough" hs 7304.19, net mass 25 kg', '"enough" steel').replace(
        '"too little" hs 7304.19, net mass 24 kg', '"too little" steel no'
    )
    assert "'net mass is at least 25 kg': the limit one step higher" in _survivors(mutate(rules(text), names=["steel"]))


def test_a_mutant_that_is_the_same_rule_is_counted_apart(rules: Callable[[str], Loaded]) -> None:
    """`all` and `any` of one sentence twice are the same; nobody can notice, and nobody is asked to."""
    text = (
        'rule "R" "A rule"\n  for each item\n  when origin is AE or (origin is AE and cas is missing)\n'
        "  then add 1 points\nend\n"
    )
    (unit,) = mutate(rules(text)).units
    assert unit.equal > 0
    assert "drops 'origin is AE and cas is missing'" not in _survivors(Mutation((unit,)))


def test_an_example_that_fails_notices_nothing(rules: Callable[[str], Loaded]) -> None:
    """Only examples that come out as expected hold a rule to anything."""
    wrong = (
        'rule "R" "A rule"\n  for each item\n  when cas is missing\n  then add 1 points\n'
        '  example "x" cas missing expect no hit\nend\n'
    )
    assert _survivors(mutate(rules(wrong))) == ["the opposite of 'cas is missing'"]


def test_plain_data_tells_all_of_it(rules: Callable[[str], Loaded]) -> None:
    """Counts, survivors with their places and reasons, acceptances without need."""
    data = as_data(mutate(rules(RULE)))
    assert (data["noticed"], data["surviving"], data["open"]) == (7, 1, 0)
    unit = cast("list[dict[str, list[object]]]", data["units"])[0]
    assert unit["survivors"] == [
        {"change": "drops 'cas is missing'", "line": 6, "column": 29, "accepted": "steel has no CAS number"}
    ]


def _with(loaded: Loaded, mutant: Mutant) -> Loaded:
    """The rulesets with a mutant in place of its unit."""
    (named,) = loaded.programs

    def other(one: Source) -> Source:
        return mutant.mutated if one is mutant.source else one

    whole = replace(
        named.program,
        indicators=tuple(one for one in map(other, named.program.indicators) if isinstance(one, program.Indicator)),
        rules=tuple(one for one in map(other, named.program.rules) if isinstance(one, program.Rule)),
        exemptions=tuple(one for one in map(other, named.program.exemptions) if isinstance(one, program.Exemption)),
    )
    programs = (replace(named, program=whole),)
    return replace(loaded, programs=programs, plan=build(programs))


@pytest.mark.parametrize("text", [RULE, CHAIN], ids=["rule", "chain"])
def test_a_noticed_mutant_fails_an_example_and_a_survivor_fails_none(rules: Callable[[str], Loaded], text: str) -> None:
    """The same is found by running the examples of the ruleset with the mutant in it, the slow way."""
    loaded = rules(text)
    found = {unit.name: {one.change for one in unit.survivors} for unit in mutate(loaded).units}
    for source in sources_of(loaded.programs[0].program):
        edition = edition_of(source, loaded.programs[0].program)
        for mutant in mutants_of(source, edition, lambda effects: f"{effects.points >= 30} {effects.channel}"):
            passes = all(one.passed for one in run_examples(_with(loaded, mutant)))
            assert passes is (mutant.change in found[source.header.name]), mutant.change


def test_shipped_rulesets_are_mutated_whole() -> None:
    """Every unit of a shipped ruleset has mutants, and most are noticed."""
    found = mutate(load(["battlefield"]))
    assert all(unit.noticed + unit.equal + len(unit.survivors) > 0 for unit in found.units)
    assert found.noticed > len(found.survivors)
