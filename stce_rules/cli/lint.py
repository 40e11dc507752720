"""`stce lint`: what is legal in rulesets but doubtful, beside the faults that `stce check` finds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import click

from stce_rules.cli.found import Found, finish, joined
from stce_rules.cli.options import format_option, on_option
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.hooks import Contributions
from stce_rules.plan.build import build
from stce_rules.plan.together import NamedProgram
from stce_rules.plugins import discover
from stce_rules.rulesets.authored import author
from stce_rules.workbench.linting import lint, project_of


@click.command("lint")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@format_option
@click.option("--fix", is_flag=True, help="Apply the fixes that findings bring, then look again.")
@click.option("--each", is_flag=True, help="Look at each ruleset on its own, not at all as loaded together.")
@on_option
@click.pass_context
def command(ctx: click.Context, *, paths: tuple[str, ...], form: str, fix: bool, each: bool, on: date | None) -> None:
    """Find what is legal in rulesets but doubtful, and mend what can be mended without changing a meaning.

    PATH is the folder of a ruleset, a rule file, or the name of a shipped ruleset. What 'stce check' finds is told
    too. A ruleset says under 'lint' in ruleset.yaml what it asks for; a comment '# accept W416 because "…"' accepts a
    finding in a statement. The exit code is 1 when there is an error.
    """
    contributions = discover().contributions
    groups: tuple[tuple[str, ...], ...] = tuple((path,) for path in paths) if each else (paths,)
    finish(ctx, lambda: joined([_lint(group, contributions, on) for group in groups]), fix=fix, form=form)


def _lint(paths: Sequence[str], contributions: Contributions, on: date | None) -> Found:
    """The findings of rulesets, and whether they can be loaded together."""
    found: list[Diagnostic] = []
    programs: list[NamedProgram] = []
    for path in paths:
        authored = author([path], contributions=contributions, on=on)
        found += () if authored.rulesets else authored.diagnostics
        for one in authored.rulesets:
            found += lint(project_of(one, authored.diagnostics, catalogue=contributions.catalogue, on=on))
            programs += () if one.program is None else (one.program,)
    if len(programs) < len(paths):
        return Found(tuple(found), None, None)
    try:
        build(programs)
    except StceError as clashes:
        return Found((*found, *clashes.diagnostics), None, None)
    return Found(tuple(found), len(programs), sum(len(one.program.rules) for one in programs))
