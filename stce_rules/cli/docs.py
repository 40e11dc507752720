"""`stce docs`: rulesets as a book, and the reference of the rule language."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from stce_rules.cli.files import written_whole
from stce_rules.cli.options import format_option
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.wording import counted
from stce_rules.plugins import discover

_OUT = click.Path(path_type=Path)
_BOOK, _LANGUAGE = "rulebook.html", "language.html"


@click.command("docs")
@click.argument("paths", nargs=-1, metavar="PATH…")
@click.option("--out", type=_OUT, default=".", show_default=True, metavar="DIR|FILE", help="Where pages are written.")
@click.option("--since", multiple=True, metavar="OLD", help="An earlier version of a ruleset: tell what has changed.")
@click.option("--language", is_flag=True, help="Write the reference of the rule language, with a book or alone.")
@format_option
def command(*, paths: tuple[str, ...], out: Path, since: tuple[str, ...], language: bool, form: str) -> None:
    """Write rulesets as a book to read and print: by law, by HS chapter, by CAS number.

    PATH is the folder of a ruleset, a rule file, or the name of a shipped ruleset; several make one book. `--out` is a
    folder for `rulebook.html` and `language.html`, or the name of the one page. With `--format json` the book is
    written on the standard output instead, with its changes.
    """
    if not paths and not language:
        mend = "give the path of a ruleset, or --language"
        raise StceError(Diagnostic("E912", "it is not said what the book is to be of", where="PATH", help=mend))
    catalogue = discover().contributions
    if paths:
        from stce_rules.workbench.rulebook import book_of, book_page, changes_of

        book = book_of(paths, contributions=catalogue)
        changes = changes_of(book_of(since, contributions=catalogue), book) if since else None
        if form == "json":
            click.echo(msgspec.json.encode({"book": book, "changes": changes}).decode())
        else:
            told = f", {counted(len(changes), 'change')}" if changes is not None else ""
            _write(_place(out, _BOOK), book_page(book, changes), f"{counted(len(book.entries), 'unit')}{told}")
    if language:
        from stce_rules.workbench.rulebook.reference import language_page, reference

        made = reference(catalogue.catalogue)
        if form == "json":
            click.echo(msgspec.json.encode(made).decode())
        else:
            _write(_place(out, _LANGUAGE, alone=not paths), language_page(made), counted(len(made.fields), "field"))


def _place(out: Path, name: str, *, alone: bool = True) -> Path:
    """The file of a page: in a folder under its own name, else the file that is named, beside it what comes second."""
    if out.suffix != ".html":
        out.mkdir(parents=True, exist_ok=True)
        return out / name
    return out if alone else out.with_name(name)


def _write(path: Path, page: str, told: str) -> None:
    with written_whole(path, "page") as file:
        file.write(page.encode())
    click.echo(f"{path}: {told}")
