"""`stce check`: the faults of rulesets, and mending them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from stce_rules.cli.found import Found, finish, joined
from stce_rules.cli.options import format_option, on_option
from stce_rules.core.diagnostics import StceError
from stce_rules.hooks import Contributions
from stce_rules.plugins import discover
from stce_rules.rulesets.load import load


@click.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@format_option
@click.option("--fix", is_flag=True, help="Apply the fixes that faults bring, then check again.")
@click.option("--each", is_flag=True, help="Check each ruleset on its own, not all as loaded together.")
@on_option
@click.pass_context
def command(ctx: click.Context, *, paths: tuple[str, ...], form: str, fix: bool, each: bool, on: date | None) -> None:
    """Find the faults of rulesets, and mend those that can be mended.

    PATH is the folder of a ruleset, a rule file, or the name of a shipped ruleset. All are checked as they would be
    loaded together.
    """
    contributions = discover().contributions
    groups: tuple[tuple[str, ...], ...] = tuple((path,) for path in paths) if each else (paths,)
    finish(ctx, lambda: joined([_check(group, contributions, on) for group in groups]), fix=fix, form=form)


def _check(paths: Sequence[str], contributions: Contributions, on: date | None) -> Found:
    try:
        loaded = load(paths, contributions=contributions, on=on)
    except StceError as faults:
        return Found(faults.diagnostics, None, None)
    rules = sum(len(one.program.rules) for one in loaded.programs)
    return Found(loaded.diagnostics, len(loaded.programs), rules)
