"""Which truths a condition can have in an example."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from stce_rules.core.truth import Truth
from stce_rules.rulesets.load import Loaded
from stce_rules.testing.bench import sources_of
from stce_rules.testing.coverage.leaves import leaves_of
from stce_rules.testing.coverage.possible import Possible


def _possible(loaded: Loaded) -> list[str]:
    """The letters of the truths that each condition of the first unit can have."""
    one = loaded.programs[0].program
    source = sources_of(one)[0]
    found = [Possible(one).of(leaf.condition, source) for leaf in leaves_of(source)]
    return ["".join(truth.name[0] for truth in Truth if truth in each) for each in found]


def _rule(when: str, scope: str = "item") -> str:
    return f'rule "R" "A rule"\n  for each {scope}\n  when {when}\n  then add 1 points\nend\n'


@pytest.mark.parametrize(
    ("when", "truths"),
    [
        ("licence is missing", ["FT"]),
        ("cas is stated", ["FT"]),
        ("document is X002", ["FT"]),
        ("document is not X002", ["FT"]),
        ("cas is 756-79-6", ["FUT"]),
        ("licence is valid", ["FUT"]),
        ("net mass is at least 25 kg", ["FUT"]),
        ("net mass is at least 0 kg", ["UT"]),
        ("net mass is less than 0 kg", ["FU"]),
        ("concentration is at most 100%", ["UT"]),
        ("concentration is more than 100%", ["FU"]),
        ("consignee country is the same as destination", ["FUT"]),
        ("hs is 2931.41", ["FUT"]),
    ],
)
def test_a_test_can_be_what_its_box_and_its_operator_allow(
    rules: Callable[[str], Loaded], when: str, truths: list[str]
) -> None:
    """A closed box is never unknown by being blank, `is missing` never at all, and no mass lies below nothing."""
    assert _possible(rules(_rule(when))) == truths


def test_a_closed_box_is_unknown_where_the_list_depends_on_the_day(rules: Callable[[str], Loaded]) -> None:
    """Without the acceptance date nobody knows whether a licence is still valid; a list without dates asks for none."""
    text = "list papers of codes is X002 end\n" + _rule("document is in list papers or licence is valid")
    assert _possible(rules(text)) == ["FT", "FUT"]


def test_a_flow_is_what_the_rule_applies_to(rules: Callable[[str], Loaded]) -> None:
    """A rule for exports never meets an import."""
    text = _rule("flow is import or flow is export").replace("  for each", "  applies to exports\n  for each")
    assert _possible(rules(text)) == ["FU", "UT"]


def test_a_window_holds_the_example_alone(rules: Callable[[str], Loaded]) -> None:
    """There is one declaration in it and none before, so a count above one is never reached."""
    when = (
        "number of declarations by consignee over 30 days is at least 2"
        " or number of earlier declarations by consignee over 30 days is 0"
        " or total net mass by consignee over 30 days is more than 30 kg"
    )
    assert _possible(rules(_rule(when))) == ["FU", "UT", "FUT"]


def test_an_indicator_is_never_unknown_where_stated_stands_beside_the_test(rules: Callable[[str], Loaded]) -> None:
    """`consignee name is stated and consignee name mentions …` is false for a blank name, so nothing leaves it open."""
    indicator = 'indicator i "An indicator"\n  for each item\n  when {when}\nend\n'
    guarded = 'consignee name is stated and consignee name mentions "trading"'
    named = _rule("i")

    def of_rule(when: str) -> list[str]:
        one = rules(indicator.format(when=when) + named).programs[0].program
        (leaf,) = leaves_of(one.rules[0])
        return [truth.name[0] for truth in Truth if truth in Possible(one).of(leaf.condition, one.rules[0])]

    assert of_rule(guarded) == ["F", "T"]
    assert of_rule('consignee name mentions "trading"') == ["F", "U", "T"]
    assert of_rule("cas is stated and cas is 756-79-6") == ["F", "U", "T"]  # a number in the text may be misprinted
