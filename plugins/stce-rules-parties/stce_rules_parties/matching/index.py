"""A list of parties ready to be compared with: which rows a party resembles, and how much.

Enters: rows with names, other names and identifiers. Leaves: for a party the rows that it resembles at least so much.
Only names that share the words that tell most are aligned; the answer is the same in every process.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet

from stce_rules.core.boxes import PartyKey
from stce_rules.core.predicates import ListRow
from stce_rules.core.resemblance import ALIKE, Likened, Likeness
from stce_rules_parties.matching.folding import Folded, fold, squashed
from stce_rules_parties.matching.likeness import SAME_WORD, against, aligned
from stce_rules_parties.matching.vocabulary import Vocabulary

__all__ = ["Index"]

_MOST_ALIGNED = 100
"""Names that are aligned word by word, at most."""
_MARGIN = 60
"""What a score may come out higher than the words that two names surely share let expect."""
_ALIGNED_BEYOND = 8
"""Further names, the likeliest of the rest: a word that matters may be misspelt beyond recognition."""
_COMMON, _MOST_KEPT = 500, 200
"""From so many names on the set of them is kept, for so many words."""
_SHORTEST_IDENTIFIER = 5


class Index:
    """The rows of a list by their names."""

    def __init__(self, rows: Sequence[ListRow]) -> None:
        self.rows = rows
        self._row_of = array("I")
        self._which = array("H")
        folded: list[tuple[str, ...]] = []
        met: set[tuple[int, tuple[str, ...]]] = set()
        for at, row in enumerate(rows):
            for which, name in enumerate(_names(row)):
                words = tuple(sorted(fold(name).words))
                if words and (at, words) not in met:
                    met.add((at, words))
                    folded.append(fold(name).words)
                    self._row_of.append(at)
                    self._which.append(which)
        self._words = Vocabulary(folded)
        self._names = folded
        self._weights = array("I", (sum(map(self._words.weight, one)) for one in folded))
        self._kept_sets: dict[int, AbstractSet[int]] = {}
        self._identifiers: dict[str, list[tuple[int, str]]] = {}
        for at, row in enumerate(rows):
            for written in _identifiers(row):
                self._identifiers.setdefault(squashed(written), []).append((at, written))

    def likened(self, party: PartyKey, least: int) -> Likened:
        """All rows that the party resembles with at least this score. The same identifier is the same party."""
        best: dict[int, Likeness] = {}
        for at, written in self._identifiers.get(squashed(party.id), ()) if party.id else ():
            best[at] = Likeness(at, ALIKE, written)
        asked = fold(party.name) if party.name else Folded((), whole=False)
        for name in self._candidates(asked.words, least):
            score = aligned(asked.words, self._names[name], self._words.weight)
            at = self._row_of[name]
            if score >= least and (at not in best or score > best[at].score):
                best[at] = Likeness(at, score, _names(self.rows[at])[self._which[name]])
        found = sorted(best.values(), key=lambda one: (-one.score, one.at))
        return Likened(tuple(found), asked.whole)

    def _candidates(self, words: Sequence[str], least: int) -> Iterable[int]:
        """Names that share enough with the words to reach the score, the likeliest first."""
        weigh = self._words.weight
        whole = sum(weigh(word) for word in words if len(word) > 1)
        # A name that has all else in common with the asked one must share this much of what the words weigh.
        enough = 3 * least * whole // (20 * SAME_WORD - 17 * least)
        shared, wanted = self._shared(words, enough)
        ranked = []
        for name, matched in shared.items():
            if matched < wanted:
                continue
            there = self._weights[name]
            left, left_there = max(0, whole - matched), max(0, there - matched)
            both = whole + there - left - left_there
            ranked.append((-SAME_WORD * both // (both + against(left, left_there) or 1), name))
        ranked.sort()
        certain = sum(-negative >= least - _MARGIN for negative, _ in ranked)
        return [name for _, name in ranked[: min(certain + _ALIGNED_BEYOND, _MOST_ALIGNED)]]

    def _shared(self, words: Sequence[str], enough: int) -> tuple[dict[int, int], int]:
        """By name, what the words weigh that it shares with those asked; and how much it must be.

        The rarest words are looked up first. Once those left weigh too little to be enough alone, they only count for
        names that were met before. A word that no name has may be misspelt beyond recognition: it is not asked for.
        """
        standing = self._words.names
        spellings = sorted(self._spellings(words), key=lambda one: (one[0], one[1]))
        left = sum(weight for _, _, weight, _ in spellings)
        unknown = max(0, sum(map(self._words.weight, words)) - left)
        wanted = enough * 9 // 10 - unknown
        shared: dict[int, int] = {}
        for _, _, weight, found in spellings:
            if shared and left < enough:
                shared = {name: matched for name, matched in shared.items() if matched + left >= wanted}
                for number, part in found.items():
                    for name in shared.keys() & self._sets(number):
                        shared[name] += part
            else:
                for number, part in found.items():
                    if not shared:
                        shared = dict.fromkeys(standing[number], part)
                        continue
                    for name in standing[number]:
                        shared[name] = shared.get(name, 0) + part
            left -= weight
        return shared, wanted

    def _sets(self, number: int) -> AbstractSet[int]:
        """The names that a word stands in."""
        found = self._kept_sets.get(number)
        if found is None:
            found = frozenset(self._words.names[number])
            if len(found) >= _COMMON and len(self._kept_sets) < _MOST_KEPT:
                self._kept_sets[number] = found
        return found

    def _spellings(self, words: Sequence[str]) -> Iterable[tuple[int, int, int, dict[int, int]]]:
        """For each word that names have: in how many they stand, its place, its weight, their words with their part."""
        for at, word in enumerate(words):
            weight = self._words.weight(word)
            found = {number: weight * alike // SAME_WORD for alike, number in self._words.near(word)}
            for parts in self._words.parts(word):
                found |= {number: max(weight // 2, found.get(number, 0)) for number in parts}
            if at + 1 < len(words):
                for alike, number in self._words.near(word + words[at + 1]):
                    together = (weight + self._words.weight(words[at + 1])) * alike // SAME_WORD
                    found[number] = max(together, found.get(number, 0))
            if found:
                yield sum(len(self._words.names[number]) for number in found), at, weight, found


def _names(row: ListRow) -> tuple[str, ...]:
    return (row.value,) if row.party is None else (row.value, *row.party.aliases)


def _identifiers(row: ListRow) -> Iterable[str]:
    """What a party is entered by that is no name; one too short would be somebody else's too."""
    yield row.value
    for one in () if row.party is None else row.party.identifiers:
        if len(squashed(one)) >= _SHORTEST_IDENTIFIER:
            yield one
