"""`stce map`: maps of tables: one proposed for a table, and what a map reads of it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import click

from stce_rules.cli.guard import FINDINGS, FINE
from stce_rules.cli.options import format_option
from stce_rules.cli.screen import console, draw, shown, tell
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.declared import Declared
from stce_rules.intake.streams import opened
from stce_rules.intake.tables.proposing import IMPORTANT, propose
from stce_rules.intake.tables.sampling import Sample, sample_text, sample_typed
from stce_rules.intake.tables.typedrows import MARK, open_parquet
from stce_rules.intake.tables.wording import worded
from stce_rules.replay.databases import database
from stce_rules.replay.filled import Filled, Filling
from stce_rules.replay.sources import Rejected, history_of

_FAULTS = 20
"""Different faults that are shown."""


@click.group("map")
def command() -> None:
    """Describe the columns of a table, so that it can be read as declarations."""


@command.command("init")
@click.argument("table", metavar="TABLE")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Write the map here.")
@click.option("--query", metavar="SQL", help="The rows of a database.")
def init(table: str, out: Path | None, query: str | None) -> None:
    """Propose a map for a table.

    TABLE is a CSV, TSV or Parquet file, a table of DuckDB (FILE.duckdb::TABLE) or the URL of a database with --query.
    The proposal goes by names and contents of the first rows. Check every line of it.
    """
    text = worded(propose(_sample(table, query)), Path(table).name if "://" not in table else "query")
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        mend = "give another name, or remove it"
        raise StceError(Diagnostic("E670", "a file of this name is there already", where=str(out), help=mend)) from None
    except OSError as fault:
        said = (fault.strerror or "the system gives no reason").lower()
        raise StceError(Diagnostic("E670", f"cannot be written: {said}", where=str(out))) from None
    click.echo(f"map: {out}")


def _sample(table: str, query: str | None) -> Sample:
    base = database(table, query)
    if base is not None:
        with base.opened() as typed:
            return sample_typed(typed, base.name)
    try:
        with opened(table) as stream:
            if stream.peek(len(MARK)).startswith(MARK):
                return sample_typed(open_parquet(stream, table), table)
            return sample_text(stream, table)
    except OSError as fault:
        said = (fault.strerror or "the system gives no reason").lower()
        raise StceError(Diagnostic("E660", f"the file cannot be opened: {said}", where=table)) from None


@command.command("check")
@click.argument("table", metavar="TABLE")
@click.option("--map", "map_path", type=click.Path(path_type=Path), metavar="FILE", help="Else the map beside it.")
@click.option("--query", metavar="SQL", help="The rows of a database.")
@format_option
@click.pass_context
def check(ctx: click.Context, table: str, map_path: Path | None, query: str | None, form: str) -> None:
    """Read a whole table by a map and say what was read: rows, boxes, faults. Exit 1 if some rows are refused."""
    filling, found = Filling(), _Found()
    for one in history_of([table], adapter="table", map_path=map_path, query=query).located():
        if isinstance(one, Declared):
            filling.add(table, one.declaration)
            found.add(one)
        else:
            found.refuse(one)
    boxes = filling.counts().get(table, Filled())
    if form == "json":
        click.echo(found.as_json(boxes), nl=True)
    else:
        _draw(found, boxes)
    ctx.exit(FINDINGS if found.refused or not boxes.declarations else FINE)


class _Found:
    """Rows that are refused, by the first of their codes, and cells that cannot be read; the first of each in full."""

    def __init__(self) -> None:
        self.refused: Counter[str] = Counter()
        self.issues: Counter[str] = Counter()
        self.first: dict[str, tuple[Diagnostic, ...]] = {}

    def add(self, one: Declared) -> None:
        for issue in one.declaration.parse_issues:
            self.issues[issue.code] += 1
            first = Diagnostic(issue.code, issue.message, where=f"{one.source}:{one.row}")
            self.first.setdefault(issue.code, (first,))

    def refuse(self, one: Rejected) -> None:
        code = one.diagnostics[0].code
        self.refused[code] += 1
        self.first.setdefault(code, one.diagnostics)

    def as_json(self, boxes: Filled) -> str:
        import json

        told = {
            "schema": 1,
            "declarations": boxes.declarations,
            "items": boxes.items,
            "refused": dict(sorted(self.refused.items())),
            "issues": dict(sorted(self.issues.items())),
            "boxes": {name: boxes.boxes[name] for name in sorted(boxes.boxes)},
            "missing": _missing(boxes),
        }
        return json.dumps(told, ensure_ascii=False)


def _missing(boxes: Filled) -> list[str]:
    return [one for one in IMPORTANT if not boxes.boxes[one]]


def _draw(found: _Found, boxes: Filled) -> None:
    from rich.table import Table
    from rich.text import Text

    refused = sum(found.refused.values())
    click.echo(f"{boxes.declarations:,} declarations with {boxes.items:,} goods items; {refused:,} refused")
    table = Table.grid(padding=(0, 2))
    table.add_column()
    table.add_column(justify="right")
    table.add_column(justify="right")
    for name in sorted(boxes.boxes):
        of = boxes.items if name.startswith("item.") else boxes.declarations
        share = f"{100 * boxes.boxes[name] / of:.1f}%" if of else ""
        table.add_row(Text(shown(name)), f"{boxes.boxes[name]:,}", share)
    draw(console(), table)
    if boxes.declarations:
        tell(Diagnostic("W690", f"no row fills '{one}': {IMPORTANT[one]}", where="map") for one in _missing(boxes))
    for code, count in sorted((found.refused + found.issues).items())[:_FAULTS]:
        click.echo(f"{count:,} × {code}, first:", err=True)
        tell(found.first[code])
