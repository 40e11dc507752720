"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from stce_rules.core.assessment import CHANNELS

_F = TypeVar("_F", bound=Callable[..., Any])


class RulesCommand(click.Command):
    """A command with `--rules PATH…`, which click has no form for.

    What follows `--rules` is rulesets up to the next option, or to a file that is there and is no rule file: that one
    is already a file of declarations.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the command line."""
        return super().parse_args(ctx, list(_with_each_ruleset_named(args)))


def _with_each_ruleset_named(args: Sequence[str]) -> Iterator[str]:
    in_rules = False
    for before, one in zip(("", *args), args, strict=False):
        if one.startswith("-"):
            in_rules = one == "--rules" or one.startswith("--rules=")
        elif in_rules and before != "--rules":
            in_rules = not _is_no_ruleset(one)
            if in_rules:
                yield "--rules"
        yield one


def _is_no_ruleset(given: str) -> bool:
    path = Path(given)
    try:
        return path.exists() and not path.is_dir() and path.suffix != ".stce" and path.name != "ruleset.yaml"
    except (OSError, ValueError):
        return False


class Day(click.ParamType[date]):
    """A day, as rules write it, or `today`."""

    name = "date"

    def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """Read the day."""
        if isinstance(value, date):
            return value
        if value == "today":
            return date.today()  # noqa: DTZ011  # the day where the officer is
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no day; write it as 2026-01-31, or 'today'", param, ctx)


def rules_option(command: _F) -> _F:
    """`--rules PATH…`."""
    told = "Folder of a ruleset, a rule file, or the name of a shipped ruleset; several are loaded together."
    return click.option("--rules", multiple=True, required=True, metavar="PATH…", help=told)(command)


def format_option(command: _F) -> _F:
    """`--format text|json`."""
    told = "For people, or for programs."
    return click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help=told)(command)


def flagged_from_option(command: _F) -> _F:
    """`--flagged-from CHANNEL`."""
    return click.option(
        "--flagged-from",
        type=click.Choice(CHANNELS[1:]),
        default="yellow",
        show_default=True,
        help="The lightest channel that counts as flagged.",
    )(command)


def on_option(command: _F) -> _F:
    """`--on DATE`."""
    told = "Also tell which lists and rules are due for review on this day, or 'today'."
    return click.option("--on", type=Day(), help=told)(command)


def adapter_option(command: _F) -> _F:
    """`--adapter NAME`."""
    return click.option("--adapter", metavar="NAME", help="Read the files in this format; else told by content.")(
        command
    )
