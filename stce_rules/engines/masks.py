"""Sets of rules as bit masks, and postings: which rules a value of a box leaves possible.

Enters: the tests of a box with the rules that need them. Leaves: for a box, the mask of the rules that it does not rule
out. Promise: what is not known (a blank open box, an unreadable value, a code of no certain edition) rules nothing out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from stce_rules.core.boxes import Box, HsCode
from stce_rules.core.lookups import Lookup, identities, member_keys, subtree
from stce_rules.core.predicates import HsExactly, HsWithin, InList, Intervals, Mentions, MentionsListed, OneOf
from stce_rules.core.text import FoldedText, Phrase, PhraseIndex, phrase
from stce_rules.plan.model import Test

Posting = dict[str, list[int]]


def mask_of(bits: Iterable[int], size: int) -> int:
    """The mask with these bits set, built in one go."""
    filled = bytearray(size // 8 + 1)
    for bit in bits:
        filled[bit >> 3] |= 1 << (bit & 7)
    return int.from_bytes(filled, "little")


class Screen(Protocol):
    """An index on the values of one box."""

    def possible(self, box: Box) -> int:
        """The rules, of those that need this box, that its values leave possible; the box is neither blank nor open."""


class KeyScreen:
    """Codes, countries, CAS numbers, parties: a value is its own key."""

    def __init__(
        self, tests: Mapping[int, Test], rules: Mapping[int, list[int]], size: int, lists: Mapping[str, Lookup]
    ) -> None:
        posting: Posting = {}
        for number, test in tests.items():
            for key in _keys(test, lists):
                posting.setdefault(key, []).extend(rules[number])
        self.masks = {key: mask_of(bits, size) for key, bits in posting.items()}

    def possible(self, box: Box) -> int:
        """The rules that some value of the box answers."""
        mask, masks = 0, self.masks
        for seen in box.seen:
            value = seen.value
            if isinstance(value, str):  # its own identity
                mask |= masks.get(value, 0)
            else:
                for key in identities(value):
                    mask |= masks.get(key, 0)
        return mask


def _keys(test: Test, lists: Mapping[str, Lookup]) -> Iterable[str]:
    predicate = test.predicate
    if isinstance(predicate, OneOf):
        return predicate.values
    if isinstance(predicate, InList):
        named = lists[predicate.list].named
        return {key for row in named.rows for key in member_keys(named.kind, row)}
    raise TypeError(f"no keys for {type(predicate).__name__}")


class PhraseScreen:
    """Texts: one pass over the words finds the phrases of all rules."""

    def __init__(
        self, tests: Mapping[int, Test], rules: Mapping[int, list[int]], size: int, lists: Mapping[str, Lookup]
    ) -> None:
        posting: dict[Phrase, list[int]] = {}
        for number, test in tests.items():
            for sought in _phrases(test, lists):
                posting.setdefault(sought, []).extend(rules[number])
        self._index = PhraseIndex(posting)
        self._masks = [mask_of(bits, size) for bits in posting.values()]

    def possible(self, box: Box) -> int:
        """The rules some phrase of which stands in the text."""
        mask = 0
        for seen in box.seen:
            if isinstance(seen.value, FoldedText):
                for at, _ in self._index.found(seen.value):
                    mask |= self._masks[at]
        return mask


def _phrases(test: Test, lists: Mapping[str, Lookup]) -> list[Phrase]:
    predicate = test.predicate
    if isinstance(predicate, MentionsListed):
        written = [row.value for row in lists[predicate.list].named.rows]
    elif isinstance(predicate, Mentions):
        written = list(predicate.phrases)
        if predicate.every:
            written = written[:1]
    else:
        raise TypeError(f"no phrases for {type(predicate).__name__}")
    return [sought for one in written if (sought := phrase(one)) is not None]


_CHAPTER, _HEADING = 10**10, 10**8  # a code padded to 12 digits, divided by these, is its chapter, its heading
_REMEMBERED = 4096


class HsScreen:
    """Commodity codes: an interval is kept as whole chapters, whole headings and what is left over.

    A declared code meets its chapter, its heading, and the leftovers of its heading, so the cost is that of the rules
    near the code, whatever the number of rules.
    """

    def __init__(
        self, tests: Mapping[int, Test], rules: Mapping[int, list[int]], size: int, lists: Mapping[str, Lookup]
    ) -> None:
        self._size = size
        self._sets: dict[int, list[tuple[Intervals, list[int]]]] = {}
        for number, test in tests.items():
            for edition, codes in _code_sets(test, lists):
                self._sets.setdefault(edition, []).append((codes, rules[number]))
        self._everything = mask_of((bit for bits in rules.values() for bit in bits), size)
        self._editions: dict[int, _EditionIndex] = {}
        self._masks: dict[HsCode, int] = {}

    def possible(self, box: Box) -> int:
        """The rules whose codes the declared code touches, in any edition it may be of."""
        mask = 0
        for seen in box.seen:
            if isinstance(seen.value, HsCode):
                mask |= self._of_code(seen.value)
        return mask

    def _of_code(self, code: HsCode) -> int:
        kept = self._masks.get(code)
        if kept is not None:
            return kept
        low, high = subtree(code.digits)
        mask = 0
        for edition in code.editions:
            mask |= self._touching(edition, low, high)
        if len(self._masks) >= _REMEMBERED:
            self._masks.clear()
        self._masks[code] = mask
        return mask

    def _touching(self, edition: int, low: int, high: int) -> int:
        if edition not in self._sets:
            return self._everything  # no rule says what an edition without tables means, so none is ruled out
        if edition not in self._editions:
            self._editions[edition] = _EditionIndex(self._sets[edition], self._size)
        return self._editions[edition].touching(low, high)


def _code_sets(test: Test, lists: Mapping[str, Lookup]) -> Iterable[tuple[int, Intervals]]:
    predicate = test.predicate
    if isinstance(predicate, HsWithin | HsExactly):
        yield from predicate.by_edition
    elif isinstance(predicate, InList):
        for row in lists[predicate.list].named.rows:
            if row.hs is not None:
                yield from row.hs.by_edition
    else:
        raise TypeError(f"no codes for {type(predicate).__name__}")


class _EditionIndex:
    """The code sets of all rules in one edition."""

    def __init__(self, sets: Iterable[tuple[Intervals, list[int]]], size: int) -> None:
        chapters: dict[int, list[int]] = {}
        headings: dict[int, list[int]] = {}
        self._left: dict[int, list[tuple[int, int, list[int]]]] = {}
        for codes, rules in sets:
            for low, high in (*codes.whole, *codes.part):
                for level, part, start, end in _decomposed(low, high):
                    if level == _CHAPTER:
                        chapters.setdefault(part, []).extend(rules)
                    elif level == _HEADING:
                        headings.setdefault(part, []).extend(rules)
                    else:
                        self._left.setdefault(part, []).append((start, end, rules))
        self._chapters = {part: mask_of(bits, size) for part, bits in chapters.items()}
        self._headings = {part: mask_of(bits, size) for part, bits in headings.items()}
        self._size = size

    def touching(self, low: int, high: int) -> int:
        """The rules with a code between low and high; a declared chapter touches all its headings."""
        mask = self._chapters.get(low // _CHAPTER, 0)
        bits: list[int] = []
        for heading in range(low // _HEADING, high // _HEADING + 1):
            mask |= self._headings.get(heading, 0)
            for start, end, rules in self._left.get(heading, ()):
                if start <= high and end >= low:
                    bits.extend(rules)
        return mask | mask_of(bits, self._size)


def _decomposed(low: int, high: int) -> Iterable[tuple[int, int, int, int]]:
    """An interval as (level, number, first code, last code): whole chapters, whole headings, leftovers by heading."""
    at = low
    while at <= high:
        for level in (_CHAPTER, _HEADING):
            if at % level == 0 and at + level - 1 <= high:
                yield level, at // level, at, at + level - 1
                at += level
                break
        else:
            end = min(high, at - at % _HEADING + _HEADING - 1)
            yield 0, at // _HEADING, at, end
            at = end + 1
