"""A measurement in a process of its own, so that it can be stopped, may crash, and has its own peak of memory.

`run` starts a command and watches it; `measured` starts a function of this package, which gives plain data. The peak is
the greatest sum over the process and its children, seen ten times a second (pages they share count for each).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

_EVERY = 0.1
_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended: wall and processor seconds, peak megabytes, what it wrote, and why it failed if it did."""

    seconds: float
    cpu: float
    megabytes: float
    output: str
    failure: str = ""


def run(command: Sequence[str], *, limit: float, environment: dict[str, str] | None = None) -> Ended:
    """Run a command, for `limit` seconds at most."""
    started, peak, failure = time.perf_counter(), 0.0, ""
    with TemporaryFile() as out, TemporaryFile() as err:
        process = subprocess.Popen(
            command, stdout=out, stderr=err, start_new_session=True, env={**os.environ, **(environment or {})}
        )
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            seconds = time.perf_counter() - started
            if pid:
                break
            if seconds > limit:
                os.killpg(process.pid, 9)
                failure = f"not done after {limit:,.0f} s"
            peak = max(peak, _resident(process.pid), _own_peak(process.pid))
            time.sleep(min(_EVERY, 0.01 + seconds / 20))
        process.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        if process.returncode and not failure:
            last = err.read().decode(errors="replace").strip().splitlines()
            failure = last[-1] if last and process.returncode > 0 else f"ended by signal {-process.returncode}"
        cpu = usage.ru_utime + usage.ru_stime
        return Ended(round(seconds, 3), round(cpu, 3), round(peak, 1), out.read().decode(errors="replace"), failure)


def measured(function: str, arguments: Mapping[str, object], *, limit: float) -> tuple[Ended, dict[str, Any]]:
    """What `module:function` of this package gives, in its own process; empty when it failed."""
    ended = run((sys.executable, "-m", "benchmarks.child", function, json.dumps(arguments)), limit=limit)
    return ended, {} if ended.failure else json.loads(ended.output.splitlines()[-1])


def _own_peak(pid: int) -> float:
    """Megabytes of a process alone at its worst. What wait4 tells counts the memory of the parent before it."""
    try:
        told = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) / 1024 for line in told.splitlines() if line.startswith("VmHWM"))


def _resident(pid: int) -> float:
    """Megabytes of a process and all below it."""
    total, waiting = 0.0, [pid]
    while waiting:
        one = waiting.pop()
        try:
            total += int(Path(f"/proc/{one}/statm").read_text().split()[1]) * _PAGE / 2**20
            for task in Path(f"/proc/{one}/task").iterdir():
                waiting += map(int, (task / "children").read_text().split())
        except (OSError, ValueError):  # it has just ended
            continue
    return total


if __name__ == "__main__":
    module, _, name = sys.argv[1].partition(":")
    given = getattr(import_module(module), name)(**json.loads(sys.argv[2]))
    print(json.dumps(given))
