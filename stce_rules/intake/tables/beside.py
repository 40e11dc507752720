"""Outcomes of controls that cannot be read, told beside columns.

Enters: columns of cells, and the rows whose outcome cannot be read. Leaves: what is told of the declarations, and rows
that only the row reader can put together. Promise: it is the row reader that reads the cells, each combination once, so
that the same is told of a declaration, but for the numbers of rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from stce_rules.core.declaration import ParseIssue
from stce_rules.intake.tables.batch import UnreadOutcomes
from stce_rules.intake.tables.csvrows import Row
from stce_rules.intake.tables.distinct import distinct
from stce_rules.intake.tables.filling import Filling, without_row
from stce_rules.intake.tables.model import Cell, Group
from stce_rules.intake.tables.spreading import Bundle

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["told_beside"]


def told_beside(
    bundle: Bundle, where: Mapping[str, int], columns: Sequence[pa.Array], rows: np.ndarray, begins: np.ndarray
) -> tuple[UnreadOutcomes, np.ndarray]:
    """What is told of declarations with one of the `rows`, which are marks; and the rows where they say it otherwise.

    Declarations are named by the places of their first rows.
    """
    import pyarrow as pa

    assert bundle.told is not None  # noqa: S101 (only such rows are marked)
    starts = np.flatnonzero(begins)
    has_some = np.logical_or.reduceat(rows, starts)
    chosen = np.flatnonzero(np.repeat(has_some, np.diff(starts, append=len(rows))))
    read = bundle.read
    codes, cells = distinct([columns[where[name]].take(pa.array(chosen)) for name in read], len(chosen))
    firsts = np.flatnonzero(begins[chosen])
    said = codes[firsts]
    otherwise = chosen[codes != np.repeat(said, np.diff(firsts, append=len(chosen)))]
    used, of = np.unique(said, return_inverse=True)
    places = [where[name] for name in read]
    ways = tuple(_told(bundle.told, where, dict(zip(places, cells[code], strict=True))) for code in used.tolist())
    return UnreadOutcomes(ways, chosen[firsts], of), otherwise


def _told(group: Group, where: Mapping[str, int], cells: Mapping[int, Cell]) -> tuple[ParseIssue, ...]:
    """What is told of a row with these cells."""
    filling = Filling(where)
    filling.boxes(group, Row(0, 0, tuple(cells.get(at) for at in range(max(where.values(), default=-1) + 1))), "")
    return tuple(ParseIssue(one["code"], one["place"], without_row(one["message"])) for one in filling.issues)
