"""What a terminal shows: reports, and the console that tables are drawn on.

Promise: characters of a declaration or rule that a terminal would obey are written out, never sent to it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from stce_rules.core.codes import Severity
from stce_rules.core.diagnostics import Diagnostic, in_order, render

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

WIDTH = 120
"""Characters of a line where there is no terminal to ask."""


def shown(text: str) -> str:
    """The text with control characters and other invisible ones written out, as Python writes them."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in "\n\t" else _written_out(one) for one in text)


def _written_out(one: str) -> str:
    return f"\\x{ord(one):02x}" if ord(one) < 256 else f"\\u{ord(one):04x}"


def tell(diagnostics: Iterable[Diagnostic], *, err: bool = True, color: bool | None = None) -> None:
    """Write reports, in order; to the standard error unless they are the result itself."""
    for one in in_order(diagnostics):
        code, _, rest = render(one).partition(" ")
        tint = "red" if one.severity is Severity.ERROR else "yellow"
        click.echo(f"{click.style(code, fg=tint, bold=True)} {shown(rest)}", err=err, color=color)


def console() -> Console:
    """Where tables are drawn: no colours where there is no terminal or `--no-color` asks for none."""
    from rich.console import Console

    context = click.get_current_context(silent=True)
    plain = context is not None and context.color is False
    made = Console(color_system=None if plain else "auto", markup=False, emoji=False, highlight=False)
    if not made.is_terminal:
        made.width = WIDTH
    return made


def draw(screen: Console, table: RenderableType) -> None:
    """Write a table, without the blanks that fill its lines up."""
    with screen.capture() as lines:
        screen.print(table)
    click.echo("\n".join(line.rstrip() for line in lines.get().splitlines()))
