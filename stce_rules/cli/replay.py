"""`stce replay`: a history judged by rulesets, counted, and written row by row where that is asked for."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

import click

from stce_rules.cli.guard import FINDINGS, FINE, INTERRUPTED, WRONG
from stce_rules.cli.options import RulesCommand, adapter_option, format_option, rules_option
from stce_rules.cli.replay_options import (
    SPARK,
    Wanted,
    as_of_option,
    cluster_options,
    engine_option,
    progress_option,
    results_options,
    source_options,
)
from stce_rules.cli.replay_progress import following
from stce_rules.cli.replay_report import draw_summary
from stce_rules.cli.screen import tell
from stce_rules.plugins import Plugins, discover
from stce_rules.replay import Replay, Summary, replay
from stce_rules.replay.folder import check_own
from stce_rules.replay.judging import Setting
from stce_rules.replay.overwriting import check_outside
from stce_rules.replay.sources import STDIN, History, Rejected, history_of
from stce_rules.replay.summary import as_json
from stce_rules.replay.table_judge import COLUMNAR, best_engine
from stce_rules.rulesets.cache import plan_of, user_folder

_TOLD = 10
"""Refused messages that are told on the standard error; all of them are counted, and in `--rejects`."""

_SMALL_BYTES = 2_000_000
"""A smaller history is judged before a second process would be ready."""


@click.command("replay", cls=RulesCommand)
@click.argument("history", nargs=-1, required=True, metavar="HISTORY…")
@rules_option
@results_options
@as_of_option
@engine_option
@cluster_options
@adapter_option
@source_options
@format_option
@click.option("--limit", type=click.IntRange(min=0), metavar="N", help="Judge N declarations at most.")
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Judge N at once; else one for each core.")
@progress_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    history: tuple[str, ...],
    rules: tuple[str, ...],
    findings: Path | None,
    rejects: Path | None,
    out: Path | None,
    restart: bool,
    part_size: int | None,
    evidence: str | None,
    as_of: date | None,
    engine: str | None,
    master: str | None,
    settings: tuple[str, ...],
    adapter: str | None,
    map_path: Path | None,
    query: str | None,
    form: str,
    limit: int | None,
    workers: int | None,
    shown: str,
) -> None:
    """Judge a history of declarations and count what rules find.

    HISTORY is files, folders or databases: NDJSON; CSV, Parquet or tables of DuckDB and SQL (FILE.duckdb::TABLE, or a
    URL) whose columns are boxes of the canonical declaration, by name or by a map; or messages of an installed adapter;
    all may be compressed with gzip; - is the standard input. Messages that cannot be read are counted and told: exit 1
    if there were some, 2 if nothing could be judged at all. A file without any declaration is told (W613), which is no
    failure beside others.

    Ctrl-C ends a replay at once and keeps what was judged: exit 130. With --out a replay that was ended in any way goes
    on where its last part ends when the same command is given again, and ends with the same results.
    """
    wanted = Wanted(findings, rejects, out, restart, part_size, evidence)
    wanted.check()
    if out is not None:
        check_outside(out, history)
    cluster = _Cluster(master, settings, shown)
    cluster.check(engine, wanted, limit, workers, history)
    plugins = discover()
    read = partial(history_of, brought=plugins.contributions.adapters, adapter=adapter, map_path=map_path)
    source = read(history, query=query)
    refusals = _Refusals()
    file: Path | None
    judged_by = COLUMNAR if engine == SPARK else engine or best_engine(source, limit)
    setting = _setting(rules, judged_by, plugins, wanted, as_of)
    if engine == SPARK:
        summary, file = cluster.replay(source, read, setting, wanted, refusals)
    else:
        asked = Replay(source, setting, limit, workers or _workers(source))
        results = wanted.results({"--adapter": adapter} if adapter else {})
        with following(shown, source.total_bytes) as tell_how_far:
            summary, file = replay(
                asked,
                results,
                progress=tell_how_far,
                before=partial(tell_how_far, before=True),
                rejected=refusals.tell,
                resumed=_tell_resumed,
            )
    refusals.end(wanted.rejects_file)
    if form == "json":
        click.echo(as_json(summary), nl=False)
    else:
        draw_summary(summary)
        if file is not None:
            rest = "; the same command goes on there" if out is not None and summary.ended == "interrupted" else ""
            click.echo(f"{'findings' if out is None else 'results'}: {file}{rest}")
    ctx.exit(_exit_code(summary, limit))


def _setting(rules: tuple[str, ...], engine: str, plugins: Plugins, wanted: Wanted, as_of: date | None) -> Setting:
    brought = plugins.contributions
    factories = {one.name: one for one in brought.engines}
    plan = plan_of(rules, contributions=brought, folder=user_folder()).plan
    return Setting(
        plan,
        factories.get(engine, engine),
        brought.predicates,
        brought.fields,
        with_findings=wanted.findings is not None or wanted.out is not None,
        with_evidence=wanted.with_evidence,
        with_declarations=wanted.out is not None,
        as_of=as_of,
        matcher=brought.matcher,
    )


def _tell_resumed(judged: int, whole: bool) -> None:
    if whole:
        click.echo("the folder holds this replay whole, so nothing was judged; --restart begins anew", err=True)
    else:
        click.echo(f"going on after {judged:,} declarations that were judged before", err=True)


def _workers(source: History) -> int:
    """One worker for each core that this process may use; for a small history it is alone."""
    if source.total_bytes is not None and source.total_bytes < _SMALL_BYTES:
        return 1
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _exit_code(summary: Summary, limit: int | None) -> int:
    if summary.ended == "interrupted":
        return INTERRUPTED
    if summary.judged == 0 and limit != 0:
        return WRONG
    return FINDINGS if summary.refused else FINE


@dataclass(frozen=True, slots=True)
class _Cluster:
    """Many machines that judge instead of this one."""

    master: str | None
    settings: tuple[str, ...]
    shown: str

    def check(
        self, engine: str | None, wanted: Wanted, limit: int | None, workers: int | None, history: tuple[str, ...]
    ) -> None:
        """Raises click.UsageError for options that do not go together, StceError (E831) for a folder in use."""
        if engine != SPARK:
            if self.master is not None or self.settings:
                raise click.UsageError(f"--master and --spark-setting are for --engine {SPARK}")
            return
        if wanted.out is None:
            raise click.UsageError(f"--engine {SPARK} needs --out DIR")
        if limit is not None or workers is not None or wanted.part_size is not None or STDIN in history:
            raise click.UsageError(f"--limit, --workers, --part-size and - do not go with --engine {SPARK}")
        if any("=" not in one for one in self.settings):
            raise click.UsageError("--spark-setting is NAME=VALUE")
        if wanted.out.is_dir():
            check_own(wanted.out)

    def replay(
        self, source: History, read: partial[History], setting: Setting, wanted: Wanted, refusals: _Refusals
    ) -> tuple[Summary, Path]:
        """Replay there."""
        from stce_rules.replay.spark import Cluster, replay_on_spark

        out = wanted.out or Path()
        quiet = {"spark.ui.showConsoleProgress": "false"} if self.shown == "none" else {}
        settings = quiet | dict(one.split("=", 1) for one in self.settings)
        there = Cluster(self.master, settings)
        return replay_on_spark(source, read, setting, there, out, rejected=refusals.tell), out


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
            click.echo(f"and {self._count - _TOLD:,} more; {where}", err=True)
