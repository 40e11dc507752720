"""Workload against capacity, and estimates by sampling rates, on small replays."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from math import sqrt

import pytest

from stce_rules.analysis.loads import DayLoad, HourLoad
from stce_rules.analysis.measure import Asked, measure
from stce_rules.analysis.stated import Capacity, Limits, Rates, SamplingRate
from tests.analysis.conftest import Made, Row, declaration

FOUND = {"inspected": True, "selected_by": "rule", "finding": "x"}


def red(row: int, score: int, hour: int | None, **boxes: object) -> Row:
    """A red declaration of Monday 1 June."""
    return declaration(row, channel="red", score=score, hour=hour, **boxes)


def test_what_is_over_capacity_are_the_lowest_scores(made: Made) -> None:
    """Two in an hour and three in a day: one is dropped by the hour, then one of the other four by the day."""
    rows = [
        red(1, 70, 9, **FOUND),
        red(2, 90, 9),
        red(3, 80, 9),
        red(4, 75, None, **FOUND),
        red(5, 75, 14),
        red(6, 99, 9, office="NL01"),
        declaration(7, channel="yellow", score=40, hour=9, date=date(2026, 6, 2)),
        declaration(8, channel="yellow", score=40, date=None),
        declaration(9, channel="green", date=date(2026, 6, 2), hour=23),
    ]
    capacity = Capacity("plan", {"DE01": {"red": Limits(3, 2, Fraction(5, 2))}}, {"yellow": Limits(5)})
    load = measure(made(rows), Asked(capacity=capacity)).workload
    german = load.offices[0]
    assert (german.office, german.channel, german.declarations, german.days, german.mean) == ("DE01", "red", 5, 1, 5.0)
    assert (german.busiest, german.busiest_day, german.busiest_hour) == (date(2026, 6, 1), 5, 3)
    assert (german.per_day, german.per_hour, german.expected) == (3, 2, 2.5)
    assert (german.over_days, german.over_hours, german.over, german.over_findings) == (1, 1, 2, 1)
    assert [(one.office, one.channel, one.declarations, one.days) for one in load.offices[1:]] == [
        ("DE01", "yellow", 2, 1),
        ("NL01", "red", 1, 1),
    ]
    day, hour = load.overloads
    assert (day.hour, day.declarations, day.capacity, day.over, day.over_findings, day.lowest_kept) == (
        None,
        5,
        3,
        1,
        0,
        75,
    )
    assert (hour.hour, hour.declarations, hour.capacity, hour.over, hour.over_findings) == (9, 3, 2, 1, 1)
    assert (load.overload_count, load.without_day, load.capacity) == (2, 1, "plan")


def test_workload_is_told_by_day_and_by_hour_of_the_week(made: Made) -> None:
    """Declarations without a day are in none; weekdays count from 1 for Monday."""
    rows = [red(1, 70, 9), declaration(2, channel="yellow", hour=9), declaration(3), declaration(4, date=None)]
    load = measure(made(rows)).workload
    assert load.days == (DayLoad(date(2026, 6, 1), 3, 1, 1),)
    assert load.hours == (HourLoad(1, 9, 2, 1, 1),)
    assert (load.capacity, load.overloads) == (None, ())


def test_what_no_capacity_is_held_against_is_told(made: Made) -> None:
    """Notes count what has no day, and what has no hour at an office that states what it can do in one."""
    rows = [red(1, 70, 9), red(2, 70, None), red(3, 70, None, office="NL01"), red(4, 70, None, date=None)]
    figures = measure(made(rows), Asked(capacity=Capacity("plan", {"DE01": {"red": Limits(None, 0)}}, {})))
    assert (figures.workload.without_day, figures.workload.without_hour) == (1, 1)
    assert figures.workload.offices[0].over == 1
    assert [one.split(":")[0] for one in figures.notes if "without an acceptance" in one] == [
        "1 yellow or red declaration without an acceptance date",
        "1 yellow or red declaration without an acceptance time",
    ]


def test_a_capacity_of_another_office_is_told(made: Made) -> None:
    """An office that no declaration is of, be it written in other letters, is named; one without work is not."""
    capacity = Capacity("plan", {name: {"red": Limits(1)} for name in ("de01", "DE01", "NL01")}, {})
    figures = measure(made([red(1, 70, 9), declaration(2, office="NL01")]), Asked(capacity=capacity))
    assert figures.workload.elsewhere == ("de01",)
    assert "a capacity is stated for offices that no declaration is of: de01" in figures.notes


def inspected(rows: range, channel: str, selected_by: str, found: int) -> list[Row]:
    """Inspected declarations, the first `found` of them with a finding."""
    return [
        declaration(row, channel=channel, inspected=True, selected_by=selected_by, finding="x" if at < found else None)
        for at, row in enumerate(rows)
    ]


def test_inspections_stand_for_what_was_not_inspected(made: Made) -> None:
    """Ten red by rule stand for themselves, twenty green at random for ten each; what has no rate is left out."""
    rows = [
        *inspected(range(1, 11), "red", "rule", 5),
        *inspected(range(11, 31), "green", "random", 3),
        *inspected(range(31, 33), "green", "manual", 1),
        *(declaration(row, inspected=False) for row in range(33, 211)),
    ]
    lines = (SamplingRate("rule", "red", Fraction(1)), SamplingRate("random", None, Fraction(1, 10)))
    figures = measure(made(rows), Asked(rates=Rates("order", lines)))
    weights = figures.weighted
    assert weights is not None
    assert (weights.declarations, weights.represented, weights.without_rate) == (210, 210.0, 2)
    assert [(one.inspected, one.findings) for one in weights.strata] == [(10, 5), (20, 3)]
    assert weights.findings.value == 35.0
    assert weights.findings.error == pytest.approx(sqrt(270))
    assert weights.prevalence.value == pytest.approx(35 / 210)
    red_flag = weights.flags[2]
    assert (red_flag.precision.value, red_flag.precision.error) == (0.5, 0.0)
    assert (red_flag.precision.low, red_flag.precision.high) == (0.5, 0.5)
    assert red_flag.recall.value == pytest.approx(5 / 35)
    assert red_flag.flagged_share.value == pytest.approx(10 / 210)
    assert any("without a sampling rate" in note for note in figures.notes)


def test_rates_that_are_not_of_this_history_are_told(made: Made) -> None:
    """When the inspected would stand for far more declarations than there are, a note says so."""
    rows = inspected(range(1, 11), "green", "random", 1)
    lines = (SamplingRate(None, None, Fraction(1, 10)),)
    notes = measure(made(rows), Asked(rates=Rates("", lines))).notes
    assert any("not those of this history" in note for note in notes)
