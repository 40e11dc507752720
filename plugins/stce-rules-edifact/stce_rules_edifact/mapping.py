"""The mapping table: which qualifier fills which box.

Enters: `data/mapping.csv`. Leaves: its rows, looked up by segment, level and qualifier. Of several rows for one box the
lowest rank that the message has wins. `box=word` is a word that the qualifier means.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal, NamedTuple

__all__ = ["Level", "Row", "find", "rows"]

Level = Literal["declaration", "item"]


class Row(NamedTuple):
    """One row: the qualifier and what it means."""

    segment: str
    element: str
    code: str
    level: str
    box: str
    rank: int
    meaning: str
    source: str

    @property
    def word(self) -> str:
        """What the qualifier means, where the box holds a word."""
        return self.box.partition("=")[2]


@cache
def rows() -> tuple[Row, ...]:
    """All rows, in the order of the file."""
    text = files("stce_rules_edifact").joinpath("data/mapping.csv").read_text(encoding="utf-8")
    found: list[Row] = []
    for segment, element, code, level, box, rank, meaning, source in list(csv.reader(text.splitlines()))[1:]:
        found.append(Row(segment, element, code, level, box, int(rank), meaning, source))
    return tuple(found)


def find(segment: str, element: str, code: str, level: Level) -> Row | None:
    """The row of a qualifier; None when it fills nothing at that level."""
    row = _table().get((segment, element, code))
    return row if row is not None and row.level in (level, "both") else None


@cache
def _table() -> Mapping[tuple[str, str, str], Row]:
    return MappingProxyType({(row.segment, row.element, row.code): row for row in rows()})
