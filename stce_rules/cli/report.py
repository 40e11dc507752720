"""`stce report`: what a replay found, as one HTML page."""

from __future__ import annotations

from pathlib import Path

import click

from stce_rules.cli.files import written_whole
from stce_rules.cli.measuring_options import Measuring, measuring_options
from stce_rules.cli.options import RulesCommand

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("report", cls=RulesCommand)
@click.option("--out", type=_FILE, default="report.html", show_default=True, metavar="FILE", help="The page to write.")
@click.option("--title", metavar="TEXT", help="The title of the page; else it names the rulesets.")
@measuring_options
def command(*, folder: Path, out: Path, title: str | None, measuring: Measuring) -> None:
    """Write what a replay found as one HTML page.

    DIR is the folder that `stce replay --out DIR` wrote. The page asks for nothing outside itself: it opens without a
    network, prints on A4, and the same folder gives the same page.
    """
    from stce_rules.analysis.report import REPORT, check_own_page, report_of

    check_own_page(out, REPORT)
    asked = measuring.asked()
    with written_whole(out, "report") as file:
        written = report_of(folder, asked, title=title).encode()
        file.write(written)
    click.echo(f"report: {out} ({len(written) / 1_000_000:.1f} MB)")
