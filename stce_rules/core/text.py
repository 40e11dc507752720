"""Text as rules read it: folded once, with every word's place in the original kept.

Enters: any text. Leaves: words in lower case without accents, and phrases found in them. Promise: `find` is the only
meaning of "mentions": whole words; case, accents, punctuation and the choice between hyphen, space and nothing inside a
name do not matter; `"centrifug*"` matches a word that begins so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

_WORD = re.compile(r"[\w\u0300-\u036f]+")  # a letter written apart from its accent is still one letter
_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ø": "o", "đ": "d", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"}
)

SHORTEST_JOINED = 4
"""A name of fewer letters is found as it is written only, so that `VX` is not read in `V X-ray`."""

MOST_WORDS = 12
"""The most words of a text that are read together as one written-apart name."""


def fold(text: str) -> str:
    """Lower case, compatibility forms and accents removed; `ß` becomes `ss`, `ü` becomes `u`."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    return plain.casefold().translate(_LETTERS_WITHOUT_DECOMPOSITION)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase to look for: its folded words run together, its words, and whether the last only begins a word."""

    written: str
    words: tuple[str, ...]
    joined: str
    prefix: bool


@lru_cache(maxsize=65536)
def phrase(written: str) -> Phrase | None:
    """Read a phrase as written in a rule or list; None when it holds no letter or digit."""
    prefix = written.rstrip().endswith("*")
    words = tuple(_words_of(written))
    return Phrase(written, words, "".join(words), prefix) if words else None


def _words_of(text: str) -> list[str]:
    return [part for word in _WORD.findall(text) for part in fold(word).split("_") if part]


@dataclass(frozen=True)
class FoldedText:
    """A text with its folded words and where each stands in the original."""

    raw: str
    words: tuple[str, ...] = field(compare=False, repr=False)
    places: tuple[tuple[int, int], ...] = field(compare=False, repr=False)

    @cached_property
    def folded(self) -> str:
        """The folded words with single spaces: equal for texts that differ only in case, accents, punctuation."""
        return " ".join(self.words)

    @cached_property
    def runs(self) -> dict[str, tuple[int, int]]:
        """Every run of up to `MOST_WORDS` words written together, with the first and last word of its first place."""
        found: dict[str, tuple[int, int]] = {}
        words = self.words
        for first in range(len(words)):
            joined = ""
            for last in range(first, min(first + MOST_WORDS, len(words))):
                joined += words[last]
                if first == last or len(joined) >= SHORTEST_JOINED:
                    found.setdefault(joined, (first, last))
        return found

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters of the original from word `first` to the end of word `last`."""
        return self.places[first][0], self.places[last][1]


_PLAIN_WORD = re.compile(r"[a-z0-9]+")


@lru_cache(maxsize=1024)  # a text keeps its runs, some kilobytes; the same one seldom comes back late
def read(raw: str) -> FoldedText:
    """Fold a text once. Underscores part words like any punctuation."""
    if raw.isascii():  # nothing to decompose: every letter keeps its place
        plain = list(_PLAIN_WORD.finditer(raw.lower()))
        return FoldedText(raw, tuple([one.group() for one in plain]), tuple([one.span() for one in plain]))
    words: list[str] = []
    places: list[tuple[int, int]] = []
    for match in _WORD.finditer(raw):
        start = match.start()
        for part in match.group().split("_"):
            word = fold(part)
            if word:
                words.append(word)
                places.append((start, start + len(part)))
            start += len(part) + 1
    return FoldedText(raw, tuple(words), tuple(places))


class PhraseIndex:
    """Many phrases sought in one pass over the words of a text. Phrases are known by their position."""

    __slots__ = ("_joined", "_others")

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._joined: dict[str, list[int]] = {}
        self._others: list[tuple[int, Phrase]] = []
        for position, sought in enumerate(phrases):
            if sought.prefix or found_by_words(sought):
                self._others.append((position, sought))
            else:
                self._joined.setdefault(sought.joined, []).append(position)

    def found(self, text: FoldedText) -> list[tuple[int, tuple[int, int]]]:
        """Positions of the phrases that stand in the text, sorted, with the characters of their first place."""
        runs, joined = text.runs, self._joined
        hits = [(at, text.span(*runs[run])) for run in runs.keys() & joined.keys() for at in joined[run]]
        for at, sought in self._others:
            if (place := find(text, sought)) is not None:
                hits.append((at, place))
        return sorted(hits)


def found_by_words(sought: Phrase) -> bool:
    """Whether a phrase is found word by word: too short or too long to be found run together."""
    count = len(sought.words)
    return count > MOST_WORDS or (count > 1 and len(sought.joined) < SHORTEST_JOINED)


def find(text: FoldedText, sought: Phrase) -> tuple[int, int] | None:
    """Characters of the original where the phrase first stands, or None."""
    if sought.prefix:
        return _find_prefix(text, sought)
    if found_by_words(sought):
        return _find_words(text, sought.words)
    run = text.runs.get(sought.joined)
    return None if run is None else text.span(*run)


def _find_words(text: FoldedText, sought: tuple[str, ...]) -> tuple[int, int] | None:
    for first in range(len(text.words) - len(sought) + 1):
        if text.words[first : first + len(sought)] == sought:
            return text.span(first, first + len(sought) - 1)
    return None


def _find_prefix(text: FoldedText, sought: Phrase) -> tuple[int, int] | None:
    *leading, last = sought.words
    size = len(sought.words)
    for first in range(len(text.words) - size + 1):
        window = text.words[first : first + size]
        if list(window[:-1]) == leading and window[-1].startswith(last):
            return text.span(first, first + size - 1)
    return None
