"""The group of commands."""

from __future__ import annotations

from collections.abc import Callable

import click
import pytest
from click.testing import Result

from stce_rules.cli import stce
from stce_rules.cli.door import COMMANDS

Run = Callable[..., Result]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_there(run: Run, name: str) -> None:
    """Each command of the list can be loaded, says what it does, and is known by the name in the list."""
    command = stce.get_command(click.Context(stce), name)
    assert command is not None
    assert command.name == name
    assert command.help
    result = run(name, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Usage: stce {name} ")


def test_help_lists_all_commands(run: Run) -> None:
    """`--help` names each command with a line on it."""
    said = " ".join(run("--help").stdout.split())
    for name, (_, line) in COMMANDS.items():
        assert f"{name} {line}" in said


def test_version(run: Run) -> None:
    """`--version` says what runs."""
    result = run("--version")
    assert result.stdout.startswith("stce")
    assert result.exit_code == 0


def test_no_command(run: Run) -> None:
    """`stce` alone shows the help and is a wrong command."""
    result = run()
    assert result.exit_code == 2
    assert "explain-code" in result.output
