"""What it takes until the first declaration is judged: rules from text, from a kept plan, and the whole command."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from shutil import rmtree

from benchmarks.child import measured, run
from benchmarks.machine import WORK
from benchmarks.rule_texts import written
from benchmarks.rules import STYLES, Style, rules

SIZES = (100, 1_000, 10_000)
_DECLARATION = {"id": "1", "date": "2026-06-01", "destination": "SS", "items": [{"number": 1, "hs": "84012000"}]}


@dataclass(frozen=True, slots=True)
class Loading:
    """Seconds of several fresh processes: the least and median by the clock, and the least of the processor.

    `style`: of the rules.
    """

    style: Style
    what: str
    rules: int
    least: float
    median: float
    cpu: float
    megabytes: float


def measure(sizes: tuple[int, ...] = SIZES, rounds: int = 5, styles: tuple[Style, ...] = STYLES) -> Iterator[Loading]:
    """All styles and sizes; loading is timed in the process, a command from outside."""
    folder, message = WORK / "plans-of-loading", WORK / "one.ndjson"
    message.write_text(json.dumps(_DECLARATION) + "\n", encoding="utf-8")
    for style, size in product(styles, sizes):
        path = written(rules(size, size, style))
        rmtree(folder, ignore_errors=True)
        asked = {"path": str(path), "cache": str(folder)}
        measured("benchmarks.loading:seconds", asked, limit=600)  # keeps the plan
        for what, cache in (("from text", None), ("from a kept plan", str(folder))):
            told = [measured("benchmarks.loading:seconds", {**asked, "cache": cache}, limit=600) for _ in range(rounds)]
            times = [(found["seconds"], found["cpu"]) for _, found in told]
            yield _row(style, what, size, times, max(ended.megabytes for ended, _ in told))
        command = (sys.executable, "-m", "stce_rules", "assess", str(message), "--rules", str(path))
        for what, cache in (("stce assess, cold", "off"), ("stce assess, warm", str(folder))):
            run(command, limit=600, environment={"STCE_CACHE": cache})
            ended = [run(command, limit=600, environment={"STCE_CACHE": cache}) for _ in range(rounds)]
            yield _row(
                style, what, size, [(one.seconds, one.cpu) for one in ended], max(one.megabytes for one in ended)
            )


def _row(style: Style, what: str, size: int, times: list[tuple[float, float]], megabytes: float) -> Loading:
    clock = sorted(one for one, _ in times)
    return Loading(style, what, size, clock[0], clock[len(clock) // 2], min(one for _, one in times), megabytes)


def seconds(path: str, cache: str | None) -> dict[str, float]:
    """How long one load takes, the library imported before."""
    from stce_rules.rulesets.cache import plan_of

    clock, cpu = time.perf_counter(), time.process_time()
    plan_of([path], folder=None if cache is None else Path(cache))
    return {"seconds": round(time.perf_counter() - clock, 3), "cpu": round(time.process_time() - cpu, 3)}
