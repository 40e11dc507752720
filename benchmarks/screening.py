"""Parties against lists: recall, alerts, queries per second, time and memory to make a list ready.

The matcher of `stce-rules-parties`, asked as rules ask it. Recall: of spellings that mean a listed party, those for
which that party is found. Alerts: of 1,000 ordinary traders whose names are made of the same words, those for which any
listed party is found; `near misses` are listed names with one word changed, made to be mistaken. Both come from words
that the matcher was not tuned on. The set is made by the project (`party_names`); it says nothing of how people really
misspell, only that known ways to do so are met. Speed: one thread, 100,000 names, half of the questions about one.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.child import measured
from benchmarks.party_names import Asked, Labelled, labelled
from stce_rules.core.boxes import PartyKey
from stce_rules.core.predicates import ListRow
from stce_rules.core.text import read

HELD_OUT, SEED = 1, 7
LEAST = (850, 880, 900, 920, 950)


@dataclass(frozen=True, slots=True)
class Found:
    """At a threshold: recall of a kind of spelling in percent, or alerts per 1,000 names that mean nobody listed."""

    kind: str
    least: float
    names: int
    recall: float | None = None
    alerts: float | None = None


@dataclass(frozen=True, slots=True)
class Speed:
    """Of one list: seconds to make it ready, megabytes it takes, names asked in a second of processor time."""

    names: int
    ready: float
    megabytes: float
    per_second: float
    least: float


def measure(
    listed: int = 5_000, asked: int = 2_000, strangers: int = 10_000, names: int = 100_000, questions: int = 4_000
) -> Iterator[Found | Speed]:
    """The held-out part at each threshold, then the speed, in a process of its own."""
    yield from found_in(labelled(HELD_OUT, SEED, listed=listed, asked=asked, strangers=strangers))
    _, found = measured("benchmarks.screening:speed", {"names": names, "questions": questions}, limit=1_800)
    yield Speed(**found)


def found_in(one: Labelled, thresholds: Sequence[int] = LEAST) -> Iterator[Found]:
    """What is found of a labelled set at each threshold: by kind of spelling, all of them, and alerts."""
    ask = _asking(one.listed)
    best = [(each, ask(each.name, min(thresholds))) for each in one.asked]
    strangers = [max(ask(name, min(thresholds)).values(), default=0) for name in one.strangers]
    for least in thresholds:
        meant = [(each, scores) for each, scores in best if each.means is not None]
        for kind in sorted({each.kind for each, _ in meant}):
            yield _recall(kind, least, [(each, scores) for each, scores in meant if each.kind == kind])
        yield _recall("all spellings", least, meant)
        yield _alerts(
            "near misses", least, [max(scores.values(), default=0) for each, scores in best if each.means is None]
        )
        yield _alerts("ordinary traders", least, strangers)


def _recall(kind: str, least: int, some: Sequence[tuple[Asked, dict[int, int]]]) -> Found:
    right = sum(scores.get(-1 if each.means is None else each.means, 0) >= least for each, scores in some)
    return Found(kind, least / 10, len(some), recall=round(100 * right / len(some), 2))


def _alerts(kind: str, least: int, scores: Sequence[int]) -> Found:
    count = sum(score >= least for score in scores)
    return Found(kind, least / 10, len(scores), alerts=round(1000 * count / len(scores), 2) if scores else None)


def _asking(listed: Sequence[str]) -> Callable[[str, int], dict[int, int]]:
    from stce_rules_parties.matching.index import Index

    index = Index([ListRow(name, row=at) for at, name in enumerate(listed, start=1)])

    def ask(name: str, least: int) -> dict[int, int]:
        """The score by the place of each listed name that is found."""
        return {one.at: one.score for one in index.likened(PartyKey(None, read(name).folded), least).found}

    return ask


def speed(names: int, questions: int, least: int = 850) -> dict[str, float]:
    """In this process: make a list of so many names ready and ask it."""
    one = labelled(HELD_OUT, SEED, listed=names, asked=questions // 4, strangers=questions // 2)
    asked = [each.name for each in one.asked][: questions // 2] + list(one.strangers)
    before, began = _resident(), time.process_time()
    ask = _asking(one.listed)
    ready, after = time.process_time() - began, _resident()
    began = time.process_time()
    for name in asked:
        ask(name, least)
    spent = time.process_time() - began
    return {
        "names": names, "ready": round(ready, 2), "megabytes": round(after - before, 1),
        "per_second": round(len(asked) / spent, 1), "least": least / 10,
    }  # fmt: skip


def _resident() -> float:
    """Resident set of this process, from the kernel (Linux)."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 1e6
