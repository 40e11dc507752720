"""`stce replay`: a history judged by rulesets, counted, and written row by row where that is asked for."""

from __future__ import annotations

import os
from pathlib import Path

import click

from stce_rules.cli.guard import FINDINGS, FINE, INTERRUPTED, WRONG
from stce_rules.cli.options import RulesCommand, adapter_option, format_option, rules_option
from stce_rules.cli.replay_progress import following
from stce_rules.cli.replay_report import draw_summary
from stce_rules.cli.screen import tell
from stce_rules.engines.choose import DEFAULT
from stce_rules.plugins import Plugins, discover
from stce_rules.replay import Replay, Results, Summary, replay
from stce_rules.replay.judging import Setting
from stce_rules.replay.sources import History, Rejected, adapters_for
from stce_rules.replay.summary import as_json
from stce_rules.rulesets.load import load

_TOLD = 10
"""Refused messages that are told on the standard error; all of them are counted, and in `--rejects`."""

_SMALL_BYTES = 2_000_000
"""A smaller history is judged before a second process would be ready."""


@click.command("replay", cls=RulesCommand)
@click.argument("history", nargs=-1, required=True, metavar="HISTORY…")
@rules_option
@click.option(
    "--findings",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write a row for each rule met: .parquet, .ndjson or .ndjson.gz.",
)
@click.option(
    "--rejects", type=click.Path(path_type=Path), metavar="FILE", help="Write what could not be read, as NDJSON."
)
@click.option("--engine", default=DEFAULT, show_default=True, metavar="NAME", help="See `stce plugins`.")
@adapter_option
@format_option
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Judge N declarations at most.")
@click.option(
    "--workers", type=click.IntRange(min=1), metavar="N", help="Judge in N processes; else one for each core."
)
@click.option(
    "--progress",
    "shown",
    type=click.Choice(["auto", "bar", "lines", "none"]),
    default="auto",
    help="A bar on a terminal, or a line now and then.",
)
@click.pass_context
def command(
    ctx: click.Context,
    *,
    history: tuple[str, ...],
    rules: tuple[str, ...],
    findings: Path | None,
    rejects: Path | None,
    engine: str,
    adapter: str | None,
    form: str,
    limit: int | None,
    workers: int | None,
    shown: str,
) -> None:
    """Judge a history of declarations and count what rules find.

    HISTORY is files or folders: NDJSON, CSV or Parquet whose columns are boxes of the canonical declaration, or
    messages of an installed adapter; all may be compressed with gzip; - is the standard input. Messages that cannot be
    read are counted and told: exit 1 if there were some, 2 if nothing could be judged at all. Ctrl-C ends a replay at
    once and keeps what was judged: exit 130.
    """
    plugins = discover()
    source = History(history, adapters_for(plugins.contributions.adapters, adapter))
    asked = Replay(
        source, _setting(rules, engine, plugins, with_findings=findings is not None), limit, workers or _workers(source)
    )
    refusals = _Refusals()
    with following(shown, source.total_bytes) as progress:
        summary, file = replay(asked, Results(findings, rejects), progress=progress, rejected=refusals.tell)
    refusals.end(rejects)
    if form == "json":
        click.echo(as_json(summary), nl=False)
    else:
        draw_summary(summary)
        if file is not None:
            click.echo(f"findings: {file}")
    ctx.exit(_exit_code(summary, limit))


def _setting(rules: tuple[str, ...], engine: str, plugins: Plugins, *, with_findings: bool) -> Setting:
    brought = plugins.contributions
    factories = {one.name: one for one in brought.engines}
    plan = load(rules, contributions=brought).plan
    return Setting(plan, factories.get(engine, engine), brought.predicates, brought.fields, with_findings)


def _workers(source: History) -> int:
    """One process for each core that this one may use; for a small history this one alone."""
    if source.total_bytes is not None and source.total_bytes < _SMALL_BYTES:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _exit_code(summary: Summary, limit: int | None) -> int:
    if summary.ended == "interrupted":
        return INTERRUPTED
    if summary.judged == 0 and limit != 0:
        return WRONG
    return FINDINGS if summary.refused else FINE


class _Refusals:
    """The first of the refused messages, on the standard error."""

    def __init__(self) -> None:
        self._count = 0

    def tell(self, rejected: Rejected) -> None:
        self._count += 1
        if self._count <= _TOLD:
            tell(rejected.diagnostics)

    def end(self, rejects: Path | None) -> None:
        where = f"all of them are in {rejects}" if rejects else "--rejects FILE writes them all"
        if self._count > _TOLD:
            click.echo(f"and {self._count - _TOLD:,} more messages could not be read; {where}", err=True)
