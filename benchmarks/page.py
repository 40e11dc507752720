"""Figures to tables: Markdown of each benchmark, and the page of all.

Enters: results as they are kept. Leaves: ratios first, since a ratio of two figures of one run outlives the machine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from benchmarks.engines import ENGINES

Result = Mapping[str, Any]
Row = Mapping[str, Any]

_WAYS = ("stce-rules, engine", "stce-rules, assess", "stce-rules, with reasons")
_ZEN = ("zen-engine, decision table", "zen-engine, expressions", "zen-engine, three-valued")
_COLUMNAR = (
    "stce replay, columnar with Numba, findings alone",
    "stce replay, columnar with Numba",
    "stce replay, columnar with NumPy",
)
_READING = ("reading alone, Polars", "reading alone, PyArrow")
_KINDS = {
    "complete": "Complete declarations, which all can judge",
    "traded": "Declarations with the shares of a published set",
    "generated": "Generated declarations with blank boxes, which only a three-valued engine can judge",
}
_STYLES = {
    "plain": "Rules that ask for a code or range and all else they say",
    "mixed": "Rules that say and, or, and not as shipped ones do",
}
_SHAPES = {
    "generated": "Generated goods, every box blank now and then",
    "traded": "Goods with the shares of a published set of declarations",
}
_POLARS = ("Polars, an expression for each rule", "Polars, findings written")

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
    for style, title in _STYLES.items():
        chosen = [row for row in rows if row["style"] == style]
        if chosen:
            yield f"### {title}\n"
            yield from _crossed(
                chosen, "what", lambda row: f"{row['least']:.2f} ({row['median']:.2f}; {row['cpu']:.2f})"
            )


def _online(rows: Sequence[Row]) -> Iterator[str]:
    yield "Microseconds for one declaration by the number of rules: median (99th percentile).\n"
    for (style, rules), (kind, told) in product(_STYLES.items(), _KINDS.items()):
        chosen = [row for row in rows if (row["style"], row["kind"]) == (style, kind)]
        if chosen:
            yield f"### {rules}. {told}\n"
            yield from _ratios(_online_ratios(_by(chosen, "engine")))
            yield from _crossed(chosen, "engine", _micros)
    others = [row for row in rows if row["same"] is False or row["failure"]]
    yield from dict.fromkeys(map(_other_hits, others))
    yield from [""] if others else []
    yield from (f"- {name}: {one.note}." for name, one in ENGINES.items())
    yield ""
    releases = {row["engine"]: row["release"] for row in rows if not row["engine"].startswith("stce")}
    yield f"Releases: {', '.join(f'{one} {release}' for one, release in releases.items())}.\n"


def _other_hits(row: Row) -> str:
    what = f"{row['hits']} hits on {row['compared']} declarations, which are not those of the others"
    return f"- {row['engine']} at {row['rules']:,} {row['style']} rules: {row['failure'] or what}."


def _online_ratios(one: Mapping[tuple[str, int], Row]) -> Iterator[tuple[str, float | None, str, str]]:
    for name in _WAYS:
        yield f"{name}: 10,000 rules over 100", _over(one, (name, 10_000), (name, 100), "mean"), "≤ 2", "≤ 1.3"
    for zen in _ZEN:
        for name in _WAYS:
            ratio = _over(one, (zen, 10_000), (name, 10_000), "mean")
            yield f"{zen} over {name}, 10,000 rules", ratio, "≥ 200", "≥ 1,000"
    for name in _WAYS:
        row = one.get((name, 10_000))
        ratio = row["p99"] / row["p50"] if row else None
        yield f"{name}: p99 over p50, 10,000 rules", ratio, "≤ 4", "≤ 2"


def _memory(rows: Sequence[Row]) -> Iterator[str]:
    yield "Resident megabytes after so many declarations through `Assessor.assess`, 1,000 rules.\n"
    yield "| declarations | MB |\n| --- | --- |"
    yield from (f"| {row['declarations']:,} | {row['megabytes']} |" for row in rows)
    yield ""


def _history(rows: Sequence[Row]) -> Iterator[str]:
    for style, shape in dict.fromkeys((row["style"], row["shape"]) for row in rows):
        yield f"### {_STYLES[style]}. {_SHAPES[shape]}\n"
        yield from _of_shape([row for row in rows if (row["style"], row["shape"]) == (style, shape)])


def _of_shape(rows: Sequence[Row]) -> Iterator[str]:
    counts = sorted({row["rows"] for row in rows})
    one = _by([row for row in rows if row["rows"] == counts[-1]], "way")
    yield f"Ratios at {counts[-1]:,} goods items.\n"
    yield from _ratios(_history_ratios(one))
    for count in counts:
        chosen = [row for row in rows if row["rows"] == count]
        yield f"{count:,} goods items: least seconds (median), peak megabytes; `~` reckoned from a smaller history.\n"
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
        for polars in _POLARS:
            ratio = _over(one, (polars, 1_000), (ours, 1_000), "seconds")
            yield f"{polars} over {ours}, 1,000 rules", ratio, "≥ 50", ""
        yield f"{ours}: 10,000 rules over 1,000", _over(one, (ours, 10_000), (ours, 1_000), "seconds"), "≤ 3", "≤ 1.5"
        row = one.get((ours, 1_000))
        peak = row["megabytes"] / 1000 if row else None
        yield f"{ours}: peak GB, 1,000 rules", peak, "≤ 2", "≤ 1"


def _screening(rows: Sequence[Row]) -> Iterator[str]:
    found = [row for row in rows if "kind" in row]
    sizes = sorted({row["least"] for row in found})
    heads = f"| {' | '.join(f'at least {size:g}%' for size in sizes)} |\n|{' --- |' * (len(sizes) + 2)}"
    for what, told in (("recall", "Percent of spellings of listed names for which the party is found"),
                       ("alerts", "Alerts for 1,000 names that mean nobody listed")):  # fmt: skip
        some = {(row["kind"], row["least"]): row for row in found if row[what] is not None}
        yield f"{told}, by the least likeness asked for.\n"
        yield f"| {what} | names {heads}"
        for kind in dict.fromkeys(kind for kind, _ in some):
            cells = [f"{some[kind, size][what]:g}" for size in sizes]
            yield f"| {kind} | {some[kind, sizes[0]]['names']:,} | {' | '.join(cells)} |"
        yield ""
    yield "| names in the list | made ready in seconds | MB | names asked in a second of one core |\n|" + " --- |" * 4
    for row in rows:
        if "ready" in row:
            yield f"| {row['names']:,} | {row['ready']:.1f} | {row['megabytes']:.0f} | {row['per_second']:,.0f} |"
    yield ""


def _serving(rows: Sequence[Row]) -> Iterator[str]:
    asked = [row for row in rows if "way" in row]
    alone = {row["way"]: row for row in asked if row["callers"] == 1}
    if {"HTTP", "in the process"} <= alone.keys():
        over = alone["HTTP"]["p50"] - alone["in the process"]["p50"]
        yield f"One over HTTP takes {over:.2f} ms more than one in the process (median; bar: 1 ms, hoped for: 0.4)."
        if paused := alone.get("in the process, a millisecond after the last"):
            over = alone["HTTP"]["p50"] - paused["p50"]
            yield (
                "A process that asks without a pause finds everything in the processor's caches; against one that does "
                f"other things for a millisecond before, as a service waits for its caller, it is {over:.2f} ms more."
            )
        yield ""
    yield "| 1,000 rules | callers | answered in a second | median ms | 99th percentile ms |\n|" + " --- |" * 5
    for row in asked:
        yield f"| {row['way']} | {row['callers']} | {row['per_second']:,} | {row['p50']:.2f} | {row['p99']:.2f} |"
    yield ""
    for row in rows:
        if "kills" in row:
            yield (
                f"{row['requests']:,} recorded requests in {row['seconds']:,.0f} s, the service killed {row['kills']} "
                f"times and started again: {row['lost']} answers lost, {row['twice']} given twice, {row['different']} "
                f"other than recorded; the audit trail is {row['chain']}.\n"
            )


def _editing(rows: Sequence[Row]) -> Iterator[str]:
    typed = {row["what"]: row for row in rows}.get("keystroke to diagnostics")
    if typed is not None:
        yield (
            f"A file of {typed['lines']:,} lines with {typed['rules']:,} rules and indicators, over the protocol. "
            "From a keystroke to its diagnostics (what comparing all rules with each other shows follows when the keys "
            f"rest): {typed['p50']:.0f} ms, 99 of 100 within {typed['p99']:.0f} ms "
            "(bar: 300 ms).\n"
        )
    yield "| | times | median ms | 99th percentile ms | most ms | processor ms |\n|" + " --- |" * 6
    for row in rows:
        yield (
            f"| {row['what']} | {row['count']:,} | {row['p50']:.0f} | {row['p99']:.0f} | {row['most']:.0f} | "
            f"{row['processor']:.0f} |"
        )
    yield ""


_TABLES: Mapping[str, Callable[[Sequence[Row]], Iterable[str]]] = {
    "loading": _loading,
    "online": _online,
    "memory": _memory,
    "history": _history,
    "screening": _screening,
    "serving": _serving,
    "editing": _editing,
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
    middle = "" if row["median"] == row["seconds"] else f" ({row['median']:,.1f})"
    return f"{about}{row['seconds']:,.1f}{middle} s, {row['megabytes']:,.0f} MB"
