"""Some rows of a table as columns of cells, cut and put together.

Enters: columns of cells with the numbers and lines of their rows. Leaves: fewer rows, more rows, or rows one by one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stce_rules.intake.tables.csvrows import Row
from stce_rules.intake.tables.typedrows import cells

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Chunk"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """Rows as columns of cells, with their numbers and lines."""

    numbers: np.ndarray
    lines: np.ndarray
    columns: list[pa.Array]

    def __len__(self) -> int:
        return len(self.numbers)

    def part(self, start: int, end: int) -> Chunk:
        """Some of the rows."""
        columns = [column.slice(start, end - start) for column in self.columns]
        return Chunk(self.numbers[start:end], self.lines[start:end], columns)

    def only(self, places: Collection[int]) -> Chunk:
        """The same rows, with nothing in the columns at other places."""
        import pyarrow as pa

        columns = [column if at in places else pa.nulls(len(self)) for at, column in enumerate(self.columns)]
        return Chunk(self.numbers, self.lines, columns)

    def joined(self, other: Chunk) -> Chunk:
        """These rows, and others behind them."""
        columns = [_behind(*pair) for pair in zip(self.columns, other.columns, strict=True)]
        return Chunk(np.concatenate([self.numbers, other.numbers]), np.concatenate([self.lines, other.lines]), columns)

    def rows(self, chosen: np.ndarray, own: int, delimiter: str | None) -> Iterator[Row]:
        """Rows by their places, with the first cells; of a text also as they stood, but for quotation marks."""
        import pyarrow as pa

        values = [cells(column.take(pa.array(chosen))) for column in self.columns[:own]]
        for place, row in zip(chosen, zip(*values, strict=True), strict=True):
            text = "" if delimiter is None else delimiter.join(map(str, row))
            yield Row(int(self.numbers[place]), int(self.lines[place]), row, text)


def _behind(few: pa.Array, many: pa.Array) -> pa.Array:
    """A column behind a few of its rows; a dictionary is not made anew, which would take longer than reading it."""
    import pyarrow as pa
    from pyarrow import compute

    if not isinstance(many, pa.DictionaryArray):
        return pa.concat_arrays([few, many])
    plain = few.cast(many.type.value_type)
    values = plain.unique().drop_null()
    met = compute.index_in(many.dictionary, value_set=values)
    at = np.flatnonzero(met.is_valid().to_numpy(zero_copy_only=False))
    places = np.full(len(values), -1)
    places[met.take(pa.array(at)).to_numpy(zero_copy_only=False)] = at
    new = places < 0
    places[new] = len(many.dictionary) + np.arange(np.count_nonzero(new))
    dictionary = pa.concat_arrays([many.dictionary, values.filter(pa.array(new))]) if new.any() else many.dictionary
    # of small numbers there may be none left
    indices = pa.array(places, pa.int32()).take(compute.index_in(plain, value_set=values))
    return pa.DictionaryArray.from_arrays(pa.concat_arrays([indices, many.indices.cast(pa.int32())]), dictionary)
