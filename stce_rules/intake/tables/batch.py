"""Rows of a table as columns, as the columnar engine reads them. Needs no library as long as there is no batch."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from stce_rules.core.declaration import ParseIssue

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

__all__ = ["TableBatch", "UnreadOutcomes"]


@dataclass(frozen=True, slots=True)
class UnreadOutcomes:
    """What declarations say of their outcomes that cannot be read, beside columns in which nothing stands for it.

    `ways` are all that is told of one declaration, each way once. `rows` says in which rows such declarations begin,
    `of` in which of the ways.
    """

    ways: tuple[tuple[ParseIssue, ...], ...]
    rows: np.ndarray
    of: np.ndarray

    def counted(self) -> Iterator[tuple[int, tuple[ParseIssue, ...], int]]:
        """Each way with the first row where it is met, and how many declarations say it."""
        import numpy as np

        used, first, counts = np.unique(self.of, return_index=True, return_counts=True)
        for way, at, count in zip(used.tolist(), first.tolist(), counts.tolist(), strict=True):
            yield int(self.rows[at]), self.ways[way], count


@dataclass(frozen=True, slots=True)
class TableBatch:
    """Rows of a table as columns. `source` names the table, `rows` says which row of it each is, from 1, rising.

    `unread` is None where all outcomes can be read.
    """

    source: str
    rows: np.ndarray
    batch: pa.RecordBatch
    unread: UnreadOutcomes | None = None

    @property
    def last(self) -> int:
        """The number of the last row."""
        return int(self.rows[-1])
