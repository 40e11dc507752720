"""`stce explain-code`: what a diagnostic code means and how its fault is mended."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

import click

from stce_rules.cli.codes_page import reports
from stce_rules.cli.screen import shown
from stce_rules.core.codes import CODES, Code
from stce_rules.core.diagnostics import Diagnostic, StceError

_WIDTH = 100


@click.command("explain-code")
@click.argument("code", required=False, metavar="[CODE]")
def command(code: str | None) -> None:
    """Explain a diagnostic code, such as E103; without one, list all."""
    if code is None:
        for one in sorted(CODES.values(), key=lambda one: (one.code[1:], one.code)):
            click.echo(f"{one.code}  {one.title}")
        return
    known = CODES.get(code.strip().upper())
    if known is None:
        raise StceError(_unknown(code))
    click.echo("\n".join(_page(known, reports().get(known.code))))


def _page(code: Code, example: str | None) -> Iterator[str]:
    yield f"{code.code} {code.title} ({code.severity.value})"
    yield ""
    yield click.wrap_text(code.why, _WIDTH)
    yield click.wrap_text(f"To mend it: {code.mend}", _WIDTH)
    if example is not None:
        yield ""
        yield "For example:"
        yield from (f"  {shown(line)}" for line in example.splitlines())


def _unknown(code: str) -> Diagnostic:
    near = get_close_matches(code.strip().upper(), CODES, n=3)
    mend = f"did you mean {', '.join(near)}?" if near else "`stce explain-code` alone lists all"
    return Diagnostic("E886", f"there is no code '{code}'", where="CODE", help=mend)
