"""A name as it is written to the words that are compared.

Enters: the name of a party, in any script and order of words. Leaves: words in Latin letters, without legal forms and
titles, short forms written out. Promise: the same words whether the name was folded by the library before or not.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from stce_rules.core.text import read
from stce_rules_parties.matching.letters import VOWELLESS, latin
from stce_rules_parties.matching.words import FORM_WORDS, SAME, SMALL, TITLES

__all__ = ["Folded", "fold", "squashed"]

_LONGEST_FORM = max(map(len, FORM_WORDS))
_SERVANT = ("abdul", "abdel", "abdal", "abdol", "abdur", "abdoul", "abdus", "abdu")
_FEWEST_LETTERS = 3


class Folded(NamedTuple):
    """Words of a name in their order. Not `whole`: some word is of a script that is not read, and kept as it is."""

    words: tuple[str, ...]
    whole: bool


@lru_cache(maxsize=4096)
def fold(name: str) -> Folded:
    """Fold a name."""
    written = read(name).words
    found = [latin(one) for one in written]
    kept = (one if sound is None else sound for one, sound in zip(written, found, strict=True))
    words = _initials([one for one in kept if one and one != VOWELLESS])
    words = _without_forms(words)
    if len(words) > 2 and words[0] in TITLES:
        words = words[1:]
    words = _servants([SAME.get(one, one) for one in words])
    return Folded(tuple(words), None not in found and bool(words))


def squashed(identifier: str) -> str:
    """An identifier without what is put between its letters and digits."""
    return "".join(read(identifier).words)


def _initials(words: list[str]) -> list[str]:
    """Single letters that follow each other are one word where they are many, or a legal form behind a name (`s a`)."""
    found: list[str] = []
    for single, run in groupby(words, key=lambda one: len(one) == 1 and one.isalpha()):
        letters = list(run)
        joined = "".join(letters)
        form_behind = bool(found) and (joined,) in FORM_WORDS
        one_word = single and (len(letters) >= _FEWEST_LETTERS or form_behind)
        found += [joined] if one_word else letters
    return found


def _without_forms(words: list[str]) -> list[str]:
    """Legal forms taken away, as long as something is left: short ones from the ends, longer ones from anywhere."""
    words = _without_ends(words)
    kept = [one for one in words if (one.removeprefix(VOWELLESS),) not in FORM_WORDS or len(one) < _FEWEST_LETTERS]
    return _without_ends(kept or words)


def _without_ends(words: list[str]) -> list[str]:
    plain = [one.removeprefix(VOWELLESS) for one in words]
    start, end = 0, len(words)
    while True:
        before = start, end
        for size in range(min(_LONGEST_FORM, end - start - 1), 0, -1):
            if tuple(plain[end - size : end]) in FORM_WORDS:
                end -= size
                break
        for size in range(min(_LONGEST_FORM, end - start - 1), 0, -1):
            if tuple(plain[start : start + size]) in FORM_WORDS and plain[start] not in SMALL:
                start += size
                break
        if (start, end) == before:
            return words[start:end]


def _servants(words: list[str]) -> list[str]:
    """`Abd al-Rahman`, `Abdel Rahman` and `Abdulrahman` are one name."""
    found: list[str] = []
    at = 0
    while at < len(words):
        one = words[at]
        if one == f"{VOWELLESS}abd" and at + 1 < len(words):
            one, at = f"{one}l{words[at + 1].removeprefix(VOWELLESS)}", at + 1
        elif one == "abd" and at + 2 < len(words) and words[at + 1] in SMALL:
            one, at = "abdul" + words[at + 2], at + 2
        elif one in _SERVANT and at + 1 < len(words):
            one, at = "abdul" + words[at + 1], at + 1
        elif len(one) > _FEWEST_LETTERS + 5 and one[:5] in _SERVANT:
            one = "abdul" + one[5:]
        found.append(one)
        at += 1
    return found
