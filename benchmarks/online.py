"""The cost of one declaration by the number of rules: the indexed engine, same declarations, rounds in turn.

From the struct an adapter made to the recommendation: normalising, judging, deciding; and again with the evidence of every
hit, which is paid only by those who ask. A declaration's figure is the least of its rounds, which other work on the
machine disturbs least.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

from benchmarks.declarations import single_items
from benchmarks.rule_texts import ruleset_text
from stce_rules.core.declaration import Declaration
from stce_rules.core.span import Source
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.engines.indexed import IndexedEngine
from stce_rules.engines.protocol import Surroundings
from stce_rules.intake.normalise import normalise
from stce_rules.language.check import check
from stce_rules.language.parse import parse
from stce_rules.plan.build import NamedProgram, build
from stce_rules.plan.model import Plan

SIZES = (100, 1_000, 10_000)


@dataclass(frozen=True, slots=True)
class Online:
    """Microseconds for one declaration (mean, median, 99th percentile), and how many rules were not `no hit`."""

    rules: int
    reasons: bool
    mean: float
    p50: float
    p99: float
    verdicts: float


def plan_of(count: int) -> Plan:
    """A plan of so many rules, through the whole way from text."""
    parsed = parse(Source("benchmark.stce", ruleset_text(count, seed=count)))
    checked = check((parsed,), {}, edition=None)
    if checked.program is None:
        raise ValueError("the benchmark's rules do not check")
    return build([NamedProgram("benchmark", "1", checked.program)])


def measure(declarations: int = 2_000, rounds: int = 5) -> list[Online]:
    """All sizes, in turn, round by round."""
    cases = list(single_items(declarations, seed=1))
    engines = [(plan, IndexedEngine(plan, Surroundings())) for plan in map(plan_of, SIZES)]
    verdicts = [sum(len(engine.judge(normalise(one)).verdicts) for one in cases) for _, engine in engines]
    rows = []
    for reasons in (False, True):
        least = [[float("inf")] * len(cases) for _ in engines]
        for _ in range(rounds):
            for at, (plan, engine) in enumerate(engines):
                for number, one in enumerate(cases):
                    least[at][number] = min(least[at][number], _once(plan, engine, one, reasons))
        rows += [_row(size, reasons, times, found) for size, times, found in zip(SIZES, least, verdicts, strict=True)]
    return rows


def _row(size: int, reasons: bool, seconds: list[float], verdicts: int) -> Online:
    ordered, count = sorted(seconds), len(seconds)
    mean, p50, p99 = sum(ordered) / count, ordered[count // 2], ordered[count * 99 // 100]
    return Online(size, reasons, *(round(one * 1e6, 1) for one in (mean, p50, p99)), round(verdicts / count, 3))


def _once(plan: Plan, engine: IndexedEngine, declaration: Declaration, reasons: bool) -> float:
    start = time.perf_counter()
    judgement = engine.judge(normalise(declaration))
    judged = JudgedDeclaration(declaration.id, declaration.version, judgement, engine.name)
    assess(plan, judged, reasons=reasons)
    return time.perf_counter() - start
