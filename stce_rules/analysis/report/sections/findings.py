"""Whether what was flagged is what controls found: by channel, by rule, by score."""

from __future__ import annotations

from stce_rules.analysis.figures import ALL, Estimate, Figures, Weighted
from stce_rules.analysis.report import charts
from stce_rules.analysis.report.channels import badge
from stce_rules.analysis.report.ratios import inspected, interval, rate, times
from stce_rules.pages.frame import Section, facts, figure
from stce_rules.pages.markup import Column, Html, Measured, count, joined, percent, some, table, tag

__all__ = ["findings"]

_DRAWN = 25
"""Rules in the chart of yields: those with most findings."""


def findings(told: Figures) -> Section | None:
    """The section; None where no outcome of an inspection is told."""
    if inspected(told.headline.outcomes) == 0:
        return None
    lead = (
        "Ratios are of inspected declarations only: what nobody inspected is neither right nor wrong. "
        "Inspections that rules chose say how often they are right, only random ones what they miss."
    )
    body = joined(_confusion(told), _selections(told), _yields(told), _capture(told), _weighted(told.weighted))
    return Section("findings", "Findings of controls", lead, body)


def _confusion(told: Figures) -> Html:
    columns = [
        Column("Flagged from", fit="short"),
        Column("Inspected because"),
        Column("Flagged, found", number=True),
        Column("Flagged, clear", number=True),
        Column("Not flagged, found", number=True),
        Column("Not flagged, clear", number=True),
        Column("Precision", number=True, note="Findings among inspected declarations that are flagged"),
        Column("95% interval", number=True),
        Column("Recall", number=True, note="Flagged among findings; of the random sample alone"),
        Column("Lift", number=True, note="Precision against what random inspections find"),
    ]
    rows = [
        (
            badge(one.flagged_from),
            "any reason" if one.selected_by == ALL else one.selected_by,
            one.flagged.with_finding,
            one.flagged.without_finding,
            one.unflagged.with_finding,
            one.unflagged.without_finding,
            rate(one.precision),
            interval(one.precision),
            None if one.recall is None else rate(one.recall),
            times(one.lift),
        )
        for one in told.confusion
    ]
    return table("Flagged against found, by channel and by who chose the inspection", columns, rows)


def _selections(told: Figures) -> Html:
    heads = ("Found", "Clear", "Not inspected", "Nothing told")
    columns = [Column("Inspected because"), *[Column(one, number=True) for one in heads]]
    rows = [
        (one.selected_by, of.with_finding, of.without_finding, of.not_inspected, of.not_told)
        for one, of in ((one, one.outcomes) for one in told.selections)
    ]
    return table("Who chose the inspections", columns, rows)


def _yields(told: Figures) -> Html:
    known = [one for one in told.rules if one.yielded.whole]
    shown = sorted(known, key=lambda one: (-one.yielded.part, -one.yielded.whole, one.rule))[:_DRAWN]
    chart = charts.yields(shown, told.headline.found)
    if not chart:
        return Html("")
    which = f"The {_DRAWN} with most findings, of {count(len(known))}. " if len(known) > _DRAWN else ""
    remark = f"{which}Spot: share of inspections that found something; bar: its 95% interval; dashed: all inspections."
    columns = [
        Column("Rule"),
        *[Column(one, number=True) for one in ("Inspected", "Findings", "Yield", "95% interval")],
    ]
    rows = [(one.rule, one.yielded.whole, one.yielded.part, rate(one.yielded), interval(one.yielded)) for one in shown]
    return figure("Yield per rule", remark, chart, table("Yield per rule", columns, rows))


def _capture(told: Figures) -> Html:
    chart = charts.capture(told.curves)
    if not chart:
        return Html("")
    columns = [
        Column("Among"),
        *[Column(one, number=True) for one in ("Inspecting", "Declarations", "Lowest score", "Findings", "Of all")],
    ]
    rows = [
        (
            "all declarations" if one.among == "all" else "the random sample",
            Measured(point.percent, f"{point.percent:g}%"),
            point.declarations,
            point.score,
            Measured(point.findings, f"{point.findings:,.1f}"),
            Measured(point.captured, percent(point.captured)),
        )
        for one in told.curves
        for point in one.points
    ]
    remark = (
        "How many of the known findings would be met by inspecting the highest scores first; grey: by taking any. "
        "Among all declarations the curve flatters whatever chose the inspections."
    )
    return figure("Capture curve", remark, chart, table("Capture curve", columns, rows))


def _weighted(told: Weighted | None) -> Html:
    if told is None:
        return Html("")
    lines = [
        ("Sampling rates", told.source),
        ("Stands for", f"{told.represented:,.0f} of {count(told.declarations)} declarations"),
        ("Findings there are", _estimate(told.findings, whole=True)),
        ("Prevalence", _estimate(told.prevalence)),
    ]
    for one in told.flags:
        lines.append((f"Precision from {one.flagged_from}", _estimate(one.precision)))
        lines.append((f"Recall from {one.flagged_from}", _estimate(one.recall)))
    if told.without_rate:
        lines.append(("Left out", f"{some(told.without_rate, 'inspected declaration')} that no rate applies to"))
    return joined(tag("h3", "Estimates for all declarations, weighted by sampling rates"), facts(lines))


def _estimate(one: Estimate, *, whole: bool = False) -> str:
    def said(value: float) -> str:
        return f"{value:,.0f}" if whole else percent(value)

    if one.value is None:
        return "cannot be estimated"
    if one.low is None or one.high is None:
        return f"{said(one.value)}, without an interval"
    return f"{said(one.value)} (95%: {said(one.low)} to {said(one.high)})"
