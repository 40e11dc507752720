"""Who would have to examine what: by office, day and hour, against the capacity that is stated.

Enters: the tables of a replay, perhaps capacities. Leaves: the workload of the figures. Promise: what is over a
capacity are the lowest scores, on equal scores the later ones of the history; first those over their hour's capacity,
then of the others those over their day's.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from stce_rules.analysis.loads import DayLoad, HourLoad, OfficeLoad, Overload, Workload
from stce_rules.analysis.stated import Capacity, Limits
from stce_rules.analysis.tables import Tables
from stce_rules.core.assessment import CHANNELS
from stce_rules.replay.overwriting import check_own_file, has_columns

__all__ = ["MOST_OVERLOADS", "workload", "write_workload"]

MOST_OVERLOADS = 1000
"""Days and hours over capacity that are told one by one."""

_OFFICES = """
with of_day as (
  select office, channel, date, count(*) as count from d where stands and channel >= 2 group by all
), of_hour as (
  select office, channel, count(*) as count from d
  where stands and channel >= 2 and date is not null and hour is not null group by office, channel, date, hour
), busiest_hour as (
  select office, channel, max(count) as most from of_hour group by all
)
select o.office, o.channel, sum(o.count)::bigint, count(o.date),
       coalesce(sum(o.count) filter (o.date is not null), 0)::bigint,
       arg_max(o.date, (o.count, -epoch(o.date))) filter (o.date is not null),
       coalesce(max(o.count) filter (o.date is not null), 0), any_value(b.most)
from of_day o left join busiest_hour b on o.office is not distinct from b.office and o.channel = b.channel
group by o.office, o.channel order by o.office nulls last, o.channel desc
"""

_LIMITED = """
create or replace table l (office text, channel tinyint, per_day bigint, per_hour bigint);
"""

_OVER = """
create or replace table over_capacity as
with ranked as (
  select d.office, d.channel, d.date, d.hour, d.score, d.seq, d.told, l.per_day, l.per_hour,
         row_number() over (partition by d.office, d.channel, d.date, d.hour order by d.score desc, d.seq) as place
  from d join l on d.office is not distinct from l.office and d.channel = l.channel
  where d.stands and d.date is not null
), by_hour as (
  select *, hour is not null and place > coalesce(per_hour, place) as hour_over from ranked
)
select *, not hour_over and per_day is not null
          and row_number() over (partition by office, channel, date, hour_over order by score desc, seq) > per_day
          as day_over
from by_hour
"""

_OVERLOADS = """
select office, channel, date, null as hour, count(*), any_value(per_day), count(*) filter (day_over) as over,
       count(*) filter (day_over and told = 0), min(score) filter (not day_over and not hour_over)
from over_capacity group by office, channel, date having over > 0
union all
select office, channel, date, hour, count(*), any_value(per_hour), count(*) filter (hour_over) as over,
       count(*) filter (hour_over and told = 0), min(score) filter (not hour_over)
from over_capacity group by office, channel, date, hour having over > 0
order by over desc, office, channel desc, date, hour nulls first
limit $1
"""

_OVER_BY_OFFICE = """
select office, channel, count(distinct date) filter (day_over), count(distinct (date, hour)) filter (hour_over),
       count(*) filter (day_over or hour_over), count(*) filter ((day_over or hour_over) and told = 0)
from over_capacity group by all
"""

_WRITTEN = """
copy (
  select office, ['green', 'blue', 'yellow', 'red'][channel + 1] as channel, date as day, hour,
         count(*) as declarations, count(*) filter (told < 2) as inspected, count(*) filter (told = 0) as findings
  from d where stands and channel >= 2 group by all order by all
) to '{path}' (format parquet)
"""

_OF_WRITTEN = {"office", "channel", "day", "hour", "declarations", "inspected", "findings"}

_BY_DAY = """
select date, count(*), count(*) filter (channel = 2), count(*) filter (channel = 3)
from d where stands and date is not null group by date order by date
"""

_BY_HOUR = """
select isodow(date), hour, count(*), count(*) filter (channel = 2), count(*) filter (channel = 3)
from d where stands and date is not null and hour is not null group by all order by all
"""


def workload(tables: Tables, capacity: Capacity | None) -> Workload:
    """The workload of yellow and red."""
    offices = tables.rows(_OFFICES)
    _hold_against(tables, capacity, [(office, channel) for office, channel, *_ in offices])
    over = {(office, channel): counts for office, channel, *counts in tables.rows(_OVER_BY_OFFICE)}
    found = []
    for office, channel, count, days, dated, busiest, most, hour in offices:
        limits = Limits() if capacity is None else capacity.of(office, CHANNELS[channel])
        found.append(
            OfficeLoad(
                office,
                CHANNELS[channel],
                count,
                days,
                dated / days if days else 0.0,
                busiest,
                most,
                hour,
                limits.per_day,
                limits.per_hour,
                None if limits.expected is None else float(limits.expected),
                *over.get((office, channel), (0, 0, 0, 0)),
            )
        )
    [(without_day,)] = tables.rows("select count(*) from d where stands and channel >= 2 and date is null")
    [(without_hour,)] = tables.rows("select count(*) from over_capacity where per_hour is not null and hour is null")
    return Workload(
        capacity=None if capacity is None else capacity.source,
        offices=tuple(found),
        days=tuple(DayLoad(*row) for row in tables.rows(_BY_DAY)),
        hours=tuple(HourLoad(*row) for row in tables.rows(_BY_HOUR)),
        overloads=tuple(
            Overload(office, CHANNELS[channel], *rest)
            for office, channel, *rest in tables.rows(_OVERLOADS, MOST_OVERLOADS)
        ),
        overload_count=sum(days + hours for days, hours, *_ in over.values()),
        without_day=without_day,
        without_hour=without_hour,
        elsewhere=_elsewhere(tables, capacity),
    )


def _elsewhere(tables: Tables, capacity: Capacity | None) -> tuple[str, ...]:
    stated = set() if capacity is None else {*capacity.offices}
    return tuple(sorted(stated.difference(office for (office,) in tables.rows("select distinct office from d"))))


def write_workload(tables: Tables, folder: Path) -> None:
    """Write every office, channel, day and hour into `workload_by_hour.parquet`: too many for the figures.

    Raises StceError (E670) when a file has that name that is no such table.
    """
    path = folder / "workload_by_hour.parquet"
    check_own_file(path, partial(has_columns, columns=_OF_WRITTEN), "'stce figures'")
    quoted = str(path).replace("'", "''")
    tables.database.execute(_WRITTEN.format(path=quoted))


def _hold_against(tables: Tables, capacity: Capacity | None, offices: list[tuple[str | None, int]]) -> None:
    """Make the table of declarations at offices with a capacity, with what is over it."""
    database = tables.database
    database.execute(_LIMITED)
    for office, channel in offices:
        limits = Limits() if capacity is None else capacity.of(office, CHANNELS[channel])
        if limits.per_day is not None or limits.per_hour is not None:
            database.execute(
                "insert into l values ($1, $2, $3, $4)", [office, channel, limits.per_day, limits.per_hour]
            )
    database.execute(_OVER)
