"""`stce fmt`: rule files in the one canonical layout."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import unified_diff
from enum import Enum
from pathlib import Path

import click

from stce_rules.cli.files import rewrite
from stce_rules.cli.guard import FINDINGS, FINE, WRONG
from stce_rules.cli.reading import unreadable
from stce_rules.cli.screen import shown, tell
from stce_rules.core.diagnostics import Diagnostic, StceError, has_errors
from stce_rules.core.fields import Catalogue
from stce_rules.core.span import Source
from stce_rules.language.format import format as laid_out
from stce_rules.language.parse import parse
from stce_rules.plugins import discover


class _Fate(Enum):
    """What becomes of a file; the words stand in the last line."""

    CHANGED = "changed"
    SAME = "unchanged"
    FAULTY = "with faults, left as it is"
    ABSENT = "not read"


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What to do with a file that is not in canonical layout."""

    check: bool
    diff: bool


@click.command("fmt")
@click.argument("paths", nargs=-1, required=True, metavar="PATH…")
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if something would change.")
@click.option("--diff", is_flag=True, help="Change nothing; show what would change.")
@click.pass_context
def command(ctx: click.Context, *, paths: tuple[str, ...], check: bool, diff: bool) -> None:
    """Lay rule files out in the one canonical way.

    PATH is a rule file, a folder (all rule files in it and below), or - for the standard input, whose layout is
    written to the standard output. A file with faults is reported and left as it is.
    """
    catalogue = discover().contributions.catalogue
    wanted = _Wanted(check, diff)
    fates = [_format(file, catalogue, wanted) for path in paths for file in _files(path)]
    counts = {fate: fates.count(fate) for fate in _Fate if fate in fates}
    click.echo("; ".join(f"{number} {fate.value}" for fate, number in counts.items()) or "no rule files", err=True)
    if _Fate.ABSENT in counts:
        ctx.exit(WRONG)
    ctx.exit(FINDINGS if _Fate.FAULTY in counts or (check and _Fate.CHANGED in counts) else FINE)


def _files(path: str) -> Iterator[str]:
    if path != "-" and Path(path).is_dir():
        yield from (str(one) for one in sorted(Path(path).rglob("*.stce")) if one.is_file())
    else:
        yield path


def _format(file: str, catalogue: Catalogue, wanted: _Wanted) -> _Fate:
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as fault:
        tell((unreadable(file, fault),))
        return _Fate.ABSENT
    name = "<stdin>" if file == "-" else file
    try:
        after = _laid_out(raw, name, catalogue)
    except StceError as faults:
        tell(faults.diagnostics)
        return _Fate.FAULTY
    changed = after.encode() != raw
    if wanted.diff:
        before = raw.decode("utf-8-sig").splitlines()
        click.echo("\n".join(map(shown, _difference(before, after.splitlines(), name))), nl=changed)
    elif file == "-" and not wanted.check:
        sys.stdout.buffer.write(after.encode())
    elif changed:
        if not wanted.check:
            rewrite(Path(file), after.encode())
        click.echo(f"{'would change' if wanted.check else 'changed'} {shown(name)}")
    return _Fate.CHANGED if changed else _Fate.SAME


def _laid_out(raw: bytes, name: str, catalogue: Catalogue) -> str:
    """The text in canonical layout. Raises StceError for a text with faults."""
    try:
        source = Source(name, raw.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"'{name}' is not UTF-8 text; see line {line}"
        raise StceError(Diagnostic("E804", message, where=name, help="save it as UTF-8")) from None
    parsed = parse(source, catalogue)
    if has_errors(parsed.diagnostics):
        raise StceError(parsed.diagnostics)
    return laid_out(parsed.file, source, catalogue)


def _difference(before: Sequence[str], after: Sequence[str], name: str) -> Iterator[str]:
    yield from unified_diff(before, after, name, f"{name}, canonical", lineterm="")
