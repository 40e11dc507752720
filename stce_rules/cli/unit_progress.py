"""Which unit of how many is looked at: one line on a terminal's standard error, gone when all is done."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

__all__ = ["following_units"]

_ERASED = "\r\x1b[K"


@contextmanager
def following_units(doing: str) -> Iterator[Callable[[str, int], None]]:
    """What to tell the name of each unit to, and how many there are. Where nobody looks nothing is shown."""
    if not sys.stderr.isatty():
        yield lambda _name, _units: None
        return
    done = 0

    def told(name: str, units: int) -> None:
        nonlocal done
        done += 1
        click.echo(f"{_ERASED}{doing} {name}, {done:,} of {units:,}", err=True, nl=False)

    try:
        yield told
    finally:
        click.echo(_ERASED, err=True, nl=False)
