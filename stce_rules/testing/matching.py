"""A matcher for tests: parties are as alike as the words that their names share.

It stands in for the matchers that plugins bring, so that engines can be held to each other without one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stce_rules.core.boxes import PartyKey
from stce_rules.core.predicates import ListRow
from stce_rules.core.resemblance import ALIKE, Likened, Likeness
from stce_rules.core.text import read
from stce_rules.hooks import NameMatcher

__all__ = ["WORDS"]


@dataclass(frozen=True, slots=True)
class _Rows:
    """Rows with the words of their names, and their identifiers."""

    names: tuple[tuple[tuple[str, frozenset[str]], ...], ...]
    identifiers: tuple[frozenset[str], ...]

    def likened(self, party: PartyKey, least: int) -> Likened:
        """The same identifier is the same party; else the words that two names share decide."""
        asked = frozenset((party.name or "").split())
        found = []
        for at, (names, identifiers) in enumerate(zip(self.names, self.identifiers, strict=True)):
            if party.id in identifiers:
                found.append(Likeness(at, ALIKE, party.id or ""))
                continue
            scores = [(2 * ALIKE * len(asked & words) // (len(asked) + len(words)), name) for name, words in names]
            score, name = max(scores, key=lambda one: one[0])
            if score >= least:
                found.append(Likeness(at, score, name))
        return Likened(tuple(sorted(found, key=lambda one: (-one.score, one.at))), whole=bool(asked))


def _rows(rows: Sequence[ListRow], /) -> _Rows:
    names, identifiers = [], []
    for row in rows:
        written = (row.value, *(row.party.aliases if row.party else ()))
        names.append(tuple((one, frozenset(read(one).words)) for one in written))
        identifiers.append(frozenset((row.value, *(row.party.identifiers if row.party else ()))))
    return _Rows(tuple(names), tuple(identifiers))


WORDS = NameMatcher("words", "1", "the words that two names share", _rows)
"""Compares names by their words."""
