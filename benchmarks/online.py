"""The cost of one declaration by the number of rules: the indexed engine, same declarations, rounds in turn.

Three ways: `engine` is normalising and judging alone; `assess` is what a host pays for `Assessor.assess`, from the
struct an adapter made to the assessment with every box that could not be read; `with reasons` adds the evidence. A
declaration's figure is the least of its rounds, which other work on the machine disturbs least.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.declarations import single_items
from benchmarks.rule_texts import ruleset_text
from stce_rules import Assessor
from stce_rules.core.declaration import Declaration
from stce_rules.engines.indexed import IndexedEngine
from stce_rules.engines.protocol import Surroundings
from stce_rules.intake.normalise import normalise
from stce_rules.plugins.discover import discover

Way = Callable[[Declaration], object]

SIZES = (100, 1_000, 10_000)


@dataclass(frozen=True, slots=True)
class Online:
    """Microseconds for one declaration (mean, median, 99th percentile), and how many rules were not `no hit`."""

    rules: int
    way: str
    mean: float
    p50: float
    p99: float
    verdicts: float


def measure(declarations: int = 2_000, rounds: int = 5) -> list[Online]:
    """All sizes, in turn, round by round."""
    cases = list(single_items(declarations, seed=1))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        assessors = [stack.enter_context(_assessor(folder, size)) for size in SIZES]
        engines = [IndexedEngine(one.plan, Surroundings()) for one in assessors]
        verdicts = [sum(len(engine.judge(normalise(one)).verdicts) for one in cases) for engine in engines]
        rows = _rows("engine", cases, rounds, verdicts, [_judging(engine) for engine in engines])
        rows += _rows("assess", cases, rounds, verdicts, [partial(one.assess, reasons=False) for one in assessors])
        rows += _rows("with reasons", cases, rounds, verdicts, [one.assess for one in assessors])
    return rows


def _assessor(folder: Path, size: int) -> Assessor:
    path = folder / f"rules-{size}.stce"
    path.write_text(ruleset_text(size, seed=size), encoding="utf-8")
    return Assessor.from_rulesets(path, plugins=discover(entry_points=False))


def _judging(engine: IndexedEngine) -> Way:
    return lambda declaration: engine.judge(normalise(declaration))


def _rows(way: str, cases: list[Declaration], rounds: int, verdicts: list[int], calls: Sequence[Way]) -> list[Online]:
    least = [[float("inf")] * len(cases) for _ in calls]
    for _ in range(rounds):
        for times, call in zip(least, calls, strict=True):
            for number, one in enumerate(cases):
                times[number] = min(times[number], _seconds(call, one))
    return [_row(size, way, times, found) for size, times, found in zip(SIZES, least, verdicts, strict=True)]


def _seconds(call: Way, declaration: Declaration) -> float:
    start = time.perf_counter()
    call(declaration)
    return time.perf_counter() - start


def _row(size: int, way: str, seconds: list[float], verdicts: int) -> Online:
    ordered, count = sorted(seconds), len(seconds)
    mean, p50, p99 = sum(ordered) / count, ordered[count // 2], ordered[count * 99 // 100]
    return Online(size, way, *(round(one * 1e6, 1) for one in (mean, p50, p99)), round(verdicts / count, 3))
