"""Engines against each other in bulk: `python benchmarks/agreement.py --pairs 200000`.

Makes rulesets as text by chance and many declarations for each, takes them through the whole pipeline with every
engine, and stops at the first assessment that differs. Counts, seeds and the rate are printed; ruleset number N of
seed S is always the same, whatever the number of processes. Every tenth ruleset looks back over past declarations,
which takes its time, so it gets fewer of them.

With `--replays` what is compared are the tables of a replay by columns, and of one declaration by declaration.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.util import find_spec
from itertools import count
from random import Random

from stce_rules.engines.choose import ENGINES, make
from stce_rules.intake.canonical import encode
from stce_rules.testing.agreement import Disagreement, first_disagreement, plan_of
from stce_rules.testing.chance import history, ruleset_text

_LOOKING_BACK = 20
"""As many declarations at most for a ruleset that looks back."""


def main() -> int:
    """Run the comparison; exit code 1 at a disagreement."""
    asked = _asked()
    what = "replays by rows and by columns" if asked.replays else f"engines: {', '.join(asked.engines)}"
    print(f"{what}; seed {asked.seed}; load {os.getloadavg()[0]:.1f}")
    print(f"{asked.pairs:,} pairs, {asked.declarations} declarations for each ruleset", flush=True)
    started, done, told, rulesets = time.perf_counter(), 0, 0, 0
    for number, (pairs, disagreement) in enumerate(_all(asked), start=1):
        if disagreement is not None:
            print(disagreement)
            return 1
        done, rulesets = done + pairs, number
        if done // max(1, asked.pairs // 20) > told:
            told = done // max(1, asked.pairs // 20)
            print(f"{done:>10,} pairs agree, {done / (time.perf_counter() - started):,.0f} pairs/s", flush=True)
        if done >= asked.pairs:
            break
    print(f"{rulesets:,} rulesets, {done:,} pairs: no disagreement,", end=" ")
    print(f"{time.perf_counter() - started:,.0f} s; load {os.getloadavg()[0]:.1f}")
    return 0


def _asked() -> argparse.Namespace:
    installed = [name for name in ENGINES if all(map(find_spec, _NEEDS.get(name, ())))]
    parser = argparse.ArgumentParser(description="Hold the engines to each other.")
    parser.add_argument("--pairs", type=int, default=20_000, help="pairs of a ruleset and a declaration")
    parser.add_argument("--declarations", type=int, default=100, help="declarations for each ruleset")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--engines", nargs="+", choices=installed, default=installed)
    parser.add_argument("--replays", action="store_true", help="compare replays of tables instead of engines")
    return parser.parse_args()


_NEEDS = {"durable": ("durable",), "columnar": ("numpy",)}


def _all(asked: argparse.Namespace) -> Iterator[tuple[int, str | None]]:
    """Ruleset by ruleset its pairs, and what is wrong; more of them than are asked for."""
    compare = partial(_compare, asked.seed, asked.declarations, tuple(asked.engines))
    if asked.replays:
        compare = partial(_replayed, asked.seed, asked.declarations)
    if asked.processes == 1:
        yield from map(compare, count())
        return
    with ProcessPoolExecutor(asked.processes) as pool:
        for first in count(step=64):
            yield from pool.map(compare, range(first, first + 64), chunksize=4)


def _compare(seed: int, declarations: int, engines: tuple[str, ...], number: int) -> tuple[int, str | None]:
    """The pairs of one ruleset; what is wrong, in words, or None when all engines agree on all its declarations."""
    chance = Random(f"{seed} {number}")
    windows = number % 10 == 9
    text = ruleset_text(chance, windows=windows)
    pairs = min(declarations, _LOOKING_BACK) if windows else declarations
    made = {name: partial(make, name) for name in engines}
    found = first_disagreement(made, plan_of(text), history(chance, pairs), past=number % 20 != 9)
    return pairs, None if found is None else _told(seed, number, text, found)


def _replayed(seed: int, declarations: int, number: int) -> tuple[int, str | None]:
    """The same for replays: the pairs that went by columns, and what is different."""
    from benchmarks.replays import compare_replays

    pairs, found = compare_replays(Random(f"{seed} {number}"), declarations)
    return pairs, None if found is None else f"disagreement at ruleset {number} of seed {seed}\n{found}"


def _told(seed: int, number: int, text: str, found: Disagreement) -> str:
    said = [f"{name}: {assessment}" for name, assessment in found.assessments.items()]
    return "\n".join(
        (f"disagreement at ruleset {number} of seed {seed}", text, encode(found.declaration).decode(), *said)
    )


if __name__ == "__main__":
    sys.exit(main())
