"""Charts as drawings."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest

from stce_rules.analysis.figures import DayLoad, Figures, FillRate
from stce_rules.analysis.intervals import ratio
from stce_rules.analysis.report import charts
from stce_rules.analysis.report.channels import COLOURS
from tests.analysis.report.conftest import HOSTILE
from tests.analysis.report.made import figures

TEXTS = re.compile(r"<text[^>]*>([^<]*)")
LINES = re.compile(r"<t(?:ext|span)[^>]*>([^<]+)")
"""Texts, those of several lines too."""


def test_the_same_figures_give_the_same_bytes(told: Figures) -> None:
    """Drawing again gives the drawing again."""
    assert charts.months(told.months) == charts.months(told.months)


def test_a_channel_is_told_by_pattern_too(told: Figures) -> None:
    """No bar of a channel has its bare colour: each has the paint with the pattern."""
    drawn = charts.months(told.months)
    assert {one for one in COLOURS if f'fill="url(#channel-{one})"' in drawn} == {"red", "yellow", "blue"}
    assert not [one for one in COLOURS.values() if one in drawn]


def test_months_without_a_declaration_keep_their_place() -> None:
    """A gap in the history is a gap in the chart."""
    made = figures(3, 9).months
    drawn = charts.months((made[0], made[-1]))
    assert [one for one in TEXTS.findall(drawn) if one in {"Feb", "May", "Sep"}] == ["Feb", "May", "Sep"]


def test_a_wrong_year_leaves_the_other_months_in_sight() -> None:
    """Where centuries lie between two months, those that are known stand side by side, each year named."""
    made = figures(3, 2)
    wrong = replace(made.months[0], month="0202-06")
    seen = {"0202", "2016", "Jun", "Jan", "Feb"}
    assert seen <= set(LINES.findall(charts.months((wrong, *made.months))))
    days = (replace(made.workload.days[0], day=date(202, 6, 15)), *made.workload.days)
    drawn = charts.days(days, {})
    assert seen <= set(LINES.findall(drawn))
    assert len(drawn) < 20_000


def test_months_are_named_with_the_year_they_begin_in() -> None:
    """A history from March says of which year."""
    made = figures(3, 6).months
    texts = LINES.findall(charts.months(made[2:]))
    assert [one for one in texts if one in {"Mar", "2016", "Jun"}] == ["Mar", "2016", "Jun"]


def test_a_month_that_is_not_known_is_not_drawn(told: Figures) -> None:
    """Declarations without a date are in the table, not in the chart."""
    nameless = replace(told.months[0], month=None)
    assert charts.months((*told.months, nameless)) == charts.months(told.months)


def test_names_are_shown_as_they_are_written(told: Figures) -> None:
    """The name of a rule is a label, whatever is in it, and no formula and no markup."""
    rules = [replace(told.rules[0], rule=name) for name in ("datum.value", '"+alert(1)+"', HOSTILE, "</text>")]
    drawn = charts.yields(rules, told.headline.found)
    labels = TEXTS.findall(drawn)
    assert {"datum.value", '"+alert(1)+"', "&lt;/text&gt;"} <= set(labels)
    assert "<script" not in drawn


def test_a_text_that_looks_like_a_colour_is_left_alone(told: Figures) -> None:
    """Painting the channels touches drawings, not words."""
    rules = [replace(told.rules[0], rule=f'fill="{COLOURS["red"]}"')]
    assert f'fill="{COLOURS["red"]}"' in TEXTS.findall(charts.yields(rules, told.headline.found))


def test_the_heat_map_shows_what_is_flagged(told: Figures) -> None:
    """Each known cell has its number of flagged declarations, a chapter that is not stated a dash."""
    cells = [replace(told.heat[0], chapter=None, destination="SS", flagged=41)]
    labels = TEXTS.findall(charts.heat(cells, [None], ["SS"]))
    assert {"–", "SS", "41"} <= set(labels)


def test_fill_rates_are_ordered_by_how_full(told: Figures) -> None:
    """The fullest box comes first, and a rate close to all is not called all."""
    rates = [FillRate(None, box, "item", ratio(part, 10_000)) for box, part in (("a", 50), ("b", 9_999))]
    assert [one for one in TEXTS.findall(charts.fill_rates(rates)) if one] == ["b", "a", "99.99%", "0.5%"]


def test_nothing_to_draw(told: Figures) -> None:
    """Where there is nothing there is no drawing."""
    drawn = [charts.months(()), charts.yields([], told.headline.found), charts.capture(()), charts.days((), {})]
    assert [*drawn, charts.heat((), [], []), charts.fill_rates(())] == [""] * 6


def test_long_and_short_histories(told: Figures) -> None:
    """Days are drawn one by one for half a year, then by month; the capacity is said in both."""
    for months in (2, 30):
        drawn = charts.days(figures(3, months).workload.days, {"red": 27})
        assert "capacity 27" in TEXTS.findall(drawn)
        assert any("busiest" in one for one in TEXTS.findall(drawn)) is (months == 30)


@pytest.mark.parametrize("count", [1, 2, 6, 7, 40])
def test_each_day_is_named_once(count: int) -> None:
    """However few days there are, no two labels of an axis are the same."""
    days = [DayLoad(date(2026, 6, 28) + timedelta(day), 9, 2, 3) for day in range(count)]
    named = [one for one in TEXTS.findall(charts.days(days, {})) if one.endswith(" 2026")]
    of_one_axis = named[: len(named) // 2]
    assert len(set(of_one_axis)) == len(of_one_axis)
    assert of_one_axis[0] == "28 Jun 2026"
