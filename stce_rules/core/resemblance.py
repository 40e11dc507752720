"""Names of parties that resemble listed ones: what a matcher is given, and what it answers.

Nothing here compares names; a plugin brings a matcher. Promises asked of it: the same party and the same rows give the
same answer in every process, and a score never depends on what else was asked.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from stce_rules.core.boxes import PartyKey
from stce_rules.core.predicates import ListRow

ALIKE = 1000
"""The score of names, or identifiers, that are the same; scores are thousandths, rounded down."""


class Likeness(NamedTuple):
    """A row that a party resembles: its place among the rows, the score, and which of its names is like the party's."""

    at: int
    score: int
    like: str


class Likened(NamedTuple):
    """What a party resembles, the most alike first, then by place.

    Not `whole`: something of the party could not be compared (no name, a script that is not read), so that a row which
    was not found may be meant all the same. `fault` says in words why nothing could be compared at all.
    """

    found: tuple[Likeness, ...] = ()
    whole: bool = True
    fault: str = ""


class Screen(Protocol):
    """The rows of a list, made ready to be compared with. Threads share it."""

    def likened(self, party: PartyKey, least: int) -> Likened:
        """All rows that the party resembles with at least this score."""


class Matcher(Protocol):
    """What compares names."""

    @property
    def label(self) -> str:
        """Its name and version, as they stand in plans and results."""

    @property
    def screen(self) -> MakeScreen:
        """Makes the rows of a list ready."""


class MakeScreen(Protocol):
    """Makes the rows of a list ready; called when a plan is loaded."""

    def __call__(self, rows: Sequence[ListRow], /) -> Screen:
        """The rows, ready."""
