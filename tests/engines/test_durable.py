"""The engine that infers with durable_rules, on plans that cross items, chain rules and lift exemptions."""

from __future__ import annotations

import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings

pytest.importorskip("durable", reason="durable_rules is not installed")

from stce_rules.core.boxes import BLANK
from stce_rules.core.diagnostics import StceError
from stce_rules.engines import durable
from stce_rules.engines.clauses import Clause, Group, Join
from stce_rules.engines.durable import DurableEngine, RuleSet
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.plan.judgement import HEADER, Outcome
from stce_rules.plan.model import (
    AllOf,
    AtLeastOf,
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
)
from tests.engines.plans import (
    NO,
    SURROUNDINGS,
    YES,
    Boxes,
    Declared,
    answer,
    declared,
    judged_plans,
    number_of,
    plan_of,
)

EXPECTED = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "engines" / "self_check.expected"
FIRST, SECOND, THIRD = (Holds(number_of(words)) for words in ("first", "second", "third"))


def _unit(
    kind: UnitKind,
    when: Condition,
    scope: Scope = Scope.ITEM,
    *,
    lifted_by: tuple[int, ...] = (),
    start: date | None = None,
) -> Unit:
    return Unit(kind, f"{kind.value} of {when}", "", "a", scope, None, when, lifted_by=lifted_by, start=start)


def _indicator(when: Condition, scope: Scope = Scope.ITEM) -> Unit:
    return _unit(UnitKind.INDICATOR, when, scope)


def _items_show(quantifier: Quantifier, needed: int = 1) -> Plan:
    """A plan of one declaration rule that asks this of the items whose first box says yes."""
    asked = ItemsShow(quantifier, needed, 0)
    return plan_of(_indicator(FIRST), _unit(UnitKind.RULE, asked, Scope.DECLARATION))


def _outcomes(plan: Plan, case: Declared) -> list[tuple[int, int, Outcome]]:
    """What the engine settles, once it is seen that the oracle says the same of everything."""
    with closing(DurableEngine(plan, SURROUNDINGS)) as engine:
        assert answer(engine, plan, case) == answer(ReferenceEngine(plan, SURROUNDINGS), plan, case)
        return [(one.unit, one.at, one.outcome) for one in engine.judge(case).verdicts]


def _saying(*first: object) -> Declared:
    """A declaration of items whose first box says yes (True), no (False) or nothing (None)."""
    said = {True: YES, False: NO, None: BLANK}
    return declared(*({"first": said[one]} for one in first))  # type: ignore[index]  # one of three words


@pytest.mark.slow
@settings(max_examples=100)
@given(judged_plans())
def test_durable_rules_answers_as_the_oracle_does(judged: tuple[Plan, Declared]) -> None:
    """Verdicts, trees, decision and assessment are those of the engine that asks every rule of every item."""
    plan, case = judged
    with closing(DurableEngine(plan, SURROUNDINGS)) as engine:
        found = answer(engine, plan, case, alarms=False)
        assert not any("durable_rules" in alarm for alarm in engine.judge(case).alarms)
    assert found == answer(ReferenceEngine(plan, SURROUNDINGS), plan, case, alarms=False)


@pytest.mark.parametrize(
    ("quantifier", "needed", "items", "expected"),
    [
        (Quantifier.ANY, 1, (False, True), Outcome.HIT),
        (Quantifier.ANY, 1, (False, None), Outcome.UNDETERMINED),
        (Quantifier.ANY, 1, (False, False), None),
        (Quantifier.ANY, 1, (), Outcome.UNDETERMINED),
        (Quantifier.NO, 1, (False, False), Outcome.HIT),
        (Quantifier.NO, 1, (False, None), Outcome.UNDETERMINED),
        (Quantifier.NO, 1, (False, True), None),
        (Quantifier.NO, 1, (), Outcome.UNDETERMINED),
        (Quantifier.EVERY, 1, (True, True), Outcome.HIT),
        (Quantifier.EVERY, 1, (True, None), Outcome.UNDETERMINED),
        (Quantifier.EVERY, 1, (True, False), None),
        (Quantifier.EVERY, 1, (), Outcome.UNDETERMINED),
        (Quantifier.AT_LEAST, 2, (True, False, True), Outcome.HIT),
        (Quantifier.AT_LEAST, 2, (True, None, False), Outcome.UNDETERMINED),
        (Quantifier.AT_LEAST, 2, (True, False), None),
        (Quantifier.AT_LEAST, 4, (True,) * 300, Outcome.HIT),
        (Quantifier.AT_LEAST, 9, (True,) * 9, Outcome.HIT),
        (Quantifier.AT_LEAST, 9, (True,) * 8 + (None,), Outcome.UNDETERMINED),
        (Quantifier.AT_LEAST, 9, (True,) * 8, None),
        (Quantifier.AT_LEAST, 9, (), Outcome.UNDETERMINED),
    ],
)
def test_items_are_counted_by_truth(
    quantifier: Quantifier, needed: int, items: Iterable[object], expected: Outcome | None
) -> None:
    """Any, no, every and at least N items: proven, possible or neither; joined for a small N, counted for a large."""
    found = _outcomes(_items_show(quantifier, needed), _saying(*items))
    assert found == ([] if expected is None else [(1, HEADER, expected)])


def test_rules_chain_over_items_and_back() -> None:
    """An item's rule may ask a declaration's rule that asks an item's rule."""
    plan = plan_of(
        _unit(UnitKind.RULE, FIRST),
        _unit(UnitKind.RULE, AllOf((Hits(0), THIRD)), Scope.DECLARATION),
        _unit(UnitKind.RULE, AllOf((Hits(1), SECOND))),
    )
    case = declared({"first": YES, "second": NO}, {"first": NO, "second": YES}, header={"third": YES})
    assert _outcomes(plan, case) == [(0, 0, Outcome.HIT), (1, HEADER, Outcome.HIT), (2, 1, Outcome.HIT)]


def test_an_item_exemption_lifts_a_declaration_rule_only_for_every_item() -> None:
    """One item that is not proven exempt keeps the rule of the declaration standing."""
    plan = plan_of(_unit(UnitKind.EXEMPTION, SECOND), _unit(UnitKind.RULE, THIRD, Scope.DECLARATION, lifted_by=(0,)))
    assert _outcomes(plan, declared({"second": YES}, {"second": YES}, header={"third": YES})) == [
        (1, HEADER, Outcome.EXEMPT)
    ]
    assert _outcomes(plan, declared({"second": YES}, {"second": BLANK}, header={"third": YES})) == [
        (1, HEADER, Outcome.HIT)
    ]


def test_an_exemption_of_unknown_date_lifts_nothing() -> None:
    """What is dated is not proven for a declaration without a date; an undated exemption is."""
    for start, expected in ((date(2021, 9, 9), Outcome.HIT), (None, Outcome.EXEMPT)):
        plan = plan_of(_unit(UnitKind.EXEMPTION, SECOND, start=start), _unit(UnitKind.RULE, FIRST, lifted_by=(0,)))
        assert _outcomes(plan, declared({"first": YES, "second": YES})) == [(1, 0, expected)]


def test_what_is_denied_is_known_only_when_all_that_could_show_it_has_run() -> None:
    """`not` over a chain of units holds by what the chain did not derive, and twice denied is the sentence itself."""
    shown = ItemsShow(Quantifier.ANY, 1, 0)
    plan = plan_of(
        _indicator(FIRST),
        _indicator(Not(shown), Scope.DECLARATION),
        _unit(UnitKind.RULE, Not(Shows(1)), Scope.DECLARATION),
        _unit(UnitKind.RULE, AllOf((Shows(1), Not(Not(Shows(1))))), Scope.DECLARATION),
    )
    assert _outcomes(plan, _saying(True, None)) == [(2, HEADER, Outcome.HIT)]
    assert _outcomes(plan, _saying(False)) == [(3, HEADER, Outcome.HIT)]
    assert len(_outcomes(plan, _saying(None))) == 2


def test_at_least_n_of_holds_whichever_parts_hold() -> None:
    """Parts that ask other units are counted like any other, one that is said twice counts twice."""
    twice = AtLeastOf(3, (Hits(0), Hits(0), SECOND, Hits(1)))
    plan = plan_of(
        _unit(UnitKind.RULE, FIRST), _unit(UnitKind.RULE, THIRD, Scope.DECLARATION), _unit(UnitKind.RULE, twice)
    )
    case = declared({"first": YES, "second": YES}, {"first": NO, "second": YES}, header={"third": YES})
    assert (2, 0, Outcome.HIT) in _outcomes(plan, case)
    assert (2, 1) not in [(unit, at) for unit, at, _ in _outcomes(plan, case)]


def test_a_plan_larger_than_a_group_is_judged_whole() -> None:
    """Hundreds of chained rules over many items are loaded in groups, and each hands on what it derived."""
    units = [_indicator(FIRST)]
    for number in range(120):
        asked = ItemsShow(Quantifier.ANY, 1, 0) if number < 2 else Hits(number // 2)
        units.append(_unit(UnitKind.RULE, AllOf((asked, THIRD)), Scope.DECLARATION))
    case = declared({"first": NO}, {"first": YES}, header={"third": YES})
    assert len(_outcomes(plan_of(*units), case)) == 120


def test_nothing_concluded_means_no_hit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A candidate that durable_rules concluded nothing about is no hit, so its word is what counts."""
    plan = _items_show(Quantifier.ANY)
    with closing(DurableEngine(plan, SURROUNDINGS)) as engine:
        assert engine.judge(_saying(True)).verdicts
        monkeypatch.setattr(RuleSet, "infer", lambda self, facts: set())
        assert not engine.judge(_saying(True)).verdicts


def test_a_declaration_that_shows_nothing_never_reaches_durable_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a fact to assert, and for rules about one item, there is nothing to infer."""
    lone = plan_of(_indicator(FIRST), _unit(UnitKind.RULE, Shows(0)))
    kept_out = plan_of(
        _indicator(FIRST), _unit(UnitKind.RULE, AllOf((THIRD, ItemsShow(Quantifier.NO, 1, 0))), Scope.DECLARATION)
    )
    for plan in (lone, kept_out):
        with closing(DurableEngine(plan, SURROUNDINGS)) as engine:
            monkeypatch.setattr(RuleSet, "infer", lambda self, facts: pytest.fail("was asked"))
            engine.judge(declared({"first": NO}, header={"third": NO}))
            monkeypatch.undo()


def test_a_fact_that_is_lost_is_an_alarm_and_no_declaration_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """When durable_rules refuses a fact the built-in inference judges, an alarm says so, and the next one is clean."""
    plan = _items_show(Quantifier.ANY)
    with closing(DurableEngine(plan, SURROUNDINGS)) as engine:
        with monkeypatch.context() as patched:
            patched.setattr(durable, "_ASSERTED", -1)
            patched.setattr(RuleSet, "_reload", lambda self: None)
            judged = engine.judge(_saying(True))
        assert [one.outcome for one in judged.verdicts] == [Outcome.HIT]
        assert ["durable_rules failed" in alarm for alarm in judged.alarms] == [True]
        assert not engine.judge(_saying(True)).alarms


def test_colliding_ids_lose_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """durable_rules takes two facts of one id for the same; another id is tried."""
    group = Group((Clause(Join.SAME, (1, 2), 3),), (1, 2), frozenset())
    rules = RuleSet("colliding", group)
    monkeypatch.setattr(durable, "count", lambda: iter("1123"))
    assert rules.infer([(1, 0), (2, 0)]) == {(3, 0)}
    rules.close()


def test_clauses_that_draw_no_conclusion_stop_the_load() -> None:
    """Loading asserts an example for every rule; a fact is not joined with itself, so this one never speaks."""
    with pytest.raises(StceError) as refused:
        RuleSet("mute", Group((Clause(Join.SAME, (1, 1), 2),), (1,), frozenset()))
    assert f"{refused.value}\n" == EXPECTED.read_text(encoding="utf-8")


def test_a_join_is_about_one_subject_and_items_are_different_ones() -> None:
    """The three joins conclude about the right subject only, however the facts are ordered."""
    clauses = (Clause(Join.SAME, (1, 2, 3), 10), Clause(Join.SPREAD, (4, 5), 11), Clause(Join.COLLECT, (6, 6), 12))
    rules = RuleSet("joins", Group(clauses, (1, 2, 3, 4, 5, 6), frozenset()))
    assert rules.infer([(3, 0), (1, 1), (2, 0), (2, 1), (3, 1), (1, 2)]) == {(10, 1)}
    assert rules.infer([(5, HEADER), (4, 7), (4, 2)]) == {(11, 7), (11, 2)}
    assert rules.infer([(6, 3)]) == set()
    assert rules.infer([(6, 3), (6, 1)]) == {(12, HEADER)}
    rules.close()


def test_no_thread_is_started_and_none_is_left() -> None:
    """The engine runs no timers, neither while it lives nor after."""
    before = threading.active_count()
    with closing(DurableEngine(_items_show(Quantifier.ANY), SURROUNDINGS)) as engine:
        engine.judge(_saying(True))
        assert threading.active_count() == before


def test_a_closed_engine_still_loses_no_declaration() -> None:
    """Judging after the end is done by the built-in inference, with an alarm; closing twice is allowed."""
    engine = DurableEngine(_items_show(Quantifier.ANY), SURROUNDINGS)
    engine.close()
    engine.close()
    judged = engine.judge(_saying(True))
    assert [one.outcome for one in judged.verdicts] == [Outcome.HIT]
    assert len(judged.alarms) == 1


def test_threads_share_an_engine() -> None:
    """Declarations judged at the same time do not see each other's facts."""
    plan = _items_show(Quantifier.AT_LEAST, 2)
    cases = [_saying(*(at < number for at in range(3))) for number in range(4)] * 50
    with closing(DurableEngine(plan, SURROUNDINGS)) as engine, ThreadPoolExecutor(4) as pool:
        found = [len(one.verdicts) for one in pool.map(engine.judge, cases)]
    assert found == [0, 0, 1, 1] * 50


def test_a_subject_stands_for_itself() -> None:
    """The stand-in declarations of these tests read an item's box before the header's."""
    top = Boxes(None, {"first": NO})
    assert Boxes(1, {"first": YES}, top).box("first") is YES
    assert Boxes(2, {}, top).box("first") is NO
