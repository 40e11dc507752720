"""Lists as sets: what is in them on every day, and what only on some.

Enters: the lists of a ruleset by name. Leaves: their members, computed once for each list and day.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from stce_rules.core.lookups import row_holds
from stce_rules.core.predicates import ListRow, NamedList
from stce_rules.core.truth import Truth

NOTHING: frozenset[str] = frozenset()


class Parted(NamedTuple):
    """The rows that hold on every day, and those that hold on some day, with the values of both.

    A value that some row holds on every day is not among `sometimes`.
    """

    always: frozenset[str]
    sometimes: frozenset[str]
    surely: tuple[ListRow, ...]
    perhaps: tuple[ListRow, ...]


class Listed:
    """The lists of one ruleset."""

    __slots__ = ("_parted", "named")

    def __init__(self, named: Mapping[str, NamedList]) -> None:
        self.named = named
        self._parted: dict[tuple[str, date | None], Parted] = {}

    def parted(self, name: str, as_of: date | None) -> Parted:
        """The rows of a list as they hold on the acceptance date, or on `as_of`."""
        found = self._parted.get((name, as_of))
        if found is None:
            found = self._parted[name, as_of] = _part(self.named[name], as_of)
        return found


def _part(named: NamedList, as_of: date | None) -> Parted:
    truths = [(row_holds(row, as_of), row) for row in named.rows]
    surely = tuple([row for truth, row in truths if truth is Truth.TRUE])
    perhaps = tuple([row for truth, row in truths if truth is Truth.UNKNOWN])
    always = frozenset([row.value for row in surely])
    return Parted(always, frozenset([row.value for row in perhaps]) - always, surely, perhaps)
