"""Memory over many declarations: `assess` through the Python API, 1,000 rules, resident set after every 10,000."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.declarations import single_items
from benchmarks.rule_texts import ruleset_text
from stce_rules import Assessor
from stce_rules.plugins.discover import discover


@dataclass(frozen=True, slots=True)
class Resident:
    """Megabytes of resident memory after so many declarations."""

    declarations: int
    megabytes: float


def measure(declarations: int = 100_000, rules: int = 1_000, every: int = 10_000) -> Iterator[Resident]:
    """Assess one declaration after the other; none is kept."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "benchmark.stce"
        path.write_text(ruleset_text(rules, seed=rules), encoding="utf-8")
        with Assessor.from_rulesets(path, plugins=discover(entry_points=False)) as assessor:
            for number, one in enumerate(single_items(declarations, seed=2), start=1):
                assessor.assess(one)
                if number % every == 0:
                    yield Resident(number, _resident())


def _resident() -> float:
    """Resident set of this process, from the kernel (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * 4096 / 1e6, 1)
