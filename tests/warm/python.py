"""A Python that has loaded the package once, and is forked for each command.

Enters: commands from `ask`, over a socket given by its number. Leaves: each runs in a process of its own with the
folder, environment and open files of whoever asks, as if `python` had been started with its words; only the time to
start is saved. It ends when nobody holds the other end of its standard input. What is loaded has started no thread, for
threads are not forked, and is no plugin, for a command finds those of its own environment.
"""

from __future__ import annotations

import gc
import marshal
import os
import runpy
import select
import signal
import socket
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path

from stce_rules.cli.door import COMMANDS
from stce_rules.resources import folder
from stce_rules.rulesets.load import load

_LIBRARIES = (
    "altair",
    "lxml.etree",
    "pyarrow.dataset",
    "pyarrow.parquet",
    "rapidfuzz.process",
    "stce_rules.lsp.server",
)


def warm_up() -> None:
    """Load what many commands need: libraries, all commands, and the parser and tables that rules are read with."""
    for name in (*_LIBRARIES, *(module for module, _ in COMMANDS.values())):
        with suppress(ImportError):  # not every library is installed everywhere
            import_module(name)
    load([folder("rulesets") / "battlefield"])
    gc.freeze()
    assert len([*Path("/proc/self/task").iterdir()]) == 1, "what is loaded has started a thread"


def forked(listening: socket.socket) -> list[str]:
    """The words of a command, in the process forked for it."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        ready, _, _ = select.select([listening, sys.stdin], [], [])
        if listening not in ready:
            sys.exit()
        connection, _ = listening.accept()
        with connection:
            if os.fork() == 0:
                listening.close()
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                return _taken(connection)


def _taken(connection: socket.socket) -> list[str]:
    """The command of a connection, in its process; the process that this is called in tells how that one ends."""
    size, files, _, _ = socket.recv_fds(connection, 8, 3)
    words: list[str]
    with connection.makefile("rb") as stream:
        words, folder, environment = marshal.loads(stream.read(int.from_bytes(size)))
    running = os.fork()
    if running:
        for file in files:
            os.close(file)
        ready, _, _ = select.select([connection.fileno(), os.pidfd_open(running)], [], [])
        if connection.fileno() in ready:  # who asked has been killed
            os.kill(running, signal.SIGKILL)
        code = os.waitstatus_to_exitcode(os.waitpid(running, 0)[1])
        connection.sendall(str(code).encode())
        os._exit(0)
    for number, file in enumerate(files):
        os.dup2(file, number)
        os.close(file)
    sys.stdin, sys.stdout = os.fdopen(0, closefd=False), os.fdopen(1, "w", closefd=False)
    sys.stderr = os.fdopen(2, "w", buffering=1, errors="backslashreplace", closefd=False)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    return words


def run(words: list[str]) -> None:
    """Do what `python` does with these words: `-m MODULE …` or `FILE …`."""
    of_module = words[0] == "-m"
    sys.argv = words[of_module:]
    here = Path.cwd() if of_module else Path(words[0]).resolve().parent
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    sys.path[:] = [str(here), *filter(None, given), *sys.path]
    if of_module:
        runpy.run_module(words[1], run_name="__main__", alter_sys=True)
    else:
        runpy.run_path(words[0], run_name="__main__")


if __name__ == "__main__":
    listening = socket.socket(fileno=int(sys.argv[1]))
    warm_up()
    given = os.environ["PYTHONPATH"].split(os.pathsep)
    sys.path[:] = [one for one in sys.path[1:] if one not in given]
    run(forked(listening))
