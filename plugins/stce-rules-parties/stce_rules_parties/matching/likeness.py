"""How much two words, and two names, are alike: whole numbers only, so that every machine gives the same.

Words are aligned in any order. A word that stands on one side only counts against a name by half; words that stand
against each other on both sides contradict it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA

from stce_rules_parties.matching.letters import VOWELLESS
from stce_rules_parties.matching.sounds import skeletons

__all__ = ["SAME_WORD", "against", "aligned", "mistakes_allowed", "words_alike"]

SAME_WORD = 1000
_LEAST_ALIKE = 780
_SOUNDS_ALIKE = 940
_SOUNDS_ROUGHLY = 880
_INITIAL = 700
_JOINED = 900


def mistakes_allowed(letters: int) -> int:
    """How many letters of a word of so many may be wrong."""
    return 0 if letters < 4 else 1 if letters < 8 else 2 if letters < 12 else 3


@lru_cache(maxsize=500_000)
def words_alike(one: str, other: str) -> int:
    """Thousandths; 0 for words that are not meant to be the same."""
    if one == other:
        return SAME_WORD
    if one.startswith(VOWELLESS) or other.startswith(VOWELLESS):
        return _sounds(one, other)
    if not (one.isalpha() and other.isalpha()):
        return 0  # numbers tell works and ships of one name apart
    short, long = sorted((len(one), len(other)))
    if short == 1:
        return _INITIAL if one[0] == other[0] else 0
    mistakes = OSA.distance(one, other, score_cutoff=long // 2)
    if mistakes > long // 2:
        return 0
    alike = 0
    if mistakes <= mistakes_allowed(long):
        share = 1000 * mistakes // long
        alike = 1000 - (share if long < 5 else share * 3 // 5)
    sound = _sounds(one, other)
    if 3 * mistakes > long:
        sound = min(sound, _SOUNDS_ROUGHLY)
    return max(alike, sound) if max(alike, sound) >= _LEAST_ALIKE else 0


def _sounds(one: str, other: str) -> int:
    first, second = skeletons(one), skeletons(other)
    same = set(first) & set(second)
    if same:
        shared = max(map(len, same))
        return _SOUNDS_ALIKE if shared > 2 else _SOUNDS_ROUGHLY if shared == 2 else 0
    return _sounds_nearly(one, first[0], other, second[0])


def _sounds_nearly(one: str, first: str, other: str, second: str) -> int:
    """Where no vowels are written, a consonant may be one too: `w` and `y` are both."""
    near = len(first) > 3 and len(second) > 3 and OSA.distance(first, second, score_cutoff=1) <= 1
    vowelless = one.startswith(VOWELLESS) or other.startswith(VOWELLESS)
    return _SOUNDS_ROUGHLY if near and vowelless else 0


def against(left: int, left_there: int) -> int:
    """What counts against a match: words left over against each other twice; of what only one name has, less.

    A declared name often says more than a listed one (a branch, a town), and less often leaves something out.
    """
    contrary = min(left, left_there)
    return 2 * contrary + (3 * (left - contrary) + 4 * (left_there - contrary)) // 10


def aligned(one: Sequence[str], other: Sequence[str], weight: Callable[[str], int]) -> int:
    """How much two names are alike, in thousandths, rounded down."""
    if not one or not other:
        return 0
    here, there = [weight(word) for word in one], [weight(word) for word in other]
    pairs = []
    for at, word in enumerate(one):
        for to, listed in enumerate(other):
            alike = words_alike(word, listed)
            if alike:
                pairs.append((-alike, -here[at] - there[to], abs(at - to), at, to))
    pairs.sort()
    free, free_there = set(range(len(one))), set(range(len(other)))
    score = whole = 0
    for negative, _, _, at, to in pairs:
        if at in free and to in free_there:
            free.discard(at)
            free_there.discard(to)
            score -= negative * (here[at] + there[to])
            whole += here[at] + there[to]
    for alike, weighed in (
        *_run_together(one, other, (free, free_there), (here, there)),
        *_run_together(other, one, (free_there, free), (there, here)),
    ):
        score += alike * weighed
        whole += weighed
    left, left_there = sum(here[at] for at in free), sum(there[to] for to in free_there)
    return score // (whole + against(left, left_there)) if whole else 0


def _run_together(
    one: Sequence[str],
    other: Sequence[str],
    free: tuple[set[int], set[int]],
    weights: tuple[Sequence[int], Sequence[int]],
) -> list[tuple[int, int]]:
    """Two words on one side that are one on the other: how much alike, and what they weigh. They are free no more."""
    found = []
    for at in sorted(free[0]):
        if not {at, at + 1} <= free[0]:
            continue
        joined = one[at] + one[at + 1]
        alike, to = max(((words_alike(joined, other[to]), -to) for to in free[1]), default=(0, 0))
        if alike >= _JOINED:
            free[0].difference_update((at, at + 1))
            free[1].discard(-to)
            found.append((alike, weights[0][at] + weights[0][at + 1] + weights[1][-to]))
    return found
