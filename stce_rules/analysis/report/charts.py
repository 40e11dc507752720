"""The charts of a report.

Enters: figures. Leaves: drawings; none where there is nothing to draw. Labels come from data that anybody may have
written: they are looked up by number, never put into a formula as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from math import ceil
from typing import Final

import altair as alt

from stce_rules.analysis.figures import Curve, DayLoad, FillRate, HeatCell, Month, Ratio, RuleFigures
from stce_rules.analysis.report.calendar import labels, lasts, month_of, span
from stce_rules.analysis.report.channels import COLOURS, DUTIES
from stce_rules.analysis.report.drawing import ACCENT, INK, LIGHT, LINE, SOFT, drawn
from stce_rules.core.assessment import Channel
from stce_rules.pages.markup import NONE, Html, percent, visible

__all__ = ["capture", "days", "fill_rates", "heat", "months", "yields"]

WIDTH: Final = 760
"""Pixels of the inner part of a chart: with its labels it fills a page, on paper too."""

_SELECTED: Final[tuple[Channel, ...]] = ("red", "yellow", "blue")
_BY_DAY = 6
"""Months of which each day is drawn."""

_TICKS = 6
"""Days that are named, about."""

_LONGEST = 30
"""Characters of a label; a longer one is cut."""

Row = Mapping[str, str | int | float | None]


def months(told: Sequence[Month]) -> Html:
    """Declarations of each month, and below the share of each channel that is not green."""
    known = {one.month: one for one in told if one.month is not None}
    if not known:
        return Html("")
    shown = span(known)
    every = [known[one] for one in shown if one in known]
    x = alt.X("month:O", title=None, scale=alt.Scale(domain=shown), axis=_month_axis(shown))
    bare = alt.X("month:O", title=None, scale=alt.Scale(domain=shown), axis=None)
    totals = (
        alt.Chart(_rows({"month": one.month, "count": one.declarations} for one in every))
        .mark_bar(color=LIGHT)
        .encode(x=bare, y=alt.Y("count:Q", title="declarations", axis=alt.Axis(tickCount=3)))
        .properties(width=_width(shown), height=80)
    )
    parts = [
        {"month": one.month, "channel": channel, "order": order, "share": _of(one, channel) / one.declarations}
        for one in every
        for order, channel in enumerate(_SELECTED)
    ]
    shares = (
        alt.Chart(_rows(parts))
        .mark_bar()
        .encode(
            x=x,
            y=alt.Y("share:Q", title="share", axis=alt.Axis(format=".3~%", tickCount=5), stack=True),
            color=_channels(_SELECTED),
            order=alt.Order("order:Q"),
        )
        .properties(width=_width(shown), height=190)
    )
    return drawn(alt.vconcat(totals, shares, spacing=14), "Declarations by month, and the share of each channel")


def yields(told: Sequence[RuleFigures], baseline: Ratio) -> Html:
    """For each rule, how many inspections of what it hit found something, with its interval."""
    if not told:
        return Html("")
    names = {str(at): _cut(one.rule) for at, one in enumerate(told)}
    rows = [
        {
            "at": str(at),
            "share": one.yielded.share,
            "low": one.yielded.low,
            "high": one.yielded.high,
            "said": f"{one.yielded.part:,} of {one.yielded.whole:,}" + (" (in shadow)" if one.shadow else ""),
        }
        for at, one in enumerate(told)
    ]
    y = alt.Y("at:O", title=None, sort=list(names), axis=_axis(names, domain=False, ticks=False, grid=True))
    furthest = max(one.yielded.high or 0 for one in told)
    scale = alt.Scale(domain=[0, min(1, ceil(10 * furthest) / 10)])
    ticks = alt.Axis(format=".0%", tickCount=6)
    x = alt.X("share:Q", title="inspections that found something", scale=scale, axis=ticks)
    base = alt.Chart(_rows(rows))
    layers: list[alt.Chart] = [
        base.mark_rule(strokeWidth=5, color=LIGHT).encode(y=y, x=alt.X("low:Q", scale=scale), x2="high:Q"),
        base.mark_point(filled=True, size=70, opacity=1, color=ACCENT).encode(y=y, x=x),
        base.mark_text(align="left", color=SOFT).encode(y=y, x=alt.value(WIDTH - 110), text="said:N"),
    ]
    if baseline.share is not None:
        line = alt.Chart(_rows([{"share": baseline.share}]))
        layers.append(line.mark_rule(strokeDash=[4, 3], color=INK).encode(x=x))
    size = {"width": WIDTH - 130, "height": 20 * len(told)}
    return drawn(alt.layer(*layers).properties(**size), "Share of inspections that found something, by rule")


def capture(told: Sequence[Curve]) -> Html:
    """The share of findings that inspecting the highest scores first would have met, against taking any."""
    drawable = [one for one in told if one.points]
    if not drawable:
        return Html("")
    words = {"all": "all findings", "random": "findings of the random sample"}
    rows: list[Row] = []
    for one in drawable:
        rows.append({"among": words[one.among], "percent": 0, "captured": 0})
        rows += [{"among": words[one.among], "percent": p.percent, "captured": p.captured} for p in one.points]
    domain = [words[one.among] for one in drawable]
    dashes = alt.Scale(domain=domain, range=[[1, 0], [6, 3]][: len(domain)])
    colours = alt.Scale(domain=domain, range=[ACCENT, "#a8322b"][: len(domain)])
    x = alt.X("percent:Q", title="declarations inspected, highest scores first (%)", scale=alt.Scale(domain=[0, 100]))
    y = alt.Y("captured:Q", title="findings met", scale=alt.Scale(domain=[0, 1]), axis=alt.Axis(format=".0%"))
    legend = alt.Legend(symbolType="stroke", symbolStrokeWidth=3)
    chance = alt.Chart(_rows([{"percent": 0, "captured": 0}, {"percent": 100, "captured": 1}]))
    layers = alt.layer(
        chance.mark_line(color=LIGHT, strokeWidth=1.5).encode(x=x, y=y),
        alt.Chart(_rows(rows))
        .mark_line(strokeWidth=2.5)
        .encode(
            x=x,
            y=y,
            color=alt.Color("among:N", scale=colours, legend=legend),
            strokeDash=alt.StrokeDash("among:N", scale=dashes, legend=legend),
        ),
    )
    return drawn(layers.properties(width=480, height=320), "Findings met by inspecting the highest scores first")


def days(told: Sequence[DayLoad], capacity: Mapping[Channel, int]) -> Html:
    """Yellow and red of each day against capacity; of a long history the mean and the busiest day of each month."""
    if not told:
        return Html("")
    panels = [_load(told, channel, capacity.get(channel)) for channel in ("red", "yellow")]
    return drawn(alt.vconcat(*panels, spacing=16), "Declarations for examination and for documents, by day")


def _load(told: Sequence[DayLoad], channel: Channel, capacity: int | None) -> alt.LayerChart | alt.FacetChart:
    counts = {one.day: one.red if channel == "red" else one.yellow for one in told}
    title = f"{channel}: {DUTIES[channel]}"
    shown = span(map(month_of, counts))
    by_day = lasts(shown) <= _BY_DAY
    wide = WIDTH if by_day else _width(shown)
    if by_day:
        x = alt.X(
            "at:T",
            title=None,
            timeUnit="utcyearmonthdate",
            axis=_day_axis(sorted(counts)),
        )
        rows: list[Row] = [{"at": day.isoformat(), "count": count} for day, count in sorted(counts.items())]
        layers = [
            alt.Chart(_rows(rows)).mark_bar(color=COLOURS[channel]).encode(x=x, y=alt.Y("count:Q", title="a day"))
        ]
    else:
        title += " (bar: mean day of the month; stroke: its busiest)"
        layers = _by_month(counts, shown, channel)
    if capacity is not None:
        line = alt.Chart(_rows([{"capacity": capacity, "said": f"capacity {capacity:,}"}]))
        layers.append(line.mark_rule(strokeDash=[4, 3], color=INK).encode(y="capacity:Q"))
        said = line.mark_text(align="left", dx=6, color=INK)
        layers.append(said.encode(x=alt.value(wide), y="capacity:Q", text="said:N"))
    return alt.layer(*layers).properties(
        width=wide, height=120, title=alt.TitleParams(title, anchor="start", fontSize=12, color=INK)
    )


def _day_axis(shown: Sequence[date]) -> alt.Axis:
    """Days by their names: each of a few, since marks between them would have the name of the same day again."""
    few = [alt.DateTime(year=one.year, month=one.month, date=one.day, utc=True) for one in shown]
    ticks = {"values": few} if len(few) <= _TICKS else {"tickCount": _TICKS}
    return alt.Axis(format="%-d %b %Y", labelFlush=False, **ticks)


def _by_month(counts: Mapping[date, int], shown: Sequence[str], channel: Channel) -> list[alt.Chart]:
    grouped: dict[str, list[int]] = {}
    for day, number in counts.items():
        grouped.setdefault(month_of(day), []).append(number)
    rows: list[Row] = [
        {"month": one, "busiest": max(got), "mean": sum(got) / len(got)} for one, got in sorted(grouped.items())
    ]
    x = alt.X("month:O", title=None, scale=alt.Scale(domain=list(shown)), axis=_month_axis(shown))
    base = alt.Chart(_rows(rows))
    return [
        base.mark_bar(color=COLOURS[channel]).encode(x=x, y=alt.Y("mean:Q", title="a day")),
        base.mark_tick(color=INK, thickness=2, orient="horizontal").encode(x=x, y="busiest:Q"),
    ]


def heat(told: Sequence[HeatCell], chapters: Sequence[str | None], destinations: Sequence[str | None]) -> Html:
    """HS chapters against destinations: how many declarations are flagged, and a spot where there are only others."""
    if not told:
        return Html("")
    rows = {str(at): one or NONE for at, one in enumerate(chapters)}
    columns = {str(at): one or NONE for at, one in enumerate(destinations)}
    row_of, column_of = ({one: str(at) for at, one in enumerate(names)} for names in (chapters, destinations))
    shown = [one for one in told if one.chapter in row_of and one.destination in column_of]
    cells: list[Row] = [
        {
            "row": row_of[one.chapter],
            "column": column_of[one.destination],
            "flagged": one.flagged,
            "said": f"{one.flagged:,}" if one.flagged < 10_000 else f"{one.flagged // 1000:,}k",
        }
        for one in shown
    ]
    most = max([1, *[one.flagged for one in shown]])
    top = {"orient": "top", "labelAngle": 0, "domain": False, "ticks": False}
    x = alt.X("column:O", title="destination", sort=list(columns), axis=_axis(columns, **top))
    y = alt.Y("row:O", title="HS chapter", sort=list(rows), axis=_axis(rows, domain=False, ticks=False))
    scale = alt.Scale(type="sqrt", domain=[0, most], range=["#f1f4f8", "#9db8d4", "#2c5f8d", "#12304d"])
    base = alt.Chart(_rows(cells)).encode(x=x, y=y)
    dark = alt.condition(f"sqrt(datum.flagged / {most}) > 0.5", alt.value("#ffffff"), alt.value(INK))
    layers = alt.layer(
        base.mark_rect(stroke="#ffffff").encode(color=alt.Color("flagged:Q", scale=scale, legend=None)),
        base.mark_text(fontSize=10).encode(text="said:N", color=dark),
    )
    size = {"width": min(36 * len(columns), WIDTH + 60), "height": 22 * len(rows)}
    return drawn(layers.properties(**size), "Flagged declarations by HS chapter and destination")


def fill_rates(told: Sequence[FillRate]) -> Html:
    """How often each box is stated, fullest first."""
    known = [(one, one.filled.share) for one in told if one.filled.share is not None]
    if not known:
        return Html("")
    known.sort(key=lambda one: (-one[1], one[0].box))
    names = {str(at): _cut(one.box) for at, (one, _) in enumerate(known)}
    rows: list[Row] = [
        {"at": str(at), "share": share, "all": 1, "said": percent(share)} for at, (_, share) in enumerate(known)
    ]
    y = alt.Y("at:O", title=None, sort=list(names), axis=_axis(names, domain=False, ticks=False))
    scale = alt.Scale(domain=[0, 1])
    base = alt.Chart(_rows(rows))
    layers = alt.layer(
        base.mark_bar(color=LINE, height=12).encode(y=y, x=alt.X("all:Q", scale=scale, title=None, axis=None)),
        base.mark_bar(color=ACCENT, height=12).encode(y=y, x=alt.X("share:Q", scale=scale, title=None, axis=None)),
        base.mark_text(align="left", dx=6).encode(y=y, x=alt.value(560), text="said:N"),
    )
    size = {"width": 560, "height": 19 * len(known)}
    return drawn(layers.properties(**size), "How often each box is stated")


def _rows(rows: Iterable[Row]) -> alt.InlineData:
    return alt.InlineData(values=[dict(one) for one in rows])


def _axis(labels: Mapping[str, str | list[str]], **more: object) -> alt.Axis:
    """An axis that shows the label of each value, and all of those that it is asked for."""
    settings: dict[str, object] = {"grid": False, "labelAngle": 0, "labelOverlap": False, "labelPadding": 5, **more}
    return alt.Axis(labelExpr=f"({json.dumps(labels)})[datum.value]", **settings)  # type: ignore[arg-type]  # as Vega-Lite checks


def _channels(shown: Sequence[Channel]) -> alt.Color:
    scale = alt.Scale(domain=list(shown), range=[COLOURS[one] for one in shown])
    return alt.Color("channel:N", scale=scale)


def _of(one: Month, channel: Channel) -> int:
    return {"green": one.green, "blue": one.blue, "yellow": one.yellow, "red": one.red}[channel]


def _width(shown: Sequence[str]) -> int:
    """Pixels for so many months: a few do not fill a page."""
    return min(WIDTH, 240 + 80 * (len(shown) - 1))


def _month_axis(shown: Sequence[str]) -> alt.Axis:
    """Months by their names, or years; of more years than there is room for some are left out."""
    named = labels(shown)
    return _axis(named, values=list(named), labelOverlap="greedy")


def _cut(name: str) -> str:
    name = visible(name)
    return name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
