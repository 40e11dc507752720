"""What units show, asked without a judging."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings

from stce_rules.core.boxes import BLANK
from stce_rules.core.predicates import Dated, Limit, Within
from stce_rules.core.truth import TRUE
from stce_rules.engines.asks import Asked
from stce_rules.engines.combined import as_ask, asked
from stce_rules.engines.indexed import IndexedEngine
from stce_rules.engines.judged import FoundCase, JudgedCase
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.nearby import Found, ReadyRule
from stce_rules.engines.readying import Readying, Sort
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.engines.tellable import Tellable
from stce_rules.engines.truths import Asks
from stce_rules.plan.judgement import HEADER, NO_HIT, as_truth
from stce_rules.plan.model import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Calls,
    Condition,
    Hits,
    Holds,
    ItemsShow,
    Not,
    Plan,
    Quantifier,
    Scope,
    Shows,
    Unit,
    UnitKind,
    WindowIs,
)
from tests.engines.plans import (
    ITEM_BOXES,
    NO,
    SURROUNDINGS,
    YES,
    Declared,
    declared,
    judged_plans,
    number_of,
    places,
    plan_of,
)

FIRST, SECOND, THIRD, CODE = (Holds(number_of(words)) for words in ("first", "second", "third", "hs"))
SAYS = Calls("says_second")


def unit(kind: UnitKind, when: Condition, scope: Scope = Scope.ITEM, lifted_by: tuple[int, ...] = ()) -> Unit:
    """A unit of that condition."""
    return Unit(kind, f"{kind.value} {when} {scope}", "a unit", "a", scope, None, when, lifted_by=lifted_by)


def indicator(when: Condition, scope: Scope = Scope.ITEM) -> Unit:
    """An indicator of that condition."""
    return unit(UnitKind.INDICATOR, when, scope)


def rule(when: Condition, scope: Scope = Scope.ITEM, lifted_by: tuple[int, ...] = ()) -> Unit:
    """A rule of that condition."""
    return unit(UnitKind.RULE, when, scope, lifted_by)


class Ready:
    """A plan and a case, whose units can be asked."""

    def __init__(self, plan: Plan, case: Declared) -> None:
        self.plan, self.case = plan, case
        self.prepared = Prepared(plan, SURROUNDINGS)
        self.asks, self.tellable = Asks(self.prepared), Tellable(plan)
        self.judging = Judging(self.prepared, case)

    def asked(self, at: int) -> Asked:
        """The subject at a position, of which nothing is known yet; the rules of a declaration's items are settled."""
        items = [Asked(item, self.case.date) for item in self.case.items]
        if at != HEADER:
            return items[at]
        rules = [number for number, unit in enumerate(self.plan.units) if unit.is_recorded and unit.scope is Scope.ITEM]
        for (position, item), rule in product(enumerate(items), rules):
            item.known[rule] = as_truth(self.judging.outcome(rule, position))
        return Asked(self.case.header, self.case.date, items)

    def sorts(self, scope: Scope, at: int) -> Iterator[Sort]:
        """The subject as one of any, and as one of those with its commodity code."""
        asked = self.asked(at)
        yield Sort(scope, self.case.flow, asked)
        if at != HEADER and len(asked.box("hs").seen) == 1 and not asked.box("hs").unreadable:
            yield Sort(scope, self.case.flow, asked, "hs")

    def readying(self, sort: Sort) -> Readying:
        """What makes units ready for subjects of a sort."""
        return Readying(sort, self.prepared, self.asks, self.tellable)

    def check(self) -> None:
        """Hold every unit that can be told of to the judging, for every subject."""
        for number, at in places(self.plan, self.case):
            scope, outcome = self.plan.units[number].scope, self.judging.outcome(number, at)
            for sort in self.sorts(scope, at) if self.tellable.tells(Shows(number), scope) else ():
                asked = self.asked(at)
                ask = as_ask(self.readying(sort).of_unit(number))
                assert [ask.truth(asked), ask.truth(asked)] == [as_truth(outcome)] * 2, (number, at)
                found = Found([], [])
                ReadyRule(number, self.readying(sort).rule(number)).settle(self.asked(at), at, found, unsure=1)
                met = [one.outcome for one in found.verdicts]
                assert (found.left, met) == ([], [] if outcome is NO_HIT else [outcome]), (number, at)


@pytest.mark.slow
@settings(max_examples=200)
@given(judged_plans(calls=False))
def test_what_a_unit_shows_is_its_outcome(judged: tuple[Plan, Declared]) -> None:
    """Whatever it asks of boxes, of other units, of items; for any subject and for those with a commodity code."""
    Ready(*judged).check()


@pytest.mark.slow
@settings(max_examples=100)
@given(judged_plans(calls=False))
def test_an_index_that_needs_no_judging_finds_what_the_oracle_finds(judged: tuple[Plan, Declared]) -> None:
    """Verdicts and trees, of plans that call no plugin."""
    plan, case = judged
    found, oracle = IndexedEngine(plan, SURROUNDINGS).judge(case), ReferenceEngine(plan, SURROUNDINGS).judge(case)
    assert found.verdicts == oracle.verdicts
    for place in places(plan, case):
        assert found.explain(*place) == oracle.explain(*place)


_JOINED = (
    AllOf((FIRST, SECOND)),
    AnyOf((FIRST, CODE)),
    AnyOf((AllOf((FIRST, CODE)), Not(SECOND))),
    AtLeastOf(2, (FIRST, SECOND, CODE)),
    AtLeastOf(1, (FIRST, CODE)),
    AtLeastOf(3, (FIRST, SECOND, CODE)),
    Not(AtLeastOf(2, (FIRST, Not(SECOND), CODE, Not(CODE)))),
    AtLeastOf(2, (CODE, CODE)),
    AtLeastOf(2, (CODE, Not(CODE))),
    AtLeastOf(0, (FIRST,)),
)


@pytest.mark.parametrize("condition", _JOINED, ids=str)
def test_a_condition_says_what_a_judging_says(condition: Condition) -> None:
    """Whether a commodity code has settled some of it beforehand, or not."""
    for first, second, code in product(ITEM_BOXES["first"], ITEM_BOXES["second"], ITEM_BOXES["hs"]):
        ready = Ready(plan_of(), declared({"first": first, "second": second, "hs": code}))
        for sort in ready.sorts(Scope.ITEM, 0):
            ask = as_ask(asked(condition, ready.readying(sort)))
            assert ask.truth(ready.asked(0)) is ready.judging.truth(condition, 0)


@pytest.mark.parametrize("quantifier", Quantifier)
def test_what_items_show_is_what_a_judging_says(quantifier: Quantifier) -> None:
    """Of no items, one or several; and so is what their rules hit and their exemptions lift."""
    plan = plan_of(
        indicator(FIRST),
        unit(UnitKind.EXEMPTION, FIRST),
        rule(FIRST, lifted_by=(1,)),
        rule(SECOND),
        rule(ItemsShow(quantifier, 2, 0), Scope.DECLARATION, lifted_by=(1,)),
        rule(AllOf((FIRST, Not(Hits(3)))), Scope.DECLARATION),
        rule(AnyOf((Hits(2), Hits(4))), Scope.DECLARATION),
    )
    boxes = [{"first": first, "second": second} for first, second in product((YES, NO, BLANK), (YES, NO))]
    for items in ((), *product(boxes), *product(boxes, boxes)):
        Ready(plan, declared(*items, header={"first": YES})).check()


def test_an_exemption_of_days_that_are_not_known_is_asked_as_it_is_judged() -> None:
    """It proves nothing without a date; a rule applies."""
    dated = replace(unit(UnitKind.EXEMPTION, FIRST), start=date(2021, 9, 9), flows=frozenset({"export"}))
    plan = plan_of(dated, replace(rule(SECOND, lifted_by=(0,)), start=date(2021, 9, 9)), rule(Not(Hits(1))))
    for on, flow in product((None, date(2020, 1, 1), date(2022, 1, 1)), (None, "export", "import")):
        Ready(plan, declared({"first": YES, "second": YES}, on=on, flow=flow)).check()


def test_calls_past_declarations_and_the_declaration_of_an_item_are_left_to_a_judging() -> None:
    """And so is all that asks for them; the rest can be told of."""
    past = WindowIs(0, Within(Limit(Dated(((None, Fraction(1)),)), included=True), None), negated=False, sentence="")
    plan = plan_of(
        indicator(SAYS),
        indicator(FIRST, Scope.DECLARATION),
        rule(Not(Shows(0))),
        rule(FIRST, lifted_by=(2,)),
        rule(AnyOf((FIRST, past))),
        rule(Shows(1)),
        rule(AtLeastOf(1, (FIRST, SECOND))),
        rule(AnyOf((Hits(6), Shows(1))), Scope.DECLARATION),
    )
    tellable = Tellable(plan)
    assert [at for at, one in enumerate(plan.units) if tellable.tells(Shows(at), one.scope)] == [1, 6, 7]


def test_what_a_plugin_says_is_told_whatever_the_rest_says() -> None:
    """An alarm of one that fails too, though another part of the condition holds."""
    plan = plan_of(rule(AnyOf((Calls("fails"), FIRST))), rule(Hits(0), Scope.DECLARATION))
    case = declared({"first": YES})
    found, oracle = IndexedEngine(plan, SURROUNDINGS).judge(case), ReferenceEngine(plan, SURROUNDINGS).judge(case)
    assert isinstance(found, JudgedCase)
    assert (found.verdicts, found.alarms) == (oracle.verdicts, oracle.alarms)
    assert any("fails" in one for one in found.alarms)


def test_a_rule_of_the_declaration_rests_on_what_was_found_of_its_items() -> None:
    """Nothing of it is judged again."""
    plan = plan_of(rule(AllOf((CODE, FIRST))), rule(AllOf((Hits(0), THIRD)), Scope.DECLARATION))
    hit = {"hs": ITEM_BOXES["hs"][3], "first": YES}
    case = declared(hit, {"hs": ITEM_BOXES["hs"][-2]}, header={"third": YES})
    found = IndexedEngine(plan, SURROUNDINGS).judge(case)
    assert isinstance(found, FoundCase)
    assert found.verdicts == ReferenceEngine(plan, SURROUNDINGS).judge(case).verdicts
    assert [(one.unit, one.at) for one in found.verdicts if as_truth(one.outcome) is TRUE] == [(0, 0), (1, HEADER)]
