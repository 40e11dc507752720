"""Truths that are found without what they were read from."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from stce_rules.core.truth import TRUE
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.truths import Asks, TruthJudging
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Decision, Plan
from tests.engines.plans import LISTS, POOLS, RATES, SURROUNDINGS, TESTS, Declared, declarations, declared

EVERY_TEST = Plan("a", "1", (), TESTS, Decision(None, (), "green"), LISTS, RATES)
PREPARED = Prepared(EVERY_TEST, SURROUNDINGS)
ASKS = Asks(EVERY_TEST.tests)


def held(case: Declared, at: int) -> list[str]:
    """The tests whose truth is another one than that of their finding."""
    soon, slow = TruthJudging(PREPARED, case, ASKS), Judging(PREPARED, case)
    return [
        f"{test.sentence} negated {test.negated}"
        for number, test in enumerate(TESTS)
        if soon.holds(number, at) is not slow.finding(number, at).truth
    ]


@pytest.mark.slow
@settings(max_examples=200)
@given(declarations())
def test_every_truth_is_that_of_its_finding(case: Declared) -> None:
    """Whatever the boxes hold, of the header and of goods items, on any day or none."""
    assert [held(case, at) for at in (HEADER, *range(len(case.items)))] == [[]] * (len(case.items) + 1)


@pytest.mark.parametrize("words", sorted(POOLS))
def test_a_truth_about_a_box_of_each_kind_is_that_of_its_finding(words: str) -> None:
    """Blank, unreadable, one value or several; alone, so that no other box hides it."""
    for box in POOLS[words]:
        assert held(declared({words: box}), 0) == []


def test_several_tests_hold_together_as_the_least_of_them_does() -> None:
    """False before unknown before true, in whatever order they are asked; of none, all hold."""
    mass = [number for number, test in enumerate(TESTS) if test.field == "net mass" and not test.negated]
    route = next(number for number, test in enumerate(TESTS) if test.field == "route")
    judging = TruthJudging(PREPARED, declared({"net mass": POOLS["net mass"][0]}), ASKS)
    for asked in (mass, [route, *mass], [*mass, route], [route]):
        assert judging.all_hold(asked, 0) is min(judging.holds(one, 0) for one in asked)
    assert judging.all_hold((), 0) is TRUE
