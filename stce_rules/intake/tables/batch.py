"""Rows of a table as columns, as the columnar engine reads them. Needs no library as long as there is no batch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

__all__ = ["TableBatch"]


@dataclass(frozen=True, slots=True)
class TableBatch:
    """Rows of a table as columns. `source` names the table, `rows` says which row of it each is, from 1, rising."""

    source: str
    rows: np.ndarray
    batch: pa.RecordBatch

    @property
    def last(self) -> int:
        """The number of the last row."""
        return int(self.rows[-1])
