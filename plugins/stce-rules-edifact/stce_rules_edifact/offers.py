"""Values that stand in line for a box.

Enters: values in the order of the message, each with the rank of its qualifier. Leaves: boxes of a draft. Promises: of
all values for a box those of the lowest rank fill it, and the others are passed over; two different ones of that rank
make it unreadable, as the draft says; a value with bytes that are not of the character set is told.
"""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.messages.draft import Part
from stce_rules.intake.quoting import quoted
from stce_rules_edifact.values import Wrong

__all__ = ["MOST_VALUES", "Offers", "Stated", "Writer"]

MOST_VALUES = 9_999
"""Values of one list, such as containers, at most."""

_UNKNOWN = "\N{REPLACEMENT CHARACTER}"


class Stated(NamedTuple):
    """A value or what is wrong with it, and where it stands."""

    value: str | Wrong
    source: str


class Writer:
    """Writes into a draft."""

    def __init__(self) -> None:
        self._listed: Counter[str] = Counter()

    def put(self, part: Part, box: str, stated: Stated) -> None:
        """Fill a box, or tell why it cannot be filled."""
        if isinstance(stated.value, Wrong):
            part.unreadable(box, str(stated.value), stated.source)
        elif stated.value:
            part.put(box, stated.value, stated.source)
            self._check(part, box, stated)

    def add(self, part: Part, boxes: str, stated: Stated) -> None:
        """One more value of a list. Raises StceError (E616) when the list has more than any declaration."""
        if isinstance(stated.value, Wrong):
            part.unreadable(boxes, str(stated.value), stated.source)
            return
        path = part.prefix + boxes
        self._listed[path] += 1
        if self._listed[path] > MOST_VALUES:
            raise StceError(Diagnostic("E616", f"the message has more than {MOST_VALUES:,} values for '{path}'"))
        part.add(boxes, stated.value, stated.source)
        self._check(part, boxes, stated)

    def _check(self, part: Part, box: str, stated: Stated) -> None:
        if _UNKNOWN in stated.value:
            fault = f"{quoted(stated.value)} has bytes that are not of the character set of the interchange"
            part.unreadable(box, fault, stated.source)


class Offers:
    """The values in line for the boxes of the declaration, or of a goods item."""

    def __init__(self, part: Part, writer: Writer) -> None:
        self.part = part
        self._writer = writer
        self._held: dict[str, tuple[int, list[Stated]]] = {}

    def offer(self, box: str, rank: int, stated: Stated) -> None:
        """A value for a box; one that says nothing stands in no line."""
        if not stated.value:
            return
        best, held = self._held.get(box, (rank, []))
        if rank < best:
            self._held[box] = (rank, [stated])
        elif rank == best:
            held.append(stated)
            self._held[box] = (rank, held)

    def taken(self, box: str) -> list[Stated]:
        """What stands first in line for a box, each value once and two at most, taken out of the line."""
        first: dict[str, Stated] = {}
        for one in self._held.pop(box, (0, []))[1]:
            first.setdefault(one.value, one)
        return list(first.values())[:2]

    def settle(self) -> None:
        """Fill the boxes."""
        for box, (_, held) in self._held.items():
            for one in held:
                self._writer.put(self.part, box, one)
