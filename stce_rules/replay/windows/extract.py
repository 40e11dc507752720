"""Messages of a history to the rows that windows are computed from: what one process does, again and again.

Enters: what to extract, messages. Leaves: batches of `tables`, in whatever portions they are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from stce_rules.core.declaration import Declaration
from stce_rules.core.fields import CATALOGUE, Field
from stce_rules.core.resemblance import Matcher
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.protocol import Predicates, Surroundings
from stce_rules.intake.declared import Declared
from stce_rules.intake.normalise import normalise
from stce_rules.plan.model import Plan
from stce_rules.replay.windows.recorded import RecordedPast
from stce_rules.replay.windows.tables import Extracting, Message

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Extraction", "Extractor", "Rows", "without_outcome"]


def without_outcome(declaration: Declaration) -> Declaration:
    """A declaration as rules see it."""
    return declaration if declaration.outcome is None else replace(declaration, outcome=None)


@dataclass(frozen=True, slots=True)
class Extraction:
    """What to extract: some windows of a plan. It can be sent to another process.

    `seen` is what rules are asked about; where that has another date, the declaration keeps its own place in time all
    the same. `past` numbers the messages, and holds the windows of the stages before.
    """

    plan: Plan
    windows: tuple[int, ...]
    past: RecordedPast
    predicates: Predicates
    fields: tuple[Field, ...]
    seen: Callable[[Declaration], Declaration]
    matcher: Matcher | None = None


class Rows(NamedTuple):
    """What some messages give, by the names of tables."""

    messages: int
    tables: list[tuple[str, pa.RecordBatch]]


class Extractor:
    """Rows of messages, until they are taken."""

    def __init__(self, what: Extraction) -> None:
        self._what = what
        self._catalogue = CATALOGUE.extended(what.fields) if what.fields else CATALOGUE
        self._prepared = Prepared(what.plan, Surroundings(what.predicates, what.past, what.matcher))
        self._rows = Extracting(what.plan, what.windows)

    def rows(self, messages: Sequence[Declared]) -> Rows:
        """All that some messages give."""
        for one in messages:
            self.add(one)
        return Rows(len(messages), list(self.take()))

    def add(self, one: Declared) -> None:
        """Take a message of the history."""
        declaration = one.declaration
        case = normalise(declaration, self._catalogue)
        seen = self._what.seen(declaration)
        asked = case if seen.date == declaration.date else normalise(seen, self._catalogue)
        self._what.past.turn_to(one.source, one.row)
        message = Message(self._what.past.message, declaration.version, declaration.action == "cancellation")
        self._rows.add(message, case, Judging(self._prepared, asked).outcome)

    def take(self) -> Iterator[tuple[str, pa.RecordBatch]]:
        """Everything added since the last time, by the name of its table."""
        return self._rows.take()

    def close(self) -> None:
        """Give back what the past holds."""
        self._what.past.close()
