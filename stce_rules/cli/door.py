"""The command `stce`: its subcommands by name, each loaded when it is called.

Enters: the words of a command line. Leaves: an exit code: 0 fine, 1 findings, 2 a wrong command or input, 130
interrupted. Promise: `stce --help` loads no command and no library but click.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module

import click

from stce_rules.cli.guard import guarded, leave_pipe

COMMANDS: Mapping[str, tuple[str, str]] = {
    "check": ("stce_rules.cli.check", "Find the faults of rulesets, and mend those that can be mended."),
    "lint": ("stce_rules.cli.lint", "Find what is legal in rulesets but doubtful."),
    "fmt": ("stce_rules.cli.fmt", "Lay rule files out in the one canonical way."),
    "test": ("stce_rules.cli.test", "Run the examples of rulesets."),
    "assess": ("stce_rules.cli.assess", "Judge declarations by rulesets."),
    "explain": ("stce_rules.cli.explain", "Say why a rule holds for a declaration, or why not."),
    "docs": ("stce_rules.cli.docs", "Write rulesets as a book to read and print."),
    "replay": ("stce_rules.cli.replay", "Judge a history of declarations and count what rules find."),
    "figures": ("stce_rules.cli.figures", "Measure what a replay found, against what controls found."),
    "compare": ("stce_rules.cli.compare", "Replay a history by two rulesets, and tell what differs."),
    "report": ("stce_rules.cli.report", "Write what a replay found as one HTML page."),
    "serve": ("stce_rules.cli.serve", "Answer declarations over HTTP."),
    "watch": ("stce_rules.cli.watch", "Answer messages that are dropped into a folder."),
    "poll": ("stce_rules.cli.poll", "Answer the declarations of a database."),
    "audit": ("stce_rules.cli.audit", "Check the audit trail, and explain what was assessed."),
    "store": ("stce_rules.cli.store", "Write the declarations of a store as a history, or forget old ones."),
    "table": ("stce_rules.cli.table", "Keep rules as decision tables of a spreadsheet."),
    "lsp": ("stce_rules.cli.lsp", "Answer an editor: faults as they are typed, completion, and more."),
    "map": ("stce_rules.cli.map", "Describe the columns of a table, so that it can be read as declarations."),
    "plugins": ("stce_rules.cli.plugins", "List plugins, engines, adapters and rulesets."),
    "explain-code": ("stce_rules.cli.explain_code", "Explain a diagnostic code, such as E103."),
    "new": ("stce_rules.cli.new", "Begin a ruleset, or make a rule by answering questions."),
}
"""Name, the module whose `command` it is, and the line that `--help` shows; in the order of an officer's work."""


class Door(click.Group):
    """A group that imports a command when it is called."""

    def main(  # type: ignore[override]  # the one mode of a program: it ends the process
        self, args: Sequence[str] | None = None, prog_name: str | None = None
    ) -> None:
        """Run a command line and end the process. Whatever goes wrong is told as a coded report."""
        given = sys.argv[1:] if args is None else list(args)
        plain = "--no-color" in given or "NO_COLOR" in os.environ
        sys.exit(guarded(lambda: super(Door, self).main(given, prog_name, standalone_mode=False), plain=plain))

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; click itself would take a reader that went away for a finding."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            return leave_pipe()

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click asks with a context
        """The names, in the order of `--help`."""
        return list(COMMANDS)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names; a misspelt one is told with the nearest."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = get_close_matches(name, COMMANDS, n=1)
            raise click.UsageError(
                f"there is no command '{name}'" + (f". Did you mean '{near[0]}'?" if near else ""), ctx
            )
        return super().resolve_command(ctx, args)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002  # click's name
        """The command of this name, imported now."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][0]).command
        if not isinstance(command, click.Command):
            raise TypeError(f"{cmd_name} is no command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # click's name
        """The list in `--help`, written without importing the commands."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if not wanted or ctx.resilient_parsing:
        return
    from importlib.metadata import PackageNotFoundError, version

    try:
        click.echo(f"stce {version('stce-rules')}")
    except PackageNotFoundError:
        click.echo("stce, run from its source without being installed")
    ctx.exit()


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help="Show the version.")
@click.option("--no-color", is_flag=True, help="Write without colours, on a terminal too.")
@click.pass_context
def stce(ctx: click.Context, no_color: bool) -> None:
    """Rules that officers can read, for finding strategic goods in customs declarations.

    Exit codes: 0 fine, 1 findings, 2 a wrong command or input.
    """
    if no_color or "NO_COLOR" in os.environ:
        ctx.color = False
