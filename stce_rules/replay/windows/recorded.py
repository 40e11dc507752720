"""The values of windows that were computed for a history, for the judge of that history.

Enters: values by message, each part sorted: a file of all, or a folder with a folder for each source; where the message
that is judged stands. Leaves: values of windows. Promise: memory holds one row group of each file, so messages are best
asked for in the order of the history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from stce_rules.core.boxes import Case
from stce_rules.core.windows import Group, WindowValue
from stce_rules.engines.contributions import Contributions
from stce_rules.engines.protocol import Outcomes
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Plan
from stce_rules.replay.windows.tables import SCALE, values_read

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.parquet as pq

__all__ = ["SOURCE_BITS", "Places", "RecordedPast", "end_of", "folder_of"]

_Key = tuple[int, int, int, int]
"""Message, window, position, number of the group."""
_Ends = tuple[Fraction | None, Fraction | None, int]


class Places:
    """Sources in their order, which gives every message a number in the order of the history."""

    def __init__(self, sources: Iterable[str]) -> None:
        self._numbers = {source: number for number, source in enumerate(dict.fromkeys(sources))}

    def number(self, source: str, row: int) -> int:
        """The number of a message; -1 for a source that is not among them."""
        return (self._numbers[source] << SOURCE_BITS) + row if source in self._numbers else -1


SOURCE_BITS = 40
"""How far the number of the source is shifted in the number of a message; below it stands the row."""


def folder_of(source: int) -> str:
    """The name of the folder with the values of one source."""
    return f"source={source}"


class RecordedPast:
    """The past of each message of a history. Not to be shared between threads; it can be sent to another process."""

    def __init__(self, plan: Plan, parts: Sequence[Path], places: Places) -> None:
        """`parts` are files or folders; each window is in one of them."""
        self.parts = tuple(parts)
        self.message = -1
        self._plan = plan
        self._contributions = Contributions(plan)
        self._places = places
        self._whole: list[_File] | None = None
        self._open: list[_File] = []
        self._source = -1

    def __reduce__(self) -> tuple[type[RecordedPast], tuple[Plan, tuple[Path, ...], Places]]:
        """A past that is sent elsewhere opens its files there."""
        return RecordedPast, (self._plan, self.parts, self._places)

    def number(self, source: str, row: int) -> int:
        """The number of a message; -1 for a source that was not read."""
        return self._places.number(source, row)

    def turn_to(self, source: str, row: int) -> None:
        """Judge the message of this source and row from now on."""
        self.message = self.number(source, row)
        if self._whole is None or self.message >> SOURCE_BITS != self._source:
            self._source = self.message >> SOURCE_BITS
            self._open = self._opened(folder_of(self._source))

    def _opened(self, folder: str) -> list[_File]:
        """All files for a source; those of all sources stay open."""
        if self._whole is None:
            self._whole = [_File(path) for path in self.parts if path.is_file()]
        of_source = (path for part in self.parts for path in sorted((part / folder).glob("*.parquet")))
        return [*self._whole, *map(_File, of_source)]

    def value(self, window: int, case: Case, at: int, _outcomes: Outcomes) -> WindowValue | None:
        """The value that was computed for the message; None when there is none, which another history would explain."""
        one = self._plan.windows[window]
        asked = self._contributions.asked(one, case, at)
        groups = []
        for number, keys in enumerate(asked.groups):
            key = (self.message, window, at if one.of_item else HEADER, number)
            found = next((ends for file in self._open if (ends := file.find(key)) is not None), None)
            if found is None:
                return None
            groups.append(Group(keys, *found))
        return WindowValue(tuple(groups), asked.open)

    def close(self) -> None:
        """Close the files; they are opened again when they are asked for."""
        for one in self._open:
            one.close()
        self._whole, self._open = None, []

    def rows(self, source: str, first: int, last: int) -> pa.Table:
        """The values of the messages of a source with numbers from one to another: as they stand in files."""
        import pyarrow as pa

        self.turn_to(source, 0)
        files = [] if self.message < 0 else self._open
        found = [rows for file in files if (rows := file.rows(first, last)) is not None]
        return pa.concat_tables(found) if found else values_read().empty_table()


class _File:
    """A file of values, of which the row groups that hold one message are in memory."""

    def __init__(self, path: Path) -> None:
        import pyarrow.parquet as pq

        self._file = pq.ParquetFile(path)
        self._bounds = [_bounds(self._file, number) for number in range(self._file.num_row_groups)]
        self._held: dict[int, dict[_Key, _Ends]] = {}

    def find(self, key: _Key) -> _Ends | None:
        message = key[0]
        holding = [number for number, (first, last) in enumerate(self._bounds) if first <= message <= last]
        if holding != [*self._held]:
            self._held = {number: self._held.get(number) or self._read(number) for number in holding}
        return next((rows[key] for rows in self._held.values() if key in rows), None)

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def rows(self, first: int, last: int) -> pa.Table | None:
        """The rows of some messages."""
        import pyarrow.compute as pc

        holding = [number for number, (low, high) in enumerate(self._bounds) if low <= last and high >= first]
        if not holding:
            return None
        table = self._file.read_row_groups(holding, [one.name for one in values_read()]).cast(values_read())
        message = table["message"]
        return table.filter(pc.and_(pc.greater_equal(message, first), pc.less_equal(message, last)))

    def _read(self, number: int) -> dict[_Key, _Ends]:
        columns = self._file.read_row_group(number).to_pydict()
        keys = zip(columns["message"], columns["number"], columns["position"], columns["nth"], strict=True)
        ends = zip(columns["low"], columns["high"], columns["declarations"], strict=True)
        return {
            key: (end_of(low), end_of(high), int(declarations))
            for key, (low, high, declarations) in zip(keys, ends, strict=True)
        }


def _bounds(file: pq.ParquetFile, number: int) -> tuple[int, int]:
    """The first and the last message of a row group."""
    statistics = file.metadata.row_group(number).column(0).statistics
    return int(statistics.min), int(statistics.max)


def end_of(scaled: object) -> Fraction | None:
    """An end of a value as it stands in files."""
    return None if scaled is None else Fraction(int(f"{scaled:f}"), SCALE)
