"""What a unit needs, and in what order it is asked."""

from __future__ import annotations

from pathlib import Path

from stce_rules.engines.needs import needs_of
from stce_rules.plan.model import AnyOf, Holds, Plan
from stce_rules.rulesets.load import load


def plan_of(folder: Path, scope: str, condition: str, before: str = "") -> Plan:
    """The plan of one rule, after what stands before it."""
    path = folder / "rules.stce"
    path.write_text(f'{before}rule "R" "A rule" for each {scope} when {condition} then add 1 points end', "utf-8")
    return load([path]).plan


MIXED = 'description mentions "pump" and hs is 2931.41 and net mass is more than 5 kg'


def test_a_rule_that_an_index_chose_is_asked_for_amounts_then_texts_then_codes(tmp_path: Path) -> None:
    """Its codes are hardly ever false; a text is not read where an amount is."""
    plan = plan_of(tmp_path, "item", MIXED)
    needs = needs_of(plan, plan.units[0], of_header=False)
    assert [plan.tests[test].field for test in needs.tests] == ["net mass", "description", "hs"]
    assert needs.conditions == ()


def test_an_indicator_is_asked_for_codes_first(tmp_path: Path) -> None:
    """No index has chosen it."""
    plan = plan_of(tmp_path, "item", "shown", f'indicator shown "Shown" for each item when {MIXED} end ')
    needs = needs_of(plan, plan.units[0], of_header=False)
    assert [plan.tests[test].field for test in needs.tests] == ["hs", "net mass", "description"]


def test_what_is_no_plain_sentence_stays_a_condition(tmp_path: Path) -> None:
    """Alternatives are judged whole, after the sentences beside them."""
    plan = plan_of(tmp_path, "item", "(origin is AE or destination is AE) and hs is 2931.41")
    needs = needs_of(plan, plan.units[0], of_header=False)
    assert [plan.tests[test].field for test in needs.tests] == ["hs"]
    assert [type(one) for one in needs.conditions] == [AnyOf]


def test_what_a_declaration_asks_of_its_items_stays_a_condition(tmp_path: Path) -> None:
    """It is asked of each of them."""
    plan = plan_of(tmp_path, "declaration", "hs is 2931.41 and flow is export")
    needs = needs_of(plan, plan.units[0], of_header=True)
    assert [plan.tests[test].field for test in needs.tests] == ["flow"]
    assert [type(one) for one in needs.conditions] == [Holds]


def test_the_detour_of_a_route_is_asked_for_last(tmp_path: Path) -> None:
    """It is measured only where all else holds."""
    plan = plan_of(
        tmp_path,
        "declaration",
        "route detour is at least 50% and flow is export and (destination is AE or flow is import)",
    )
    needs = needs_of(plan, plan.units[0], of_header=True)
    assert [plan.tests[test].field for test in needs.tests] == ["flow"]
    first, last = needs.conditions
    assert isinstance(first, AnyOf)
    assert isinstance(last, Holds)
    assert plan.tests[last.test].field == "route detour"
