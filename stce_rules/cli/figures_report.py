"""The figures of a replay on a terminal: counts first, ratios with their intervals after them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from stce_rules.cli.screen import console, draw, shown
from stce_rules.core.wording import counted

if TYPE_CHECKING:
    from rich.table import Table

    from stce_rules.analysis.figures import Confusion, Estimate, Figures, Lift, Outcomes, Ratio, RuleFigures

__all__ = ["draw_figures", "share", "table"]

_OUTCOMES = ("finding", "clear", "unseen", "untold")
"""Inspected with a finding, without one; not inspected; nothing told of a control."""

_MOST = 20
"""Rows of a table on a terminal; CSV, Parquet and JSON have all."""


_MONTHS = 24

_LONGEST = 40
"""Characters of words on one line of a table."""


def draw_figures(figures: Figures) -> None:
    """Write the figures."""
    screen = console()
    for line in _head(figures):
        click.echo(line)
    for one in _tables(figures):
        if one.row_count:
            click.echo()
            draw(screen, one)
    silent = [one.rule for one in figures.rules if one.fired == "never"]
    unclear = [one.rule for one in figures.rules if one.fired == "undetermined only"]
    for title, names in (("never fired", silent), ("fired only as undetermined", unclear)):
        if names:
            click.echo()
            draw(screen, shown(f"{title} ({counted(len(names), 'rule')}): {', '.join(names)}"))
    for note in figures.notes:
        click.echo()
        draw(screen, shown(f"note: {note}"))


def _head(figures: Figures) -> Iterator[str]:
    head = figures.headline
    days = f", accepted from {head.first} to {head.last}" if head.first else ""
    yield f"{counted(head.declarations, 'declaration')} ({counted(head.items, 'goods item')}){days}"
    yield f"by {figures.ruleset.name} {figures.ruleset.version} ({figures.ruleset.hash[:12]}), engine {figures.engine}"
    yield f"flagged ({figures.flagged_from} or heavier): {share(head.flagged)}"
    yield f"inspected: {share(head.coverage)}; with a finding: {share(head.found)}"
    if head.random_found is not None:
        yield f"with a finding in the random sample: {share(head.random_found)}"
    for one in figures.confusion:
        if one.recall is not None and one.recall.whole and one.flagged_from == figures.flagged_from:
            yield f"flagged among the findings of the random sample: {share(one.recall)}"
    yield f"left open by some rule: {share(head.undetermined)}"


def share(ratio: Ratio) -> str:
    """`12 of 340, 3.53% (2.03% to 6.06%)`."""
    if ratio.share is None:
        return f"{ratio.part:,} of {ratio.whole:,}"
    return f"{ratio.part:,} of {ratio.whole:,}, {_percent(ratio.share)} ({_between(ratio)})"


def _percent(value: float | None) -> str:
    return "" if value is None else f"{100 * value:.2f}%"


def _between(ratio: Ratio) -> str:
    return "" if ratio.low is None else f"{_percent(ratio.low)} to {_percent(ratio.high)}"


def _ratio(ratio: Ratio | None) -> list[str]:
    """Share and interval in two cells."""
    return ["", ""] if ratio is None else [_percent(ratio.share), _between(ratio)]


def _times(lift: Lift | None) -> str:
    if lift is None or lift.times is None:
        return ""
    return f"{lift.times:.2f} ({lift.low:.2f} to {lift.high:.2f})"


def _counts(told: Outcomes) -> list[str]:
    return [f"{one:,}" for one in (told.with_finding, told.without_finding, told.not_inspected, told.not_told)]


def table(title: str, words: Sequence[str], numbers: Sequence[str]) -> Table:
    """An empty table with columns of words and, to the right, of numbers; words give way, numbers are never cut."""
    from rich import box
    from rich.table import Table

    made = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for one in words:
        made.add_column(one, overflow="fold", max_width=_LONGEST)
    for one in numbers:
        made.add_column(one, justify="right", no_wrap=True)
    return made


def _tables(figures: Figures) -> Iterator[Table]:
    yield _channels(figures)
    yield _months(figures)
    rows = [one for one in figures.confusion if one.flagged_from == figures.flagged_from]
    yield _outcomes(f"flagged: {figures.flagged_from} or heavier", rows, flagged=True)
    yield _outcomes("not flagged", rows, flagged=False)
    yield _curve(figures)
    yield _weights(figures)
    counting = [one for one in figures.rules if not one.shadow]
    shadow = [one for one in figures.rules if one.shadow]
    yield _rules("rules", counting)
    yield _rules("rules in shadow: what they would have done", shadow)
    yield _without(counting)
    yield _pairs(figures)
    yield _offices(figures)
    yield _overloads(figures)


def _channels(figures: Figures) -> Table:
    made = table("channels", ["channel"], ["declarations", "share", *_OUTCOMES, "found", "95%"])
    for one in figures.channels:
        row = [f"{one.declarations:,}", _percent(one.share.share), *_counts(one.outcomes), *_ratio(one.found)]
        made.add_row(one.channel, *row)
    return made


def _months(figures: Figures) -> Table:
    numbers = ["declarations", "red", "yellow", "blue", "green", "inspected", "found", "95%", "shift"]
    count = len(figures.months)
    made = table("months" if count <= _MONTHS else f"the last {_MONTHS} of {count} months", ["month"], numbers)
    for one in figures.months[-_MONTHS:]:
        counts = [f"{count:,}" for count in (one.declarations, one.red, one.yellow, one.blue, one.green)]
        shift = "" if one.shift is None else f"{one.shift:.3f}"
        made.add_row(one.month or "unknown", *counts, _percent(one.coverage.share), *_ratio(one.found), shift)
    return made


def _outcomes(title: str, rows: Sequence[Confusion], *, flagged: bool) -> Table:
    last = ("lift",) if flagged else ()
    made = table(title, ["selected by"], [*_OUTCOMES, "inspected", "found", "95%", *last])
    for one in rows:
        told, coverage = (one.flagged, one.coverage) if flagged else (one.unflagged, one.coverage_unflagged)
        more = [_times(one.lift)] if flagged else []
        found = _ratio(one.precision if flagged else one.missed)
        made.add_row(one.selected_by, *_counts(told), _percent(coverage.share), *found, *more)
    return made


def _curve(figures: Figures) -> Table:
    made = table(
        "findings among the highest scores", ["top"], ["declarations", "score", "findings", "of all", "random"]
    )
    random = {one.percent: one for curve in figures.curves if curve.among == "random" for one in curve.points}
    told = 0
    for one in (point for curve in figures.curves if curve.among == "all" for point in curve.points):
        if one.declarations == told:
            continue  # of a few declarations several shares are the same ones
        told = one.declarations
        sampled = _percent(random[one.percent].captured) if one.percent in random else ""
        counts = [f"{one.declarations:,}", f"{one.score}", f"{one.findings:,.1f}", _percent(one.captured)]
        made.add_row(f"{one.percent:g}%", *counts, sampled)
    return made


def _weights(figures: Figures) -> Table:
    made = table("estimates for all declarations, by sampling rates", ["what"], ["estimate", "95%"])
    weights = figures.weighted
    if weights is None:
        return made
    made.add_row("findings", *_estimate(weights.findings, scale=1))
    made.add_row("declarations with a finding", *_estimate(weights.prevalence))
    for one in weights.flags:
        made.add_row(f"{one.flagged_from} or heavier: precision", *_estimate(one.precision))
        made.add_row(f"{one.flagged_from} or heavier: recall", *_estimate(one.recall))
    return made


def _estimate(one: Estimate, scale: int = 100) -> list[str]:
    def said(value: float | None) -> str:
        return "" if value is None else f"{value * scale:,.2f}{'%' if scale == 100 else ''}"

    return [said(one.value), f"{said(one.low)} to {said(one.high)}" if one.low is not None else ""]


def _rules(title: str, rules: Sequence[RuleFigures]) -> Table:
    met = sorted((one for one in rules if one.fired != "never"), key=lambda one: (-one.declarations, one.rule))
    numbers = ["hits", "open", "exempt", "decl.", "unique", *_OUTCOMES[:2], "alone", "found", "95%", "lift"]
    made = table(_cut(title, len(met)), ["rule"], numbers)
    for one in met[:_MOST]:
        counts = (one.hits, one.undetermined, one.exempt, one.declarations, one.unique)
        told = (one.outcomes.with_finding, one.outcomes.without_finding, one.unique_findings)
        lift = "" if one.lift is None or one.lift.times is None else f"{one.lift.times:.2f}"
        made.add_row(one.rule, *[f"{each:,}" for each in (*counts, *told)], *_ratio(one.yielded), lift)
    return made


def _without(rules: Sequence[RuleFigures]) -> Table:
    lowered = [(one, one.without) for one in rules if one.without is not None and one.without.lowered]
    lowered.sort(key=lambda one: (-one[1].lost, -one[1].lowered, one[0].rule))
    title = _cut("without one rule", len(lowered))
    made = table(title, ["rule"], ["leave their channel", "findings no longer flagged"])
    for one, lost in lowered[:_MOST]:
        made.add_row(one.rule, f"{lost.lowered:,}", f"{lost.lost:,}")
    return made


def _pairs(figures: Figures) -> Table:
    made = table(_cut("rules that hit the same", figures.pair_count), ["rule", "and"], ["shared", "finding", "alike"])
    for one in figures.pairs[:_MOST]:
        made.add_row(one.first, one.second, f"{one.shared:,}", f"{one.findings:,}", _percent(one.alike))
    return made


def _offices(figures: Figures) -> Table:
    offices = sorted(figures.workload.offices, key=lambda one: (-one.over, -one.declarations, one.office or ""))
    numbers = ["decl.", "days", "a day", "expected", "most", "capacity", "days over", "hours over", "over", "finding"]
    made = table(_cut("workload", len(offices)), ["office", "channel"], numbers)
    for one in offices[:_MOST]:
        capacity = "/".join("-" if each is None else f"{each:,}" for each in (one.per_day, one.per_hour))
        expected = "" if one.expected is None else f"{one.expected:,.10g}"
        head = [f"{one.declarations:,}", f"{one.days:,}", f"{one.mean:.1f}", expected, f"{one.busiest_day:,}"]
        over = [f"{each:,}" for each in (one.over_days, one.over_hours, one.over, one.over_findings)]
        stated = one.per_day is not None or one.per_hour is not None
        row = [*head, capacity, *over] if stated else [*head, "", "", "", "", ""]
        made.add_row(shown(one.office or "unknown"), one.channel, *row)
    return made


def _overloads(figures: Figures) -> Table:
    load = figures.workload
    title = _cut("over capacity: the lowest scores would be dropped", load.overload_count)
    made = table(title, ["office", "channel", "day", "hour"], ["decl.", "capacity", "over", "finding"])
    for one in load.overloads[:_MOST]:
        hour = "" if one.hour is None else f"{one.hour:02}"
        counts = [f"{each:,}" for each in (one.declarations, one.capacity, one.over, one.over_findings)]
        made.add_row(shown(one.office or "unknown"), one.channel, str(one.day), hour, *counts)
    return made


def _cut(title: str, count: int) -> str:
    return title if count <= _MOST else f"{title} ({_MOST} of {count:,})"
