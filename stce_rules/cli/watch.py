"""`stce watch`: a folder that hosts drop messages into."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from stce_rules.assessor import Assessor
from stce_rules.cli.answering import tell_answered, tell_faults, until_told
from stce_rules.cli.assessor_options import records_option
from stce_rules.cli.options import RulesCommand, adapter_option, format_option, rules_option
from stce_rules.cli.reading import adapters_for
from stce_rules.engines.choose import DEFAULT
from stce_rules.plugins import discover
from stce_rules.rulesets.cache import user_folder
from stce_rules.serve.desk import Desk
from stce_rules.serve.folder.layout import Layout
from stce_rules.serve.folder.watching import Done, watch


@click.command("watch", cls=RulesCommand)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@rules_option
@format_option
@records_option
@click.option("--engine", default=DEFAULT, show_default=True, metavar="NAME", help="See `stce plugins`.")
@adapter_option
@click.option("--every", type=click.FloatRange(min=0.05), default=1.0, show_default=True, help="Seconds between looks.")
@click.option("--once", is_flag=True, help="End when nothing waits any more.")
def command(
    *,
    folder: Path,
    rules: tuple[str, ...],
    form: str,
    records: str | None,
    engine: str,
    adapter: str | None,
    every: float,
    once: bool,
) -> None:
    """Answer messages that are dropped into FOLDER, until told to end.

    A host moves a message into FOLDER/in by a rename. Its assessments appear in FOLDER/out/NAME.ndjson, and what was
    turned away in FOLDER/out/NAME.err; the message itself goes to FOLDER/done.
    """
    ended = until_told()
    plugins = discover()
    adapters = adapters_for(plugins.contributions, adapter)
    with Assessor.from_rulesets(
        *rules, engine=engine, plugins=plugins, cache=user_folder(), records=records
    ) as assessor:
        desk = Desk(assessor, plugins, adapters)
        watch(desk, Layout(folder), partial(_tell, form), ended=ended, seconds=every, once=once)


def _tell(form: str, done: Done) -> None:
    if done.fault is None:
        tell_answered(form, done.name, done.channels, done.refused)
    else:
        tell_faults(form, (done.fault,))
