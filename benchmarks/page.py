"""Figures to tables: Markdown of each benchmark, and the page of all.

Enters: results as they are kept. Leaves: ratios first, since a ratio of two figures of one run outlives the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from benchmarks.engines import ENGINES

Result = Mapping[str, Any]
Row = Mapping[str, Any]

_OURS, _ZEN = "stce-rules, engine", "zen-engine"
_ASSESS = "stce-rules, assess"
_COLUMNAR = ("stce replay, columnar with Numba", "stce replay, columnar with NumPy")
_READING = ("reading alone, Polars", "reading alone, PyArrow")
_POLARS = "Polars, an expression for each rule"

_HEAD = """# What was measured

Written by `make bench` (`python -m benchmarks`); peers are installed from PyPI with `pip install --group bench` and
measured in the same run. Read ratios, not absolutes. How each figure is taken, and what peers do not do, stands at the
top of the modules in `benchmarks/`: no peer tells a blank box from a false one, names the boxes that would decide,
carries codes between HS editions, or says why. All engines gave the same hits wherever the tables do not say otherwise.
"""


def page(found: Mapping[str, Result]) -> str:
    """The page of all benchmarks."""
    return "\n".join([_HEAD, *(tables(name, result) for name, result in found.items())]).rstrip() + "\n"


def tables(name: str, result: Result) -> str:
    """The tables of one benchmark."""
    where = (
        f"{result['date']}, {result['processor']}, {result['cores']} cores, {result['memory_gib']} GiB, "
        f"{result['system']}, Python {result['python']}; load before: {result['load_before']}."
    )
    where += f" {result['note']}" if "note" in result else ""
    return "\n".join([f"## {name.capitalize()}", "", where, "", *_TABLES[name](result["rows"])])


# ---- one benchmark


def _loading(rows: Sequence[Row]) -> Iterator[str]:
    yield "Seconds, the least of fresh processes (median; processor time). `stce assess` judges one declaration.\n"
    yield from _crossed(rows, "what", lambda row: f"{row['least']:.2f} ({row['median']:.2f}; {row['cpu']:.2f})")


def _online(rows: Sequence[Row]) -> Iterator[str]:
    complete = [row for row in rows if row["kind"] == "complete"]
    yield from _ratios(_online_ratios(_by(complete, "engine")))
    told = "Microseconds for one declaration by the number of rules: median (99th percentile)."
    yield f"{told} Complete declarations, which all can judge.\n"
    yield from _crossed(complete, "engine", _micros)
    yield "Generated declarations with blank boxes, which only a three-valued engine can judge.\n"
    yield from _crossed([row for row in rows if row["kind"] == "generated"], "engine", _micros)
    others = [row for row in complete if row["same"] is False or row["failure"]]
    for row in others:
        what = f"{row['hits']} hits on {row['compared']} declarations, which are not those of the others"
        yield f"- {row['engine']} at {row['rules']:,} rules: {row['failure'] or what}."
    yield from [""] if others else []
    yield from (f"- {name}: {one.note}." for name, one in ENGINES.items())
    yield ""
    releases = {row["engine"]: row["release"] for row in complete if not row["engine"].startswith("stce")}
    yield f"Releases: {', '.join(f'{one} {release}' for one, release in releases.items())}.\n"


def _online_ratios(one: Mapping[tuple[str, int], Row]) -> Iterator[tuple[str, float | None, str, str]]:
    for name in (_OURS, _ASSESS):
        yield f"{name}: 10,000 rules over 100", _over(one, (name, 10_000), (name, 100), "mean"), "≤ 2", "≤ 1.3"
    for name in (_OURS, _ASSESS):
        yield (
            f"{_ZEN} over {name}, 10,000 rules",
            _over(one, (_ZEN, 10_000), (name, 10_000), "mean"),
            "≥ 200",
            "≥ 1,000",
        )
    for name in (_OURS, _ASSESS):
        row = one.get((name, 10_000))
        ratio = row["p99"] / row["p50"] if row else None
        yield f"{name}: p99 over p50, 10,000 rules", ratio, "≤ 4", "≤ 2"


def _memory(rows: Sequence[Row]) -> Iterator[str]:
    yield "Resident megabytes after so many declarations through `Assessor.assess`, 1,000 rules.\n"
    yield "| declarations | MB |\n| --- | --- |"
    yield from (f"| {row['declarations']:,} | {row['megabytes']} |" for row in rows)
    yield ""


def _history(rows: Sequence[Row]) -> Iterator[str]:
    counts = sorted({row["rows"] for row in rows})
    one = _by([row for row in rows if row["rows"] == counts[-1]], "way")
    yield f"Ratios at {counts[-1]:,} goods items.\n"
    yield from _ratios(_history_ratios(one))
    for count in counts:
        chosen = [row for row in rows if row["rows"] == count]
        yield f"{count:,} goods items: seconds, peak megabytes; `~` reckoned from a smaller history.\n"
        yield from _crossed(chosen, "way", _seconds)
        yield from (f"- {row['way']}, {row['rules']:,} rules: {row['failure']}." for row in chosen if row["failure"])
        different = [row for row in chosen if row["same"] is False]
        yield from (f"- {row['way']}, {row['rules']:,} rules: other hits ({row['hits']:,})." for row in different)
        yield ""


def _history_ratios(one: Mapping[tuple[str, int], Row]) -> Iterator[tuple[str, float | None, str, str]]:
    for ours in _COLUMNAR:
        for reading in _READING:
            ratio = _over(one, (ours, 1_000), (reading, 1_000), "seconds")
            yield f"{ours} over {reading}, 1,000 rules", ratio, "≤ 6", "≤ 2.5"
        yield f"{_POLARS} over {ours}, 1,000 rules", _over(one, (_POLARS, 1_000), (ours, 1_000), "seconds"), "≥ 50", ""
        yield f"{ours}: 10,000 rules over 1,000", _over(one, (ours, 10_000), (ours, 1_000), "seconds"), "≤ 3", "≤ 1.5"
        row = one.get((ours, 1_000))
        peak = row["megabytes"] / 1000 if row else None
        yield f"{ours}: peak GB, 1,000 rules", peak, "≤ 2", "≤ 1"


_TABLES: Mapping[str, Callable[[Sequence[Row]], Iterable[str]]] = {
    "loading": _loading,
    "online": _online,
    "memory": _memory,
    "history": _history,
}


# ---- tables


def _by(rows: Sequence[Row], key: str) -> dict[tuple[str, int], Row]:
    return {(row[key], row["rules"]): row for row in rows if not row["failure"]}


def _over(
    one: Mapping[tuple[str, int], Row], above: tuple[str, int], below: tuple[str, int], figure: str
) -> float | None:
    """A ratio of two figures; None when one was not taken."""
    upper, lower = one.get(above), one.get(below)
    return upper[figure] / lower[figure] if upper and lower else None


def _ratios(told: Iterable[tuple[str, float | None, str, str]]) -> Iterator[str]:
    yield "| ratio | measured | bar | hoped for |\n| --- | --- | --- | --- |"
    for what, ratio, bar, hoped in told:
        if ratio is not None:
            yield f"| {what} | {f'{ratio:,.0f}' if ratio >= 20 else f'{ratio:.2f}'} | {bar} | {hoped} |"
    yield ""


def _crossed(rows: Sequence[Row], key: str, cell: Callable[[Row], str]) -> Iterator[str]:
    """One line for each name, one column for each number of rules."""
    sizes = sorted({row["rules"] for row in rows})
    yield f"| {key} | {' | '.join(f'{size:,} rules' for size in sizes)} |"
    yield f"|{' --- |' * (len(sizes) + 1)}"
    cells = {(row[key], row["rules"]): "failed" if row.get("failure") else cell(row) for row in rows}
    for name in dict.fromkeys(row[key] for row in rows):
        yield f"| {name} | {' | '.join(cells.get((name, size), '–') for size in sizes)} |"
    yield ""


def _micros(row: Row) -> str:
    return f"{row['p50']:,.0f} ({row['p99']:,.0f})"


def _seconds(row: Row) -> str:
    about = "~" if row["judged"] < row["rows"] else ""
    return f"{about}{row['seconds']:,.1f} s, {row['megabytes']:,.0f} MB"
