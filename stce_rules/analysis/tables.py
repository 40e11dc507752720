"""The result tables of a replay, made ready for counting in a small database.

Enters: the folder that `stce replay --out` wrote. Leaves: an open database with the tables `d` (a row for each
declaration) and `h` (a row for each rule that a declaration met), and the summary. Promises: nothing is read into
memory beyond a stated limit, what does not fit goes to a file that is taken away at the end; a folder whose parts do
not belong together is refused.

`d`: `seq` (place in the history), `id`, `stands` (false: replaced by an amendment, removed by a cancellation, or a
cancellation itself), `channel` 0 green to 3 red, `found` (a finding is stated, be it inspected or not), `told` 0
finding, 1 none, 2 not inspected, 3 not told; the others as in `replay.result_tables`. `h`, of those that stand: `rule`
is a place in `Tables.rules`; `points` and `floor` (0 none to 3 red) are the most it asked for; `hits`, `open`, `exempt`
count goods items.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.replay.result_tables import declarations_schema, findings_schema
from stce_rules.replay.summary import RuleCount, Summary

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["MEMORY", "Tables", "opened", "opened_both"]

MEMORY = "1GB"
"""What the database may hold in memory; the rest goes to its file."""


@dataclass(frozen=True, slots=True)
class Tables:
    """An open replay. `rules` by name, those in shadow (from place `counting` on) after those that count."""

    folder: Path
    database: duckdb.DuckDBPyConnection
    summary: Summary
    rules: tuple[RuleCount, ...]
    counting: int

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """The rows that a query gives; their types are those that the query asks for."""
        return self.database.execute(query, values).fetchall()


@contextmanager
def opened(folder: Path, *, memory: str = MEMORY) -> Iterator[Tables]:
    """Open the folder of a replay. Raises StceError (E665, E840 to E842)."""
    summary = _summary(folder)
    with _database(folder, memory) as database:
        yield _loaded(folder, summary, database)


@contextmanager
def opened_both(first: Path, second: Path, *, memory: str = MEMORY) -> Iterator[tuple[Tables, Tables]]:
    """Open two replays in one database, in the schemas `a` and `b`. Raises StceError as `opened` does."""
    summaries = _summary(first), _summary(second)
    with _database(first, memory) as database:
        found = []
        for schema, folder, summary in zip(("a", "b"), (first, second), summaries, strict=True):
            database.execute(f"create schema {schema}; set schema = '{schema}'")
            found.append(_loaded(folder, summary, database))
        yield found[0], found[1]


@contextmanager
def _database(folder: Path, memory: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty database beside memory, which is taken away at the end."""
    try:
        import duckdb
        import pyarrow as pa  # noqa: F401  # the schemas of the tables need it
    except ImportError:
        mend = "install stce-rules[history]"
        message = "figures need the libraries 'duckdb' and 'pyarrow', which are not installed"
        raise StceError(Diagnostic("E665", message, where=str(folder), help=mend)) from None
    with tempfile.TemporaryDirectory(prefix="stce-") as beside:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": memory,
            "temp_directory": beside,
            "preserve_insertion_order": False,
            "autoinstall_known_extensions": False,
        }
        try:
            with duckdb.connect(f"{beside}/figures.duckdb", config=settings) as database:
                yield database
        except (duckdb.IOException, duckdb.OutOfMemoryException) as fault:
            said = str(fault).splitlines()[0].lower()
            mend = "make room there, or let the environment variable TMPDIR name a folder that has room"
            raise StceError(Diagnostic("E889", f"figures cannot be counted: {said}", where=beside, help=mend)) from None


def _loaded(folder: Path, summary: Summary, database: duckdb.DuckDBPyConnection) -> Tables:
    import duckdb

    tables = Tables(folder, database, summary, (*summary.rules, *summary.monitor), len(summary.rules))
    try:
        _load(tables)
    except duckdb.Error as fault:
        said = str(fault).splitlines()[0].lower()
        message = f"a table of the replay cannot be read: {said}"
        raise StceError(Diagnostic("E842", message, where=str(folder), help=_AGAIN)) from None
    return tables


_AGAIN = "replay again with --out"


def _summary(folder: Path) -> Summary:
    path = folder / "summary.json"
    mend = "give the folder that 'stce replay --out' wrote"
    if not path.is_file():
        message = "this is not the folder of a finished replay: it has no 'summary.json'"
        raise StceError(Diagnostic("E840", message, where=str(folder), help=mend))
    try:
        return msgspec.json.decode(path.read_bytes(), type=Summary)
    except (msgspec.DecodeError, OSError):
        message = "this is not the summary of a replay of this version"
        raise StceError(Diagnostic("E840", message, where=str(path), help=_AGAIN)) from None


def _parts(folder: Path, name: str, schema: pa.Schema, needed: int) -> list[str]:
    """The parts of a table, in order, each with the columns that the table has."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    parts = sorted(str(one) for one in (folder / name).glob("*.parquet"))
    rows = 0
    for part in parts:
        try:
            with pq.ParquetFile(part) as file:
                columns, rows = set(file.schema_arrow.names), rows + file.metadata.num_rows
        except (OSError, pa.ArrowException):
            message = "this part of a replay is no Parquet file"
            raise StceError(Diagnostic("E842", message, where=part, help=_AGAIN)) from None
        absent = [one for one in schema.names if one not in columns]
        if absent:
            message = f"the table has no column '{absent[0]}'"
            raise StceError(Diagnostic("E842", message, where=part, help=_AGAIN))
    if rows != needed:
        message = f"of the {needed:,} {name} that the summary counts, the tables have {rows:,}"
        mend = "parts are missing, or are of another replay; replay again with --out"
        raise StceError(Diagnostic("E841", message, where=str(folder / name), help=mend))
    return parts


def _load(tables: Tables) -> None:
    summary, database = tables.summary, tables.database
    met = sum(one.hits + one.undetermined + one.exempt for one in tables.rules)
    declarations = _parts(tables.folder, "declarations", declarations_schema(), summary.judged)
    findings = _parts(tables.folder, "findings", findings_schema(), met)
    database.execute(_HEAVINESS)
    if declarations:
        database.execute("set variable parts = $1", [declarations])
        database.execute(_ALL_DECLARATIONS)
    else:
        database.register("none_judged", declarations_schema().empty_table())
        database.execute("create or replace temp view raw as select *, 0 as seq from none_judged")
    database.execute(_DECLARATIONS)
    database.execute("create table r (name text, rule integer)")
    if tables.rules:
        names = [one.rule for one in tables.rules]
        database.execute("insert into r select unnest($1), unnest($2)", [names, list(range(len(names)))])
    database.execute(_NO_RULES_MET)
    if findings:
        database.execute(_RULES_MET, [findings])
    found = database.execute("select coalesce(sum(hits + open + exempt), 0) from met").fetchall()[0][0]
    if found != met:
        message = f"findings that belong to no declaration or rule of the replay: {met - found:,}"
        raise StceError(Diagnostic("E841", message, where=str(tables.folder), help=_AGAIN))
    database.execute("create table h as select met.* from met semi join d on met.seq = d.seq and d.stands")
    database.execute("drop table met")


_HEAVINESS = (
    "create macro heaviness(channel) as coalesce(list_position(['green', 'blue', 'yellow', 'red'], channel) - 1, 0)"
)

_ALL_DECLARATIONS = """
create or replace temp view raw as
select (file_index::bigint << 32) + file_row_number as seq, source, row, declaration, version, action, date, hour,
       office, destination, exporter, importer, consignee, items, chapters, destinations, channel, score, sampled,
       inspected, selected_by, finding, alarms
from read_parquet(getvariable('parts'), file_row_number = true)
"""

_DECLARATIONS = """
create table d as
with changed as (
  select declaration, max((coalesce(version, 1), seq)) filter (action in ('amendment', 'cancellation')) as last,
         arg_max((inspected, selected_by, finding), (coalesce(version, 1), seq)) filter (inspected is not null) as told
  from raw
  where declaration in (select declaration from raw where action in ('amendment', 'cancellation'))
  group by declaration
), latest as (
  select raw.* replace (
           coalesce(raw.inspected, c.told[1]) as inspected,
           case when raw.inspected is null then c.told[2] else raw.selected_by end as selected_by,
           case when raw.inspected is null then c.told[3] else raw.finding end as finding),
         action <> 'cancellation' and (c.last is null or (coalesce(version, 1), seq) >= c.last) as stands
  from raw left join changed c using (declaration)
)
select seq, source, row, declaration as id, version, stands, action, date, hour, office, destination, exporter,
       importer, consignee, items, chapters, destinations, heaviness(channel)::tinyint as channel, score, sampled,
       coalesce(selected_by, 'not stated') as selected_by, len(coalesce(alarms, [])) > 0 as alarmed,
       lower(trim(coalesce(finding, ''))) not in ('', 'none') as found,
       (case when inspected is null then 3 when not inspected then 2 when found then 0 else 1 end)::tinyint as told
from latest
"""
# An outcome belongs to the declaration, whichever of its versions carries it: the last one told is taken.

_NO_RULES_MET = """
create table met (seq bigint, rule integer, points bigint, floor tinyint, hits bigint, open bigint, exempt bigint)
"""

_RULES_MET = """
insert into met
select d.seq, r.rule, max(f.points), max(heaviness(f.channel))::tinyint,
       count(*) filter (f.outcome in ('hit', 'monitor hit')),
       count(*) filter (f.outcome in ('undetermined', 'monitor undetermined')),
       count(*) filter (f.outcome in ('exempt', 'monitor exempt'))
from read_parquet($1) f join d on f.source = d.source and f.row = d.row join r on r.name = f.rule
group by d.seq, r.rule
"""
