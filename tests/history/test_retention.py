"""Forgetting what no window can reach."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")

import sqlalchemy as sa
from msgspec.structs import replace

from stce_rules.core.declaration import Declaration
from stce_rules.core.windows import Reach
from stce_rules.history import retention
from stce_rules.history.controls import declarations
from stce_rules.history.database import Database
from stce_rules.history.past import StoredPast
from stce_rules.history.retention import first_day, forget
from stce_rules.history.schema import FACTS, VALUES
from stce_rules.intake.canonical import decode
from stce_rules.intake.normalise import normalise
from stce_rules.plan.model import Plan
from stce_rules.testing.agreement import plan_of
from tests.history.test_catching_up import found, remember

RULES = """
rule "R" "R"
  for each item
  when number of declarations by consignee over 3 days is more than 5
    or number of distinct origin by consignee over 2 days is more than 5
  then add 1 points
end
"""
START = date(2026, 1, 30)


def shipment(number: int, on: date | None) -> Declaration:
    """A declaration of this day for the one consignee."""
    return decode(
        {
            "id": f"D{number}",
            "date": None if on is None else str(on),
            "parties": [{"role": "consignee", "id": "A"}],
            "items": [{"number": 1, "origin": ("DE", "AE", "NO")[number % 3]}],
        }
    )


@pytest.fixture
def plan() -> Plan:
    """Windows of two and of three days."""
    return plan_of(RULES)


def test_what_can_be_reached_stays(where: str, plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """For declarations of the day and later every value is what it was; what no window reaches is gone."""
    monkeypatch.setattr(retention, "_AT_ONCE", 2)
    shipments = [shipment(number, START + timedelta(number)) for number in range(10)]
    today = START + timedelta(9)
    with Database.open(where) as database:
        past = StoredPast(plan, normalise)
        remember(database, past, [(one, normalise(one)) for one in shipments])
        asked = [(one, normalise(one)) for one in (shipment(99, today + timedelta(later)) for later in range(4))]
        before = [found(database, past, plan, one) for one in asked]
        assert forget(database, [plan], today) == 7
        assert forget(database, [plan], today) == 0
        assert [found(database, past, plan, one) for one in asked] == before
        assert [one.id for one in declarations(database)] == ["D7", "D8", "D9"]
        with database.reading() as turn:
            kept = [turn.connection.execute(sa.select(one.c.number)).scalars().all() for one in (FACTS, VALUES)]
        assert [set(numbers) for numbers in kept] == [{8, 9, 10}] * 2


def test_a_late_amendment_finds_the_day_of_what_it_amends(tmp_path: Path, plan: Plan) -> None:
    """One that states no date has that of the version before, also of one forgotten; so it is too old as well."""
    original, today = shipment(1, START), START + timedelta(5)
    amendment = replace(shipment(1, None), version=2, action="amendment")
    asked = shipment(9, today), normalise(shipment(9, today))
    with Database.open(tmp_path / "store.db") as database:
        past = StoredPast(plan, normalise)
        remember(database, past, [(original, normalise(original))])
        before = found(database, past, plan, asked)
        assert forget(database, [plan], today) == 1
        remember(database, past, [(amendment, normalise(amendment))])
        assert found(database, past, plan, asked) == before
        assert forget(database, [plan], today) == 1


def test_one_without_a_date_is_never_too_old(tmp_path: Path, plan: Plan) -> None:
    """It may be of any day, so it stays in every window."""
    undated = shipment(1, None)
    with Database.open(tmp_path / "store.db") as database:
        remember(database, StoredPast(plan, normalise), [(undated, normalise(undated))])
        assert forget(database, [plan], date.max) == 0


def test_what_was_forgotten_is_not_caught_up_with(tmp_path: Path, plan: Plan) -> None:
    """A longer window holds what is still kept, and is known."""
    longer = plan_of(RULES.replace("3 days", "300 days"))
    shipments = [shipment(number, START + timedelta(number)) for number in range(6)]
    with Database.open(tmp_path / "store.db") as database:
        remember(database, StoredPast(plan, normalise), [(one, normalise(one)) for one in shipments])
        assert forget(database, [plan], START + timedelta(5)) == 3
        past = StoredPast(longer, normalise)
        past.catch_up(database)
        one = shipment(9, START + timedelta(6))
        counts = {
            group.declarations
            for _, window, value in found(database, past, longer, (one, normalise(one)))
            for group in (value.groups if value is not None and longer.windows[window].of is None else ())
        }
    assert counts == {4}


@pytest.mark.parametrize(
    ("reaches", "wanted"),
    [
        ([], date(2026, 3, 31)),
        ([Reach(1, 0)], date(2026, 3, 31)),
        ([Reach(3, 0), Reach(30, 0)], date(2026, 3, 2)),
        ([Reach(0, 1)], date(2026, 3, 1)),
        ([Reach(0, 1), Reach(31, 0)], date(2026, 3, 1)),
        ([Reach(0, 12)], date(2025, 4, 1)),
        ([Reach(10**9, 0)], date.min),
    ],
)
def test_the_first_day_that_still_counts(reaches: list[Reach], wanted: date) -> None:
    """The first day of the longest window that ends on 31 March 2026."""
    assert first_day(reaches, date(2026, 3, 31)) == wanted
