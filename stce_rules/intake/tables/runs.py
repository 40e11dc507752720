"""Rows put together to declarations, as columns.

Enters: the columns of id, version and action. Leaves: where declarations begin, which of them only the row reader can
put together, the numbers of goods items.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from stce_rules.intake.tables.assemble import MOST_ROWS
from stce_rules.intake.tables.distinct import differing, flags, nothing_in, valid
from stce_rules.intake.tables.mapping import Mapped

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Runs"]


@dataclass(frozen=True, slots=True)
class Runs:
    """Rows by declarations: those with which one begins, and those that only the row reader can put to one.

    A row without an id stands among the rows of the declaration before it, which may go on behind it. `keys` are id,
    version and action; each row is a declaration by itself unless they go `together`.
    """

    begins: np.ndarray
    odd: np.ndarray
    keys: Mapping[str, pa.Array]
    together: bool

    @classmethod
    def of(cls, keys: Mapping[str, Mapped], *, together: bool) -> Self:
        """The runs by their keys."""
        columns = {name: _plain(key.columns[0]) for name, key in keys.items()}
        nameless = ~valid(columns["id"]) | nothing_in(columns["id"], ["", "null"]) | keys["id"].odd
        found = cls(np.ones(len(nameless), dtype=bool), nameless.copy(), columns, together)
        if together and nameless.any():
            rows = np.arange(len(nameless))
            named = np.maximum.accumulate(np.where(nameless, 0, rows))
            found.begins[1:] = ~nameless[1:] & ~found._are_same(named[:-1], rows[1:])
            if nameless[0] and not nameless.all():
                # it may belong to a declaration before these rows, which only the row reader knows
                found.begins[np.argmin(nameless)] = False
        elif together:
            found.begins[1:] = ~found._are_same(slice(None, -1), slice(1, None))
        for name, key in keys.items():
            found.odd[:] |= key.odd
            if name != "id":
                found.odd[differing(columns[name], ~found.begins[1:])] = True
        return found

    def part(self, end: int) -> Runs:
        """Those of the first rows."""
        keys = {name: key[:end] for name, key in self.keys.items()}
        return Runs(self.begins[:end], self.odd[:end], keys, self.together)

    def _are_same(self, one: np.ndarray | slice, other: np.ndarray | slice) -> np.ndarray:
        """Whether rows would be of one declaration if they followed each other."""
        import pyarrow as pa
        from pyarrow import compute

        same = []
        for name, key in self.keys.items():
            first, second = (key[at] if isinstance(at, slice) else key.take(pa.array(at)) for at in (one, other))
            same.append(flags(compute.equal(first, second).fill_null(name != "id")))
        return np.asarray(np.logical_and.reduce(same))

    def oddities(self, odd: np.ndarray) -> np.ndarray:
        """All rows of declarations that have an odd row, too many rows, or come to stand behind one of the same id."""
        starts = np.flatnonzero(self.begins)
        lengths = np.diff(starts, append=len(odd))
        found = lengths > MOST_ROWS
        found[np.searchsorted(starts, np.flatnonzero(odd), side="right") - 1] = True
        nearest = 1 if self.together else 0  # neighbours are known to be different
        while True:
            kept = np.flatnonzero(~found)
            meet = np.flatnonzero(np.diff(kept) > nearest)
            again = self._are_same(starts[kept[meet]], starts[kept[meet + 1]])
            if not again.any():
                return np.repeat(found, lengths)
            found[kept[meet + 1][again]] = True

    def numbered(self, stated: pa.Array | None) -> pa.Array:
        """The numbers of goods items: as stated, else by their places in the declaration."""
        import pyarrow as pa
        from pyarrow import compute

        if stated is not None and not stated.null_count:
            return stated
        rows = np.arange(len(self.begins))
        numbers = pa.array(rows - rows[self.begins][np.cumsum(self.begins) - 1] + 1, pa.int64())
        return numbers if stated is None else compute.coalesce(stated, numbers)


def _plain(column: pa.Array) -> pa.Array:
    import pyarrow as pa

    return column.cast(column.type.value_type) if isinstance(column, pa.DictionaryArray) else column
