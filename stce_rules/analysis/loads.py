"""The part of the figures that is about work: who would have to examine what, and when. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from stce_rules.core.assessment import Channel

__all__ = ["DayLoad", "HourLoad", "OfficeLoad", "Overload", "Workload"]


@dataclass(frozen=True, slots=True)
class OfficeLoad:
    """What an office gets of a channel (red: examinations; yellow: documents).

    `days` with a declaration of that channel; `mean` of those days; `busiest` of them and its count; `busiest_hour` of
    any day (None where no hour is told). Against its capacity, where it is stated: `over_days`, `over` (declarations
    above the capacity of their day or hour, the lowest scores first, on equal scores the later ones), `over_findings`
    (known findings among those: what would be dropped). `expected` is the stated expectation for a day.
    """

    office: str | None
    channel: Channel
    declarations: int
    days: int
    mean: float
    busiest: date | None
    busiest_day: int
    busiest_hour: int | None
    per_day: int | None
    per_hour: int | None
    expected: float | None
    over_days: int
    over_hours: int
    over: int
    over_findings: int


@dataclass(frozen=True, slots=True)
class Overload:
    """A day, or an hour of it, on which an office gets more of a channel than its capacity."""

    office: str | None
    channel: Channel
    day: date
    hour: int | None
    declarations: int
    capacity: int
    over: int
    over_findings: int
    lowest_kept: int | None


@dataclass(frozen=True, slots=True)
class DayLoad:
    """Yellow and red of all offices on a day."""

    day: date
    declarations: int
    yellow: int
    red: int


@dataclass(frozen=True, slots=True)
class HourLoad:
    """Yellow and red of all offices in an hour (0 to 23) of a weekday (1 Monday to 7 Sunday), of the whole history."""

    weekday: int
    hour: int
    declarations: int
    yellow: int
    red: int


@dataclass(frozen=True, slots=True)
class Workload:
    """Who would have to do what.

    `offices` by name, yellow and red of each; `overloads` the worst first, and at most 1,000 of `overload_count`.
    `without_day`: yellow and red declarations whose day is not known; they are in no day. `without_hour`: those whose
    day alone is known, of offices with a capacity for an hour; they are held against none. `elsewhere`: offices
    that a capacity is stated for, but no declaration is of. `capacity` is the source that the capacity file states,
    None without one.
    """

    capacity: str | None
    offices: tuple[OfficeLoad, ...]
    days: tuple[DayLoad, ...]
    hours: tuple[HourLoad, ...]
    overloads: tuple[Overload, ...]
    overload_count: int
    without_day: int
    without_hour: int = 0
    elsewhere: tuple[str, ...] = ()
