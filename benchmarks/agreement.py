"""Engines against each other in bulk: `python benchmarks/agreement.py --pairs 200000`.

Makes rulesets as text by chance and many declarations for each, takes them through the whole pipeline with every
engine, and stops at the first assessment that differs. Counts, seeds and the rate are printed; ruleset number N of
seed S is always the same, whatever the number of processes.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from importlib.util import find_spec
from random import Random

from stce_rules.engines.choose import ENGINES, make
from stce_rules.intake.canonical import encode
from stce_rules.testing.agreement import Disagreement, first_disagreement, plan_of
from stce_rules.testing.chance import declaration, ruleset_text


def main() -> int:
    """Run the comparison; exit code 1 at a disagreement."""
    asked = _asked()
    rulesets = -(-asked.pairs // asked.declarations)
    print(f"engines: {', '.join(asked.engines)}; seed {asked.seed}", end="; ")
    print(f"{rulesets:,} rulesets x {asked.declarations} declarations")
    started, done = time.perf_counter(), 0
    for number, told in enumerate(_all(asked, rulesets), start=1):
        if told is not None:
            print(told)
            return 1
        done = number * asked.declarations
        if number % max(1, rulesets // 20) == 0:
            rate = done / (time.perf_counter() - started)
            print(f"{done:>10,} pairs agree, {rate:,.0f} pairs/s", flush=True)
    print(f"{done:,} pairs, {len(asked.engines)} engines: no disagreement, {time.perf_counter() - started:,.0f} s")
    return 0


def _asked() -> argparse.Namespace:
    installed = [name for name in ENGINES if name != "durable" or find_spec("durable")]
    parser = argparse.ArgumentParser(description="Hold the engines to each other.")
    parser.add_argument("--pairs", type=int, default=20_000, help="pairs of a ruleset and a declaration")
    parser.add_argument("--declarations", type=int, default=100, help="declarations for each ruleset")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--engines", nargs="+", choices=installed, default=installed)
    return parser.parse_args()


def _all(asked: argparse.Namespace, rulesets: int) -> Iterator[str | None]:
    compare = partial(_compare, asked.seed, asked.declarations, tuple(asked.engines))
    if asked.processes == 1:
        yield from map(compare, range(rulesets))
        return
    with ProcessPoolExecutor(asked.processes) as pool:
        yield from pool.map(compare, range(rulesets), chunksize=4)


def _compare(seed: int, declarations: int, engines: tuple[str, ...], number: int) -> str | None:
    """What is wrong with one ruleset, in words; None when all engines agree on all its declarations."""
    chance = Random(f"{seed} {number}")
    text = ruleset_text(chance)
    made = {name: partial(make, name) for name in engines}
    found = first_disagreement(
        made, plan_of(text), (declaration(chance, f"declaration {at}") for at in range(declarations))
    )
    return None if found is None else _told(seed, number, text, found)


def _told(seed: int, number: int, text: str, found: Disagreement) -> str:
    said = [f"{name}: {assessment}" for name, assessment in found.assessments.items()]
    return "\n".join(
        (f"disagreement at ruleset {number} of seed {seed}", text, encode(found.declaration).decode(), *said)
    )


if __name__ == "__main__":
    sys.exit(main())
