"""The summary of a replay on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from stce_rules.cli.figures_report import table
from stce_rules.cli.screen import console, draw, shown
from stce_rules.core.wording import counted
from stce_rules.replay.summary import Outcomes, RuleCount, Summary
from stce_rules.replay.unread import unread_said

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["draw_summary"]

_OUTCOMES = ("finding", "clear", "unseen", "untold")
"""Inspected with a finding, without one; not inspected; nothing told of a control."""

_MOST_UNREAD = 20
"""Reasons why outcomes cannot be read that are shown."""


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
    for one in tables:
        if one.row_count:
            click.echo()
            draw(screen, one)
    if summary.never_met:
        click.echo()
        names = summary.never_met
        draw(screen, f"met by no declaration ({counted(len(names), 'rule')}): {', '.join(names)}")
    for text, count in summary.alarms:
        click.echo(f"alarm in {counted(count, 'declaration')}: {shown(text)}")


def _head(summary: Summary) -> list[str]:
    days = f", accepted from {summary.first} to {summary.last}" if summary.first else ""
    judged = counted(summary.judged, "declaration")
    read = ((summary.items, "goods item"), (summary.amendments, "amendment"), (summary.cancellations, "cancellation"))
    lines = [
        f"{judged} judged ({', '.join(counted(*one) for one in read)}){days}",
        f"by {summary.ruleset.name} {summary.ruleset.version} ({summary.ruleset.hash[:12]}), engine {summary.engine}",
    ]
    if summary.as_of is not None:
        lines.append(f"as of {summary.as_of}: every declaration as if it had been accepted on that day")
    if summary.ended == "interrupted":
        lines.insert(0, f"interrupted after {judged}; this is not the whole history")
    if summary.ended == "limit":
        lines.insert(0, f"stopped after {judged} as asked; this is not the whole history")
    if summary.refused:
        codes = ", ".join(f"{one.code} {one.messages:,}" for one in summary.refusals)
        lines.append(f"{counted(summary.refused, 'message')} could not be read ({codes})")
    if summary.empty:
        lines.append(f"{counted(summary.empty, 'source')} without any declaration")
    return [*lines, *map(shown, unread_said(summary.unread_outcomes, _MOST_UNREAD))]


def _channels(summary: Summary) -> Table:
    made = table("channels", ["channel"], ["declarations", "share", *(_OUTCOMES if summary.outcomes_told else ())])
    for one in summary.channels:
        share = f"{100 * one.declarations / summary.judged:.2f}%" if summary.judged else ""
        told = _numbers(one.outcomes) if summary.outcomes_told else []
        made.add_row(one.channel, f"{one.declarations:,}", share, *told)
    return made


def _rules(title: str, rules: Sequence[RuleCount], *, told: bool) -> Table:
    numbers = ["hits", "decl.", "open", "exempt", "points"]
    made = table(title, ["rule", "first", "last"], [*numbers, *(_OUTCOMES if told else ())])
    for one in rules:
        if one.hits or one.undetermined or one.exempt:
            counts = (one.hits, one.declarations_hit, one.undetermined, one.exempt, one.points)
            days = [str(day) if day else "" for day in (one.first, one.last)]
            made.add_row(one.rule, *days, *[f"{each:,}" for each in counts], *(_numbers(one.outcomes) if told else []))
    return made


def _missing(summary: Summary) -> Table:
    made = table("boxes that would have decided", ["box"], ["findings", "declarations"])
    for one in summary.missing:
        made.add_row(one.field, f"{one.findings:,}", f"{one.declarations:,}")
    return made


def _numbers(told: Outcomes) -> list[str]:
    counts = (told.with_finding, told.without_finding, told.not_inspected, told.not_told)
    return [f"{one:,}" for one in counts]
