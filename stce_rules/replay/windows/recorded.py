"""The values of windows that were computed for a history, for the judge of that history.

Enters: files of values, each sorted by message; where the message that is judged stands. Leaves: values of windows.
Promise: memory holds one row group of each file, so messages are best asked for in the order of the history.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from stce_rules.core.boxes import Case
from stce_rules.core.windows import Group, WindowValue
from stce_rules.engines.contributions import Contributions
from stce_rules.engines.protocol import Outcomes
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Plan
from stce_rules.replay.windows.tables import SCALE

if TYPE_CHECKING:
    import pyarrow.parquet as pq

__all__ = ["RecordedPast"]

_Key = tuple[int, int, int, int]
"""Message, window, position, number of the group."""
_Ends = tuple[Fraction | None, Fraction | None, int]


class Places:
    """Sources in the order they were read, which gives every message a number in the order of the history."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._last: str | None = None

    def add(self, source: str) -> None:
        """A message of this source is read. Raises ValueError for a source that was left before."""
        if source != self._last and source in self._numbers:
            raise ValueError(f"the history gives '{source}' again after another source")
        self._last = source
        self._numbers.setdefault(source, len(self._numbers))

    def number(self, source: str, row: int) -> int:
        """The number of a message; -1 for a source that was not read."""
        return (self._numbers[source] << _ROW_BITS) + row if source in self._numbers else -1


_ROW_BITS = 40


class RecordedPast:
    """The past of each message of a history. Not to be shared between threads; it can be sent to another process."""

    def __init__(self, plan: Plan, files: Sequence[Path], places: Places) -> None:
        self._plan = plan
        self._contributions = Contributions(plan)
        self._files = tuple(files)
        self._places = places
        self._open: list[_File] = []
        self._message = -1

    def __reduce__(self) -> tuple[type[RecordedPast], tuple[Plan, tuple[Path, ...], Places]]:
        """A past that is sent elsewhere opens its files there."""
        return RecordedPast, (self._plan, self._files, self._places)

    def turn_to(self, source: str, row: int) -> None:
        """Judge the message of this source and row from now on."""
        self._message = self._places.number(source, row)

    def value(self, window: int, case: Case, at: int, _outcomes: Outcomes) -> WindowValue | None:
        """The value that was computed for the message; None when there is none, which another history would explain."""
        one = self._plan.windows[window]
        asked = self._contributions.asked(one, case, at)
        self._open = self._open or [_File(path) for path in self._files]
        groups = []
        for number, keys in enumerate(asked.groups):
            key = (self._message, window, at if one.of_item else HEADER, number)
            found = next((ends for file in self._open if (ends := file.find(key)) is not None), None)
            if found is None:
                return None
            groups.append(Group(keys, *found))
        return WindowValue(tuple(groups), asked.open)


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

    def _read(self, number: int) -> dict[_Key, _Ends]:
        columns = self._file.read_row_group(number).to_pydict()
        keys = zip(columns["message"], columns["number"], columns["position"], columns["nth"], strict=True)
        ends = zip(columns["low"], columns["high"], columns["declarations"], strict=True)
        return {
            key: (_end(low), _end(high), int(declarations))
            for key, (low, high, declarations) in zip(keys, ends, strict=True)
        }


def _bounds(file: pq.ParquetFile, number: int) -> tuple[int, int]:
    """The first and the last message of a row group."""
    statistics = file.metadata.row_group(number).column(0).statistics
    return int(statistics.min), int(statistics.max)


def _end(scaled: object) -> Fraction | None:
    return None if scaled is None else Fraction(int(f"{scaled:f}"), SCALE)
