"""`stce assess`: declarations judged by rulesets, each result written as soon as it is known."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Protocol

import click

from stce_rules.assessor import Assessor
from stce_rules.cli.cards import card
from stce_rules.cli.guard import FINDINGS, FINE, WRONG
from stce_rules.cli.options import RulesCommand, adapter_option, format_option, rules_option
from stce_rules.cli.reading import UNREADABLE, adapters_for, declarations
from stce_rules.cli.screen import console, draw, tell
from stce_rules.core.assessment import CHANNELS, Assessment
from stce_rules.core.diagnostics import as_data, has_errors
from stce_rules.core.wording import counted
from stce_rules.decide.wire import encode
from stce_rules.engines.choose import DEFAULT
from stce_rules.intake.adapters import Refused
from stce_rules.plugins import discover
from stce_rules.rulesets.cache import user_folder


@click.command("assess", cls=RulesCommand)
@click.argument("files", nargs=-1, required=True, metavar="FILE…")
@rules_option
@format_option
@click.option("--engine", default=DEFAULT, show_default=True, metavar="NAME", help="See `stce plugins`.")
@adapter_option
@click.option("--exit-code", is_flag=True, help="Exit 1 also when a declaration is not green.")
@click.pass_context
def command(
    ctx: click.Context,
    *,
    files: tuple[str, ...],
    rules: tuple[str, ...],
    form: str,
    engine: str,
    adapter: str | None,
    exit_code: bool,
) -> None:
    """Judge declarations by rulesets.

    FILE holds declarations in the format of an installed adapter; - is the standard input. With `--format json` one
    assessment is written on each line, in the order of the input. Messages that cannot be read are reported on the
    standard error, and the others are judged: exit 1 if there was one.
    """
    plugins = discover()
    adapters = adapters_for(plugins.contributions, adapter)
    writer: _Writer = _Lines() if form == "json" else _Cards()
    codes: set[str] = set()
    channels: Counter[str] = Counter()
    with Assessor.from_rulesets(*rules, engine=engine, plugins=plugins, cache=user_folder()) as assessor:
        for one in declarations(files, adapters):
            if isinstance(one, Refused):
                writer.refused(one)
                codes |= {each.code for each in one.diagnostics if has_errors((each,))}
            else:
                assessment = assessor.assess(one)
                channels[assessment.channel] += 1
                writer.assessed(assessment)
    writer.end(channels)
    if UNREADABLE in codes:
        ctx.exit(WRONG)
    ctx.exit(FINDINGS if codes or (exit_code and set(channels) - {CHANNELS[0]}) else FINE)


class _Writer(Protocol):
    """One way of writing results."""

    def assessed(self, assessment: Assessment) -> None: ...

    def refused(self, refused: Refused) -> None: ...

    def end(self, channels: Counter[str]) -> None: ...


class _Lines:
    """JSON, one assessment on each line; refusals likewise on the standard error."""

    def __init__(self) -> None:
        self._out = sys.stdout.buffer

    def assessed(self, assessment: Assessment) -> None:
        self._out.write(encode(assessment) + b"\n")
        self._out.flush()

    def refused(self, refused: Refused) -> None:
        for one in refused.diagnostics:
            click.echo(json.dumps(as_data(one), ensure_ascii=False), err=True)

    def end(self, channels: Counter[str]) -> None:
        """The lines say it all."""


class _Cards:
    """One card for each declaration, and a line that sums them up."""

    def __init__(self) -> None:
        self._console = console()
        self._refused = 0

    def assessed(self, assessment: Assessment) -> None:
        draw(self._console, card(assessment))

    def refused(self, refused: Refused) -> None:
        tell(refused.diagnostics)
        self._refused += has_errors(refused.diagnostics)

    def end(self, channels: Counter[str]) -> None:
        click.echo("; ".join(_summed_up(channels, self._refused)))


def _summed_up(channels: Counter[str], refused: int) -> Iterator[str]:
    heaviest_first = [f"{channels[one]:,} {one}" for one in reversed(CHANNELS) if channels[one]]
    total = counted(channels.total(), "declaration")
    yield f"{total}: {', '.join(heaviest_first)}" if heaviest_first else total
    if refused:
        yield f"{refused:,} refused"
