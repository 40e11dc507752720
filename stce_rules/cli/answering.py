"""What commands share that answer until they are told to end: when that is, and what they say meanwhile."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Sequence

import click
import msgspec

from stce_rules.cli.screen import shown, tell
from stce_rules.core.assessment import CHANNELS
from stce_rules.core.diagnostics import Diagnostic, as_data
from stce_rules.core.wording import counted

__all__ = ["tell_answered", "tell_faults", "until_told"]


def until_told() -> threading.Event:
    """Set when the process is told to end, by SIGTERM or SIGINT."""
    ended = threading.Event()
    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, lambda _number, _frame: ended.set())
    return ended


def tell_answered(form: str, name: str, channels: Counter[str], refused: int) -> None:
    """How many declarations of a file or portion were answered, by channel, and what was turned away."""
    if form == "json":
        told = {"name": name, "channels": dict(channels), "refused": refused}
        click.echo(msgspec.json.encode(told).decode())
        return
    parts = [f"{channels[one]:,} {one}" for one in reversed(CHANNELS) if channels[one]]
    parts += [f"{refused:,} turned away"] if refused else []
    total = counted(channels.total(), "declaration")
    click.echo(f"{shown(name)}: {total}" + (f" ({', '.join(parts)})" if parts else ""))


def tell_faults(form: str, diagnostics: Sequence[Diagnostic]) -> None:
    """What went wrong, and is tried again."""
    if form == "text":
        tell(diagnostics)
        return
    for one in diagnostics:
        click.echo(msgspec.json.encode({"fault": as_data(one)}).decode())
