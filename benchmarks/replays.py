"""Tables judged by columns against the same tables declaration by declaration, by chance.

Enters: a source of chance. Leaves: what is different, in words. Both read the same Parquet files. Columns are judged
twice: by the compiled kernel, and as where Numba is not installed.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from itertools import pairwise, zip_longest
from pathlib import Path
from random import Random

from pyarrow import Table, parquet, table

from stce_rules.engines.columnar import arrays, compiled
from stce_rules.plan.model import Plan
from stce_rules.replay.columnar import ColumnarJudge
from stce_rules.replay.judging import Judge, Judged, Setting
from stce_rules.replay.result_tables import declarations_schema, findings_schema
from stce_rules.replay.sources import Declared, History, TableBatch, adapters_for
from stce_rules.replay.windows.looking_back import looking_back
from stce_rules.testing.agreement import plan_of
from stce_rules.testing.chance import history, ruleset_text
from stce_rules.testing.tables import canonical_table, odd, retyped

__all__ = ["compare_replays"]

_KERNELS = (arrays, compiled)


def compare_replays(chance: Random, declarations: int, *, windows: bool = False) -> tuple[int, str | None]:
    """A ruleset, and three tables of declarations one after another: pairs judged by columns, what is different.

    With `windows` rules look back, and the tables are one history.
    """
    text = ruleset_text(chance, windows=windows)
    came = list(history(chance, declarations))
    ends = (0, declarations // 8, declarations // 2, declarations)
    evidence, as_of = chance.random() < 0.2, date(2024, 6, 1) if chance.random() < 0.2 else None
    setting = Setting(plan_of(text), "indexed", {}, (), True, evidence, True, as_of)
    pairs = 0
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for start, end in pairwise(ends):
            if (rows := canonical_table(came[start:end])).num_rows:
                paths.append(Path(folder) / f"{start:06}.parquet")
                parquet.write_table(retyped(odd(rows, chance), chance), paths[-1])
        with looking_back(setting, _open(*paths)) as with_past:
            judges: list[Judge | ColumnarJudge] = [
                Judge(with_past),
                *(ColumnarJudge(with_past, kernel) for kernel in _KERNELS),
            ]
            for path in paths:
                many, found = _compare(judges, setting.plan, path)
                pairs += many
                if found is not None:
                    return pairs, f"{text}\n{found}"
    return pairs, None


def _compare(judges: list[Judge | ColumnarJudge], plan: Plan, path: Path) -> tuple[int, str | None]:
    """Declarations that went by columns; the first row that is different."""
    by_row, *by_column = judges
    one_by_one = {one.row: one for one in _open(path).located() if isinstance(one, Declared)}
    pairs = 0
    for batch in _open(path).batches():
        if not isinstance(batch, TableBatch):
            continue
        declared = [one_by_one[row] for row in batch.rows.tolist() if row in one_by_one]
        pairs += len(declared)
        wanted = _plain(by_row.judge(declared), plan)  # type: ignore[arg-type]
        for judge, kernel in zip(by_column, _KERNELS, strict=True):
            with _without_numba() if kernel is arrays else nullcontext():
                got = _plain(judge.judge(batch), plan)  # type: ignore[arg-type]
            if got != wanted:
                return pairs, f"{kernel.__name__}: {_first_difference(got, wanted)}"
    return pairs, None


def _open(*paths: Path) -> History:
    return History(paths, adapters_for((), None))


def _plain(judged: Judged, plan: Plan) -> list[object]:
    """All rows of both tables, and the counts."""
    found: list[object] = []
    for part, schema in ((judged.findings, findings_schema()), (judged.declarations, declarations_schema())):
        found += (part if isinstance(part, Table) else table(part, schema=schema)).to_pylist()
    return [*found, judged.tally.summary(plan, "any", "complete")]


def _first_difference(got: list[object], wanted: list[object]) -> str:
    return next(f"{one}\nby rows: {other}" for one, other in zip_longest(got, wanted) if one != other)


@contextmanager
def _without_numba() -> Iterator[None]:
    """Numba is not found."""
    kept = sys.modules["numba"]
    sys.modules["numba"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        sys.modules["numba"] = kept
