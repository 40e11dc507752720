"""From checked programs to one plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from stce_rules.core.predicates import InList
from stce_rules.language import program
from stce_rules.plan.build import DEFAULT_DECISION, NamedProgram, build
from stce_rules.plan.model import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Calls,
    Hits,
    Holds,
    ItemsShow,
    Not,
    Plan,
    Quantifier,
    Rate,
    Scope,
    ScoreIs,
    Shows,
    UnitKind,
    WindowIs,
)

Writer = Any
"""The `_Writer` of conftest.py, which test modules cannot import."""


def _names(plan: Plan) -> list[str]:
    return [unit.name for unit in plan.units]


def test_a_unit_comes_after_all_it_asks_about(w: Writer) -> None:
    """One pass over the units judges a rule after its indicators, its exemptions and the rules it asks about."""
    plan = build(
        [
            w.ruleset(
                "a",
                w.rule("A-LAST", w.all_of(w.hits("Z-FIRST"), w.shows("z_top"))),
                w.rule("Z-FIRST", w.shows("z_top")),
                w.indicator("z_top", w.shows("a_base")),
                w.indicator("a_base", w.country("SS")),
                w.exemption("ZZ-LIFT", w.shows("a_base"), ["A-LAST"]),
            )
        ]
    )
    at = {name: number for number, name in enumerate(_names(plan))}
    assert at["a_base"] < at["z_top"] < at["Z-FIRST"] < at["A-LAST"]
    assert at["a_base"] < at["ZZ-LIFT"] < at["A-LAST"]
    assert plan.units[at["A-LAST"]].lifted_by == (at["ZZ-LIFT"],)
    assert plan.units[at["Z-FIRST"]].when == Shows(at["z_top"])
    assert plan.units[at["z_top"]].when == Shows(at["a_base"])


def test_equal_tests_are_one(w: Writer) -> None:
    """A sentence that many rules hold is in the plan once."""
    plan = build(
        [w.ruleset("a", w.rule("A", w.country("SS")), w.rule("B", w.country("SS")), w.rule("C", w.country("KP")))]
    )
    assert len(plan.tests) == 2
    first, second, third = plan.units
    assert first.when == second.when == Holds(0)
    assert third.when == Holds(1)


def test_a_test_knows_its_box(w: Writer) -> None:
    """A test says whether a blank box means none and whether the box stands at the goods."""
    plan = build(
        [
            w.ruleset(
                "a", w.rule("A", w.all_of(w.listed("x"), w.test("document", InList("x")), w.test("flow", InList("x"))))
            )
        ]
    )
    assert [(one.field, one.closed, one.of_item) for one in plan.tests] == [
        ("cas", False, True),
        ("document", True, True),
        ("flow", False, False),
    ]


def test_every_kind_of_condition_is_carried_over(w: Writer) -> None:
    """Bullets, counts, negations, plugin predicates and quantified items keep their meaning."""
    conditions = (
        program.AnyOf((w.country("SS"), program.Not(w.country("KP"), w.span)), w.span),
        program.AtLeastOf(1, (w.country("SS"), program.Calls("nerve_agent", w.span)), w.span),
        w.any_item("base"),
    )
    plan = build([w.ruleset("a", w.indicator("base", w.country("SS")), w.rule("A", w.all_of(*conditions)))])
    assert plan.units[1].when == AllOf(
        (
            AnyOf((Holds(0), Not(Holds(1)))),
            AtLeastOf(1, (Holds(0), Calls("nerve_agent"))),
            ItemsShow(Quantifier.ANY, 1, 0),
        )
    )


def test_what_a_rule_says_of_itself_is_carried_over(w: Writer) -> None:
    """Dates, flows, status, scope, reasons and effects of a rule are in its unit."""
    rule = w.rule("A", w.country("SS"), points=60)
    header = replace(
        rule.header,
        title="Sudan",
        status="monitor",
        version=3,
        owner="desk",
        regime=("CWC",),
        effective_from=date(2022, 1, 1),
        effective_until=date(2027, 1, 1),
        flows=("export",),
        where=w.country("SS", "SD"),
        because="treaty",
        scope=type(rule.header.scope)("declaration"),
    )
    effects = program.Effects(60, "red", ("sheet",), ("desk",), ("x",))
    lifted = program.Unless(w.country("NO"), "partner")
    plan = build([w.ruleset("a", replace(rule, header=header, unless=(lifted,), then=effects, if_unknown=effects))])
    (unit,) = plan.units
    assert (unit.kind, unit.ruleset, unit.scope) == (UnitKind.RULE, "a", Scope.DECLARATION)
    assert (unit.start, unit.until, unit.flows) == (date(2022, 1, 1), date(2027, 1, 1), frozenset({"export"}))
    assert (unit.title, unit.status, unit.version, unit.owner) == ("Sudan", "monitor", 3, "desk")
    assert (unit.regime, unit.because) == (("CWC",), "treaty")
    assert (unit.then.points, unit.then.channel, unit.if_unknown.ask_for) == (60, "red", ("sheet",))
    assert [lift.because for lift in unit.unless] == ["partner"]
    assert unit.where is not None


def test_drafts_are_left_out(w: Writer) -> None:
    """Draft rules and exemptions, and indicators that only they ask about, are not in the plan."""
    plan = build(
        [
            w.ruleset(
                "a",
                w.indicator("used", w.country("SS")),
                w.indicator("for_drafts", w.country("KP")),
                w.rule("A", w.shows("used")),
                w.rule("D", w.shows("for_drafts"), "draft"),
                w.exemption("E", w.shows("for_drafts"), ["A"], "draft"),
            )
        ]
    )
    assert _names(plan) == ["used", "A"]
    assert plan.units[1].lifted_by == ()
    assert len(plan.tests) == 1


def test_retired_and_monitored_rules_stay(w: Writer) -> None:
    """A retired rule is kept for its own dates, a monitored one runs in shadow."""
    plan = build([w.ruleset("a", w.rule("R", w.country("SS"), "retired"), w.rule("M", w.country("SS"), "monitor"))])
    assert [(unit.name, unit.status) for unit in plan.units] == [("M", "monitor"), ("R", "retired")]


def test_drafts_can_be_kept(w: Writer) -> None:
    """For examples every unit that can be judged is kept, drafts and lonely indicators too."""
    ruleset = w.ruleset(
        "a",
        w.indicator("lonely", w.country("SS")),
        w.rule("D", w.country("SS"), "draft"),
        w.exemption("E", w.country("NO"), ["D"], "draft"),
    )
    plan = build([ruleset], keep_drafts=True)
    assert sorted(_names(plan)) == ["D", "E", "lonely"]
    assert plan.units[_names(plan).index("D")].lifted_by == (_names(plan).index("E"),)


def test_what_has_no_judge_is_left_out_of_kept_drafts(w: Writer) -> None:
    """A draft about a resemblance, and whatever asks about it, is left out even where drafts are kept."""
    ruleset = w.ruleset(
        "a",
        w.indicator("alike", w.without_judge()),
        w.indicator("asks_alike", w.shows("alike")),
        w.rule("D", w.any_item("asks_alike"), "draft"),
        w.rule("GOOD", w.country("SS"), "draft"),
        w.exemption("E", w.without_judge(), ["GOOD"], "draft"),
    )
    assert _names(build([ruleset], keep_drafts=True)) == ["GOOD"]


def test_what_has_no_judge_never_runs(w: Writer) -> None:
    """A sentence without a judge that got past the checker is refused, never taken for false."""
    with pytest.raises(ValueError, match="consignee resembles"):
        build([w.ruleset("a", w.rule("A", w.without_judge()))])


def test_a_rule_that_runs_may_not_ask_about_a_draft(w: Writer) -> None:
    """A draft is never taken into a plan by the back door, unless drafts are kept."""
    ruleset = w.ruleset("a", w.rule("A", w.hits("D")), w.rule("D", w.country("SS"), "draft"))
    with pytest.raises(ValueError, match="asks about 'D', a draft"):
        build([ruleset])
    assert sorted(_names(build([ruleset], keep_drafts=True))) == ["A", "D"]


def test_a_circle_is_refused(w: Writer) -> None:
    """An exemption that asks about the rule it lifts has no place in an order."""
    with pytest.raises(ValueError, match="nodes are in a cycle"):
        build([w.ruleset("a", w.rule("A", w.country("SS")), w.exemption("E", w.hits("A"), ["A"]))])


def test_a_long_chain_of_indicators_is_no_trouble(w: Writer) -> None:
    """A chain of five thousand indicators is put in order."""
    chain = [w.indicator(f"i{n}", w.shows(f"i{n + 1}")) for n in range(5000)]
    plan = build([w.ruleset("a", w.rule("A", w.shows("i0")), *chain, w.indicator("i5000", w.country("SS")))])
    assert _names(plan)[0] == "i5000"
    assert _names(plan)[-2:] == ["i0", "A"]


def test_indicators_and_lists_are_private_to_their_ruleset(w: Writer, other: Writer) -> None:
    """Two rulesets may use one name for different indicators and lists."""
    plan = build([
        w.ruleset("a", w.indicator("x", w.listed("l")), w.rule("A", w.shows("x")), w.named_list("l", "756-79-6")),
        other.ruleset("b", other.indicator("x", other.listed("l")), other.rule("B", other.shows("x")),
                      other.named_list("l", "111-48-8")),
    ])  # fmt: skip
    assert [one.name for one in plan.lists] == ["a/l", "b/l"]
    assert sorted(one.predicate.list for one in plan.tests if isinstance(one.predicate, InList)) == ["a/l", "b/l"]
    for unit in plan.units:
        if unit.kind is UnitKind.RULE:
            assert isinstance(unit.when, Shows)
            assert plan.units[unit.when.unit].ruleset == unit.ruleset


def test_the_order_of_statements_and_rulesets_has_no_meaning(w: Writer, other: Writer) -> None:
    """The same statements in any order, and rulesets in any order, are the same plan with the same hash."""
    parts = (
        w.indicator("x", w.country("SS")),
        w.rule("B", w.shows("x")),
        w.rule("A", w.hits("B")),
        w.exemption("E", w.country("NO"), ["A", "B"]),
        w.named_list("m", "756-79-6"),
        w.named_list("l", "111-48-8"),
    )
    second = other.ruleset("z", other.rule("Z", other.country("KP")))
    assert build([w.ruleset("a", *parts), second]) == build([second, w.ruleset("a", *reversed(parts))])


def test_a_rule_may_be_lifted_by_another_ruleset(w: Writer, other: Writer) -> None:
    """An exemption lifts the rules it names wherever they stand."""
    plan = build(
        [
            w.ruleset("a", w.rule("A", w.country("SS"))),
            other.ruleset("b", other.exemption("E", other.country("NO"), ["A"])),
        ]
    )
    assert [(unit.name, unit.lifted_by) for unit in plan.units] == [("E", ()), ("A", (0,))]


def test_name_and_version_of_several_rulesets(w: Writer, other: Writer) -> None:
    """A plan of several rulesets is named after all of them, in the order of the alphabet."""
    plan = build(
        [w.ruleset("b", w.rule("B", w.country("SS"))), other.ruleset("a", other.rule("A", other.country("SS")))]
    )
    assert (plan.name, plan.version) == ("a+b", "1.0+1.0")


def test_no_ruleset_is_no_plan() -> None:
    """A plan of nothing is refused: it would release everything."""
    with pytest.raises(ValueError, match="at least one ruleset"):
        build([])


def test_hits_asks_the_other_rule(w: Writer) -> None:
    """`rule "A" hits` asks the unit of that rule."""
    plan = build([w.ruleset("a", w.rule("A", w.country("SS")), w.rule("B", w.hits("A")))])
    assert plan.units[1].when == Hits(0)


def test_without_a_decision_red_is_from_70_and_yellow_from_30(w: Writer) -> None:
    """A plan without a decision block has the default one."""
    plan = build([w.ruleset("a", w.rule("A", w.country("SS")))])
    assert plan.decision == DEFAULT_DECISION
    lines = [(line.channel, line.condition) for line in plan.decision.channels]
    assert [channel for channel, _ in lines] == ["red", "yellow"]
    assert [c.sentence for _, c in lines if isinstance(c, ScoreIs)] == ["score is at least 70", "score is at least 30"]
    assert (plan.decision.otherwise, plan.decision.cap, plan.decision.samples) == ("green", None, ())


def test_rates_are_sorted_and_kept_once(w: Writer, other: Writer) -> None:
    """Rates of all rulesets are one table, sorted; a rate that two of them give alike is kept once."""

    def rate(day: int, quote: str) -> Rate:
        return Rate(date(2026, 1, day), "EUR", quote, Fraction(11, 10))

    first = NamedProgram("a", "1", w.program(), (rate(2, "USD"), rate(1, "USD")))
    second = NamedProgram("b", "1", other.program(), (rate(1, "CHF"), rate(1, "USD")))
    assert build([first, second]).rates == (rate(1, "CHF"), rate(1, "USD"), rate(2, "USD"))


def test_a_window_comes_after_what_it_counts(w: Writer) -> None:
    """What a window counts is a unit of the plan like what is asked about, and stands before; equal windows are one."""
    plan = build(
        [
            w.ruleset(
                "a",
                w.rule("A-FIRST", w.window("consignee", indicator="z_shown")),
                w.rule("B-AFTER", w.all_of(w.window("consignee", rule="C-HIT"), w.window("office"))),
                w.rule("C-HIT", w.window("office")),
                w.indicator("z_shown", w.country("SS")),
            )
        ]
    )
    at = {name: number for number, name in enumerate(_names(plan))}
    assert at["z_shown"] < at["A-FIRST"]
    assert at["C-HIT"] < at["B-AFTER"]
    assert {(one.unit, one.earlier, one.of_item) for one in plan.windows} == {
        (at["z_shown"], False, True),
        (at["C-HIT"], True, True),
        (None, False, False),
    }
    when = plan.units[at["C-HIT"]].when
    assert isinstance(when, WindowIs)
    assert [key.words for key in plan.windows[when.window].by] == ["office"]


def test_a_window_changes_the_hash(w: Writer) -> None:
    """The length of a window is part of what ran; a plan without windows has the hash it always had."""
    hashes = {build([w.ruleset("a", w.rule("A", w.window("office", days=days)))]).content_hash for days in (30, 31)}
    assert len(hashes) == 2
