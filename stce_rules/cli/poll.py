"""`stce poll`: a view of the host's database, answered into tables of our own."""

from __future__ import annotations

from pathlib import Path

import click

from stce_rules.assessor import Assessor
from stce_rules.cli.answering import tell_answered, tell_faults, until_told
from stce_rules.cli.assessor_options import records_option
from stce_rules.cli.options import RulesCommand, format_option, rules_option
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.wording import counted
from stce_rules.engines.choose import DEFAULT
from stce_rules.intake.tables.mapfile import read_map
from stce_rules.plugins import discover
from stce_rules.rulesets.cache import user_folder
from stce_rules.serve.desk import Desk

_DATABASE = "STCE_DATABASE"


@click.command("poll", cls=RulesCommand)
@click.option(
    "--database", envvar=_DATABASE, required=True, metavar="URL", help=f"Else {_DATABASE} in the environment."
)
@click.option("--view", required=True, metavar="NAME", help="The view or table, one goods item in each row.")
@click.option("--after", required=True, metavar="COLUMN", help="The column that grows with every new declaration.")
@click.option(
    "--map", "table_map", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="How columns become boxes."
)
@click.option("--answers", default="stce", show_default=True, metavar="PREFIX", help="Of the tables that are written.")
@rules_option
@format_option
@records_option
@click.option("--engine", default=DEFAULT, show_default=True, metavar="NAME", help="See `stce plugins`.")
@click.option("--every", type=click.FloatRange(min=0.05), default=5.0, show_default=True, help="Seconds between looks.")
@click.option("--once", is_flag=True, help="End when nothing is new.")
def command(
    *,
    database: str,
    view: str,
    after: str,
    table_map: Path | None,
    answers: str,
    rules: tuple[str, ...],
    form: str,
    records: str | None,
    engine: str,
    every: float,
    once: bool,
) -> None:
    """Answer the declarations of a database as they come, until told to end.

    New rows of the view are read, and assessments are written to the table PREFIX_answers, what was turned away to
    PREFIX_refusals, how far the view was read to PREFIX_progress. Nothing else in the database is written.
    """
    try:
        from stce_rules.serve.database.answers import Ledger
        from stce_rules.serve.database.connecting import connected, told
        from stce_rules.serve.database.polling import Poll
        from stce_rules.serve.database.view import open_view
    except ImportError as missing:
        message = f"the library '{missing.name}' is not installed"
        raise StceError(Diagnostic("E896", message, where="stce poll", help="install stce-rules[store]")) from None

    ended = until_told()
    plugins = discover()
    given = None if table_map is None else read_map(table_map)
    with (
        Assessor.from_rulesets(
            *rules, engine=engine, plugins=plugins, cache=user_folder(), records=records
        ) as assessor,
        connected(database) as (host, shown),
    ):
        with told(shown):
            opened = open_view(host, view, after, given)
            with host.connect() as connection:
                blank = opened.blank(connection)
            ledger = Ledger.made(host, answers)
        if blank:
            tell_faults(form, (_blank(blank, view, after),))
        poll = Poll(Desk(assessor, plugins), host, opened, ledger)
        while not ended.is_set():
            try:
                with told(shown):
                    poll.run(lambda portion: tell_answered(form, view, portion.channels, portion.refused), ended)
            except StceError as trouble:
                if once:
                    raise
                tell_faults(form, trouble.diagnostics)
            if once:
                return
            ended.wait(every)


def _blank(rows: int, view: str, after: str) -> Diagnostic:
    message = f"{counted(rows, 'row')} of the view say nothing in '{after}' and will never be answered"
    return Diagnostic("W899", message, where=view, help="give every row a value there")
