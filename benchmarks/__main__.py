"""`python -m benchmarks [NAME]… [--quick] [--page]`: measure, side by side in one run.

Names are loading, online, memory, history, screening, serving and editing. Each figure is printed as it is known. The
figures of a benchmark go into `benchmarks/results/NAME.json`, tables of them into `NAME.md`, and all tables into
`docs/benchmarks.md`. `--quick` runs every part on tiny sizes and writes nothing, to see that it runs; `--page` only
writes the tables again.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import editing, history, loading, memory, online, screening, serving
from benchmarks.machine import machine
from benchmarks.page import page, tables

RESULTS = Path(__file__).parent / "results"
PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"

BENCHMARKS: Mapping[str, Callable[[], Iterable[Any]]] = {
    "loading": loading.measure,
    "online": online.measure,
    "memory": memory.measure,
    "history": history.measure,
    "screening": screening.measure,
    "serving": serving.measure,
    "editing": editing.measure,
}
QUICK: Mapping[str, Callable[[], Iterable[Any]]] = {
    "loading": partial(loading.measure, (10,), rounds=1),
    "online": partial(online.measure, (10,), declarations=5, seconds=0.05),
    "memory": partial(memory.measure, 20, rules=10, every=10),
    "history": partial(history.measure, (1_000,), (10,), ("traded",), sample=1_000, times=1),
    "screening": partial(screening.measure, 100, 40, 100, 200, 40),
    "serving": partial(serving.measure, 40, killed=100, every=3.0),
    "editing": partial(editing.measure, 700, keystrokes=4, questions=4),
}


def main(arguments: list[str]) -> int:
    """Run the benchmarks named; all of them without a name."""
    asked = _asked(arguments)
    for name in () if asked.page else asked.names or BENCHMARKS:
        described, rows = machine(), list[dict[str, Any]]()
        for row in (QUICK if asked.quick else BENCHMARKS)[name]():
            rows.append(asdict(row))
            print(name, json.dumps(rows[-1]), flush=True)
        if not asked.quick:
            RESULTS.mkdir(exist_ok=True)
            text = json.dumps({**described, "rows": rows}, indent=1)
            (RESULTS / f"{name}.json").write_text(text + "\n", encoding="utf-8")
    if not asked.quick:
        found = {name: json.loads(one.read_text("utf-8")) for name in BENCHMARKS if (one := _result(name)).exists()}
        for name, result in found.items():
            _result(name).with_suffix(".md").write_text(tables(name, result), encoding="utf-8")
        PAGE.write_text(page(found), encoding="utf-8")
    return 0


def _result(name: str) -> Path:
    return RESULTS / f"{name}.json"


def _asked(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure, side by side in one run.")
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--quick", action="store_true", help="tiny sizes, to see that every part runs; writes nothing")
    parser.add_argument("--page", action="store_true", help="measure nothing, write the tables again")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
