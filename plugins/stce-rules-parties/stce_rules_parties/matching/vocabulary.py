"""The words of many names, and which of them a word may be a spelling of.

A word is looked up by its skeleton, by its first letters and by its last ones, so that the cost is that of the words
near it. A misspelling that changes beginning, end and consonants at once is not found.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from math import log2

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from stce_rules_parties.matching.letters import VOWELLESS
from stce_rules_parties.matching.likeness import mistakes_allowed, words_alike
from stce_rules_parties.matching.sounds import skeletons
from stce_rules_parties.matching.words import FORM_WORDS, LITTLE, SMALL, TRADE

__all__ = ["Vocabulary"]

_EDGE = 3
_SHORTEST_SPLIT = 3
_MOST_REMEMBERED = 50_000
_HEAVIEST, _LIGHTEST = 100, 20


class Vocabulary:
    """Words by number, with the names that each stands in."""

    def __init__(self, names: Sequence[Sequence[str]]) -> None:
        self._numbers: dict[str, int] = {}
        standing: list[list[int]] = []
        for name, words in enumerate(names):
            for word in dict.fromkeys(words):
                number = self._numbers.setdefault(word, len(standing))
                if number == len(standing):
                    standing.append([])
                standing[number].append(name)
        self.words = tuple(self._numbers)
        self.names = tuple([array("I", one) for one in standing])
        self._count = len(names)
        keyed: dict[str, list[int]] = {}
        edged: dict[str, list[str]] = {}
        for number, word in enumerate(self.words):
            sounds, edges = _keys(word)
            for key in sounds:
                keyed.setdefault(key, []).append(number)
            for key in edges:
                edged.setdefault(key, []).append(word)
        self._keyed = {key: array("I", one) for key, one in keyed.items()}
        self._edged = {key: tuple(one) for key, one in edged.items()}
        self._weights: dict[str, int] = {}
        self._near: dict[str, tuple[tuple[int, int], ...]] = {}

    def weight(self, word: str) -> int:
        """How much a word says of who is meant: the rarer, the more."""
        found = self._weights.get(word)
        if found is None:
            number = self._numbers.get(word)
            standing = 0 if number is None else len(self.names[number])
            rare = log2((self._count + 1) / (standing + 1)) / log2(self._count + 1)
            found = _LIGHTEST + round((_HEAVIEST - _LIGHTEST) * rare)
            found = max(1, found * _share(word) // 100)
            if len(self._weights) >= _MOST_REMEMBERED:
                self._weights.clear()
            self._weights[word] = found
        return found

    def near(self, word: str) -> tuple[tuple[int, int], ...]:
        """Words that this one may be a spelling of: how much alike, and the number of each."""
        found = self._near.get(word)
        if found is None:
            alike = ((words_alike(word, self.words[number]), number) for number in sorted(self._candidates(word)))
            found = tuple([one for one in alike if one[0]])
            if len(self._near) >= _MOST_REMEMBERED:
                self._near.clear()
            self._near[word] = found
        return found

    def _candidates(self, word: str) -> set[int]:
        """Words that sound the same, and of those that begin or end the same the ones with few letters different."""
        sounds, edges = _keys(word)
        most = mistakes_allowed(len(word) + 1)
        found = {number for key in sounds for number in self._keyed.get(key, ())}
        for key in edges:
            words = self._edged.get(key, ())
            near = extract(word, words, scorer=OSA.distance, score_cutoff=most, limit=None)
            found.update(self._numbers[one] for one, _, _ in near)
        return found

    def parts(self, word: str) -> Iterable[tuple[int, int]]:
        """Two words that stand in names and are this one when they are written together."""
        for at in range(_SHORTEST_SPLIT, len(word) - _SHORTEST_SPLIT + 1):
            first, second = self._numbers.get(word[:at]), self._numbers.get(word[at:])
            if first is not None and second is not None:
                yield first, second


def _keys(word: str) -> tuple[Sequence[str], Sequence[str]]:
    """What words near each other have in common: sounds, and a beginning or an end."""
    if not word.removeprefix(VOWELLESS).isalpha():
        return (word,), ()
    sounds = [f"/{bare}" for bare in skeletons(word)]
    if len(word) <= _EDGE or word.startswith(VOWELLESS):
        return sounds, ()
    return sounds, (f"{word[:_EDGE]}>{word[-1]}", f"{word[0]}<{word[-_EDGE:]}")


def _share(word: str) -> int:
    if word in TRADE:
        return LITTLE["trade"]
    if word in SMALL or (word,) in FORM_WORDS:
        return LITTLE["small"]
    return LITTLE["initial"] if len(word) == 1 else 100
