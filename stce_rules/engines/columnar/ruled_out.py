"""Which rules a box, or the day, rules out: bits by code.

Enters: the leaves that each rule needs, their truths, variants. Leaves: a table with a bit for each rule in each of its
rows, and for each subject the rows that are met by it. Promise: a bit is set only where a needed sentence is false or
the rule does not apply. What is not known yet rules nothing out, nor does a column in which hardly two rows are alike.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from stce_rules.engines.columnar.leaves import DENIED, Leaves
from stce_rules.engines.columnar.slots import KEPT_OUT
from stce_rules.engines.columnar.variants import Variants

__all__ = ["Marks", "RuledOut", "Words", "width_of", "words_of"]

Ints = npt.NDArray[np.int64]

Words = npt.NDArray[np.uint64]
"""Rules by bits, 64 in a word."""

Marks = npt.NDArray[np.int32]
"""Rows of the table, by column and subject."""

_FEW_LEAVES = 3
"""A column of so few leaves has a row for each combination of false ones, instead of one for each code."""

_LARGEST = 1 << 23
"""Words of the rows of one column; of a larger one nothing is kept."""


def width_of(rules: int) -> int:
    """Words that have a bit for each of so many rules."""
    return max(1, -(-rules // 64))


def words_of(bits: npt.ArrayLike, count: int) -> Words:
    """So many words with these bits set."""
    flags = np.zeros(64 * count, dtype=np.uint8)
    flags[np.asarray(bits, dtype=np.int64)] = 1
    found: Words = np.packbits(flags, bitorder="little").view("<u8")
    return found


@dataclass(slots=True)
class _Block:
    """The rows of one column: the leaves that rest on it with the rules that need them, where its rows begin.

    The rules are the places of the words that have some of them, and these words.
    """

    leaves: dict[int, tuple[Ints, Words]] = field(default_factory=dict)
    start: int = 0
    size: int = 0

    @property
    def is_of_few(self) -> bool:
        return len(self.leaves) <= _FEW_LEAVES

    def wanted(self, capacity: int, width: int) -> int:
        """How many rows it is to have."""
        if self.is_of_few:
            return 1 << len(self.leaves)
        return capacity if capacity * width <= _LARGEST else 0


class RuledOut:
    """The table of the rules of one scope, by their bits. Grows with what is found out."""

    def __init__(self, leaves: Leaves, needed: Mapping[int, Sequence[int]], rules: Ints) -> None:
        """`needed` are leaves by rule; `rules` are the rules by bit."""
        self._leaves = leaves
        self._rules = rules
        self._width = width_of(len(rules))
        bits: dict[int, list[int]] = {}
        for bit, rule in enumerate(rules.tolist()):
            for leaf in needed.get(rule, ()):
                bits.setdefault(leaf, []).append(bit)
        self._blocks: dict[int, _Block] = {}
        for leaf, each in bits.items():
            column = leaves.column_of(leaf)
            words = words_of(each, self._width)
            places = np.flatnonzero(words)
            self._blocks.setdefault(column, _Block()).leaves[leaf] = (places, words[places])
        self._classes = self._room = 0
        self.table: Words = np.empty((0, self._width), dtype=np.uint64)

    def take(self, variants: Variants) -> None:
        """Take in what was found out since the last time."""
        leaves, width = self._leaves, self._width
        sizes = {
            column: one.wanted(0 if leaves.is_wide(column) else leaves.capacity(column), width)
            for column, one in self._blocks.items()
        }
        classes = variants.shape[1]
        if classes > self._room or any(sizes[column] != one.size for column, one in self._blocks.items()):
            self._move(sizes, max(self._room, 2 * classes))
        for at in range(self._classes, classes):
            self.table[at] = words_of(np.flatnonzero(variants[self._rules, at] == KEPT_OUT), width)
        self._classes = classes
        for column in leaves.renewed & self._blocks.keys():
            if not (one := self._blocks[column]).is_of_few:
                self.table[one.start : one.start + one.size] = 0
        for leaf, codes in leaves.denied:
            block = self._blocks.get(leaves.column_of(leaf))
            if block is not None and leaf in block.leaves and block.size and not block.is_of_few:
                words, masks = block.leaves[leaf]
                self.table[block.start + codes[:, None], words] |= masks

    def _move(self, sizes: Mapping[int, int], room: int) -> None:
        """Give every column its rows anew, behind those of so many classes."""
        old, end = self.table, room
        self.table = np.zeros((room + sum(sizes.values()), self._width), dtype=np.uint64)
        self.table[: self._classes] = old[: self._classes]
        self._room = room
        for column, one in self._blocks.items():
            kept = min(one.size, sizes[column])
            self.table[end : end + kept] = old[one.start : one.start + kept]
            one.start, one.size = end, sizes[column]
            end += one.size
            if one.is_of_few and not kept:
                for at, (words, masks) in enumerate(one.leaves.values()):
                    those = one.start + np.flatnonzero(np.arange(one.size) >> at & 1)
                    self.table[those[:, None], words] |= masks

    def marks(self, codes: npt.NDArray[np.int32], classes: npt.NDArray[np.int32], some: slice) -> Marks:
        """The rows of the table for some of the subjects with these codes by column, and classes of variants."""
        leaves = self._leaves
        found: list[npt.NDArray[np.int32]] = []
        for column, one in self._blocks.items():
            of_column = codes[leaves.row_in(column), some]
            if one.is_of_few:
                rows = np.full(len(of_column), one.start, dtype=np.int32)
                for at, leaf in enumerate(one.leaves):
                    rows += (leaves.truths_of(leaf).take(of_column) == DENIED) * np.int32(1 << at)
                found.append(rows)
            elif one.size:
                found.append(of_column + np.int32(one.start))
        return np.stack([*found, classes[some]])
