"""Windows over a whole history, computed by DuckDB.

Enters: the batches of `tables`, of some windows. Leaves: the value of each window for each subject and group, as a file
sorted by message. Promises: what DuckDB holds in memory stays within a limit, and the rest is on disk; what the values
mean is said in `sql`.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.windows import Window
from stce_rules.replay.windows.sql import PLACES, Made, life_of, values_of
from stce_rules.replay.windows.tables import input_tables

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Computing"]


class Computing:
    """Tables that are filled, computed with, and thrown away. Use it as a context."""

    def __init__(self, folder: Path, memory: str, threads: int) -> None:
        """`memory` is DuckDB's limit, such as `512MB`; what is beyond it is spilled into the folder.

        The context raises StceError (E670) when there is no room for what is written.
        """
        import duckdb

        self._faults = (duckdb.IOException, duckdb.OutOfMemoryException)
        settings: dict[str, str | int | float | list[str]]
        settings = {"memory_limit": memory, "threads": threads, "temp_directory": str(folder / "spilled")}
        self._database = duckdb.connect(config={**settings, "preserve_insertion_order": False})

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._database.close()
        if isinstance(error, self._faults):
            reason = f"{error}".splitlines()[0].partition(": ")[2]
            message = "what came before each declaration cannot be written"
            raise StceError(Diagnostic("E670", message, where="windows", help=f"DuckDB says: {reason}")) from error

    # ---- in

    def prepare(self, windows: dict[int, Window]) -> None:
        """Make the tables of the input."""
        for name, schema in input_tables(windows).items():
            self._insert(f"CREATE TABLE {name} AS FROM rows", schema.empty_table())

    def fill(self, batches: Iterable[tuple[str, pa.RecordBatch]]) -> None:
        """Add to the input."""
        import pyarrow as pa

        for name, batch in batches:
            if batch.num_rows:
                self._insert(f"INSERT INTO {name} FROM rows", pa.Table.from_batches([batch]))

    def _insert(self, sql: str, rows: pa.Table) -> None:
        self._database.register("rows", rows)
        self._database.execute(sql)
        self._database.unregister("rows")

    # ---- out

    def compute(self, windows: dict[int, Window], file: Path) -> None:
        """Compute all windows and write the values."""
        for one in PLACES:
            self._make(one)
        self._database.execute(_RESULT)
        for number, window in windows.items():
            self._make(life_of(number, window))
            self._database.execute(f"INSERT INTO result {values_of(number, window)}")
            for table in ("facts", "values", "asks", "life"):
                self._database.execute(f"DROP TABLE {table}_{number}")
        written = str(file).replace("'", "''")
        rows = "SELECT * FROM result ORDER BY ALL"
        self._database.execute(f"COPY ({rows}) TO '{written}' (FORMAT parquet, ROW_GROUP_SIZE 50000)")

    def _make(self, table: Made) -> None:
        self._database.execute(f"CREATE TABLE {table.name} AS {table.query}")


_RESULT = """
CREATE TABLE result (message BIGINT, number INTEGER, position INTEGER, nth INTEGER,
                     low DECIMAL(38, 0), high DECIMAL(38, 0), declarations BIGINT);
"""
