"""A comparison of two rulesets on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from stce_rules.cli.figures_report import table
from stce_rules.cli.screen import console, draw, shown
from stce_rules.core.assessment import CHANNELS
from stce_rules.core.wording import counted

if TYPE_CHECKING:
    from rich.table import Table

    from stce_rules.analysis.comparison import Change, Comparison

__all__ = ["draw_comparison"]

_MOST = 20


def draw_comparison(comparison: Comparison) -> None:
    """Write the comparison."""
    screen = console()
    for role, ruleset in (("champion", comparison.champion), ("challenger", comparison.challenger)):
        click.echo(f"{role}: {ruleset.name} {ruleset.version} ({ruleset.hash[:12]})")
    click.echo(f"{counted(comparison.declarations, 'declaration')}; flagged is {comparison.flagged_from} or heavier")
    parts = [_channels(comparison)]
    changes = (("newly caught", comparison.caught), ("newly lost", comparison.lost))
    for title, change in changes:
        parts += [_deciders(title, change), _declarations(title, change)]
    for one in (*parts, _affected(comparison)):
        if one.row_count:
            click.echo()
            draw(screen, one)
    for title, change in changes:
        if not change.declarations:
            click.echo(f"\n{title}: none")
    for paired in comparison.paired:
        click.echo()
        sample = "" if paired.selected_by == "all" else "in the random sample, "
        draw(screen, f"{sample}{paired.means}")
    for note in comparison.notes:
        click.echo()
        draw(screen, f"note: {note}")
    click.echo()


def _channels(comparison: Comparison) -> Table:
    order = tuple(reversed(CHANNELS))
    counts = {(one.champion, one.challenger): one.declarations for one in comparison.transitions}
    made = table("from the champion's channel (rows) to the challenger's", ["champion"], order)
    for before in order:
        made.add_row(before, *[f"{counts.get((before, after), 0):,}" for after in order])
    return made


def _deciders(title: str, change: Change) -> Table:
    numbers = ["declarations", "finding", "clear", "unseen", "untold"]
    made = table(f"{title}: {change.declarations:,}", ["rule that decided"], numbers)
    for one in change.rules[:_MOST]:
        told = one.outcomes
        counts = (told.with_finding, told.without_finding, told.not_inspected, told.not_told)
        made.add_row(shown(one.rule), *[f"{each:,}" for each in (one.declarations, *counts)])
    return made


def _declarations(title: str, change: Change) -> Table:
    cut = "" if change.declarations <= _MOST else f" ({_MOST} of {change.declarations:,}, findings first)"
    made = table(f"{title}{cut}", ["declaration", "date", "from", "to", "outcome", "rules"], [])
    for one in change.first[:_MOST]:
        words = (one.declaration, str(one.date or ""), one.champion, one.challenger, one.outcome, ", ".join(one.rules))
        made.add_row(*map(shown, words))
    return made


def _affected(comparison: Comparison) -> Table:
    made = table("most affected", ["role", "name"], ["declarations", "caught", "lost"])
    for role in dict.fromkeys(one.role for one in comparison.affected):
        for one in [one for one in comparison.affected if one.role == role][: _MOST // 4]:
            made.add_row(role, shown(one.name), f"{one.declarations:,}", f"{one.caught:,}", f"{one.lost:,}")
    return made
