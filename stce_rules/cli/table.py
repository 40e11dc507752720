"""`stce table`: rules as decision tables of spreadsheets, and back."""

from __future__ import annotations

import json
from pathlib import Path

import click

from stce_rules.cli.files import rewrite
from stce_rules.cli.guard import FINDINGS, FINE
from stce_rules.cli.options import format_option
from stce_rules.cli.reading import unreadable
from stce_rules.cli.screen import shown, tell
from stce_rules.core.diagnostics import Diagnostic, StceError, as_data, has_errors
from stce_rules.core.wording import counted
from stce_rules.plugins import discover
from stce_rules.workbench.decision_tables.exporting import Exported, export_rules
from stce_rules.workbench.decision_tables.importing import MADE_FROM, Imported, import_table
from stce_rules.workbench.decision_tables.reading import read_table
from stce_rules.workbench.decision_tables.surroundings import Surroundings, surroundings_of
from stce_rules.workbench.decision_tables.writing import table_bytes, template


@click.group("table")
def command() -> None:
    """Keep rules as decision tables of a spreadsheet: one row a rule."""


# ---- import


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path), metavar="FILE")
@click.option("--out", type=click.Path(path_type=Path), metavar="RULES.stce", help="The rule file; else it is printed.")
@click.option("--sheet", metavar="NAME", help="The sheet of a workbook; else 'Rules', else the first visible one.")
@click.option(
    "--uses", multiple=True, metavar="OTHER.stce", help="A rule file beside --out, with indicators and lists to use."
)
@format_option
@click.pass_context
def import_(
    ctx: click.Context, *, file: Path, out: Path | None, sheet: str | None, uses: tuple[str, ...], form: str
) -> None:
    """Make a rule file of a decision table.

    FILE is a workbook (.xlsx) or a table of text (.csv). Faults are told by cell, all in one run; with one, nothing is
    written. Beside a ruleset.yaml the rules are checked together with the ruleset.
    """
    if out is not None:
        _may_be_written(out)
    try:
        table = read_table(file, sheet)
    except OSError as fault:
        raise StceError(unreadable(str(file), fault)) from None
    beside = out.parent if out is not None else Path()
    around = surroundings_of(out, tuple(beside / one for one in uses), discover().contributions)
    made = import_table(table, around, uses)
    if made.text is not None and out is not None:
        _write(out, made.text.encode())
    if form == "json":
        click.echo(_imported_as_json(made, out))
    else:
        _tell_import(made, out, around)
    ctx.exit(FINDINGS if made.text is None else FINE)


def _may_be_written(out: Path) -> None:
    """Raises StceError for a file that no import wrote."""
    if out.suffix != ".stce":
        raise StceError(
            Diagnostic("E939", "a rule file ends in '.stce'", where=str(out), help=f"write {out.stem}.stce")
        )
    try:
        with out.open(encoding="utf-8", errors="replace") as file:
            begin = file.read(len(MADE_FROM))
    except FileNotFoundError:
        return
    except OSError as fault:
        raise StceError(unreadable(str(out), fault)) from None
    if begin != MADE_FROM:
        message = "the file is there and was not made from a table, so it is not written over"
        raise StceError(Diagnostic("E933", message, where=str(out), help="give another name, or remove it"))


def _write(out: Path, content: bytes) -> None:
    try:
        if not out.exists():
            out.touch()
        rewrite(out, content)
    except OSError as fault:
        said = (fault.strerror or "the system gives no reason").lower()
        raise StceError(Diagnostic("E889", f"the file cannot be written: {said}", where=str(out))) from None


def _tell_import(made: Imported, out: Path | None, around: Surroundings) -> None:
    for one in made.diagnostics:  # in the order of the cells, which is not that of their names
        tell((one,))
    errors = sum(has_errors((one,)) for one in made.diagnostics)
    if made.text is None:
        click.echo(f"{counted(errors, 'error')}; nothing was written", err=True)
    elif out is None:
        click.echo(shown(made.text), nl=False)
    else:
        click.echo(shown(f"{counted(made.rules, 'rule')}: {out}"))
        if not around.listed:
            click.echo(shown(f"next: name {out.name} under 'files' in {out.parent / 'ruleset.yaml'}"))


def _imported_as_json(made: Imported, out: Path | None) -> str:
    told = {
        "schema": 1,
        "out": str(out) if out is not None and made.text is not None else None,
        "rules": made.rules if made.text is not None else None,
        "text": made.text if out is None else None,
        "diagnostics": [as_data(one) for one in made.diagnostics],
    }
    return json.dumps(told, ensure_ascii=False)


# ---- export


@command.command("export")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--out", type=click.Path(path_type=Path), required=True, metavar="FILE", help="A name in .xlsx or .csv.")
@format_option
@click.pass_context
def export(ctx: click.Context, *, paths: tuple[str, ...], out: Path, form: str) -> None:
    """Write the rules of rulesets as a decision table.

    PATH is the folder of a ruleset, a rule file, or the name of a shipped ruleset. Rules that do not fit a table are
    told, each with the reason, and are not in it; exit code 1 if there is one. Nothing that is there is overwritten.
    """
    _must_be_new(out)
    made = export_rules(paths, discover().contributions)
    _write(out, table_bytes(made.headings, made.rows, out.suffix.lower(), str(out)))
    if form == "json":
        click.echo(_exported_as_json(made, out))
    else:
        tell(made.left_out)
        words = f"{counted(len(made.rows), 'rule')} of {len(made.rows) + len(made.left_out)}: {out}"
        click.echo(shown(words))
    ctx.exit(FINDINGS if made.left_out else FINE)


@command.command("init")
@click.argument("out", type=click.Path(path_type=Path), metavar="FILE")
def init(out: Path) -> None:
    """Write a table to begin with: the usual headings and one rule. FILE ends in .xlsx or .csv."""
    _must_be_new(out)
    headings, rows = template()
    _write(out, table_bytes(headings, rows, out.suffix.lower(), str(out)))
    click.echo(shown(f"wrote {out}"))
    click.echo(shown(f"next: stce table import {out} --out rules.stce"))


def _must_be_new(out: Path) -> None:
    if out.exists():
        message = "the file is there already, and is not written over"
        raise StceError(Diagnostic("E933", message, where=str(out), help="give another name, or remove it"))


def _exported_as_json(made: Exported, out: Path) -> str:
    told = {
        "schema": 1,
        "out": str(out),
        "rules": len(made.rows),
        "left_out": [as_data(one) for one in made.left_out],
    }
    return json.dumps(told, ensure_ascii=False)
