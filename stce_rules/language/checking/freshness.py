"""What has grown old by a day: lists and rules whose review is due.

Enters: a checked program and the day. Leaves: warnings. Nothing here looks at a clock; whoever asks says the
day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.predicates import InList, MentionsListed, NamedList, PassesThroughListed, Resembles
from stce_rules.core.span import Span
from stce_rules.core.wording import counted
from stce_rules.language import program
from stce_rules.language.checking.chains import unit_leaves
from stce_rules.language.checking.findings import listed
from stce_rules.language.checking.symbols import JudgedUnit, Symbols
from stce_rules.language.reading.moving import as_read, said_of

_INTERVAL = re.compile(r"(\d+) (day|week|month|year)")


def check_freshness(
    units: Iterable[JudgedUnit], lists: Iterable[NamedList], uses: dict[str, Span], on: date, symbols: Symbols
) -> None:
    """Note lists and rules whose review is due on a day; `uses` are the places where files of lists are named."""
    units = tuple(units)
    users: dict[str, list[str]] = {}
    for unit in units:
        header = as_read(unit).header  # of which no place is asked
        for name in said_of(unit, _lists_of):
            users.setdefault(name, []).append(header.name)
        review_by = header.review_by
        if review_by is not None and review_by < on and header.status != "retired":
            span = _review_span(unit, symbols)
            message = f"'{header.name}' was to be reviewed by {review_by}"
            symbols.findings.add("W421", span, message, "review it and set a new day")
    for one in lists:
        age = _age(one, on)
        if age is not None:
            message = f"list {one.name} is {age} old; its review interval is {one.review_every}"
            names = users.get(one.name, [])
            mend = (
                f"compare it with its source and set 'as_of'; rules using it: {listed(names, 'and')}" if names else ""
            )
            use = uses.get(one.name.partition(".")[0])
            symbols.findings.found.append(Diagnostic("W420", message, use, one.name, mend))


def _review_span(unit: JudgedUnit, symbols: Symbols) -> Span:
    written = symbols.statement_of(unit).properties.review_by
    return unit.header.span if written is None else written.span


_OF_LISTS = InList | MentionsListed | PassesThroughListed | Resembles


def _lists_of(unit: JudgedUnit) -> tuple[str, ...]:
    found = dict[str, None]()
    for leaf in unit_leaves(unit):
        if isinstance(leaf, program.Test) and isinstance(leaf.predicate, _OF_LISTS):
            found[leaf.predicate.list] = None
    return tuple(found)


def _age(one: NamedList, on: date) -> str | None:
    """How old a list is, in the unit of its review interval; None when it is fresh or says nothing of it."""
    if one.as_of is None or not older_than(one.as_of, one.review_every, on):
        return None
    if "month" in one.review_every or "year" in one.review_every:
        return counted(_months(one.as_of, on), "month")
    return counted((on - one.as_of).days, "day")


def older_than(start: date, interval: str, on: date) -> bool:
    """Whether more than an interval, such as `12 months`, has passed; never more than one that is not written."""
    match = _INTERVAL.match(interval)
    if match is None:
        return False
    number, unit = int(match[1]), match[2]
    if unit in ("month", "year"):
        months, passed = number * (12 if unit == "year" else 1), _months(start, on)
        return passed > months or (passed == months and on.day != start.day)
    return on > start + timedelta(days=number * (7 if unit == "week" else 1))


def _months(start: date, end: date) -> int:
    """Whole months from one day to another."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
