"""Options of commands that keep an assessor for as long as they run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeVar

import click

from stce_rules.assessor import Budget
from stce_rules.core.assessment import CHANNELS, Channel

__all__ = ["budget_of", "budget_options", "records_option"]

_F = TypeVar("_F", bound=Callable[..., Any])

records_option = click.option(
    "--records",
    envvar="STCE_RECORDS",
    metavar="PATH|URL",
    help="Keep answers, past declarations and the audit trail in this store; else STCE_RECORDS in the environment.",
)
"""`--records`: a file of SQLite, or postgresql://…."""


def budget_options(command: _F) -> _F:
    """`--budget`, `--when-late` and `--late-channel`."""
    seconds = click.option(
        "--budget",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Answer within this time, judged or not.",
    )
    policy = click.option(
        "--when-late",
        type=click.Choice(["open", "closed"]),
        default="open",
        show_default=True,
        help="What is answered then: green, so that the host's own lane stands, or --late-channel.",
    )
    channel = click.option("--late-channel", type=click.Choice(CHANNELS[1:]), default="red", show_default=True)
    return seconds(policy(channel(command)))


def budget_of(
    seconds: float | None, policy: Literal["open", "closed"], channel: Channel, threads: int
) -> Budget | None:
    """The budget that the options ask for."""
    return None if seconds is None else Budget(seconds, policy, channel, threads)
