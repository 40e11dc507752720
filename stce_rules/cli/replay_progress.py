"""How far a replay has come: a bar on a terminal, or a line now and then, on the standard error.

Enters: declarations judged, or read for what came before each, and bytes read, again and again. The only clock of a
replay is here; no result rests on it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Protocol

import click

__all__ = ["Tell", "following"]

_EVERY_SECONDS = 10.0

_BEFORE = " read for what came before"


class Tell(Protocol):
    """Is told how far a replay has come."""

    def __call__(self, declarations: int, read: int, /, *, before: bool = False) -> None:
        """Declarations judged, or read for what came `before` each, and bytes read."""


@contextmanager
def following(shown: str, total_bytes: int | None) -> Iterator[Tell]:
    """What to tell progress to. `shown`: `bar`, `lines`, `none`, or `auto`, which is a bar on a terminal only."""
    if shown == "bar" or (shown == "auto" and sys.stderr.isatty()):
        with _bar(total_bytes) as progress:
            yield progress
    elif shown == "lines":
        yield _lines(total_bytes)
    else:
        yield _untold


@contextmanager
def _bar(total_bytes: int | None) -> Iterator[Tell]:
    from rich import progress as rich
    from rich.console import Console

    columns = (
        rich.BarColumn(),
        rich.TaskProgressColumn(),
        rich.TextColumn("{task.fields[declarations]:,} declarations{task.fields[before]}"),
        rich.TimeRemainingColumn(),
    )
    with rich.Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total_bytes, declarations=0, before="")

        def tell(declarations: int, read: int, /, *, before: bool = False) -> None:
            bar.update(task, completed=read, declarations=declarations, before=_BEFORE if before else "")

        yield tell


def _lines(total_bytes: int | None) -> Tell:
    begun = last = monotonic()

    def tell(declarations: int, read: int, /, *, before: bool = False) -> None:
        nonlocal last
        now = monotonic()
        if now - last >= _EVERY_SECONDS:
            last = now
            share = f", {100 * read // total_bytes}% of the history" if total_bytes else ""
            what = f"{declarations:,} declarations{_BEFORE if before else ''}"
            click.echo(f"{what} in {now - begun:.0f} s{share}", err=True)

    return tell


def _untold(_declarations: int, _read: int, /, *, before: bool = False) -> None:
    """Nobody is told."""
