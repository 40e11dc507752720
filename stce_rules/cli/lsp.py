"""`stce lsp`: the language server for editors."""

from __future__ import annotations

from importlib.util import find_spec

import click

from stce_rules.core.diagnostics import Diagnostic, StceError


@click.command("lsp")
@click.option("--stdio", is_flag=True, hidden=True, expose_value=False, help="Many editors say so; it is so.")
@click.pass_context
def command(ctx: click.Context) -> None:
    """Answer an editor over the Language Server Protocol.

    The editor starts this command and talks to it on its standard input and output.
    """
    if find_spec("pygls") is None or find_spec("lsprotocol") is None:
        message = "the library 'pygls' is not installed"
        raise StceError(Diagnostic("E940", message, where="stce lsp", help="install stce-rules[lsp]"))
    from stce_rules.lsp.server import serve

    ctx.exit(serve())
