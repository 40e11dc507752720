"""The cost of one declaration by the number of rules: our engine and peers, each in a process of its own.

`stce-rules, engine` is normalising and judging alone; `assess` is what a host pays for `Assessor.assess`, from the
struct an adapter made to the assessment with every box that could not be read; `with reasons` adds the evidence. Peers
get records made beforehand. A declaration's figure is the least of its rounds, which other work on the machine disturbs
least; its description has another lot number in each round, since a host does not meet the same text twice. The median
and the 99th percentile are over declarations. All are first asked about declarations that mostly
meet rules, and must give the same hits.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product
from operator import eq
from typing import cast

from benchmarks.child import measured
from benchmarks.declarations import KINDS, in_lot, near_rules
from benchmarks.engines import ENGINES, Judge
from benchmarks.rules import STYLES, Style, rules

SIZES = (10, 100, 1_000, 10_000)
_ROUNDS = 5
_LEAST_COMPARED = 20
_LIMIT = 600.0
"""Seconds for an engine to load its rules and be measured."""


@dataclass(frozen=True, slots=True)
class Online:
    """Microseconds for one declaration, of an engine at a number of rules.

    `style`: of rules. `kind`: of declarations. `judged`: how many were timed, as far as the time went. `hits` of
    `compared` declarations, and whether they are `same` as ours.
    """

    style: Style
    kind: str
    engine: str
    release: str | None
    rules: int
    judged: int = 0
    mean: float = 0
    p50: float = 0
    p99: float = 0
    prepare_seconds: float = 0
    megabytes: float = 0
    compared: int = 0
    hits: int = 0
    same: bool | None = None
    failure: str = ""


def measure(
    sizes: tuple[int, ...] = SIZES,
    declarations: int = 2_000,
    seconds: float = 20.0,
    styles: tuple[Style, ...] = STYLES,
    engines: tuple[str, ...] = tuple(ENGINES),
) -> Iterator[Online]:
    """All engines at all sizes; `seconds` for each figure at most. Most peers can't judge generated declarations."""
    for style, size in product(styles, sizes):
        reference: dict[str, object] = {}
        for name, kind in product(engines, KINDS):
            engine = ENGINES[name]
            if size > engine.largest or engine.release is None or (kind == "generated" and not engine.blanks):
                continue
            asked = {"style": style, "size": size, "kind": kind, "declarations": declarations, "seconds": seconds}
            ended, found = measured("benchmarks.online:figures", {"engine": name, **asked}, limit=_LIMIT)
            reference = reference or found
            hits, ours = _hits(found), _hits(reference)
            yield Online(
                style,
                kind,
                name,
                engine.release,
                size,
                **{key: value for key, value in found.items() if key != "hits"},
                megabytes=ended.megabytes,
                compared=len(hits),
                hits=sum(map(len, hits)),
                same=all(map(eq, hits, ours)) if found else None,
                failure=ended.failure,
            )


def _hits(found: dict[str, object]) -> list[list[int]]:
    """The hits of each declaration compared, as far as the time went."""
    return cast("list[list[int]]", found.get("hits", []))


def figures(engine: str, style: Style, size: int, kind: str, declarations: int, seconds: float) -> dict[str, object]:
    """One engine at one size, in this process."""
    chosen = rules(size, size, style)
    started = time.perf_counter()
    prepared = ENGINES[engine].prepare(chosen)
    loaded = time.perf_counter() - started
    hits: list[list[int]] = []
    end = time.perf_counter() + seconds / 2
    for one in map(prepared.given, near_rules(chosen, 300, seed=3)):
        hits.append(list(prepared.judge(one)))
        if time.perf_counter() > end and len(hits) >= _LEAST_COMPARED:
            break
    made = list(KINDS[kind](declarations, 1))
    rounds = ([prepared.given(in_lot(one, lot)) for one in made] for lot in range(_ROUNDS))
    times = sorted(_least(prepared.judge, rounds, seconds))
    return {
        "judged": len(times),
        "mean": round(sum(times) / len(times) * 1e6, 2),
        "p50": round(times[len(times) // 2] * 1e6, 2),
        "p99": round(times[len(times) * 99 // 100] * 1e6, 2),
        "prepare_seconds": round(loaded, 3),
        "hits": hits,
    }


def _least(judge: Judge, rounds: Iterable[list[object]], seconds: float) -> list[float]:
    """Each declaration's least seconds of all rounds, as far as the time goes."""
    least: list[float] = []
    spent = 0.0
    for given in rounds:
        least += [float("inf")] * (len(given) - len(least))
        for number, one in enumerate(given):
            start = time.perf_counter()
            judge(one)
            took = time.perf_counter() - start
            least[number] = min(least[number], took)
            spent += took
            if spent > seconds:
                return [one for one in least if one != float("inf")]
    return least
