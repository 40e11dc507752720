"""Batches of tables judged by columns, and what columns cannot tell declaration by declaration.

Enters: rows of a table, and declarations among them. Leaves: one judged batch, its rows in the order of the table.
"""

from __future__ import annotations

import threading
from copy import copy
from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from stce_rules.engines.choose import DEFAULT
from stce_rules.replay.batches import TableWork
from stce_rules.replay.judging import Judge, Judged, Setting
from stce_rules.replay.parquet_file import as_table, require_pyarrow
from stce_rules.replay.result_tables import declarations_schema, findings_schema
from stce_rules.replay.sources import History
from stce_rules.replay.tally import Tally
from stce_rules.replay.unread import reasons_in_order

if TYPE_CHECKING:
    import pyarrow as pa

    from stce_rules.replay.rows import Found

__all__ = ["COLUMNAR", "TableJudge", "best_engine", "by_columns"]

COLUMNAR: Final = "columnar"
"""The engine that judges tables by columns."""


def best_engine(history: History, limit: int | None) -> str:
    """The engine when none is asked for: messages, and the first few declarations, are judged one by one."""
    installed = all(find_spec(name) is not None for name in ("numpy", "pyarrow"))
    return COLUMNAR if installed and limit is None and history.is_of_tables else DEFAULT


def by_columns(setting: Setting) -> bool:
    """Whether batches of tables are judged as such."""
    return setting.engine == COLUMNAR


class TableJudge:
    """Judges batches of tables by one setting. Threads may share it. Close it when done."""

    engine = COLUMNAR

    def __init__(self, setting: Setting) -> None:
        """Make both judges, ready to judge. Raises StceError (E665) where the libraries are not installed."""
        require_pyarrow("--engine columnar")
        from stce_rules.replay.columnar import ColumnarJudge

        self._setting = setting
        self._columns = ColumnarJudge(setting)
        self._columns.prepare()
        self._by_row = replace(setting, engine=DEFAULT)
        self._threads = threading.local()

    def judge(self, work: TableWork) -> Judged:
        """Judge a batch."""
        judged = [] if work.table is None else [self._columns.judge(work.table)]
        if work.apart or not judged:
            judged.append(self._cases().judge(work.apart))
        found = judged[0] if len(judged) == 1 else self._together(judged)
        if work.table is not None and work.table.unread is not None:
            found.tally.unread = reasons_in_order(work.table.unread, work.apart)
        return found

    def _cases(self) -> Judge:
        """The judge of declarations that one thread has: what a judge knows of the past is not shared."""
        judge: Judge | None = getattr(self._threads, "judge", None)
        if judge is None:
            judge = self._threads.judge = Judge(replace(self._by_row, past=copy(self._by_row.past)))
        return judge

    def _together(self, judged: list[Judged]) -> Judged:
        tally = Tally()
        for one in judged:
            tally.merge(one.tally)
        wanted = self._setting
        return Judged(
            tally,
            _by_row([one.findings for one in judged], findings_schema()) if wanted.with_findings else {},
            _by_row([one.declarations for one in judged], declarations_schema()) if wanted.with_declarations else {},
        )

    def close(self) -> None:
        """Give back what both hold."""
        self._columns.close()
        self._threads = threading.local()


def _by_row(found: list[Found], schema: pa.Schema) -> pa.Table:
    """The rows of all in the order of the table that they were read from; findings of one declaration stay together."""
    import pyarrow as pa
    import pyarrow.compute as pc

    together = pa.concat_tables([as_table(one, schema) for one in found])
    # Arrow sorts stably: rows of one declaration are all in one of the tables, in their order
    return together.take(pc.sort_indices(together, [("row", "ascending")]))
