"""What channels were recommended, and how that changed over time."""

from __future__ import annotations

from stce_rules.analysis.figures import Figures
from stce_rules.analysis.report import charts
from stce_rules.analysis.report.channels import DUTIES, badge
from stce_rules.analysis.report.ratios import inspected, interval, rate
from stce_rules.pages.frame import Section, figure
from stce_rules.pages.markup import Column, Html, Measured, joined, table, tag

__all__ = ["channels"]


def channels(told: Figures) -> Section:
    """Channels in all, and by month."""
    lead = "Where declarations would have gone. The engine recommends; an officer decides."
    return Section("channels", "Channels", lead, joined(_all(told), _by_month(told)))


def _all(told: Figures) -> Html:
    columns = [
        Column("Channel", fit="short"),
        Column("Asks for", fit="short"),
        Column("Declarations", number=True),
        Column("Share", number=True),
        Column("Of these sampled", number=True, note="Raised to this channel by the stable sample alone"),
        Column("Inspected", number=True),
        Column("Coverage", number=True, note="Inspected, of all declarations of the channel"),
        Column("Findings", number=True),
        Column("Yield", number=True, note="Findings, of those inspected"),
        Column("95% interval", number=True, note="Where the yield lies if the inspected are like the others"),
    ]
    rows = [
        (
            badge(one.channel),
            DUTIES[one.channel],
            one.declarations,
            rate(one.share),
            one.sampled,
            inspected(one.outcomes),
            rate(one.coverage),
            one.outcomes.with_finding,
            rate(one.found),
            interval(one.found),
        )
        for one in told.channels
    ]
    return table("Channels and what controls found in them", columns, rows)


def _by_month(told: Figures) -> Html:
    chart = charts.months(told.months)
    if not chart:
        return Html("")
    columns = [
        Column("Month", fit="short"),
        *[Column(one, number=True) for one in ("Declarations", "red", "yellow", "blue", "green")],
        Column("Mean score", number=True),
        Column("Left open", number=True, note="Declarations that some rule leaves open"),
        Column("Coverage", number=True),
        Column("Findings", number=True),
        Column("Shift", number=True, note="Population stability index of the channels against the whole history"),
    ]
    rows = [
        (
            one.month or "not known",
            one.declarations,
            one.red,
            one.yellow,
            one.blue,
            one.green,
            Measured(one.mean_score, f"{one.mean_score:.2f}"),
            rate(one.undetermined),
            rate(one.coverage),
            one.outcomes.with_finding,
            None if one.shift is None else Measured(one.shift, f"{one.shift:.3f}"),
        )
        for one in told.months
    ]
    moved = [one.month for one in told.months if one.month and one.shift is not None and one.shift > _MOVED]
    remark = "All declarations above; below, the share of each channel that is not green."
    if moved:
        some = ", ".join(moved[:_NAMED]) + (f" and {len(moved) - _NAMED} more" if len(moved) > _NAMED else "")
        remark += f" The mix of channels differs much from that of the whole history in {some} (index above {_MOVED})."
    note = tag("p", "A shift above 0.25 is by custom a changed mix, below 0.1 a stable one.", class_="note")
    return figure("Channels by month", remark, chart, joined(table("Channels by month", columns, rows), note))


_MOVED = 0.25
_NAMED = 6
"""Months that a remark names."""
