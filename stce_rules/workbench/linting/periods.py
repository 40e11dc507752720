"""Values that begin after the rule that asks them.

Enters: a checked unit. Leaves: W444. Before its first period a parameter is unknown, so nobody is judged by the rule in
the days between.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.predicates import States, Within
from stce_rules.language import program
from stce_rules.language.checking.chains import unit_leaves
from stce_rules.workbench.linting.project import Surroundings, Unit


def late_values(unit: Unit, around: Surroundings) -> Iterator[Diagnostic]:  # noqa: ARG001  # the form of a lint
    """W444: only of units that say since when they are in force."""
    since = None if unit.checked is None else unit.checked.header.effective_from
    if unit.checked is None or since is None:
        return
    for leaf in unit_leaves(unit.checked):
        if isinstance(leaf, program.Test | program.WindowIs):
            start = _first_day(leaf)
            if start is not None and start > since:
                message = f"{unit.called} is in force since {since}, its value here since {start}"
                mend = f"give the parameter a value from {since} on, or let it hold from the beginning"
                yield Diagnostic("W444", message, leaf.span, help=mend)


def _first_day(leaf: program.Test | program.WindowIs) -> date | None:
    """The first day on which all limits of a comparison have a value; None for the beginning of time."""
    match leaf:
        case program.WindowIs(within=within) | program.Test(predicate=States(within=within)):
            pass
        case program.Test(predicate=Within() as within):
            pass
        case _:
            return None
    limits = (one for one in (within.low, within.high) if one is not None)
    starts = (limit.bound.values[0][0] for limit in limits if limit.bound.values)
    return max((one for one in starts if one is not None), default=None)
