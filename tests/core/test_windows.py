"""Windows: how far they reach, what tells groups apart, how an interval is compared."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.core.boxes import BLANK, Box, HsCode, PartyKey, Seen, Value
from stce_rules.core.predicates import Dated, Limit, Within
from stce_rules.core.semantics import Day
from stce_rules.core.truth import Truth
from stce_rules.core.windows import Group, Reach, WindowValue, told, window_truth

DAY = Day(date(2026, 6, 1), {}, lambda _amount, _currency, _on: None)


def _limit(number: int, *, included: bool = True) -> Limit:
    return Limit(Dated(((None, Fraction(number)),)), included=included)


def _value(*ends: tuple[int | None, int | None], still_open: tuple[str, ...] = ()) -> WindowValue:
    groups = (
        Group(("A",), None if low is None else Fraction(low), None if high is None else Fraction(high), 1)
        for low, high in ends
    )
    return WindowValue(tuple(groups), still_open)


MORE_THAN_10 = Within(_limit(10, included=False), None)
AT_MOST_10 = Within(None, _limit(10))
FROM_5_TO_10 = Within(_limit(5), _limit(10))


@pytest.mark.parametrize(
    ("value", "more_than_10", "at_most_10", "from_5_to_10"),
    [
        (_value((11, 11)), Truth.TRUE, Truth.FALSE, Truth.FALSE),
        (_value((10, 10)), Truth.FALSE, Truth.TRUE, Truth.TRUE),
        (_value((10, None)), Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN),
        (_value((11, None)), Truth.TRUE, Truth.FALSE, Truth.FALSE),
        (_value((0, 4)), Truth.FALSE, Truth.TRUE, Truth.FALSE),
        (_value((0, 11)), Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN),
        (_value((None, None)), Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN),
        (_value((0, 4), (11, 11)), Truth.TRUE, Truth.TRUE, Truth.FALSE),
        (_value((0, 4), still_open=("cas",)), Truth.UNKNOWN, Truth.TRUE, Truth.UNKNOWN),
        (_value(still_open=("date",)), Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN),
        (_value(), Truth.FALSE, Truth.FALSE, Truth.FALSE),
        (None, Truth.UNKNOWN, Truth.UNKNOWN, Truth.UNKNOWN),
    ],
)
def test_an_interval_is_compared(
    value: WindowValue | None, more_than_10: Truth, at_most_10: Truth, from_5_to_10: Truth
) -> None:
    """Inside the limits is true, outside false, across unknown; some group decides, and an open key keeps it open."""
    found = [window_truth(value, "number", within, DAY) for within in (MORE_THAN_10, AT_MOST_10, FROM_5_TO_10)]
    assert found == [more_than_10, at_most_10, from_5_to_10]


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 400))
def test_a_window_of_days_has_that_many_days(day: date, days: int) -> None:
    """A declaration counts on its own day and on one day less than the window is long after it."""
    assert Reach(days, 0).last_day(day) - day == timedelta(days=days - 1)


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 40))
def test_a_window_of_months_ends_on_the_same_day_of_the_month(day: date, months: int) -> None:
    """A day counts as long as the day so many months before, or the last of a shorter month, lies before it."""

    def before(later: date) -> date:
        year, month = divmod(later.year * 12 + later.month - 1 - months, 12)
        first = date(year, month + 1, 1)
        last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
        return first.replace(day=min(later.day, last.day))

    last_day = Reach(0, months).last_day(day)
    assert before(last_day) < day <= before(last_day + timedelta(days=1))


def test_a_window_longer_than_the_calendar_never_ends() -> None:
    """A day counts to the end of all days where the window is longer than they are."""
    assert {Reach(10**12, 0).last_day(DAY_ONE), Reach(0, 10**6).last_day(DAY_ONE)} == {date.max}


DAY_ONE = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ((HsCode("293141", (2022,)),), ("293141",)),
        ((PartyKey("A-1", "firm"),), ("identifier A-1", "name firm")),
        ((PartyKey(None, "firm"),), ("name firm",)),
        (("756-79-6", "756-79-6", "111-48-8"), ("756-79-6", "111-48-8")),
    ],
)
def test_what_tells_groups_apart(values: tuple[Value, ...], texts: tuple[str, ...]) -> None:
    """A code by its digits, a party by its identifier and by its name, each value once."""
    assert told(Box(tuple(Seen(one, "", "") for one in values)), closed=False) == (texts, False)


def test_a_box_that_leaves_its_group_open() -> None:
    """A blank open box and an unreadable one may be of any group; a blank closed one is of none."""
    assert told(BLANK, closed=False) == ((), True)
    assert told(BLANK, closed=True) == ((), False)
    assert told(Box((Seen("X", "X", ""),), ("?",)), closed=True) == (("X",), True)
