"""Commands in processes of their own that need not load everything anew: they are forked from `python`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

__all__ = ["warm"]

_HERE = Path(__file__).parent
_REPOSITORY = _HERE.parents[1]
_WITHOUT_THREADS = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}


@pytest.fixture(scope="session")
def warm() -> Iterator[tuple[str, ...]]:
    """The words that stand for `python` in a command that goes on with `-m MODULE …` or `FILE …`.

    Not for services that are told to end: of all signals only one that kills reaches what is run.
    """
    if not hasattr(os, "pidfd_open"):  # only Linux has it
        yield (sys.executable,)
        return
    with tempfile.TemporaryDirectory(prefix="stce-warm-") as folder, socket.socket(socket.AF_UNIX) as listening:
        address = f"{folder}/asked"
        listening.bind(address)
        listening.listen()
        command = [sys.executable, "-m", "tests.warm.python", str(listening.fileno())]
        environment = {**os.environ, **_WITHOUT_THREADS, "PYTHONPATH": str(_REPOSITORY), "LC_ALL": "C.UTF-8"}
        with subprocess.Popen(
            command, stdin=subprocess.PIPE, cwd=_REPOSITORY, env=environment, pass_fds=[listening.fileno()]
        ):
            listening.close()
            yield sys.executable, "-ISE", str(_HERE / "ask.py"), address
