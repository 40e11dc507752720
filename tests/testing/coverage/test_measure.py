"""Which truths of each condition the examples have seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import cast

import pytest

from stce_rules.core.truth import Truth
from stce_rules.decide.explain import Sentence, explanation
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.hooks import NONE
from stce_rules.plugins import discover
from stce_rules.rulesets.load import Loaded, load
from stce_rules.testing.bench import Bench, sources_of, subject_of
from stce_rules.testing.coverage import Coverage, coverage
from stce_rules.testing.coverage.report import as_data, lines_of, summary
from stce_rules.testing.examples import run_examples

RULE = """\
rule "R-1" "Steel to South Sudan"
  applies to exports
  for each item where destination is SS
  when all of:
      - hs is chapter 73
      - net mass is at least 25 kg or net mass is missing
    end
  unless licence is valid because "licensed"
  then add 35 points
  example "hit" hs 7304.19, destination SS, net mass 30 kg expect hit
  example "licensed" hs 7304.19, destination SS, net mass 30 kg, licence "L-1" expect exempt
  example "wrong" hs 0101.21, destination SS expect hit
  example "an import" flow import, hs 0101.21, destination SS expect no hit
end
"""


def _told(one: Coverage) -> list[str]:
    return [line for unit in one.units for line in lines_of(unit)]


def test_what_no_example_sees_is_told_with_its_place(rules: Callable[[str], Loaded]) -> None:
    """Each condition with its line, its clause and the truths that are missing; the total below."""
    found = coverage(rules(RULE))
    assert [line.replace(found.units[0].span.source.name, "rules.stce") for line in _told(found)] == [
        'rules.stce:2 rule "R-1": 6 of 14 truths seen',
        "  line 4, where: destination is SS",
        "    no example sees it false or unknown",
        "  line 6, when: hs is chapter 73",
        "    no example sees it false or unknown",
        "  line 7, when: net mass is at least 25 kg",
        "    no example sees it false or unknown",
        "  line 7, when: net mass is missing",
        "    no example sees it true",
        "  line 9, unless: licence is valid",
        "    no example sees it unknown",
    ]
    assert summary(found) == "rules: 42.8%, 6 of 14 truths of 5 conditions seen"


def test_an_example_counts_if_it_comes_out_as_expected_and_the_unit_applies(rules: Callable[[str], Loaded]) -> None:
    """Neither the one that fails nor the import shows anything of a rule on exports."""
    (unit,) = coverage(rules(RULE)).units
    assert {title for leaf in unit.leaves for titles in leaf.seen.values() for title in titles} == {"hit", "licensed"}


def test_an_indicator_is_covered_by_its_own_examples_only(rules: Callable[[str], Loaded]) -> None:
    """What the examples of a rule reach in an indicator does not count for it."""
    text = (
        'indicator steel "Steel"\n  for each item\n  when hs is chapter 73\nend\n'
        'rule "R" "A rule"\n  for each item\n  when steel\n  then add 1 points\n'
        '  example "steel" hs 7304.19 expect hit\nend\n'
    )
    steel, rule = coverage(rules(text)).units
    assert (steel.seen, steel.wanted, rule.seen, rule.wanted) == (0, 3, 1, 3)


def test_a_unit_without_a_judge_asks_for_nothing(rules: Callable[[str], Loaded]) -> None:
    """It is told that it has none, and it does not count."""
    text = (
        'list firms of parties is "B" end\nrule "R" "A rule"\n  status draft\n  for each item\n'
        "  when consignee resembles a party in list firms by at least 92%\n  then add 1 points\nend\n"
    )
    found = coverage(rules(text))
    assert [line.split(": ")[1] for line in _told(found)] == ["has no judge yet"]
    assert (found.wanted, found.percent) == (0, 100.0)


def test_plain_data_tells_all_of_it(rules: Callable[[str], Loaded]) -> None:
    """Each condition with the examples that saw each truth, the truths it cannot have, and those missing."""
    data = as_data(coverage(rules(RULE)))
    unit = cast("list[dict[str, list[object]]]", data["units"])[0]
    assert (data["schema"], data["seen"], data["wanted"], data["percent"]) == (1, 6, 14, 42.86)
    assert unit["conditions"][3] == {
        "clause": "when", "sentence": "net mass is missing", "line": 7, "column": 39,
        "seen": {"true": [], "false": ["hit", "licensed"], "unknown": []},
        "cannot_be": ["unknown"], "missing": ["true"],
    }  # fmt: skip


@pytest.mark.parametrize("name", ["battlefield", "chemicals"])
def test_truths_seen_are_those_of_the_explanations(name: str) -> None:
    """For every example of a shipped ruleset each leaf has the truth that its explanation tells of that sentence."""
    loaded = load([name])
    seen = {unit.name: unit for unit in coverage(loaded).units}
    passed = {(one.unit, one.example) for one in run_examples(loaded) if one.passed}
    with ExitStack() as stack:
        bench = Bench(loaded.programs[0], loaded.plan.decision, ReferenceEngine, NONE, stack)
        for source in sources_of(loaded.programs[0].program):
            for example in source.header.examples:
                laid = bench.laid(source, example).judgeable
                assert laid is not None
                ready, number, case = laid
                tree = ready.engine.judge(case).explain(number, subject_of(ready.plan, number))
                told = explanation(ready.plan, tree)
                said = {one.sentence: one.truth for one in _sentences(told.when)}
                counts = (source.header.name, example.title) in passed and told.not_applied is None
                for leaf in seen[source.header.name].leaves:
                    if leaf.leaf.clause.value == "when" and leaf.leaf.sentence in said and counts:
                        titles = leaf.seen.get(Truth[said[leaf.leaf.sentence].upper()], ())
                        assert example.title in titles


def _sentences(one: Sentence) -> Iterator[Sentence]:
    yield one
    if one.unit is None:
        for part in one.parts:
            yield from _sentences(part)


def test_plugins_may_be_there() -> None:
    """Coverage of a ruleset does not depend on what plugins are installed beside it."""
    contributions = discover().contributions
    with_plugins = coverage(load(["battlefield"], contributions=contributions), contributions=contributions)
    assert as_data(with_plugins) == as_data(coverage(load(["battlefield"])))
