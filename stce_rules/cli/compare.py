"""`stce compare`: a history replayed by two rulesets, what differs, and a file to sign."""

from __future__ import annotations

import os
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import cast

import click

from stce_rules.cli.compare_report import draw_comparison
from stce_rules.cli.files import written_whole
from stce_rules.cli.guard import FINDINGS, FINE, INTERRUPTED
from stce_rules.cli.options import Day, adapter_option, flagged_from_option, format_option
from stce_rules.cli.replay_options import engine_option, progress_option
from stce_rules.cli.replay_progress import following
from stce_rules.cli.screen import tell
from stce_rules.core.assessment import Channel
from stce_rules.replay.sources import Rejected

_TOLD = 10
"""Refused messages that are told one by one."""


@click.command("compare")
@click.argument("paths", nargs=-1, metavar="A B HISTORY…")
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), metavar="DIR", help="Where results go; goes on there."
)
@click.option("--restart", is_flag=True, help="Take what replays left in DIR away and begin anew.")
@click.option("--with", "beside", multiple=True, metavar="PATH", help="A ruleset loaded together with A and with B.")
@click.option(
    "--check",
    "signed",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="SIGNOFF",
    help="Only tell what has changed since this was written.",
)
@flagged_from_option
@click.option("--as-of", type=Day(), metavar="DAY", help="Rules and lists of this day, or 'today'; else of each date.")
@click.option("--map", "table", type=click.Path(path_type=Path, dir_okay=False), help="The column map of tables.")
@adapter_option
@engine_option
@click.option("--workers", type=click.IntRange(min=1), metavar="N", help="Judge in N processes; else one per core.")
@click.option(
    "--html",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Also write it as one HTML page.",
)
@format_option
@progress_option
@click.pass_context
def command(
    ctx: click.Context,
    *,
    paths: tuple[str, ...],
    out: Path | None,
    restart: bool,
    beside: tuple[str, ...],
    signed: Path | None,
    flagged_from: str,
    as_of: date | None,
    table: Path | None,
    adapter: str | None,
    engine: str | None,
    workers: int | None,
    html: Path | None,
    form: str,
    shown: str,
) -> None:
    """Replay a history by two rulesets, and tell what differs.

    A is the champion, which decides today, B the challenger: folders of rulesets, rule files or names of shipped
    rulesets. HISTORY is what `stce replay` reads. DIR gets both replays, the comparison, and signoff.json with
    signoff.md to sign; --check tells what has changed since (exit 1).
    """
    if signed is not None:
        if paths or out is not None or restart or html is not None:
            raise click.UsageError("--check SIGNOFF goes alone")
        ctx.exit(_check(signed))
    if len(paths) < 3 or out is None:
        raise click.UsageError("two rulesets, a history and --out DIR are needed")
    from stce_rules.analysis.contest import Asked, Interrupted, Watch, hold
    from stce_rules.analysis.report import CONTEST, check_own_page, contest_of
    from stce_rules.analysis.written import as_json
    from stce_rules.plugins import discover

    asked = Asked(
        champion=paths[0],
        challenger=paths[1],
        history=paths[2:],
        out=out,
        beside=beside,
        adapter=adapter,
        map=table,
        as_of=as_of,
        engine=engine,
        workers=workers or _cores(),
        flagged_from=cast("Channel", flagged_from),
        restart=restart,
    )
    if html is not None:
        check_own_page(html, CONTEST)
    refused = 0

    def rejected(one: Rejected) -> None:
        nonlocal refused
        refused += 1
        if refused <= _TOLD:
            tell(one.diagnostics)

    try:
        with nullcontext() if html is None else written_whole(html, "page") as file:
            comparison, summary = hold(asked, discover(), Watch(lambda total: following(shown, total), rejected))
            if file is not None:
                file.write(contest_of(comparison, out / "signoff.json").encode())
    except Interrupted:
        click.echo("interrupted; the same command goes on from here", err=True)
        ctx.exit(INTERRUPTED)
    if form == "json":
        click.echo(as_json(comparison), nl=False)
    else:
        draw_comparison(comparison)
        click.echo(f"to sign: {out / 'signoff.md'}")
    ctx.exit(FINDINGS if summary.refused else FINE)


def _check(signed: Path) -> int:
    from stce_rules.analysis.contest import verify
    from stce_rules.plugins import discover

    changed = verify(signed, discover())
    tell(changed, err=False)
    if not changed:
        click.echo(f"{signed}: everything is as it was signed")
    return FINDINGS if changed else FINE


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
