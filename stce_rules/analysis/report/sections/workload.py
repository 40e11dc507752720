"""What work the channels make, and whether offices can do it."""

from __future__ import annotations

from collections.abc import Mapping

from stce_rules.analysis.figures import Figures, OfficeLoad, Workload
from stce_rules.analysis.report import charts
from stce_rules.analysis.report.channels import badge
from stce_rules.core.assessment import Channel
from stce_rules.pages.frame import Section, figure
from stce_rules.pages.markup import Cell, Column, Html, Measured, count, joined, some, table, tag

__all__ = ["workload"]

_NOWHERE = "not stated"
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MOST = 50
"""Overloads listed; the figures as CSV have more."""


def workload(told: Figures) -> Section | None:
    """The section; None where nothing is yellow or red."""
    work = told.workload
    if not work.offices:
        return None
    lead = "Red asks for a physical examination, yellow for documents. Green and blue make no work at the border."
    body = joined(_by_day(work), _by_office(work), _over(work), _by_hour(work))
    return Section("workload", "Workload", lead, body)


def _by_day(work: Workload) -> Html:
    capacity = _together(work)
    chart = charts.days(work.days, capacity)
    if not chart:
        return Html("")
    remark = "Of all offices together."
    if capacity:
        remark += " Dashed: their capacity for a day together; one office may be over it while all together are not."
    if work.without_day:
        remark += f" {some(work.without_day, 'declaration')} of which the day is not known: not drawn."
    shown = sorted(work.days, key=lambda one: (-(one.red + one.yellow), one.day))[:_MOST]
    columns = [Column("Day", fit="short"), *[Column(one, number=True) for one in ("Declarations", "red", "yellow")]]
    title = "Workload per day" if len(work.days) <= _MOST else f"The {_MOST} busiest days of {count(len(work.days))}"
    rows = [(one.day.isoformat(), one.declarations, one.red, one.yellow) for one in shown]
    name = "Workload per day against capacity" if capacity else "Workload per day"
    return figure(name, remark, chart, table(title, columns, rows))


def _together(work: Workload) -> Mapping[Channel, int]:
    """The capacity of all offices for a day, of a channel for which every office states one."""
    found: dict[Channel, int] = {}
    channels: tuple[Channel, ...] = ("red", "yellow")
    for channel in channels:
        stated = [one.per_day for one in work.offices if one.channel == channel]
        known = [one for one in stated if one is not None]
        if known and len(known) == len(stated):
            found[channel] = sum(known)
    return found


def _by_office(work: Workload) -> Html:
    columns = [
        Column("Office"),
        Column("Channel", fit="short"),
        Column("Declarations", number=True),
        Column("Days", number=True, note="Days with a declaration of this channel"),
        Column("Mean a day", number=True),
        Column("Busiest day", fit="short"),
        Column("Its count", number=True),
    ]
    limited = [
        Column("Capacity a day", number=True),
        Column("Days over", number=True),
        Column("Declarations over", number=True, note="Above the capacity of their day or hour"),
        Column("Findings over", number=True, note="Known findings among those: what would be dropped"),
    ]
    if work.capacity is None:
        return table("Offices", columns, [_office(one) for one in work.offices])
    return table("Offices", [*columns, *limited], [(*_office(one), *_against(one)) for one in work.offices])


def _office(one: OfficeLoad) -> tuple[Cell, ...]:
    return (
        one.office or _NOWHERE,
        badge(one.channel),
        one.declarations,
        one.days,
        Measured(one.mean, f"{one.mean:,.1f}"),
        None if one.busiest is None else one.busiest.isoformat(),
        one.busiest_day,
    )


def _against(one: OfficeLoad) -> tuple[Cell, ...]:
    """An office against its capacity; nothing where it states none."""
    if one.per_day is None and one.per_hour is None:
        return (None, None, None, None)
    return (one.per_day, None if one.per_day is None else one.over_days, one.over, one.over_findings)


def _over(work: Workload) -> Html:
    if not work.overloads:
        return Html("")
    columns = [
        Column("Office"),
        Column("Channel", fit="short"),
        Column("Day", fit="short"),
        Column("Hour", number=True),
        *[Column(one, number=True) for one in ("Declarations", "Capacity", "Over", "Findings over")],
        Column("Lowest score kept", number=True),
    ]
    rows = [
        (
            one.office or _NOWHERE,
            badge(one.channel),
            one.day.isoformat(),
            one.hour,
            one.declarations,
            one.capacity,
            one.over,
            one.over_findings,
            one.lowest_kept,
        )
        for one in work.overloads[:_MOST]
    ]
    more = f"The worst {_MOST} of {count(work.overload_count)}" if work.overload_count > len(rows) else "Every"
    return table(f"{more} day or hour above capacity", columns, rows)


def _by_hour(work: Workload) -> Html:
    if not work.hours:
        return Html("")
    columns = [
        Column("Weekday"),
        *[Column(one, number=True) for one in ("Hour", "Declarations", "red", "yellow")],
    ]
    rows = [
        (_WEEKDAYS[one.weekday - 1], one.hour, one.declarations, one.red, one.yellow)
        for one in sorted(work.hours, key=lambda one: (-(one.red + one.yellow), one.weekday, one.hour))
    ]
    folded = table("Hours of the week, busiest first", columns, rows)
    return tag("details", tag("summary", "Hours of the week, of the whole history"), tag("div", folded))
