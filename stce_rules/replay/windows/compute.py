"""Windows over a whole history, computed by DuckDB.

Enters: the batches of `tables`, of some windows. Leaves: the value of each window for each subject and group, as a file
sorted by message. Promises: what DuckDB holds in memory stays within a limit, and the rest is on disk; sums are exact;
the values are those of the definition (`testing.past`).

Messages get a place each in the order (day, id, version, number). Time runs in moments, four to a place: at the first
what ends there is taken off, at the third the message itself is added, and its subjects look at what stands at the
second (`earlier`) or fourth. A sum, a count and a count of distinct values are then running sums over what is added
and taken off. A largest value has no such form: it is looked up in a frame of moments, and what ended before its time,
by an amendment or a cancellation, is joined beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from stce_rules.core.windows import Measure, Window
from stce_rules.replay.windows.tables import SCALE, asks_schema, facts_schema, messages_schema, values_schema

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

__all__ = ["Computing"]

_DAYS, _MONTHS = 2_000_000, 60_000
"""Longer windows reach beyond every date there is."""


class Computing:
    """Tables that are filled, computed with, and thrown away. Use it as a context."""

    def __init__(self, folder: Path, memory: str, threads: int) -> None:
        """`memory` is DuckDB's limit, such as `512MB`; what is beyond it is spilled into the folder."""
        import duckdb

        settings: dict[str, str | int | float | list[str]]
        settings = {"memory_limit": memory, "threads": threads, "temp_directory": str(folder / "spilled")}
        self._database = duckdb.connect(config={**settings, "preserve_insertion_order": False})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()

    # ---- in

    def prepare(self, windows: dict[int, Window]) -> None:
        """Make the tables of the input."""
        tables = {"messages": messages_schema()}
        for number, window in windows.items():
            keys = len(window.by)
            tables[f"facts_{number}"] = facts_schema(keys)
            tables[f"values_{number}"] = values_schema(keys)
            tables[f"asks_{number}"] = asks_schema(keys)
        for name, schema in tables.items():
            self._insert(f'CREATE TABLE "{name}" AS FROM rows', schema.empty_table())

    def fill(self, batches: Iterable[tuple[str, pa.RecordBatch]]) -> None:
        """Add to the input."""
        import pyarrow as pa

        for name, batch in batches:
            if batch.num_rows:
                self._insert(f'INSERT INTO "{name}" FROM rows', pa.Table.from_batches([batch]))

    def _insert(self, sql: str, rows: pa.Table) -> None:
        self._database.register("rows", rows)
        self._database.execute(sql)
        self._database.unregister("rows")

    # ---- out

    def compute(self, windows: dict[int, Window], file: Path) -> None:
        """Compute all windows and write the values."""
        self._database.execute(_PLACES)
        self._database.execute(_RESULT)
        for number, window in windows.items():
            for sql in _of_window(number, window, self._patterns(number, window)):
                self._database.execute(sql)
        written = str(file).replace("'", "''")
        self._database.execute(f"COPY ({_SORTED}) TO '{written}' (FORMAT parquet, ROW_GROUP_SIZE 50000)")

    def _patterns(self, number: int, window: Window) -> list[tuple[bool, ...]]:
        """Which keys are known, for each kind of row there is."""
        known = ", ".join(f"key{at} IS NOT NULL" for at in range(len(window.by)))
        found: duckdb.DuckDBPyConnection = self._database.execute(
            f"SELECT DISTINCT {known} FROM facts_{number} ORDER BY ALL"  # noqa: S608 (names are numbers)
        )
        every = (True,) * len(window.by)
        return sorted({every, *(tuple(bool(one) for one in row) for row in found.fetchall())})


# ---- messages

_PLACES = """
CREATE TABLE dated AS
SELECT * EXCLUDE (day), last_value(day IGNORE NULLS) OVER (
    PARTITION BY id ORDER BY version, message ROWS UNBOUNDED PRECEDING) AS day
FROM messages;

CREATE TABLE placed AS
SELECT message, id, day, row_number() OVER (ORDER BY day, id, version, message) AS place
FROM dated WHERE day IS NOT NULL;

CREATE TABLE days AS SELECT day, min(place) AS place FROM placed GROUP BY day;

CREATE TABLE stays AS
SELECT message, day, 4 * place + 2 AS enters, 4 * lead(place) OVER (PARTITION BY id ORDER BY place) AS replaced
FROM placed
UNION ALL
SELECT message, NULL, 0, 4 * first
FROM (SELECT message, id FROM dated WHERE day IS NULL
      QUALIFY row_number() OVER (PARTITION BY id ORDER BY version DESC, message DESC) = 1)
LEFT JOIN (SELECT id, min(place) AS first FROM placed GROUP BY id) USING (id);
"""
"""`stays`: from which moment to which a message stands, as far as other messages say; without a day from the start."""

_RESULT = """
CREATE TABLE result (number INTEGER, message BIGINT, position INTEGER, nth INTEGER,
                     low DECIMAL(38, 0), high DECIMAL(38, 0), declarations BIGINT);
"""

_SORTED = "SELECT message, number, position, nth, low, high, declarations FROM result ORDER BY ALL"


def _of_window(number: int, window: Window, patterns: list[tuple[bool, ...]]) -> Iterator[str]:
    """The statements that compute one window."""
    yield _stays_of(number, window)
    if window.measure is Measure.LARGEST:
        yield _largest(number, window, patterns)
    else:
        yield _summed(number, window, patterns)
    for table in ("facts", "values", "asks", "life"):
        yield f'DROP TABLE "{table}_{number}"'


def _stays_of(number: int, window: Window) -> str:
    """`life`: the moments at which a message enters and leaves this window; `early` when it does so before its time."""
    reach = window.reach
    if reach.days:
        gone = f"day + {min(reach.days, _DAYS)}"
    else:
        later = f"(day + INTERVAL {min(reach.months, _MONTHS)} MONTH)::DATE"
        gone = f"{later} + (day(day) > day({later}))::INTEGER"
    return f"""
        CREATE TABLE life_{number} AS
        SELECT message, enters, least(replaced, expires) AS leaves, day IS NULL AS unplaced,
               day IS NULL OR (replaced IS NOT NULL AND replaced < coalesce(expires, replaced + 1)) AS early
        FROM (SELECT stays.*, 4 * days.place AS expires
              FROM (SELECT *, {gone} AS gone FROM stays) AS stays ASOF LEFT JOIN days ON stays.gone <= days.day)
        WHERE message IN (SELECT message FROM messages WHERE NOT cancels)
    """  # noqa: S608


def _keys(pattern: tuple[bool, ...], table: str = "") -> list[str]:
    """The columns of the known keys."""
    return [f"{table}key{at}" for at, known in enumerate(pattern) if known]


def _matching(pattern: tuple[bool, ...]) -> str:
    return " AND ".join(f"key{at} IS {'NOT ' if known else ''}NULL" for at, known in enumerate(pattern))


def _columns(names: list[str]) -> str:
    return "".join(f"{one}, " for one in names)


def _partition(names: list[str]) -> str:
    return f"PARTITION BY {', '.join(names)}" if names else ""


def _asks(number: int, window: Window) -> str:
    return f"""
        SELECT asks.*, 4 * placed.place + {1 if window.earlier else 3} AS moment
        FROM asks_{number} AS asks JOIN placed USING (message)
    """  # noqa: S608


# ---- sums and counts


def _summed(number: int, window: Window, patterns: list[tuple[bool, ...]]) -> str:
    keys = _columns([f"key{at}" for at in range(len(window.by))])
    parts = " UNION ALL ".join(_running(pattern) for pattern in patterns)
    return f"""
        INSERT INTO result
        WITH asks AS ({_asks(number, window)}),
        standing AS (
            SELECT facts.*, life.enters, life.leaves FROM facts_{number} AS facts JOIN life_{number} AS life
            ON facts.message = life.message AND facts.placed = NOT life.unplaced),
        moves AS (
            SELECT {keys} enters AS moment, low, high, opens, declarations FROM standing
            UNION ALL
            SELECT {keys} leaves, -low, -high, -opens, -declarations FROM standing WHERE leaves IS NOT NULL
            {_distinct(number, window) if window.measure is Measure.DISTINCT else ""}),
        sums AS ({parts})
        SELECT {number}, message, position, nth, sum(low), CASE WHEN sum(opens) > 0 THEN NULL ELSE sum(high) END,
               sum(declarations)
        FROM sums GROUP BY message, position, nth
    """  # noqa: S608


def _running(pattern: tuple[bool, ...]) -> str:
    """What stands at the moment of each subject, of the rows of one pattern."""
    keys = _keys(pattern)
    over = f"({_partition(keys)} ORDER BY moment ROWS UNBOUNDED PRECEDING)"
    return f"""
        SELECT message, position, nth, low, high, opens, declarations FROM (
            SELECT message, position, nth, sum(low) OVER line AS low, sum(high) OVER line AS high,
                   sum(opens) OVER line AS opens, sum(declarations) OVER line AS declarations
            FROM (
                SELECT {_columns(keys)} moment, low, high, opens, declarations,
                       NULL::BIGINT AS message, NULL::INTEGER AS position, NULL::INTEGER AS nth
                FROM moves WHERE {_matching(pattern)}
                UNION ALL
                SELECT {_columns(keys)} moment, 0, 0, 0, 0, message, position, nth FROM asks)
            WINDOW line AS {over})
        WHERE message IS NOT NULL
    """  # noqa: S608


def _distinct(number: int, window: Window) -> str:
    """One more where a value is first there, one less where it is there no longer."""
    keys = [f"key{at}" for at in range(len(window.by))]
    return f"""
        UNION ALL
        SELECT {_columns(keys)} moment, step * {SCALE}, step * {SCALE}, 0, 0 FROM (
            SELECT {_columns(keys)} moment, (there > 0)::INTEGER - (there - change > 0)::INTEGER AS step FROM (
                SELECT *, sum(change) OVER (PARTITION BY {_columns(keys)} text ORDER BY moment
                                            ROWS UNBOUNDED PRECEDING) AS there
                FROM (SELECT {_columns(keys)} text, moment, sum(change) AS change FROM (
                          SELECT {_columns(keys)} text, enters AS moment, 1 AS change
                          FROM values_{number} JOIN life_{number} USING (message) WHERE NOT unplaced
                          UNION ALL
                          SELECT {_columns(keys)} text, leaves, -1
                          FROM values_{number} JOIN life_{number} USING (message)
                          WHERE NOT unplaced AND leaves IS NOT NULL)
                      GROUP BY {_columns(keys)} text, moment)))
        WHERE step <> 0
    """  # noqa: S608


# ---- largest values


def _largest(number: int, window: Window, patterns: list[tuple[bool, ...]]) -> str:
    reach = window.reach
    if reach.days:
        first = f"placed.day - {min(reach.days, _DAYS) - 1}"
    else:
        first = f"(placed.day - INTERVAL {min(reach.months, _MONTHS)} MONTH)::DATE + 1"
    parts = " UNION ALL ".join(f"{_framed(one)} UNION ALL {_early(one)}" for one in patterns)
    return f"""
        INSERT INTO result
        WITH asked AS (
            SELECT asks.*, {first} AS first FROM ({_asks(number, window)}) AS asks JOIN placed USING (message)),
        asks AS (SELECT asked.*, moment - 4 * days.place AS back FROM asked ASOF JOIN days ON asked.first <= days.day),
        standing AS (
            SELECT facts.*, life.enters, life.leaves, life.early FROM facts_{number} AS facts
            JOIN life_{number} AS life ON facts.message = life.message AND facts.placed = NOT life.unplaced),
        found AS ({parts})
        SELECT {number}, message, position, nth, max(low), CASE WHEN max(opens) > 0 THEN NULL ELSE max(high) END,
               sum(declarations)
        FROM found GROUP BY message, position, nth
    """  # noqa: S608


def _framed(pattern: tuple[bool, ...]) -> str:
    """Over the moments that reach back to the first day of the window: what stood its whole time."""
    keys = _keys(pattern)
    over = f"({_partition(keys)} ORDER BY moment RANGE BETWEEN back PRECEDING AND CURRENT ROW)"
    return f"""
        SELECT message, position, nth, low, high, opens, declarations FROM (
            SELECT message, position, nth, max(low) OVER line AS low, max(high) OVER line AS high,
                   max(opens) OVER line AS opens, coalesce(sum(declarations) OVER line, 0) AS declarations
            FROM (
                SELECT {_columns(keys)} enters AS moment, 0 AS back, low, high, opens, declarations,
                       NULL::BIGINT AS message, NULL::INTEGER AS position, NULL::INTEGER AS nth
                FROM standing WHERE NOT early AND {_matching(pattern)}
                UNION ALL
                SELECT {_columns(keys)} moment, back, NULL, NULL, 0, 0, message, position, nth FROM asks)
            WINDOW line AS {over})
        WHERE message IS NOT NULL
    """  # noqa: S608


def _early(pattern: tuple[bool, ...]) -> str:
    """What ended before its time, or has no time: few, so they are joined."""
    alike = "".join(f" AND asks.{key} = standing.{key}" for key in _keys(pattern))
    known = " AND ".join(f"standing.key{at} IS {'NOT ' if known else ''}NULL" for at, known in enumerate(pattern))
    return f"""
        SELECT asks.message, asks.position, asks.nth, low, high, opens, declarations
        FROM asks JOIN standing ON early AND enters <= moment AND (leaves IS NULL OR moment < leaves){alike}
        WHERE {known}
    """  # noqa: S608
