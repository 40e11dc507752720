"""`stce store`: what a store of past declarations holds, as a history, and what may be forgotten."""

from __future__ import annotations

from datetime import date
from typing import BinaryIO

import click

from stce_rules.cli.options import Day, RulesCommand, rules_option
from stce_rules.cli.stores import opened
from stce_rules.core.wording import counted
from stce_rules.plugins import discover
from stce_rules.rulesets.cache import plan_of, user_folder


@click.group("store", context_settings={"help_option_names": ["-h", "--help"]})
def command() -> None:
    """Write the declarations of a store as a history, or forget old ones.

    STORE is the path of a store, or the URL of one in PostgreSQL.
    """


@command.command("export")
@click.argument("store", metavar="STORE")
@click.option("--out", type=click.File("wb"), default="-", metavar="FILE", help="Else the standard output.")
def export(store: str, out: BinaryIO) -> None:
    """Write every declaration that is kept, with what controls found, as a history for `stce replay`.

    One canonical declaration is written on each line, in the order in which they came.
    """
    from stce_rules.history.controls import declarations
    from stce_rules.intake.canonical import encode

    with opened(store) as database:
        out.writelines(encode(one) + b"\n" for one in declarations(database))


@command.command("forget", cls=RulesCommand)
@click.argument("store", metavar="STORE")
@rules_option
@click.option(
    "--from",
    "first",
    type=Day(),
    required=True,
    metavar="DAY",
    help="The acceptance date of the oldest declaration that may still come, or 'today'.",
)
def forget(store: str, rules: tuple[str, ...], first: date) -> None:
    """Forget the declarations that no window of these rulesets reaches from a day on.

    Name every ruleset that uses the store. Answers and the audit trail stay.
    """
    from stce_rules.history import retention

    plan = plan_of(rules, contributions=discover().contributions, folder=user_folder()).plan
    with opened(store) as database:
        click.echo(f"{counted(retention.forget(database, [plan], first), 'declaration')} forgotten")
