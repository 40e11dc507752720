"""The day that an example is judged by when it states none.

Enters: a plan, a unit of it, the HS edition that its examples are written in. Leaves: a day on which all that the
unit speaks of is in force, as far as there is one: the latest of the first days of the edition, of the unit and of
all units it asks about or is lifted by, of the rows of their lists, and of the periods of their parameters; never
after the unit's own last day. A list row that ended before that day does not hold on it; an example about such a row
states its `date`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from stce_rules.core.predicates import InList, MentionsListed, PassesThroughListed, Predicate, Resembles, States, Within
from stce_rules.plan.model import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Condition,
    Hits,
    Holds,
    ItemsShow,
    Not,
    Plan,
    Shows,
    Unit,
)


def day_of(plan: Plan, unit: int, edition: int) -> date:
    """The day by which a unit's examples are judged."""
    rows = {one.name: [row.start for row in one.rows if row.start is not None] for one in plan.lists}
    days = [date(edition, 1, 1)]
    waiting, met = [unit], {unit}
    while waiting:
        one = plan.units[waiting.pop()]
        days += [one.start] if one.start is not None else []
        asked = set(one.lifted_by)
        for leaf in leaves_of(one):
            match leaf:
                case Holds():
                    days += _days(plan.tests[leaf.test].predicate, rows)
                case Shows() | Hits() | ItemsShow():
                    asked.add(leaf.unit)
                case _:
                    pass
        waiting += asked - met
        met |= asked
    last = plan.units[unit].until
    return max(days) if last is None else min(last, max(days))


def leaves_of(unit: Unit) -> Iterator[Condition]:
    """All sentences of a unit, those that lift it too."""
    waiting = [unit.when, *(lift.condition for lift in unit.unless)]
    if unit.where is not None:
        waiting.append(unit.where)
    while waiting:
        match waiting.pop():
            case AllOf(parts=parts) | AnyOf(parts=parts) | AtLeastOf(parts=parts):
                waiting += parts
            case Not(part=part):
                waiting.append(part)
            case leaf:
                yield leaf


def _days(predicate: Predicate, rows: Mapping[str, list[date]]) -> list[date]:
    """First days of the rows and periods that a predicate speaks of."""
    match predicate:
        case InList(list=name) | MentionsListed(list=name) | PassesThroughListed(list=name) | Resembles(list=name):
            return rows[name] if predicate.as_of is None else []
        case Within():
            limits = [one for one in (predicate.low, predicate.high) if one is not None]
            return [start for limit in limits for start, _ in limit.bound.values if start is not None]
        case States():
            return _days(predicate.within, rows)
        case _:
            return []
