"""`python -m benchmarks [online|memory|all]`: measure, print, and write `benchmarks/results/NAME.json`."""

from __future__ import annotations

import json
import platform
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from pathlib import Path

from benchmarks import memory, online

RESULTS = Path(__file__).parent / "results"

Rows = Iterable[online.Online] | Iterable[memory.Resident]
BENCHMARKS: dict[str, Callable[[], Rows]] = {"online": online.measure, "memory": memory.measure}


def main(names: list[str]) -> int:
    """Run the benchmarks named; all of them without a name."""
    chosen = names or list(BENCHMARKS)
    unknown = sorted(set(chosen) - set(BENCHMARKS))
    if unknown:
        print(f"no benchmark {', '.join(unknown)}; there are {', '.join(BENCHMARKS)}", file=sys.stderr)
        return 2
    RESULTS.mkdir(exist_ok=True)
    for name in chosen:
        rows = []
        for row in BENCHMARKS[name]():
            rows.append(asdict(row))
            print(name, json.dumps(rows[-1]), flush=True)
        machine = {"machine": platform.machine(), "python": platform.python_version(), "system": platform.system()}
        (RESULTS / f"{name}.json").write_text(json.dumps({**machine, "rows": rows}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
