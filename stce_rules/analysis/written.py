"""Figures for machines: one JSON document, or a table for each part, as CSV or Parquet.

Enters: figures. Leaves: text, files. Promises: a table has a row for each entry and a column for each number; a ratio
`found` becomes `found_part`, `found_whole`, `found_share`, `found_low`, `found_high`; a column has the same kind
whatever is in it; the same figures give the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, is_dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from types import UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from stce_rules.analysis.figures import (
    CapturePoint,
    ChannelMove,
    ChannelTotal,
    Confusion,
    Figures,
    FillRate,
    Headline,
    HeatCell,
    Month,
    Pair,
    RuleFigures,
    Selected,
    Stratum,
    Weighted,
    WeightedFlag,
)
from stce_rules.analysis.loads import DayLoad, HourLoad, OfficeLoad, Overload
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.replay.overwriting import check_own_file, has_columns
from stce_rules.replay.summary import MissingCount, RefusalCount

__all__ = ["Form", "Table", "as_json", "tables", "write_tables"]

Form = Literal["csv", "parquet"]


@dataclass(frozen=True, slots=True)
class Table:
    """Names of columns with the kind of their cells, and rows of cells in that order."""

    name: str
    columns: dict[str, type]
    rows: list[list[object]]


def as_json(made: object) -> str:
    """Frozen data as JSON over several lines, with a line break at its end."""
    return msgspec.json.format(msgspec.json.encode(made), indent=2).decode() + "\n"


def tables(figures: Figures) -> Iterator[Table]:
    """Every part; what belongs to a rule, a curve or a month has its name in front."""
    yield _table("headline", Headline, [figures.headline])
    yield _table("channels", ChannelTotal, figures.channels)
    yield _table("months", Month, figures.months)
    yield _table("selections", Selected, figures.selections)
    yield _table("confusion", Confusion, figures.confusion)
    points = [(curve.among, point) for curve in figures.curves for point in curve.points]
    yield _below("among", "capture", CapturePoint, points)
    if figures.weighted is not None:
        yield _table("weighted", Weighted, [figures.weighted])
        yield _table("weighted_strata", Stratum, figures.weighted.strata)
        yield _table("weighted_flags", WeightedFlag, figures.weighted.flags)
    yield from _of_rules(figures)
    yield _table("pairs", Pair, figures.pairs)
    yield _table("workload_offices", OfficeLoad, figures.workload.offices)
    yield _table("workload_days", DayLoad, figures.workload.days)
    yield _table("workload_hours", HourLoad, figures.workload.hours)
    yield _table("workload_overloads", Overload, figures.workload.overloads)
    yield _table("heat", HeatCell, figures.heat)
    yield _table("fill", FillRate, figures.fill)
    yield _table("missing", MissingCount, figures.missing)
    yield _table("refusals", RefusalCount, figures.refusals)
    yield Table("notes", {"note": str}, [[note] for note in figures.notes])


def _of_rules(figures: Figures) -> Iterator[Table]:
    rules = figures.rules
    yield _table("rules", RuleFigures, rules)
    yield _below("rule", "rule_selections", Selected, [(one.rule, split) for one in rules for split in one.selections])
    moves = [(one.rule, move) for one in rules if one.without is not None for move in one.without.moves]
    yield _below("rule", "rule_moves", ChannelMove, moves)
    months: list[list[object]] = [
        [one.rule, month.month, count]
        for one in rules
        for month, count in zip(figures.months, one.months, strict=True)
        if count
    ]
    yield Table("rule_months", {"rule": str, "month": str, "declarations": int}, months)


def _table(name: str, entry: type, entries: Sequence[object]) -> Table:
    return Table(name, dict(_columns(entry, "")), [list(_cells(entry, one)) for one in entries])


def _below(key: str, name: str, entry: type, entries: Sequence[tuple[str, object]]) -> Table:
    """A table whose first column names what an entry belongs to."""
    rows: list[list[object]] = [[first, *_cells(entry, one)] for first, one in entries]
    return Table(name, {key: str} | dict(_columns(entry, "")), rows)


def _columns(entry: type, prefix: str) -> Iterator[tuple[str, type]]:
    for name, kind in _members(entry):
        if is_dataclass(kind):
            yield from _columns(kind, f"{prefix}{name}_")
        else:
            yield prefix + name, kind


def _cells(entry: type, one: object) -> Iterator[object]:
    for name, kind in _members(entry):
        value = None if one is None else getattr(one, name)
        if is_dataclass(kind):
            yield from _cells(kind, value)
        else:
            yield value


def _members(entry: type) -> Iterator[tuple[str, type]]:
    """The members of a dataclass that stand in its row: all but those that are many."""
    for name, hint in get_type_hints(entry).items():
        kinds = [one for one in get_args(hint) if one is not type(None)] if _is_union(hint) else [hint]
        kind = str if get_origin(kinds[0]) is Literal else kinds[0]
        if get_origin(kind) is not tuple:
            yield name, kind


def _is_union(hint: object) -> bool:
    return get_origin(hint) in (Union, UnionType)


def write_tables(figures: Figures, folder: Path, form: Form) -> tuple[Path, ...]:
    """Write every part into a folder, which is made if need be.

    Raises StceError (E670), also when a file has the name of a table that is none with its columns; then no table is
    written.
    """
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        every = [(table, folder / f"{table.name}.{form}") for table in tables(figures)]
        for table, path in every:
            check_own_file(path, partial(_is_table, table=table, form=form), "'stce figures'")
        for table, path in every:
            if form == "csv":
                path.write_text(_as_csv(table), encoding="utf-8", newline="")
            else:
                _write_parquet(table, path)
            written.append(path)
    except OSError as fault:
        said = (fault.strerror or "the system gives no reason").lower()
        raise StceError(Diagnostic("E670", f"cannot be written: {said}", where=str(folder))) from fault
    return tuple(written)


def _is_table(path: Path, table: Table, form: Form) -> bool:
    if form == "parquet":
        return has_columns(path, table.columns.keys())
    header = _as_csv(replace(table, rows=[])).encode()
    with path.open("rb") as file:
        return file.read(len(header)) == header


def _as_csv(table: Table) -> str:
    text = io.StringIO()
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(table.columns)
    lines.writerows([_plain(cell) for cell in row] for row in table.rows)
    return text.getvalue()


def _plain(cell: object) -> object:
    """A cell for a spreadsheet: one that begins like a formula is told as text."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _write_parquet(table: Table, path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    kinds = {int: pa.int64(), float: pa.float64(), str: pa.string(), bool: pa.bool_(), date: pa.date32()}
    schema = pa.schema([(name, kinds[kind]) for name, kind in table.columns.items()])
    columns = list(zip(*table.rows, strict=True)) or [()] * len(schema)
    arrays = [pa.array(cells, one.type) for cells, one in zip(columns, schema, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), path)
