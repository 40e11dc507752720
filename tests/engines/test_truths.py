"""Truths that are found without what they were read from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings

from stce_rules.core import lookups
from stce_rules.core.lookups import Lookup, row_holds
from stce_rules.core.predicates import NamedList
from stce_rules.core.text import FoldedText
from stce_rules.core.truth import TRUE, conjunction, disjunction
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.truths import Asks, TruthJudging
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Decision, Plan
from tests.engines.plans import LISTS, POOLS, RATES, SURROUNDINGS, TESTS, Declared, declarations, declared

EVERY_TEST = Plan("a", "1", (), TESTS, Decision(None, (), "green"), LISTS, RATES)
PREPARED = Prepared(EVERY_TEST, SURROUNDINGS)
ASKS = Asks(PREPARED)


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


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("named", LISTS, ids=lambda named: str(named.name))
def test_a_list_says_soon_what_its_rows_say(monkeypatch: pytest.MonkeyPatch, named: NamedList, dated: bool) -> None:
    """Of any value, on any day or none, when it is asked, asked again, and asked after values were forgotten."""
    monkeypatch.setattr(lookups, "_CODES_REMEMBERED", 2)
    rows = named.rows if dated else tuple(replace(row, start=None, until=None) for row in named.rows)
    lookup = Lookup(replace(named, rows=rows))
    assert lookup.dated is dated
    values = [seen.value for boxes in POOLS.values() for box in boxes for seen in box.seen] * 2
    for value in values:
        for on in (None, date(2019, 1, 1), date(2022, 5, 5), date(2026, 6, 1)):
            held = [conjunction((truth, row_holds(row, on))) for truth, row in lookup.holding(value)]
            assert [lookup.lists(value, on) for _ in range(2)] == [disjunction(held)] * 2
            if isinstance(value, FoldedText):
                assert lookup.names(value, on) is disjunction(row_holds(row, on) for row, _ in lookup.mentioned(value))
