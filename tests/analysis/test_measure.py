"""Figures of a small replay, against values computed by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from stce_rules.analysis.figures import ChannelMove, Figures, LeaveOneOut, Outcomes, RuleFigures
from stce_rules.analysis.measure import Asked, measure
from stce_rules.core.diagnostics import StceError
from stce_rules.core.predicates import Dated, Limit, Within
from stce_rules.plan.model import AllOf, ChannelWhen, Decision, Holds, Plan, Sample, ScoreIs
from tests.analysis.conftest import HASH, Made, Row, declaration, found, with_unread


def at_least(points: int) -> ScoreIs:
    """`score is at least N`."""
    return ScoreIs(Within(Limit(Dated(((None, Fraction(points)),)), included=True), None), "")


def plan(decision: Decision) -> Plan:
    """The plan that the replays made by hand are of."""
    return Plan("rules", "1", (), (), decision, content_hash=HASH)


DECISION = Decision(100, (ChannelWhen("red", at_least(70)), ChannelWhen("yellow", at_least(30))), "green")

INSPECTED = {"inspected": True, "selected_by": "rule"}
RANDOM = {"inspected": True, "selected_by": "random"}

HISTORY = [
    declaration(1, channel="red", score=90, **INSPECTED, finding="unlicensed", date=date(2026, 5, 3)),
    declaration(2, channel="red", score=70, **INSPECTED, finding="none"),
    declaration(3, channel="yellow", score=40, **RANDOM, finding="wrong code"),
    declaration(4, channel="yellow", score=20, **RANDOM),
    declaration(5, channel="green", score=0, **RANDOM, finding="wrong code"),
    declaration(6, channel="green", score=0, **RANDOM),
    declaration(7, channel="green", score=0, inspected=False, chapters=["29", "84", "29"], destinations=["SS"] * 3),
    declaration(8, channel="green", score=0, date=None, chapters=[None], destinations=[None]),
]
FINDINGS = [
    found(1, "A", points=70, item=1),
    found(1, "A", points=70, item=2),
    found(1, "B", points=20, channel="yellow"),
    found(2, "A", points=70),
    found(3, "C", points=40),
    found(4, "B", points=20, channel="yellow"),
    found(6, "D", "undetermined"),
    found(7, "E", "exempt"),
    found(5, "S", "monitor hit", points=90, channel="red"),
    found(1, "S", "monitor hit", points=90, channel="red"),
]


@pytest.fixture
def folder(made: Made) -> Path:
    """The small replay."""
    return made(HISTORY, FINDINGS, ["A", "B", "C", "D", "E", "F"], ["S"])


@pytest.fixture
def figures(folder: Path) -> Figures:
    """Its figures."""
    return measure(folder, Asked(plan=plan(DECISION)))


def rule(figures: Figures, name: str) -> RuleFigures:
    """The figures of one rule."""
    return next(one for one in figures.rules if one.rule == name)


def test_the_headline_counts_declarations_and_what_was_inspected(figures: Figures) -> None:
    """Eight declarations, four of them flagged, six inspected, three with a finding, two findings of four at random."""
    head = figures.headline
    assert (head.judged, head.declarations, head.items) == (8, 8, 8)
    assert (head.first, head.last) == (date(2026, 5, 3), date(2026, 6, 1))
    assert head.outcomes == Outcomes(with_finding=3, without_finding=3, not_inspected=1, not_told=1)
    assert (head.flagged.part, head.flagged.whole) == (4, 8)
    assert (head.coverage.part, head.coverage.whole, head.coverage.share) == (6, 8, 0.75)
    assert (head.found.part, head.found.whole) == (3, 6)
    assert head.random_found is not None
    assert (head.random_found.part, head.random_found.whole) == (2, 4)
    assert head.undetermined.part == 1


def test_channels_and_months_count_every_declaration_once(figures: Figures) -> None:
    """Channels from red to green, months in order with the one not known last, both add up to all declarations."""
    assert [(one.channel, one.declarations) for one in figures.channels] == [
        ("red", 2),
        ("yellow", 2),
        ("blue", 0),
        ("green", 4),
    ]
    assert [(one.month, one.green, one.blue, one.yellow, one.red) for one in figures.months] == [
        ("2026-05", 0, 0, 0, 1),
        ("2026-06", 3, 0, 2, 1),
        (None, 1, 0, 0, 0),
    ]
    assert figures.months[1].mean_score == pytest.approx(130 / 6)
    assert figures.months[2].shift is None
    assert figures.months[2].found.share is None


def test_outcomes_of_flagged_and_unflagged_are_split_by_selection(figures: Figures) -> None:
    """What was not inspected stands apart, recall is of the random sample alone."""
    rows = {(one.flagged_from, one.selected_by): one for one in figures.confusion}
    assert len(rows) == 12
    whole = rows["yellow", "all"]
    assert whole.flagged == Outcomes(with_finding=2, without_finding=2)
    assert whole.unflagged == Outcomes(with_finding=1, without_finding=1, not_inspected=1, not_told=1)
    assert (whole.precision.share, whole.missed.share, whole.coverage_unflagged.share) == (0.5, 0.5, 0.5)
    assert whole.recall is None
    assert whole.lift is not None
    assert whole.lift.times == 1.0
    random = rows["yellow", "random"]
    assert (random.flagged, random.unflagged) == (Outcomes(1, 1), Outcomes(1, 1))
    assert random.recall is not None
    assert (random.recall.part, random.recall.whole) == (1, 2)
    assert rows["red", "rule"].flagged == Outcomes(with_finding=1, without_finding=1)
    assert rows["red", "not stated"].unflagged == Outcomes(not_inspected=1, not_told=1)


def test_the_capture_curve_shares_out_equal_scores(figures: Figures) -> None:
    """Half of eight are the four highest with two of three findings; a fifth takes a quarter of the one at score 0."""
    points = {one.percent: one for one in figures.curves[0].points}
    assert (points[50].declarations, points[50].score, points[50].findings) == (4, 20, 2.0)
    assert (points[60].declarations, points[60].score, points[60].findings, points[60].captured) == (5, 0, 2.25, 0.75)
    assert points[100].captured == 1.0
    random = {one.percent: one for one in figures.curves[1].points}
    assert (figures.curves[1].declarations, figures.curves[1].findings) == (4, 2)
    assert (random[50].declarations, random[50].findings) == (2, 1.0)


def test_each_rule_is_told_with_what_is_its_alone(figures: Figures) -> None:
    """Hits count goods items; unique are declarations that no other rule that counts hits."""
    a, c = rule(figures, "A"), rule(figures, "C")
    assert (a.hits, a.declarations, a.unique, a.points, a.unique_findings) == (3, 2, 1, 140, 0)
    assert a.outcomes == Outcomes(with_finding=1, without_finding=1)
    assert (a.first, a.last, a.months) == (date(2026, 5, 3), date(2026, 6, 1), (1, 1, 0))
    assert (a.yielded.part, a.yielded.whole, a.coverage.share) == (1, 2, 1.0)
    assert a.recall is not None
    assert (a.recall.part, a.recall.whole) == (0, 2)
    assert (c.unique, c.unique_findings) == (1, 1)
    assert c.lift is not None
    assert c.lift.times == 2.0
    assert [(one.rule, one.fired) for one in figures.rules] == [
        ("A", "hit"),
        ("B", "hit"),
        ("C", "hit"),
        ("D", "undetermined only"),
        ("E", "exempt only"),
        ("F", "never"),
        ("S", "hit"),
    ]


def test_a_rule_in_shadow_adds_to_nothing_but_itself(figures: Figures) -> None:
    """What it alone would find is told, and it takes nothing from the rules that count."""
    shadow = rule(figures, "S")
    assert (shadow.shadow, shadow.declarations, shadow.unique, shadow.unique_findings) == (True, 2, 1, 1)
    assert shadow.without is None


def test_without_a_rule_score_and_channel_are_computed_anew(figures: Figures) -> None:
    """Without A one red declaration falls to B's yellow and one to green; without C a finding is lost."""
    a = LeaveOneOut(2, 0, (ChannelMove("red", "green", 1, 0), ChannelMove("red", "yellow", 1, 1)))
    assert rule(figures, "A").without == a
    assert rule(figures, "B").without == LeaveOneOut(1, 0, (ChannelMove("yellow", "green", 1, 0),))
    assert rule(figures, "C").without == LeaveOneOut(1, 1, (ChannelMove("yellow", "green", 1, 1),))
    assert rule(figures, "D").without == LeaveOneOut(0, 0, ())


@pytest.mark.parametrize(
    ("decision", "reason"),
    [
        (None, "the decision of the ruleset is not known"),
        (Decision(50, DECISION.channels, "green"), "2 declarations have a channel or score"),
        (Decision(100, (ChannelWhen("red", AllOf((at_least(70), Holds(0)))),), "green"), "asks about more"),
        (
            Decision(
                100,
                (
                    ChannelWhen(
                        "red", ScoreIs(Within(Limit(Dated(((date(2020, 1, 1), Fraction(70)),)), True), None), "")
                    ),
                ),
                "green",
            ),
            "asks about more",
        ),
    ],
    ids=["unknown", "of another ruleset", "asks about goods", "dated threshold"],
)
def test_where_the_channel_does_not_follow_nothing_is_said_of_leaving_out(
    folder: Path, decision: Decision | None, reason: str
) -> None:
    """A decision that is unknown, of another ruleset or not of the score alone gives a note instead of a number."""
    figures = measure(folder, Asked(plan=None if decision is None else plan(decision)))
    assert all(one.without is None for one in figures.rules)
    assert any(reason in note for note in figures.notes)


def test_the_stable_sample_is_drawn_again_without_a_rule(made: Made) -> None:
    """A declaration that the sample draws stays yellow when its only rule is left out."""
    decision = Decision(
        None, (ChannelWhen("yellow", at_least(30)),), "green", (Sample(Fraction(1), "green", "yellow"),)
    )
    folder = made([declaration(1, channel="yellow", score=30)], [found(1, "A", points=30)], ["A"])
    assert rule(measure(folder, Asked(plan=plan(decision))), "A").without == LeaveOneOut(0, 0, ())


def test_pairs_share_declarations(figures: Figures) -> None:
    """A and B hit one declaration together, of three that either hits; rules in shadow are in no pair."""
    [pair] = figures.pairs
    assert (pair.first, pair.second, pair.shared, pair.findings) == ("A", "B", 1, 1)
    assert pair.alike == pytest.approx(1 / 3)
    assert figures.pair_count == 1


def test_goods_are_counted_by_chapter_and_destination(figures: Figures) -> None:
    """Two items of one chapter in one declaration are two items and one declaration."""
    cells = {(one.chapter, one.destination): one for one in figures.heat}
    assert list(cells) == [("29", "SS"), ("84", "SS"), (None, None)]
    assert (cells["29", "SS"].items, cells["29", "SS"].declarations, cells["29", "SS"].flagged) == (8, 7, 4)
    assert cells["84", "SS"].outcomes == Outcomes(not_inspected=1)


def test_an_amendment_replaces_and_a_cancellation_removes(made: Made) -> None:
    """Each declaration counts once as it stands at the end, and keeps the outcome told of an earlier version."""
    rows: list[Row] = [
        declaration(1, declaration="X", channel="red", score=70, **INSPECTED, finding="unlicensed"),
        declaration(2, declaration="X", version=2, action="amendment", channel="yellow", score=30),
        declaration(3, declaration="Y", channel="red", score=70),
        declaration(4, declaration="Y", version=2, action="cancellation"),
        declaration(5, declaration="Z", **INSPECTED),
        declaration(6, declaration="Z", **INSPECTED),
    ]
    figures = measure(made(rows, [found(1, "A", points=70), found(2, "A", points=30), found(3, "A", points=70)], ["A"]))
    head = figures.headline
    assert (head.judged, head.superseded, head.cancellations, head.declarations) == (6, 2, 1, 3)
    assert [one.declarations for one in figures.channels] == [0, 1, 0, 2]
    assert rule(figures, "A").outcomes == Outcomes(with_finding=1)
    assert any("amended or cancelled" in note for note in figures.notes)


def test_without_outcomes_or_a_random_sample_it_is_said(made: Made) -> None:
    """Ratios that cannot be given are left out, and a note says why."""
    assert any("no outcome" in one for one in measure(made([declaration(1)], name="a")).notes)
    figures = measure(made([declaration(1, **INSPECTED, finding="x")], name="b"))
    assert any("no random sample" in one for one in figures.notes)
    assert all(one.recall is None and one.lift is None for one in figures.confusion)
    figures = measure(made([declaration(1, **RANDOM)], name="c"))
    assert any("nothing was found in the random sample" in one for one in figures.notes)


def test_what_may_be_no_declaration_of_its_own_is_told(made: Made) -> None:
    """Originals of one identifier count each, an alarm is no judgement, and a note says how many there are of both."""
    rows = [declaration(1, declaration="X"), declaration(2, declaration="X", alarms=["no rate"]), declaration(3)]
    figures = measure(made(rows))
    assert (figures.headline.declarations, figures.headline.repeated) == (3, 1)
    assert any(one.startswith("1 declaration with the identifier of another") for one in figures.notes)
    assert any(one.startswith("an alarm in 1 declaration:") for one in figures.notes)


def test_a_finding_of_what_was_not_inspected_is_told(made: Made) -> None:
    """It stays among those not inspected, and a note says that the outcome contradicts itself; `none` does not."""
    denied: Row = {"inspected": False, "selected_by": "rule"}
    rows = [declaration(1, **denied, finding="x"), declaration(2, **denied, finding="none"), declaration(3, **denied)]
    figures = measure(made(rows))
    assert (figures.headline.denied, figures.headline.outcomes) == (1, Outcomes(not_inspected=3))
    assert any(one.startswith("1 declaration with a finding, but told not") for one in figures.notes)


def test_an_empty_history_has_figures(made: Made) -> None:
    """Nothing judged gives zeros and no ratio."""
    figures = measure(made([], rules=["A"]), Asked(plan=plan(DECISION)))
    assert (figures.headline.declarations, figures.headline.coverage.share) == (0, None)
    assert (figures.months, figures.heat, figures.curves[0].points) == ((), (), ())
    assert rule(figures, "A").fired == "never"


def test_parts_make_no_difference(made: Made) -> None:
    """The same tables in one part or in many give the same figures."""
    folders = [
        made(HISTORY, FINDINGS, ["A", "B", "C", "D", "E"], ["S"], name=f"in-{parts}", parts=parts) for parts in (1, 8)
    ]
    one, other = (measure(folder, Asked(plan=plan(DECISION))) for folder in folders)
    assert one == other


def test_rulesets_that_were_not_replayed_are_refused(folder: Path) -> None:
    """A plan of another hash says nothing about this replay."""
    with pytest.raises(StceError, match="E845"):
        measure(folder, Asked(plan=replace(plan(DECISION), content_hash="1" * 64)))


def test_outcomes_that_could_not_be_read_are_noted(made: Made) -> None:
    """Whoever reads figures is told which words of the outcomes are not in them, and that sources were empty."""
    (empty, note, *_) = measure(with_unread(made([declaration(1)]))).notes
    assert empty == "1 source of the history without any declaration"
    assert note == "the box 'outcome.selected_by' could not be read in 1 declaration: must be one of rule, not 'luck'"
