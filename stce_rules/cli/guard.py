"""Whatever ends a command, as a coded report and an exit code. Never a traceback, unless STCE_DEBUG=1 asks for one."""

from __future__ import annotations

import contextlib
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import click

from stce_rules.cli.screen import tell
from stce_rules.core.diagnostics import Diagnostic, StceError

FINE, FINDINGS, WRONG = 0, 1, 2
INTERRUPTED = 130
NOBODY_READS = 141
"""What a shell reports of a program that wrote to a closed pipe."""


def guarded(run: Callable[[], object], *, plain: bool) -> int:
    """Run a command and give its exit code; `plain`: reports without colours."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:  # a name that the encoding of the terminal lacks is no reason to stop
            reconfigure(errors="backslashreplace")
    code = _run(run, plain=plain)
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        return leave_pipe()
    except OSError as fault:
        tell((_of_system(fault),), color=False if plain else None)
        return WRONG
    return code


def _run(run: Callable[[], object], *, plain: bool) -> int:
    try:
        given = run()
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else FINE if end.code is None else WRONG
    except Exception as fault:  # noqa: BLE001  # the last resort: an officer never meets a traceback
        if os.environ.get("STCE_DEBUG") == "1":
            traceback.print_exc()
        tell(diagnostics_of(fault), color=False if plain else None)
        return WRONG
    return given if isinstance(given, int) else FINE


def diagnostics_of(fault: Exception) -> tuple[Diagnostic, ...]:
    """The reports of whatever was raised."""
    match fault:
        case StceError():
            return fault.diagnostics
        case click.ClickException():
            return (_of_usage(fault),)
        case OSError():
            return (_of_system(fault),)
        case _:
            return (_unforeseen(fault),)


def _of_usage(fault: click.ClickException) -> Diagnostic:
    """What click says of a wrong command, in the form of a report."""
    context = fault.ctx if isinstance(fault, click.UsageError) else None
    command = context.command_path if context is not None else "stce"
    said, _, more = " ".join(fault.format_message().split()).partition(". ")
    said, more = said.rstrip("."), more.rstrip(".") or f"see '{command} --help'"
    return Diagnostic("E880", said[:1].lower() + said[1:], where=command, help=more[:1].lower() + more[1:])


def _of_system(fault: OSError) -> Diagnostic:
    why = (fault.strerror or "the system gave no reason").lower()
    if fault.filename is not None:
        return Diagnostic("E881", f"'{fault.filename}' cannot be used: {why}", where=str(fault.filename))
    return Diagnostic("E889", f"the result cannot be written: {why}", where="output")


def _unforeseen(fault: Exception) -> Diagnostic:
    frames = traceback.extract_tb(fault.__traceback__)
    place = f"{Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "an unknown place"
    return Diagnostic(
        "E890",
        f"something unforeseen happened ({place})",
        where="stce",
        help="report it to the maintainers with the command; STCE_DEBUG=1 before the command shows more",
    )


def leave_pipe() -> int:
    """Nobody reads any more: what is still in the buffer goes nowhere, so that the process ends quietly."""
    with contextlib.suppress(OSError, ValueError):  # a stream without a file has no pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return NOBODY_READS
