"""The same rules over the same table by DuckDB and Polars, and the table only read.

SQL and Polars are three-valued too, so a blank box never makes a hit. What they do not do: tell the undetermined from
the rest, name the boxes that would decide, carry codes to another edition (hits are compared from 2022 on), score and
decide. They count hits and write nothing, but for one way, which writes what it finds as ours does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from functools import reduce
from importlib.util import find_spec
from operator import and_, or_
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, assert_never

from benchmarks.machine import WORK
from benchmarks.rules import (
    Diverted,
    Goods,
    Heavier,
    Mentions,
    Places,
    Presents,
    Rule,
    Style,
    Substances,
    Test,
    Worth,
    rules,
)

COMPARED_FROM = "2022-01-01"

_FINDING_ROWS = 20_000
"""Rows at a time that have a cell for each rule."""

_ITEMS = f"""
    SELECT left("item.hs", 6) AS hs, destination, "item.origin" AS origin, "item.cas" AS cas,
           ' ' || lower("item.description") || ' ' AS text, ' ' || lower("consignee.name") || ' ' AS name,
           "item.net_mass_kg" AS mass,
           CASE "item.value.currency" WHEN 'EUR' THEN "item.value.amount" END AS worth,
           '|' || documents || '|' AS documents, "consignee.country" AS consignee,
           date >= DATE '{COMPARED_FROM}' AS recent
    FROM read_parquet(?)
"""
_CANDIDATES = """
    CREATE TABLE candidates AS WITH codes AS (SELECT DISTINCT left("item.hs", 6) AS hs FROM read_parquet(?))
    SELECT codes.hs, rules.* FROM rules JOIN codes ON codes.hs BETWEEN rules.first AND rules.last
"""
_JOINED = f"""
    WITH items AS ({_ITEMS}) SELECT number, count_if(recent) FROM items JOIN candidates r ON items.hs = r.hs
    WHERE (r.kilograms IS NULL OR mass > r.kilograms) AND (r.euros IS NULL OR worth >= r.euros)
      AND (r.destinations IS NULL OR list_contains(r.destinations, destination))
      AND (r.origins IS NULL OR list_contains(r.origins, origin))
      AND (r.substances IS NULL OR list_contains(r.substances, cas))
      AND (r.document IS NULL OR contains(documents, r.document))
      AND (r.diverted IS NULL OR consignee <> destination)
      AND (r.phrase1 IS NULL OR contains(text, r.phrase1) OR contains(text, r.phrase2) OR contains(text, r.phrase3))
    GROUP BY number
"""


def read_polars(path: str, size: int, style: Style) -> dict[str, Any]:  # noqa: ARG001  # every peer is called alike
    """Every column read and let go, batch by batch."""
    import polars as pl

    return {"rows": sum(len(one) for one in pl.scan_parquet(path).collect_batches())}


def read_pyarrow(path: str, size: int, style: Style) -> dict[str, Any]:  # noqa: ARG001
    """Every column read and let go, batch by batch."""
    import pyarrow.parquet as pq

    return {"rows": sum(len(one) for one in pq.ParquetFile(path).iter_batches(131_072))}


def duckdb_columns(path: str, size: int, style: Style) -> dict[str, Any]:
    """A condition for each rule, all in one query."""
    import duckdb

    counts = ", ".join(f"count_if({' AND '.join(_sql(one))} AND recent)" for one in rules(size, size, style))
    (found,) = duckdb.execute(f"WITH items AS ({_ITEMS}) SELECT {counts} FROM items", [path]).fetchall()
    return {"hits": _met(dict(enumerate(found)))}


def duckdb_table(path: str, size: int, style: Style) -> dict[str, Any]:
    """The rules as a table, joined by the code: what an expert of SQL would write."""
    import duckdb
    import pyarrow as pa

    texts = pa.list_(pa.string())
    kinds = {"destinations": texts, "origins": texts, "substances": texts, "document": pa.string()}
    kinds |= {"kilograms": pa.int64(), "euros": pa.int64(), "diverted": pa.bool_()}
    kinds |= {f"phrase{number}": pa.string() for number in (1, 2, 3)}
    columns = [("number", pa.int64()), ("first", pa.string()), ("last", pa.string()), *kinds.items()]
    connection = duckdb.connect()
    connection.register(
        "rules", pa.Table.from_pylist([_row(one) for one in rules(size, size, style)], pa.schema(columns))
    )
    connection.execute(_CANDIDATES, [path])
    return {"hits": _met(dict(connection.execute(_JOINED, [path]).fetchall()))}


def polars(path: str, size: int, style: Style) -> dict[str, Any]:
    """An expression for each rule, all in one pass."""
    import polars as pl

    every = [(one & pl.col("recent")).sum().alias(number) for number, one in _expressions(pl, size, style).items()]
    (found,) = _polars_items(pl, path).select(every).collect(engine="streaming").rows(named=True)
    return {"hits": _met({int(name): number for name, number in found.items()})}


def polars_findings(path: str, size: int, style: Style) -> dict[str, Any]:
    """An expression for each rule, and as a table the rows it holds for, or may hold for where a box is blank."""
    import polars as pl

    every = [one.alias(number) for number, one in _expressions(pl, size, style).items()]
    items = _polars_items(pl, path).with_row_index("row").select("row", "recent", *every)
    hits: Counter[int] = Counter()
    with TemporaryDirectory(dir=WORK) as folder:
        for number, batch in enumerate(items.collect_batches(chunk_size=_FINDING_ROWS)):
            told = batch.unpivot(index=("row", "recent"), variable_name="rule", value_name="hit")
            met = told.filter(pl.col("hit") | pl.col("hit").is_null())
            met.select("row", "rule", "hit").write_parquet(Path(folder) / f"{number}.parquet")
            counts = met.filter("hit", "recent").group_by("rule").len().rows()
            hits.update({int(rule): count for rule, count in counts})
    return {"hits": _met(hits)}


def _expressions(pl: Any, size: int, style: Style) -> dict[str, Any]:  # noqa: ANN401
    return {str(one.number): reduce(and_, _polars(one, pl)) for one in rules(size, size, style)}


def _polars_items(pl: Any, path: str) -> Any:  # noqa: ANN401
    from datetime import date

    def words(column: str) -> Any:  # noqa: ANN401
        return pl.concat_str(pl.lit(" "), pl.col(column).str.to_lowercase(), pl.lit(" "))

    return pl.scan_parquet(path).select(
        "destination",
        hs=pl.col("item.hs").str.head(6),
        origin="item.origin",
        cas="item.cas",
        text=words("item.description"),
        name=words("consignee.name"),
        mass="item.net_mass_kg",
        worth=pl.when(pl.col("item.value.currency") == "EUR").then("item.value.amount"),
        documents=pl.concat_str(pl.lit("|"), "documents", pl.lit("|")),
        consignee="consignee.country",
        recent=pl.col("date") >= date.fromisoformat(COMPARED_FROM),
    )


PEERS: Mapping[str, tuple[Callable[[str, int, Style], dict[str, Any]], Mapping[int, int]]] = {
    "reading alone, Polars": (read_polars, {}),
    "reading alone, PyArrow": (read_pyarrow, {}),
    "DuckDB, rules as a table": (duckdb_table, {}),
    "DuckDB, a column for each rule": (duckdb_columns, {100: 200_000, 1_000: 20_000, 10_000: 1_000}),
    "Polars, an expression for each rule": (polars, {100: 1_000_000, 1_000: 100_000, 10_000: 5_000}),
    "Polars, findings written": (polars_findings, {100: 1_000_000, 1_000: 100_000, 10_000: 5_000}),
}
"""What is measured, and the most rows for a number of rules; the time of more is reckoned from a smaller history."""

FOR_PLAIN = ("DuckDB, rules as a table",)
"""What can be said of plain rules only: a table of rules is joined by the code that all of them ask for."""


def installed(way: str) -> bool:
    """Whether the library of a peer is there; DuckDB and PyArrow always are."""
    return "Polars" not in way or find_spec("polars") is not None


def _met(counts: Mapping[int, int]) -> dict[str, int]:
    return {str(number): count for number, count in sorted(counts.items()) if count}


def _sql(rule: Rule) -> Iterator[str]:
    for some in rule.asked:
        yield f"({' OR '.join(map(_sql_test, some))})"


def _sql_test(test: Test) -> str:
    match test:
        case Goods(first, last):
            return f"hs BETWEEN '{first}' AND '{last}'"
        case Places(field, codes, elsewhere):
            return f"{field} {'NOT ' * elsewhere}IN {_listed(codes)}"
        case Mentions(phrases, field):
            return "(" + " OR ".join(f"contains({field}, ' {one} ')" for one in phrases) + ")"
        case Substances(numbers, stated):
            return f"({'cas IS NOT NULL AND ' * stated}cas IN {_listed(numbers)})"
        case Heavier(kilograms):
            return f"mass > {kilograms}"
        case Worth(euros):
            return f"worth >= {euros}"
        case Presents(document):
            return f"contains(documents, '|{document}|')"
        case Diverted():
            return "consignee <> destination"
        case _:
            assert_never(test)


def _listed(words: tuple[str, ...]) -> str:
    return "(" + ", ".join(f"'{one}'" for one in words) + ")"


def _row(rule: Rule) -> dict[str, object]:
    """A plain rule as a row; what it does not ask for is left out."""
    cells: dict[str, object] = {"number": rule.number}
    for (test,) in rule.asked:
        match test:
            case Goods(first, last):
                cells |= {"first": first, "last": last}
            case Places(field, codes):
                cells[f"{field}s"] = codes
            case Mentions(phrases):
                cells |= {f"phrase{number}": f" {one} " for number, one in enumerate(phrases, start=1)}
            case Substances(numbers):
                cells["substances"] = numbers
            case Heavier(kilograms):
                cells["kilograms"] = kilograms
            case Worth(euros):
                cells["euros"] = euros
            case Presents(document):
                cells["document"] = f"|{document}|"
            case Diverted():
                cells["diverted"] = True
            case _:
                assert_never(test)
    return cells


def _polars(rule: Rule, pl: Any) -> Iterator[Any]:  # noqa: ANN401  # Polars is there when it is measured only
    for some in rule.asked:
        yield reduce(or_, [_polars_test(one, pl) for one in some])


def _polars_test(test: Test, pl: Any) -> Any:  # noqa: ANN401
    match test:
        case Goods(first, last):
            return pl.col("hs").is_between(pl.lit(first), pl.lit(last))
        case Places(field, codes, elsewhere):
            among = pl.col(field).is_in(codes)
            return ~among if elsewhere else among
        case Mentions(phrases, field):
            return reduce(or_, [pl.col(field).str.contains(f" {one} ", literal=True) for one in phrases])
        case Substances(numbers, stated):
            found = pl.col("cas").is_in(numbers)
            return pl.col("cas").is_not_null() & found if stated else found
        case Heavier(kilograms):
            return pl.col("mass") > kilograms
        case Worth(euros):
            return pl.col("worth") >= euros
        case Presents(document):
            return pl.col("documents").str.contains(f"|{document}|", literal=True)
        case Diverted():
            return pl.col("consignee") != pl.col("destination")
        case _:
            assert_never(test)
