"""Memory over many declarations: `assess` through the Python API, 1,000 rules, resident set after every 10,000.

The declarations are written to a file first and read from it line by line, so that what is seen to grow is not the
generator's. Caches fill up at the beginning (texts, codes, days: each has a bound); after that the line is flat.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.child import measured
from benchmarks.declarations import single_items
from benchmarks.rule_texts import ruleset_text
from stce_rules import Assessor
from stce_rules.intake.canonical import encode
from stce_rules.plugins.discover import discover


@dataclass(frozen=True, slots=True)
class Resident:
    """Megabytes of resident memory after so many declarations."""

    declarations: int
    megabytes: float


def measure(declarations: int = 100_000, rules: int = 1_000, every: int = 10_000) -> Iterator[Resident]:
    """In a process of its own."""
    asked = {"declarations": declarations, "rules": rules, "every": every}
    _, found = measured("benchmarks.memory:seen", asked, limit=3_600)
    yield from (Resident(number, megabytes) for number, megabytes in found["seen"])


def seen(declarations: int, rules: int, every: int) -> dict[str, object]:
    """Assess one declaration after the other, in this process; none is kept."""
    return {"seen": list(_seen(declarations, rules, every))}


def _seen(declarations: int, rules: int, every: int) -> Iterator[tuple[int, float]]:
    with tempfile.TemporaryDirectory() as folder:
        history, path = Path(folder) / "history.ndjson", Path(folder) / "benchmark.stce"
        with history.open("wb") as file:
            file.writelines(encode(one) + b"\n" for one in single_items(declarations, seed=2))
        path.write_text(ruleset_text(rules, seed=rules), encoding="utf-8")
        with (
            history.open("rb") as lines,
            Assessor.from_rulesets(path, plugins=discover(entry_points=False)) as assessor,
        ):
            for number, line in enumerate(lines, start=1):
                assessor.assess(line)
                if number % every == 0:
                    yield number, _resident()


def _resident() -> float:
    """Resident set of this process, from the kernel (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return round(pages * 4096 / 1e6, 1)
