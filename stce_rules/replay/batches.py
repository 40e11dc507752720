"""A history in batches to be judged, and what is no declaration in its place between them.

Enters: a history, where to begin, how many declarations at most. Leaves: batches, and beside each the messages that
were refused on the way to its last declaration. Promises: from a place where a batch may end a part, reading begins
again with the same batches; what waits to be told never fills the memory.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from stce_rules.intake.tables.typedrows import BATCH_ROWS
from stce_rules.replay.sources import Declared, History, Mark, Rejected, TableBatch

__all__ = ["BATCH", "Batches", "CaseBatches", "TableBatches", "TableWork"]

BATCH = 100
"""Declarations judged at a time: what an interrupt may cost, and enough that sending them costs little."""

_FEW_RULES = 3000
"""For more, batches are half as long: a row meets more of them, and all findings of a batch are in memory at once."""

MOST_REFUSED = 1000
"""Refused messages that go with one batch."""

Work = TypeVar("Work")


class Batches(ABC, Generic[Work]):
    """Batches as they are read; `refused` has an entry for each that was given and not yet taken off."""

    def __init__(self) -> None:
        self.refused: deque[list[Rejected]] = deque()
        self.left: list[Rejected] = []
        """What was refused behind the last batch so far."""
        self.at_limit = False

    @abstractmethod
    def read(self) -> Generator[Work]:
        """The batches."""

    def _give(self, work: Work, refused: list[Rejected]) -> Work:
        self.refused.append(refused)
        return work

    def _take_left(self) -> list[Rejected]:
        left, self.left = self.left, []
        return left


class CaseBatches(Batches[list[Declared]]):
    """Declarations, a hundred at a time, or fewer where a part ends."""

    def __init__(self, history: History, *, after: Mark | None, done: int, limit: int | None, part: int | None) -> None:
        """Begin behind a mark, up to which `done` declarations were judged; a part is to hold `part` of them."""
        super().__init__()
        self._history, self._after = history, after
        self._done, self._limit, self._part = done, limit, part

    def read(self) -> Generator[list[Declared]]:
        """The batches."""
        batch: list[Declared] = []
        count = self._done
        with closing(self._history.located(self._after)) as messages:
            for one in messages:
                if isinstance(one, Rejected):
                    self.left.append(one)
                elif count == self._limit:
                    self.at_limit = True
                    break
                else:
                    count += 1
                    batch.append(one)
                if self._is_full(batch, count):
                    yield self._give(batch, self._take_left())
                    batch = []
        if batch:
            yield self._give(batch, self._take_left())

    def _is_full(self, batch: list[Declared], count: int) -> bool:
        ends_part = bool(batch) and self._part is not None and count % self._part == 0
        return len(batch) == BATCH or ends_part or len(self.left) >= MOST_REFUSED


@dataclass(slots=True)
class TableWork:
    """Rows of a table, and declarations among them, or of no table, that columns cannot tell."""

    table: TableBatch | None = None
    apart: list[Declared] = field(default_factory=list)

    def __bool__(self) -> bool:
        return self.table is not None or bool(self.apart)

    def belongs(self, one: Declared) -> bool:
        """Whether a declaration goes with these: with the batch of a table all of its own, else a hundred."""
        if self.table is not None:
            return one.source == self.table.source and one.row < self.table.last
        return len(self.apart) < BATCH


class TableBatches(Batches[TableWork]):
    """Record batches as tables give them; a part may end behind any."""

    def __init__(self, history: History, after: Mark | None, rules: int) -> None:
        """Begin behind a mark; batches are for so many rules."""
        super().__init__()
        self._history, self._after = history, after
        self._rows = BATCH_ROWS if rules <= _FEW_RULES else BATCH_ROWS // 2

    def read(self) -> Generator[TableWork]:
        """The batches."""
        work, refused = TableWork(), list[Rejected]()
        with closing(self._history.batches(self._rows, self._after)) as messages:
            for one in messages:
                if isinstance(one, Rejected):
                    self.left.append(one)
                    if len(self.left) < MOST_REFUSED:
                        continue
                if isinstance(one, Declared) and work.belongs(one):
                    work.apart.append(one)
                    refused += self._take_left()
                    continue
                if work or refused:
                    yield self._give(work, refused)
                # what was refused just before comes with what it stands before: a part may end here
                work, refused = _begun(one), self._take_left()
        if work or refused:
            yield self._give(work, refused)


def _begun(one: TableBatch | Declared | Rejected) -> TableWork:
    match one:
        case TableBatch():
            return TableWork(one)
        case Declared():
            return TableWork(None, [one])
        case _:
            return TableWork()
