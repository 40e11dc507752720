"""The summary of a replay on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from stce_rules.cli.screen import console, draw, shown
from stce_rules.replay.summary import Outcomes, RuleCount, Summary

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["draw_summary"]

_OUTCOMES = ("finding", "clear", "unseen", "untold")
"""Inspected with a finding, without one; not inspected; nothing told of a control."""


def draw_summary(summary: Summary) -> None:
    """Write the summary: what was read, channels, rules, rules in shadow, missing boxes, rules that never met any."""
    screen = console()
    for line in _head(summary):
        click.echo(line)
    tables = [
        _channels(summary),
        _rules("rules", summary.rules, told=summary.outcomes_told),
        _rules("rules in shadow: what they would have done", summary.monitor, told=summary.outcomes_told),
        _missing(summary),
    ]
    for table in tables:
        if table.row_count:
            click.echo()
            draw(screen, table)
    if summary.never_met:
        click.echo()
        draw(screen, f"met by no declaration ({len(summary.never_met)} rules): {', '.join(summary.never_met)}")
    for text, count in summary.alarms:
        click.echo(f"alarm in {count:,} declarations: {shown(text)}")


def _head(summary: Summary) -> list[str]:
    days = f", accepted from {summary.first} to {summary.last}" if summary.first else ""
    changes = f"{summary.amendments:,} amendments, {summary.cancellations:,} cancellations"
    lines = [
        f"{summary.judged:,} declarations judged ({summary.items:,} goods items, {changes}){days}",
        f"by {summary.ruleset.name} {summary.ruleset.version} ({summary.ruleset.hash[:12]}), engine {summary.engine}",
    ]
    if summary.as_of is not None:
        lines.append(f"as of {summary.as_of}: every declaration as if it had been accepted on that day")
    if summary.ended == "interrupted":
        lines.insert(0, f"interrupted after {summary.judged:,} declarations; this is not the whole history")
    if summary.ended == "limit":
        lines.insert(0, f"stopped after {summary.judged:,} declarations as asked; this is not the whole history")
    if summary.refused:
        codes = ", ".join(f"{one.code} {one.messages:,}" for one in summary.refusals)
        lines.append(f"{summary.refused:,} messages could not be read ({codes})")
    return lines


def _table(title: str, words: Sequence[str], numbers: Sequence[str]) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(title=title, title_justify="left", title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False)
    for one in words:
        table.add_column(one, no_wrap=True)
    for one in numbers:
        table.add_column(one, justify="right", no_wrap=True)
    return table


def _channels(summary: Summary) -> Table:
    table = _table("channels", ["channel"], ["declarations", "share", *(_OUTCOMES if summary.outcomes_told else ())])
    for one in summary.channels:
        share = f"{100 * one.declarations / summary.judged:.2f}%" if summary.judged else ""
        told = _numbers(one.outcomes) if summary.outcomes_told else []
        table.add_row(one.channel, f"{one.declarations:,}", share, *told)
    return table


def _rules(title: str, rules: Sequence[RuleCount], *, told: bool) -> Table:
    numbers = ["hits", "decl.", "open", "exempt", "points"]
    table = _table(title, ["rule", "first", "last"], [*numbers, *(_OUTCOMES if told else ())])
    for one in rules:
        if one.hits or one.undetermined or one.exempt:
            counts = (one.hits, one.declarations_hit, one.undetermined, one.exempt, one.points)
            days = [str(day) if day else "" for day in (one.first, one.last)]
            table.add_row(one.rule, *days, *[f"{each:,}" for each in counts], *(_numbers(one.outcomes) if told else []))
    return table


def _missing(summary: Summary) -> Table:
    table = _table("boxes that would have decided", ["box"], ["findings", "declarations"])
    for one in summary.missing:
        table.add_row(one.field, f"{one.findings:,}", f"{one.declarations:,}")
    return table


def _numbers(told: Outcomes) -> list[str]:
    counts = (told.with_finding, told.without_finding, told.not_inspected, told.not_told)
    return [f"{one:,}" for one in counts]
