"""A history by the number of rows and rules: reading alone, peers, our row engine, our columnar engine.

Each is a process of its own with its own peak of memory; rules have two styles (`rules`), histories two shapes
(`shapes`). Ours is the command
`stce replay --out`, from Parquet to two tables of results, or with `--findings` to one. Peers count hits; one of them
also writes its findings. Where a way would take hours it judges a smaller history made alike, and the time of the whole
is reckoned from that, start-up once. All that judge a history must find the same hits in it.

What is done within a minute is done three times, one right after the other, and the least counts: a virtual machine
may have to ask its host for memory that it gave back, and waited three seconds for a gigabyte where this was written.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from shutil import rmtree
from typing import Any

from benchmarks.child import Ended, measured, run
from benchmarks.history_peers import COMPARED_FROM, FOR_PLAIN, PEERS, installed
from benchmarks.history_table import history
from benchmarks.machine import WORK
from benchmarks.rule_texts import written
from benchmarks.rules import PLAIN, STYLES, Style, rules
from benchmarks.shapes import SHAPES, Shape

ROWS = (1_000_000, 10_000_000)
SIZES = (100, 1_000, 10_000)
_LIMIT = 3_600.0
_WITHOUT = "import sys; sys.modules[{!r}] = None; from stce_rules.cli import main; main()"


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to replay: what Python runs, by which engine, whether the table of declarations is written too."""

    runs: tuple[str, ...] = ("-m", "stce_rules")
    engine: str = "columnar"
    whole: bool = True

    def results(self, folder: Path) -> tuple[str, ...]:
        """The options that name where results go; findings are below `findings`."""
        if self.whole:
            return ("--out", str(folder))
        (folder / "findings").mkdir(parents=True)
        return ("--findings", str(folder / "findings" / "all.parquet"), "--evidence", "none")


_REPLAYS = {
    "stce replay, row by row": _Way(engine="indexed"),
    "stce replay, columnar with NumPy": _Way(("-c", _WITHOUT.format("numba"))),
    "stce replay, columnar with Numba": _Way(),
    "stce replay, columnar with Numba, findings alone": _Way(whole=False),
}
_SOON = 60.0
"""What ends within so many seconds is done several times."""

_ROW_BY_ROW = 100_000
"""Rows that are judged row by row; the time of more is reckoned."""


@dataclass(frozen=True, slots=True)
class History:
    """Seconds for a history of `rows` goods items of a `shape` by rules of a `style`.

    Reckoned from those of `judged` goods items where that is less. `seconds` are the least, `median` those in the
    middle of several runs, `cpu` the processor seconds of all threads and processes of the quickest. `hits` from 2022
    on, and whether each rule's are the `same` as those of the first that judged this history.
    """

    style: Style
    shape: str
    way: str
    rules: int
    rows: int
    judged: int
    seconds: float
    median: float
    cpu: float
    megabytes: float
    hits: int | None
    same: bool | None
    failure: str = ""


def measure(
    rows: tuple[int, ...] = ROWS,
    sizes: tuple[int, ...] = SIZES,
    shapes: tuple[str, ...] = tuple(SHAPES),
    ways: tuple[str, ...] = (),
    sample: int = _ROW_BY_ROW,
    times: int = 3,
    styles: tuple[Style, ...] = STYLES,
) -> Iterator[History]:
    """All ways, or those named, at all sizes and of all shapes, so many times each.

    `sample` bounds what is judged of the slow ones too.
    """
    for style, shape, count, size in product(styles, shapes, rows, sizes):
        first: dict[int, dict[str, int]] = {}
        for way in ways or _ways(style):
            yield _measured(_Asked(way, style, size, SHAPES[shape], times), count, sample, first)


def _ways(style: Style) -> Iterator[str]:
    yield from (one for one in PEERS if installed(one) and (style == PLAIN or one not in FOR_PLAIN))
    yield from _REPLAYS


@dataclass(frozen=True, slots=True)
class _Asked:
    """A way by so many rules of a style over histories of a shape, so many times."""

    way: str
    style: Style
    size: int
    shape: Shape
    times: int


def _measured(asked: _Asked, count: int, sample: int, first: dict[int, dict[str, int]]) -> History:
    """`first`: the hits of whoever judged so many rows of this history first."""
    judged = min(count, _most(asked, sample))
    ended, found, median = _runs(asked, judged)
    hits = found.get("hits")
    start = 0.0 if judged == count else _start(asked, ended, found)
    share = count / judged
    return History(
        asked.style,
        asked.shape.name,
        asked.way,
        asked.size,
        count,
        judged,
        round(start + (ended.seconds - start) * share, 2),
        round(start + (median - start) * share, 2),
        round(ended.cpu * share, 2),
        ended.megabytes,
        None if hits is None else sum(hits.values()),
        None if hits is None else hits == first.setdefault(judged, hits),
        ended.failure,
    )


def _most(asked: _Asked, sample: int) -> int:
    if asked.way in PEERS:
        most = PEERS[asked.way][1].get(asked.size)
        return sys.maxsize if most is None else min(most, max(sample, 1_000) * 10)
    return sample if asked.way == "stce replay, row by row" else sys.maxsize


def _start(asked: _Asked, ended: Ended, found: dict[str, Any]) -> float:
    """Seconds that do not grow with the rows."""
    if asked.way in PEERS:
        return ended.seconds - float(found.get("seconds", ended.seconds))
    least, _, _ = _runs(replace(asked, times=1), 1_000)
    return min(least.seconds, ended.seconds)


def _runs(asked: _Asked, rows: int) -> tuple[Ended, dict[str, Any], float]:
    """The quickest run, what it found, and the seconds of the one in the middle."""
    path = str(history(rows, asked.shape))
    told = {"way": asked.way, "path": path, "size": asked.size, "style": asked.style}
    if asked.way in PEERS:
        runs = _repeated(lambda: measured("benchmarks.history:peer", told, limit=_LIMIT), asked.times)
    else:
        runs = _repeated(lambda: _replayed(asked, path), asked.times)
    return *runs[0], runs[len(runs) // 2][0].seconds


def _repeated(once: Callable[[], tuple[Ended, dict[str, Any]]], times: int) -> list[tuple[Ended, dict[str, Any]]]:
    """Several runs, the quickest first; one where it fails or takes long."""
    runs = [once()]
    while len(runs) < times and runs[0][0].seconds < _SOON and not runs[0][0].failure:
        runs.append(once())
    return sorted(runs, key=lambda run: (bool(run[0].failure), run[0].seconds))


def _replayed(asked: _Asked, path: str) -> tuple[Ended, dict[str, Any]]:
    results, plans = WORK / "results", str(WORK / "plans")
    rmtree(results, ignore_errors=True)
    rules_file = str(written(rules(asked.size, asked.size, asked.style)))
    one = _REPLAYS[asked.way]
    command = (sys.executable, *one.runs, "replay", path, "--rules", rules_file, "--engine", one.engine)
    quietly = (*one.results(results), "--format", "json", "--progress", "none")
    ended = run((*command, *quietly), limit=_LIMIT, environment={"STCE_CACHE": plans})
    if ended.failure:
        return ended, {}
    _, found = measured("benchmarks.history:findings", {"folder": str(results)}, limit=_LIMIT)
    return ended, found


def peer(way: str, path: str, size: int, style: Style) -> dict[str, Any]:
    """A peer over a history, in this process."""
    started = time.perf_counter()
    found = PEERS[way][0](path, size, style)
    return {**found, "seconds": time.perf_counter() - started}


def findings(folder: str) -> dict[str, Any]:
    """The hits of each rule in the results of a replay, from the day on that peers judge alike."""
    import duckdb

    found = duckdb.execute(
        "SELECT rule, count(*) FROM read_parquet(?) WHERE outcome = 'hit' AND date >= ?::DATE GROUP BY rule",
        [str(Path(folder) / "findings" / "*.parquet"), COMPARED_FROM],
    ).fetchall()
    counts = sorted((int(name.rpartition("-")[2]), count) for name, count in found)
    return {"hits": {str(number): count for number, count in counts}}
