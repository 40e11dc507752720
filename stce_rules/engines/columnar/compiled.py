"""Candidates and keys row by row, compiled: the functions of `arrays`, with the same answers, without the lock."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from stce_rules.engines.columnar.leaves import ASKED, DENIED, SETTLED, UNSET, Truths
from stce_rules.engines.columnar.postings import Posted
from stce_rules.engines.columnar.ruled_out import Marks, Words
from stce_rules.engines.columnar.slots import FIRST_BIT, Keys, Slots
from stce_rules.engines.columnar.variants import Variants

__all__ = ["Met", "candidates", "keys", "sifted"]

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

_MOST_ASKED = 1 << 16


def candidates(posted: Posted, marks: Marks, table: Words, first: int) -> tuple[Ints, Ints]:
    """See `arrays.candidates`."""
    pairs: list[Ints] = []
    row, size = 0, marks.rows.shape[1]
    room = max(1 << 16, 2 * size)
    while row < size:
        out = np.empty((2, room), dtype=np.int64)
        after, count = _candidates(*posted, *marks, table, first, row, out)
        if after == row:
            room *= 2
            continue
        row = after
        pairs.append(out[:, :count])
    subjects, bits = np.concatenate(pairs, axis=1) if pairs else np.empty((2, 0), dtype=np.int64)
    return subjects, bits


_TURN = np.uint64(0x03F79D71B4CB0A89)
"""A number of De Bruijn: every six bits of it, one after another, are different."""

_PLACES = np.zeros(64, dtype=np.int64)
"""The place of a bit, by the first six bits of its product with that number."""
for _place in range(64):
    _PLACES[((int(_TURN) << _place) & (2**64 - 1)) >> 58] = _place


@njit(nogil=True, cache=True)
def _candidates(  # type: ignore[no-untyped-def] # noqa: ANN202
    codes, entries, starts, words, masks, marks, goes_on, table, shift, first, out,  # noqa: ANN001
):  # fmt: skip
    """Fills `out` with the pairs of whole rows from `first` on; gives the row it stopped before, and how many pairs."""
    count = 0
    for row in range(first, marks.shape[1]):
        subject = shift + row
        most = 0
        for column in range(codes.shape[0]):
            at = entries[column] + codes[column, subject]
            most += 64 * (starts[at + 1] - starts[at])
        if count + most > out.shape[1]:
            return row, count
        for column in range(codes.shape[0]):
            at = entries[column] + codes[column, subject]
            for place in range(starts[at], starts[at + 1]):
                word = words[place]
                left = masks[place]
                mark = 0
                while left and mark < len(goes_on):
                    ruled_out = table[marks[mark, row], word]
                    while goes_on[mark]:
                        mark += 1
                        ruled_out &= table[marks[mark, row], word]
                    left &= ~ruled_out
                    mark += 1
                while left:
                    rest = left & (left - np.uint64(1))
                    out[0, count] = subject
                    out[1, count] = word * 64 + _PLACES[((left ^ rest) * _TURN) >> np.uint64(58)]
                    count += 1
                    left = rest
    return marks.shape[1], count


def sifted(codes: Codes, subjects: Ints, rules: Ints, needed: Slots, truths: Truths) -> tuple[Flags, Ints]:
    """See `arrays.sifted`; what is unset may be told in several goes."""
    kept = np.empty(len(subjects), dtype=np.bool_)
    asked = np.empty(_MOST_ASKED, dtype=np.int64)
    count = _sifted(
        codes, subjects, rules, needed.starts, needed.rows, needed.bases, needed.leaves, truths, kept, asked
    )  # fmt: skip
    return kept, asked[:count]


@njit(nogil=True, cache=True)
def _sifted(  # type: ignore[no-untyped-def] # noqa: ANN202
    codes, subjects, rules, starts, rows, bases, leaves, truths, kept, asked,  # noqa: ANN001
):  # fmt: skip
    count = 0
    for pair in range(len(subjects)):
        rule = rules[pair]
        kept[pair] = True
        for at in range(starts[rule], starts[rule + 1]):
            code = codes[rows[at], subjects[pair]]
            place = bases[at] + code
            value = truths[place]
            if value == DENIED:
                kept[pair] = False
                break
            if value == UNSET and count < len(asked):
                asked[count] = (leaves[at] << 32) + code
                count += 1
                truths[place] = ASKED
            if value < SETTLED:
                break
    return count


def keys(
    codes: Codes,
    subjects: Ints,
    rules: Ints,
    slots: Slots,
    truths: Truths,
    variants: Variants,
    classes: Codes,
    words: int,
    most_asked: int = _MOST_ASKED,
) -> tuple[Keys, Flags, Ints]:
    """See `arrays.keys`; what is unset may be told in several goes."""
    found = np.zeros((len(subjects), words), dtype=np.uint64)
    waiting = np.empty(len(subjects), dtype=np.bool_)
    asked = np.empty(most_asked, dtype=np.int64)
    count = _keys(
        codes, subjects, rules, slots.starts, slots.rows, slots.bases, slots.leaves, truths, variants, classes,
        found, waiting, asked,
    )  # fmt: skip
    return found, waiting, asked[:count]


@njit(nogil=True, cache=True)
def _keys(  # type: ignore[no-untyped-def] # noqa: ANN202
    codes, subjects, rules, starts, rows, bases, leaves, truths, variants, classes, found, waiting, asked,  # noqa: ANN001
):  # fmt: skip
    count = 0
    for pair in range(len(subjects)):
        subject = subjects[pair]
        rule = rules[pair]
        word = 0
        bit = FIRST_BIT
        packed = np.uint64(variants[rule, classes[subject]])
        waiting[pair] = False
        for at in range(starts[rule], starts[rule + 1]):
            code = codes[rows[at], subject]
            place = bases[at] + code
            value = truths[place]
            if value < SETTLED:
                waiting[pair] = True
                if value == UNSET and count < len(asked):
                    asked[count] = (leaves[at] << 32) + code
                    count += 1
                    truths[place] = ASKED
            if bit == 64:
                found[pair, word] = packed
                packed = np.uint64(0)
                word += 1
                bit = 0
            packed |= np.uint64((value - SETTLED) & 3) << np.uint64(bit)
            bit += 2
        found[pair, word] = packed
    return count


class Met:
    """See `arrays.Met`."""

    def __init__(self) -> None:
        self._rules: Ints = np.empty(0, dtype=np.int64)
        self._keys: Keys = np.empty((0, 0), dtype=np.uint64)
        self._table: Codes = np.empty(0, dtype=np.int32)
        self._count = 0

    def numbers(self, rules: Ints, keys: Keys) -> tuple[Ints, Ints]:
        """See `arrays.Met.numbers`."""
        found, first = np.empty(len(rules), dtype=np.int64), np.empty(len(rules), dtype=np.int64)
        before, done = self._count, 0
        while done < len(rules):
            done, self._count = _numbers(
                rules, keys, self._rules, self._keys, self._table, self._count, before, done, found, first
            )  # fmt: skip
            if done < len(rules):
                self._grow(keys.shape[1])
        return found, first[: self._count - before]

    def _grow(self, words: int) -> None:
        rules, keys = self._rules[: self._count], self._keys[: self._count].reshape(-1, words)
        room = max(1 << 10, 2 * len(self._rules))
        self._rules, self._keys = np.empty(room, dtype=np.int64), np.empty((room, words), dtype=np.uint64)
        self._table = np.full(4 * room, -1, dtype=np.int32)
        nothing = np.empty(len(rules), dtype=np.int64)
        _numbers(rules, keys, self._rules, self._keys, self._table, 0, 0, 0, nothing, nothing)


@njit(nogil=True, cache=True)
def _is_same(one, other):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    for at in range(len(one)):  # noqa: SIM110 (compiled)
        if one[at] != other[at]:
            return False
    return True


@njit(nogil=True, cache=True)
def _numbers(  # type: ignore[no-untyped-def] # noqa: ANN202
    rules, keys, known_rules, known_keys, table, count, before, done, found, first,  # noqa: ANN001
):  # fmt: skip
    """Numbers pairs from `done` on, as far as there is room: the pair to go on at, and how many are known."""
    last = np.uint64(len(table) - 1)
    for pair in range(done, len(rules)):
        if count == len(known_rules):
            return pair, count
        rule, key = rules[pair], keys[pair]
        mixed = np.uint64(rule)
        for word in range(len(key)):
            mixed = (mixed ^ key[word]) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
        slot = mixed & last
        number = table[slot]
        while number >= 0 and not (known_rules[number] == rule and _is_same(known_keys[number], key)):
            slot = (slot + np.uint64(1)) & last
            number = table[slot]
        if number < 0:
            table[slot] = number = count
            known_rules[count] = rule
            for word in range(len(key)):
                known_keys[count, word] = key[word]
            first[count - before] = pair
            count += 1
        found[pair] = number
    return len(rules), count
