"""Forgetting what no window can reach any more.

Enters: the plans that are loaded, the day. Leaves: the store without what declarations gave to windows, and without
their content, where they are too old for the longest window. Promises: for declarations accepted from that day on every
value stays the same; the frame of a declaration (id, version, day) is kept, so a late amendment still finds the
declaration it amends; answers and the audit trail are not touched.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from stce_rules.core.windows import Reach
from stce_rules.history.database import Database
from stce_rules.history.schema import DECLARATIONS, FACTS, VALUES
from stce_rules.plan.model import Plan

__all__ = ["first_day", "forget"]

_AT_ONCE = 1_000
"""Declarations forgotten in one turn."""


def forget(database: Database, plans: Iterable[Plan], today: date) -> int:
    """Forget declarations that no window of the plans reaches from this day on, in turns; how many there were.

    Give the day of the oldest declaration that may still come, and a later one never. A window that becomes longer
    afterwards finds nothing of what was forgotten. A declaration without a date is never too old.
    """
    oldest = first_day({window.reach for plan in plans for window in plan.windows}, today)
    wanted = (
        sa.select(DECLARATIONS.c.number)
        .where(DECLARATIONS.c.day < oldest.toordinal(), DECLARATIONS.c.content.is_not(None))
        .order_by(DECLARATIONS.c.number)
        .limit(_AT_ONCE)
    )
    count = 0
    while True:
        with database.turn() as turn:
            numbers = turn.connection.execute(wanted).scalars().all()
            if not numbers:
                return count
            for table in (FACTS, VALUES):
                turn.connection.execute(sa.delete(table).where(table.c.number.in_(numbers)))
            of_these = DECLARATIONS.c.number.in_(numbers)
            turn.connection.execute(sa.update(DECLARATIONS).where(of_these).values(content=None))
        count += len(numbers)


def first_day(reaches: Iterable[Reach], today: date) -> date:
    """The first day whose declarations still count today in the longest of these windows; today, without any."""
    return min((_first_day(one, today) for one in reaches), default=today)


def _first_day(reach: Reach, today: date) -> date:
    """By halving: the last day on which a declaration counts never lies before that of an earlier one."""
    too_old, counts = 0, today.toordinal()
    while counts - too_old > 1:
        middle = (too_old + counts) // 2
        if reach.last_day(date.fromordinal(middle)) < today:
            too_old = middle
        else:
            counts = middle
    return date.fromordinal(counts)
