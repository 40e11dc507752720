"""Windows known by their meaning."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from stce_rules.history.meaning import meanings
from stce_rules.plan.model import Plan
from stce_rules.testing.agreement import plan_of

RULES = """
use lists from "l.csv" as l
indicator heavy "Heavy"
  for each item
  when net mass is at least 5 kg and origin is in list l.hubs
end
rule "R" "R"
  for each item
  when heavy and total net mass by consignee over 30 days is more than 5 kg
  then add 10 points
end
rule "S" "S"
  for each item
  when number of earlier hits of rule "R" by consignee over 30 days is at least 2
  then add 10 points
end
rule "T" "T"
  for each item
  when total item value by consignee over 30 days is more than 5 EUR
  then add 10 points
end
"""


def keys(plan: Plan) -> dict[str, bytes]:
    """The meaning of each window, by what it computes."""
    told = zip(plan.windows, meanings(plan), strict=True)
    return {f"{one.measure.value} {one.measured_in}": meaning.key for one, meaning in told}


def test_what_a_window_does_not_rest_on_makes_no_difference() -> None:
    """Other rules, their order, points, titles and limits leave a window what it was."""
    other = 'rule "A" "Another" for each item when total gross mass by cas over 3 days is 0 kg then add 1 points end'
    edited = RULES.replace("10 points", "20 points").replace('"Heavy"', '"Quite heavy"').replace("at least 2", "0")
    assert keys(plan_of(other + edited)).items() >= keys(plan_of(RULES)).items()


def changed(text: str) -> set[str]:
    """The windows that mean something else than before."""
    return {name for name, key in keys(plan_of(text)).items() if keys(plan_of(RULES)).get(name) != key}


def test_what_a_window_rests_on_does() -> None:
    """Its own words, what it counts, and the lists and windows that this rests on."""
    counting, adding = "number of hits of rule number", "total mass"
    assert changed(RULES.replace("net mass by consignee over 30", "net mass by consignee over 31")) == {
        counting,
        adding,
    }
    assert changed(RULES.replace("at least 5 kg", "at least 6 kg")) == {counting}
    assert changed(RULES.replace("l.hubs", "l.friends")) == {counting}
    assert changed(RULES.replace("more than 5 kg", "more than 6 kg")) == {counting}


def test_lists_and_rates_are_part_of_the_meaning() -> None:
    """Another row of a list changes what was found by it, another rate what amounts of money come to."""
    plan = plan_of(RULES)
    listed = replace(plan, lists=tuple(replace(one, rows=one.rows[:-1]) for one in plan.lists))
    rated = replace(plan, rates=(replace(plan.rates[0], rate=Fraction(3)), *plan.rates[1:]))
    before = keys(plan)
    assert {name for name, key in keys(listed).items() if before[name] != key} == {"number of hits of rule number"}
    assert {name for name, key in keys(rated).items() if before[name] != key} == {
        "number of hits of rule number",
        "total EUR",
    }


def test_what_is_counted_comes_before() -> None:
    """A window that counts outcomes which rest on another has a later stage."""
    plan = plan_of(RULES)
    stages = {one.measure.value: meaning.stage for one, meaning in zip(plan.windows, meanings(plan), strict=True)}
    assert stages == {"total": 0, "number of hits of rule": 1}
