"""What `stce check` and `stce lint` found: told, counted, mended.

Enters: a way to look at rulesets. Leaves: reports or data, and the exit code. With `--fix` the files are mended and
looked at again, until there is nothing more to mend.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import click

from stce_rules.cli.fixes import Mended, mend
from stce_rules.cli.guard import FINDINGS, FINE, WRONG
from stce_rules.cli.screen import shown, tell
from stce_rules.core.diagnostics import Diagnostic, as_data, has_errors, in_order
from stce_rules.core.wording import counted

_NOT_THERE = {"E801", "E807"}
"""Codes that speak of what was given, not of what stands in it."""

_MOST_PASSES = 10
"""A fix may bring another fault to light; fixes that never end are left."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found. The counts are None when faults kept the rulesets from being loaded."""

    diagnostics: tuple[Diagnostic, ...]
    rulesets: int | None
    rules: int | None


def finish(ctx: click.Context, look: Callable[[], Found], *, fix: bool, form: str) -> None:
    """Look, mend if asked to, tell, and end the command."""
    mended: list[Mended] = []
    found = look()
    for _ in range(_MOST_PASSES if fix else 0):
        made = mend(found.diagnostics)
        if not made:
            break
        mended += made
        found = look()
    (_as_json if form == "json" else _as_text)(found, mended)
    ctx.exit(_exit_code(found))


def joined(results: Sequence[Found]) -> Found:
    """What was found in several groups of rulesets."""
    return Found(
        in_order(one for result in results for one in result.diagnostics),
        _sum([result.rulesets for result in results]),
        _sum([result.rules for result in results]),
    )


def _sum(counts: Sequence[int | None]) -> int | None:
    known = [one for one in counts if one is not None]
    return sum(known) if len(known) == len(counts) else None


def _exit_code(found: Found) -> int:
    if any(one.code in _NOT_THERE for one in found.diagnostics):
        return WRONG
    return FINDINGS if has_errors(found.diagnostics) else FINE


def _counts(found: Found) -> tuple[int, int]:
    errors = sum(has_errors((one,)) for one in found.diagnostics)
    return errors, len(found.diagnostics) - errors


def _as_text(found: Found, mended: Sequence[Mended]) -> None:
    for one in mended:
        before, after = (" ".join(text.split()) for text in (one.edit.span.text, one.edit.text))
        click.echo(shown(f"mended {one.code} {one.place}: '{before}' is now '{after}'"))
    tell(found.diagnostics, err=False)
    errors, warnings = _counts(found)
    parts = [counted(errors, "error"), counted(warnings, "warning")]
    if found.rulesets is not None and found.rules is not None:
        parts = [counted(found.rulesets, "ruleset"), counted(found.rules, "rule"), *parts]
    if mended:
        parts.append(f"{len(mended)} mended")
    click.echo(", ".join(parts))


def _as_json(found: Found, mended: Sequence[Mended]) -> None:
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
