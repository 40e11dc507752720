"""What is left of a word when its vowels and the ways to spell its consonants are taken away.

`muhammad`, `mohamed` and the Arabic letters of the name have one skeleton; so have `Zhukovskiy` and `Jukovsky`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from stce_rules_parties.matching.letters import VOWELLESS

__all__ = ["skeletons"]

# Each spelling gives one sound; capital letters stand for sounds that one Latin letter does not write.
_SPELLINGS = (
    ("shch", "S"), ("tsch", "C"), ("tch", "C"), ("dzh", "j"), ("sch", "S"), ("cz", "C"), ("ch", "C"), ("sh", "S"),
    ("zh", "j"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"), ("ck", "k"), ("ts", "s"),
    ("tz", "s"), ("q", "k"), ("x", "ks"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("cv", "sv"), ("cw", "sv"),
    ("c", "k"), ("z", "s"),
    ("w", "v"),
)  # fmt: skip
_OPEN_END = re.compile(r"(?<=[aeiou])(?:h|y)+$")
_READINGS = (
    (re.compile(r"j"), "y"),
    (re.compile(r"(?<=.)w(?=[^aeiouyw])"), ""),
    (re.compile(r"c(?=[aou])"), "s"),
)
_VOWELS = re.compile(r"[aeiouy]+")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=200_000)
def skeletons(word: str) -> tuple[str, ...]:
    """The consonants of a Latin word in one spelling, after an `a` where it begins with a vowel.

    Some letters are a consonant in one language and belong to a vowel, or sound otherwise, in another: `j`, `w` before
    a consonant, `c` before `o`. A word with one of them has a skeleton for each reading.
    """
    word = word.removeprefix(VOWELLESS)
    if not word.isalpha():
        return (word,)
    readings = [word]
    for letters, reading in _READINGS:
        readings += [other for one in readings if (other := letters.sub(reading, one)) != one]
    return tuple(dict.fromkeys(map(_bare, readings)))


def _bare(word: str) -> str:
    if word.endswith("ff"):
        word = word[:-2] + "v"
    for spelling, sound in _SPELLINGS:
        word = word.replace(spelling, sound)
    word = _OPEN_END.sub("", word)
    initial = "a" if word[:1] in "aeiouy" else ""
    return initial + _VOWELS.sub("", _DOUBLED.sub(r"\1", word))
