"""`stce check`: the faults of rulesets, and mending them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import click

from stce_rules.cli.fixes import Mended, mend
from stce_rules.cli.guard import FINDINGS, FINE, WRONG
from stce_rules.cli.options import format_option, on_option
from stce_rules.cli.screen import counted, shown, tell
from stce_rules.core.diagnostics import Diagnostic, StceError, as_data, has_errors, in_order
from stce_rules.hooks import Contributions
from stce_rules.plugins import discover
from stce_rules.rulesets.load import load

_NOT_THERE = {"E801", "E807"}
"""Codes that speak of what was given, not of what stands in it."""

_MOST_PASSES = 10
"""A fix may bring another fault to light; fixes that never end are left."""


@dataclass(frozen=True, slots=True)
class _Result:
    """What was found. The counts are None when faults kept the rulesets from being loaded."""

    diagnostics: tuple[Diagnostic, ...]
    rulesets: int | None
    rules: int | None


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
    mended: list[Mended] = []
    results = [_check(group, contributions, on) for group in groups]
    for _ in range(_MOST_PASSES if fix else 0):
        made = mend(one for result in results for one in result.diagnostics)
        if not made:
            break
        mended += made
        results = [_check(group, contributions, on) for group in groups]
    found = _Result(
        in_order(one for result in results for one in result.diagnostics),
        _sum([result.rulesets for result in results]),
        _sum([result.rules for result in results]),
    )
    (_as_json if form == "json" else _as_text)(found, mended)
    ctx.exit(_exit_code(found))


def _check(paths: Sequence[str], contributions: Contributions, on: date | None) -> _Result:
    try:
        loaded = load(paths, contributions=contributions, on=on)
    except StceError as faults:
        return _Result(faults.diagnostics, None, None)
    rules = sum(len(one.program.rules) for one in loaded.programs)
    return _Result(loaded.diagnostics, len(loaded.programs), rules)


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [one for one in counts if one is not None]
    return sum(known) if len(known) == len(counts) else None


def _exit_code(found: _Result) -> int:
    if any(one.code in _NOT_THERE for one in found.diagnostics):
        return WRONG
    return FINDINGS if has_errors(found.diagnostics) else FINE


def _counts(found: _Result) -> tuple[int, int]:
    errors = sum(has_errors((one,)) for one in found.diagnostics)
    return errors, len(found.diagnostics) - errors


def _as_text(found: _Result, mended: Sequence[Mended]) -> None:
    for one in mended:
        before, after = one.edit.span.text, one.edit.text
        click.echo(shown(f"mended {one.code} {one.place}: '{before}' is now '{after}'"))
    tell(found.diagnostics, err=False)
    errors, warnings = _counts(found)
    parts = [counted(errors, "error"), counted(warnings, "warning")]
    if found.rulesets is not None and found.rules is not None:
        parts = [counted(found.rulesets, "ruleset"), counted(found.rules, "rule"), *parts]
    if mended:
        parts.append(f"{len(mended)} mended")
    click.echo(", ".join(parts))


def _as_json(found: _Result, mended: Sequence[Mended]) -> None:
    errors, warnings = _counts(found)
    told = {
        "schema": 1,
        "rulesets": found.rulesets,
        "rules": found.rules,
        "errors": errors,
        "warnings": warnings,
        "mended": [{"code": one.code, "place": one.place, "text": one.edit.text} for one in mended],
        "diagnostics": [as_data(one) for one in found.diagnostics],
    }
    click.echo(json.dumps(told, ensure_ascii=False))
