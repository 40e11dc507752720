"""`stce figures`: the figures of a replay, for a terminal, as JSON, as tables."""

from __future__ import annotations

from pathlib import Path

import click

from stce_rules.cli.figures_report import draw_figures
from stce_rules.cli.measuring_options import Measuring, measuring_options
from stce_rules.cli.options import RulesCommand, format_option

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command("figures", cls=RulesCommand)
@measuring_options
@format_option
@click.option("--csv", "csv_folder", type=_FOLDER, metavar="DIR", help="Write each part as a CSV table into DIR.")
@click.option("--parquet", "parquet_folder", type=_FOLDER, metavar="DIR", help="Write each part as Parquet into DIR.")
def command(
    *, folder: Path, measuring: Measuring, form: str, csv_folder: Path | None, parquet_folder: Path | None
) -> None:
    """Measure what a replay found, against what controls found.

    DIR is the folder that `stce replay --out DIR` wrote. What nobody inspected is never counted as innocent: every
    ratio is of what was inspected, with its 95% interval. Recall and lift are told where part of it was inspected at
    random.
    """
    from stce_rules.analysis.measure import measure
    from stce_rules.analysis.written import as_json, write_tables

    if parquet_folder is not None:
        parquet_folder.mkdir(parents=True, exist_ok=True)
    figures = measure(folder, measuring.asked(details=parquet_folder))
    if csv_folder is not None:
        write_tables(figures, csv_folder, "csv")
    if parquet_folder is not None:
        write_tables(figures, parquet_folder, "parquet")
    if form == "json":
        click.echo(as_json(figures), nl=False)
    else:
        draw_figures(figures)
