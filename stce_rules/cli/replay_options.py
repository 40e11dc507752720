"""What `stce replay` is told of where results go and how they are made, and which of it goes together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from stce_rules.cli.options import Day
from stce_rules.engines.choose import DEFAULT
from stce_rules.replay import Folder, Results
from stce_rules.replay.folder import PART
from stce_rules.replay.table_judge import COLUMNAR

__all__ = [
    "Wanted",
    "as_of_option",
    "cluster_options",
    "engine_option",
    "progress_option",
    "results_options",
    "source_options",
]

_F = TypeVar("_F", bound=Callable[..., Any])

SPARK = "spark"
"""The engine that is a cluster."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Where results are to go, and what of them."""

    findings: Path | None
    rejects: Path | None
    out: Path | None
    restart: bool
    part_size: int | None
    evidence: str | None

    def check(self) -> None:
        """Raises click.UsageError for options that do not go together."""
        if self.out is None and (self.restart or self.part_size is not None):
            raise click.UsageError("--restart and --part-size are for --out DIR")
        if self.out is not None and (self.findings or self.rejects):
            raise click.UsageError("--out DIR holds findings and rejects; leave --findings and --rejects out")
        if self.out is None and self.findings is None and self.evidence is not None:
            raise click.UsageError("--evidence is for --out DIR and --findings FILE")
        if self.findings is not None and self.rejects is not None and self.findings.resolve() == self.rejects.resolve():
            raise click.UsageError("--findings and --rejects name the same file")

    @property
    def with_evidence(self) -> bool:
        """Whether findings say what they rest on: of a file they do, unless that is said otherwise."""
        return self.evidence == "all" if self.evidence is not None else self.out is None

    @property
    def rejects_file(self) -> Path | None:
        """Where all that could not be read is written."""
        return self.rejects if self.out is None else self.out / "rejects.ndjson"

    def results(self, options: dict[str, str]) -> Results:
        """Where results go. `options` are those that change what is read."""
        if self.out is None:
            return Results(self.findings, self.rejects)
        return Results(folder=Folder(self.out, self.restart, self.part_size or PART, options))


def results_options(command: _F) -> _F:
    """`--findings`, `--rejects`, `--out`, `--restart`, `--part-size`, `--evidence`."""
    file = click.Path(path_type=Path)
    told = "Write all results into a folder; a replay that was stopped goes on there."
    for option in reversed(
        (
            click.option(
                "--findings",
                type=file,
                metavar="FILE",
                help="Write a row for each rule met: .parquet, .ndjson or .ndjson.gz.",
            ),
            click.option("--rejects", type=file, metavar="FILE", help="Write what could not be read, as NDJSON."),
            click.option("--out", type=file, metavar="DIR", help=told),
            click.option("--restart", is_flag=True, help="With --out: take the results in DIR away and begin anew."),
            click.option(
                "--part-size",
                type=click.IntRange(min=1),
                metavar="N",
                help=f"With --out: declarations in a part; else {PART:,}.",
            ),
            click.option(
                "--evidence",
                type=click.Choice(["none", "all"]),
                help="Whether findings say what they rest on; else those of --findings do.",
            ),
        )
    ):
        command = option(command)
    return command


def source_options(command: _F) -> _F:
    """`--map`, `--query`."""
    map_of = "How the columns of tables become boxes; `stce map init` proposes one. Else told by their names."
    query = "What to ask of databases that are named without a table."
    file = click.Path(path_type=Path, exists=True, dir_okay=False)
    with_map = click.option("--map", "map_path", type=file, metavar="FILE", help=map_of)
    return with_map(click.option("--query", metavar="SQL", help=query)(command))


def as_of_option(command: _F) -> _F:
    """`--as-of date|today|DAY`."""
    told = "Judge by rules, lists, parameters and HS edition of each declaration's own date, of today, or of a day."
    return click.option(
        "--as-of", callback=_as_of, default="date", show_default=True, metavar="date|today|DAY", help=told
    )(command)


def _as_of(ctx: click.Context, param: click.Parameter, value: str) -> date | None:
    """The day that is meant; None for each declaration's own."""
    return None if value == "date" else Day().convert(value, param, ctx)


def cluster_options(command: _F) -> _F:
    """`--master`, `--spark-setting`."""
    told = f"With --engine {SPARK}: the cluster; else the one its own configuration names."
    with_master = click.option("--master", metavar="URL", help=told)
    setting = click.option(
        "--spark-setting",
        "settings",
        multiple=True,
        metavar="NAME=VALUE",
        help=f"With --engine {SPARK}: a setting of it; may be given again.",
    )
    return with_master(setting(command))


engine_option = click.option(
    "--engine",
    metavar="NAME",
    help=f"See `stce plugins`. Else {COLUMNAR} for tables, where stce-rules[history] is installed, or {DEFAULT}.",
)
"""`--engine`; None for the one that is best for the history."""

progress_option = click.option(
    "--progress",
    "shown",
    type=click.Choice(["auto", "bar", "lines", "none"]),
    default="auto",
    help="A bar on a terminal, or a line now and then.",
)
"""`--progress`: how far a replay has come."""
