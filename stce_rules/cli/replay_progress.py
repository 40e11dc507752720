"""How far a replay has come: a bar on a terminal, or a line now and then, on the standard error.

Enters: declarations judged and bytes read, again and again. The only clock of a replay is here; no result rests on it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import click

from stce_rules.replay.run import Progress

__all__ = ["following"]

_EVERY_SECONDS = 10.0


@contextmanager
def following(shown: str, total_bytes: int | None) -> Iterator[Progress]:
    """What to tell progress to. `shown`: `bar`, `lines`, `none`, or `auto`, which is a bar on a terminal only."""
    if shown == "bar" or (shown == "auto" and sys.stderr.isatty()):
        with _bar(total_bytes) as progress:
            yield progress
    elif shown == "lines":
        yield _lines(total_bytes)
    else:
        yield lambda _judged, _read: None


@contextmanager
def _bar(total_bytes: int | None) -> Iterator[Progress]:
    from rich import progress as rich
    from rich.console import Console

    columns = (
        rich.BarColumn(),
        rich.TaskProgressColumn(),
        rich.TextColumn("{task.fields[judged]:,} declarations"),
        rich.TimeRemainingColumn(),
    )
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total_bytes, judged=0)
        yield lambda judged, read: bar.update(task, completed=read, judged=judged)


def _lines(total_bytes: int | None) -> Progress:
    begun = last = monotonic()

    def tell(judged: int, read: int) -> None:
        nonlocal last
        now = monotonic()
        if now - last >= _EVERY_SECONDS:
            last = now
            share = f", {100 * read // total_bytes}% of the history" if total_bytes else ""
            click.echo(f"{judged:,} declarations in {now - begun:.0f} s{share}", err=True)

    return tell
