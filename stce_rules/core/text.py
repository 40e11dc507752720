"""Text as rules read it: folded once, with every word's place in the original kept.

Enters: any text. Leaves: words in lower case without accents, and phrases found in them. Promise: `find` is the only
meaning of "mentions": whole words; case, accents, punctuation and the choice between hyphen, space and nothing inside a
name do not matter; `"centrifug*"` matches a word that begins so.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

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


_Part = TypeVar("_Part")


class _Once(Generic[_Part]):
    """A part of a text that is found when it is first asked for, without the lock of `functools.cached_property`."""

    def __init__(self, find: Callable[[FoldedText], _Part]) -> None:
        self._find = find
        self._name = find.__name__

    def __get__(self, text: FoldedText, _owner: type[FoldedText]) -> _Part:
        found: _Part = self._find(text)
        setattr(text, self._name, found)
        return found


class FoldedText:
    """A text with its folded words and where each stands in the original, most of it found when it is asked for.

    Texts that are written alike are equal.
    """

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.joined: str
        """The folded words without anything between them; empty for punctuation alone. Nearly all texts are asked."""
        if raw.isascii():
            self.joined = raw.encode().translate(_PLAIN_LETTERS).replace(b" ", b"").decode()
        else:
            self.joined = "".join(self.words)

    def __eq__(self, other: object) -> bool:
        """As it is written."""
        return isinstance(other, FoldedText) and self.raw == other.raw

    def __hash__(self) -> int:
        """As it is compared."""
        return hash(self.raw)

    def __repr__(self) -> str:
        """As it is written."""
        return f"FoldedText({self.raw!r})"

    @_Once
    def words(self) -> tuple[str, ...]:
        """The folded words. Underscores part words like any punctuation."""
        if self.raw.isascii():  # nothing to decompose: every letter keeps its place
            return tuple(self.raw.encode().translate(_PLAIN_LETTERS).decode().split())
        return tuple([word for word, _ in _placed_words(self.raw)])

    @_Once
    def places(self) -> tuple[tuple[int, int], ...]:
        """The characters of the original that each word takes."""
        if self.raw.isascii():
            return tuple([one.span() for one in _PLAIN_WORD.finditer(self.raw.lower())])
        return tuple([place for _, place in _placed_words(self.raw)])

    @_Once
    def folded(self) -> str:
        """The folded words with single spaces: equal for texts that differ only in case, accents, punctuation."""
        return " ".join(self.words)

    @_Once
    def bounds(self) -> dict[int, int]:
        """Where words begin in `joined`, and where the last one ends: the number of words before, by place."""
        bounds, at = {0: 0}, 0
        for number, word in enumerate(self.words, start=1):
            at += len(word)
            bounds[at] = number
        return bounds

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Characters of the original from word `first` to the end of word `last`."""
        return self.places[first][0], self.places[last][1]


_PLAIN_WORD = re.compile(r"[a-z0-9]+")
_PLAIN_LETTERS = bytes(ord(chr(at).lower()) if chr(at).isalnum() and at < 128 else ord(" ") for at in range(256))
"""Each byte of an ASCII text as it stands in a folded word; blank where it parts words."""


@lru_cache(maxsize=1024)  # the same text seldom comes back late
def read(raw: str) -> FoldedText:
    """A text to look for phrases in."""
    return FoldedText(raw)


def _placed_words(raw: str) -> Iterator[tuple[str, tuple[int, int]]]:
    for match in _WORD.finditer(raw):
        start = match.start()
        for part in match.group().split("_"):
            word = fold(part)
            if word:
                yield word, (start, start + len(part))
            start += len(part) + 1


class PhraseIndex:
    """Many phrases sought in one pass over the words of a text. Phrases are known by their position."""

    __slots__ = ("_joined", "_longest", "_others")

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._joined: dict[str, list[int]] = {}
        self._longest: dict[str, int] = {}
        """The length of the longest phrase that begins with these letters, as many as `SHORTEST_JOINED` at most."""
        self._others: list[tuple[int, Phrase]] = []
        for position, sought in enumerate(phrases):
            if sought.prefix or found_by_words(sought):
                self._others.append((position, sought))
            else:
                self._joined.setdefault(sought.joined, []).append(position)
                head = sought.joined[:SHORTEST_JOINED]
                self._longest[head] = max(len(sought.joined), self._longest.get(head, 0))

    def found(self, text: FoldedText) -> list[tuple[int, tuple[int, int]]]:
        """Positions of the phrases that stand in the text, sorted, with the characters of their first place."""
        hits = [(at, text.span(*run)) for joined, run in self._runs(text).items() for at in self._joined[joined]]
        for at, sought in self._others:
            if (place := find(text, sought)) is not None:
                hits.append((at, place))
        return sorted(hits)

    def _runs(self, text: FoldedText) -> dict[str, tuple[int, int]]:
        """The runs of words that are phrases, written together, with the first and last word of their first place."""
        whole, words, ends = text.joined, text.words, list(text.bounds)
        found: dict[str, tuple[int, int]] = {}
        for first, word in enumerate(words):
            start = ends[first]
            most = self._longest.get(whole[start : start + SHORTEST_JOINED]) or self._longest.get(word)
            if most is None:
                continue
            for last in range(first, min(first + MOST_WORDS, len(words))):
                run = whole[start : ends[last + 1]]
                if len(run) > most:
                    break
                if run in self._joined and (first == last or len(run) >= SHORTEST_JOINED):
                    found.setdefault(run, (first, last))
        return found


def found_by_words(sought: Phrase) -> bool:
    """Whether a phrase is found word by word: too short or too long to be found run together."""
    count = len(sought.words)
    return count > MOST_WORDS or (count > 1 and len(sought.joined) < SHORTEST_JOINED)


def find(text: FoldedText, sought: Phrase) -> tuple[int, int] | None:
    """Characters of the original where the phrase first stands, or None."""
    run = _run(text, sought)
    return None if run is None else text.span(*run)


def stands(text: FoldedText, sought: Phrase) -> bool:
    """Whether `find` finds the phrase, sooner, since nobody asks where."""
    return sought.joined in text.joined and _run(text, sought) is not None


def _run(text: FoldedText, sought: Phrase) -> tuple[int, int] | None:
    """The first and the last word of the place where the phrase first stands."""
    if sought.prefix:
        return _find_prefix(text, sought)
    if found_by_words(sought):
        return _find_words(text, sought.words)
    return _find_joined(text, sought.joined)


def _find_joined(text: FoldedText, sought: str) -> tuple[int, int] | None:
    """Whole words that are the phrase when they are read together; a short one must be one word."""
    at = text.joined.find(sought)
    while at >= 0:
        first, end = text.bounds.get(at), text.bounds.get(at + len(sought))
        if first is not None and end is not None:
            most = MOST_WORDS if len(sought) >= SHORTEST_JOINED else 1
            if end - first <= most:
                return first, end - 1
        at = text.joined.find(sought, at + 1)
    return None


def _find_words(text: FoldedText, sought: tuple[str, ...]) -> tuple[int, int] | None:
    for first in range(len(text.words) - len(sought) + 1):
        if text.words[first : first + len(sought)] == sought:
            return first, first + len(sought) - 1
    return None


def _find_prefix(text: FoldedText, sought: Phrase) -> tuple[int, int] | None:
    *leading, last = sought.words
    size = len(sought.words)
    for first in range(len(text.words) - size + 1):
        window = text.words[first : first + size]
        if list(window[:-1]) == leading and window[-1].startswith(last):
            return first, first + size - 1
    return None
