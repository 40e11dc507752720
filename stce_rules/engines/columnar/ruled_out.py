"""Which rules the boxes of a subject, or the day, rule out: bits by code.

Enters: of each rule groups of leaves of which one at least must not be false, their truths, variants. Leaves: a table
with a bit for each rule in each of its rows, and for each subject the rows that are met by it. Promise: a rule is ruled
out only where all of a group are false or the rule does not apply. What is not known yet rules nothing out, nor does a
column in which hardly two rows are alike.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from stce_rules.engines.columnar.leaves import DENIED, Leaves
from stce_rules.engines.columnar.slots import KEPT_OUT
from stce_rules.engines.columnar.variants import Variants

__all__ = ["Marks", "RuledOut", "Words", "width_of", "words_of"]

Ints = npt.NDArray[np.int64]

Words = npt.NDArray[np.uint64]
"""Rules by bits, 64 in a word."""

_FEW_LEAVES = 3
"""A column of so few leaves has a row for each combination of false ones, instead of one for each code."""

_LARGEST = 1 << 23
"""Words of the rows of one block; of a larger one nothing is kept."""


class Marks(NamedTuple):
    """Rows of the table by block and subject. A rule is ruled out by a row, or by all rows of blocks that go together.

    `goes_on`: of each block, whether it goes together with the next.
    """

    rows: npt.NDArray[np.int32]
    goes_on: npt.NDArray[np.bool_]


def width_of(rules: int) -> int:
    """Words that have a bit for each of so many rules."""
    return max(1, -(-rules // 64))


def words_of(bits: npt.ArrayLike, count: int) -> Words:
    """So many words with these bits set."""
    flags = np.zeros(64 * count, dtype=np.uint8)
    flags[np.asarray(bits, dtype=np.int64)] = 1
    found: Words = np.packbits(flags, bitorder="little").view("<u8")
    return found


class _Part(NamedTuple):
    """Leaves all of which must be false, and the rules then ruled out: the places of words with some, and these."""

    leaves: tuple[int, ...]
    words: Ints
    masks: Words


@dataclass(slots=True)
class _Block:
    """The rows of one column: what of its leaves rules rules out, where its rows begin, how many they are.

    `goes_on`: what is ruled out here must be ruled out by the next block too.
    """

    column: int
    parts: list[_Part]
    goes_on: bool
    leaves: list[int] = field(init=False)
    start: int = 0
    size: int = 0

    def __post_init__(self) -> None:
        self.leaves = sorted({leaf for part in self.parts for leaf in part.leaves})

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

    def __init__(self, leaves: Leaves, groups: Mapping[int, Sequence[tuple[int, ...]]], rules: Ints) -> None:
        """`groups` are by rule; `rules` are the rules by bit."""
        self._leaves = leaves
        self._rules = rules
        self._width = width_of(len(rules))
        self._blocks = [*self._made(groups)]
        self._resting: dict[int, list[tuple[_Block, _Part]]] = {}
        for block in self._blocks:
            for part in block.parts if not block.is_of_few else ():
                for leaf in part.leaves:
                    self._resting.setdefault(leaf, []).append((block, part))
        self._classes = self._room = 0
        self.table: Words = np.empty((0, self._width), dtype=np.uint64)

    def _made(self, groups: Mapping[int, Sequence[tuple[int, ...]]]) -> Iterable[_Block]:
        """Blocks for the columns that groups rest on: those of one column, those of the same two, and so on."""
        found: dict[tuple[int, ...], dict[int, dict[tuple[int, ...], list[int]]]] = {}
        for bit, rule in enumerate(self._rules.tolist()):
            met: set[tuple[int, ...]] = set()
            for group in groups.get(rule, ()):
                of_column = {
                    column: tuple(each)
                    for column, each in groupby(sorted(group, key=self._leaves.column_of), self._leaves.column_of)
                }
                columns = (*of_column,)
                if len(columns) > 1 and columns in met:
                    continue  # a bit says whether the leaves of one group are false
                met.add(columns)
                for column, leaves in of_column.items():
                    found.setdefault(columns, {}).setdefault(column, {}).setdefault(leaves, []).append(bit)
        for columns, by_column in found.items():
            for column in columns:
                parts = [self._part(leaves, bits) for leaves, bits in by_column[column].items()]
                yield _Block(column, parts, goes_on=column != columns[-1])

    def _part(self, leaves: tuple[int, ...], bits: list[int]) -> _Part:
        words = words_of(bits, self._width)
        places = np.flatnonzero(words)
        return _Part(leaves, places, words[places])

    def take(self, variants: Variants) -> None:
        """Take in what was found out since the last time."""
        leaves = self._leaves
        sizes = self._sizes()
        classes = variants.shape[1]
        if classes > self._room or sizes != [one.size for one in self._blocks]:
            self._move(sizes, max(self._room, 2 * classes))
        for at in range(self._classes, classes):
            self.table[at] = words_of(np.flatnonzero(variants[self._rules, at] == KEPT_OUT), self._width)
        self._classes = classes
        for one in self._blocks:
            if one.column in leaves.renewed and not one.is_of_few:
                self.table[one.start : one.start + one.size] = 0
        for leaf, codes in leaves.denied:
            for block, part in self._resting.get(leaf, ()):
                if block.size:
                    self._deny(block, part, leaf, codes)

    def _deny(self, block: _Block, part: _Part, leaf: int, codes: Ints) -> None:
        """Take in that a leaf is false for some codes."""
        for other in part.leaves:
            if other != leaf:
                codes = codes[self._leaves.truths_of(other).take(codes) == DENIED]
        self.table[block.start + codes[:, None], part.words] |= part.masks

    def _sizes(self) -> list[int]:
        """The rows that each block is to have; none where one that it goes together with has none."""
        leaves = self._leaves
        sizes = [
            one.wanted(0 if leaves.is_wide(one.column) else leaves.capacity(one.column), self._width)
            for one in self._blocks
        ]
        first = 0
        for at, one in enumerate(self._blocks):
            if not one.goes_on:
                if not all(sizes[first : at + 1]):
                    sizes[first : at + 1] = [0] * (at + 1 - first)
                first = at + 1
        return sizes

    def _move(self, sizes: Sequence[int], room: int) -> None:
        """Give every block its rows anew, behind those of so many classes."""
        old, end = self.table, room
        self.table = np.zeros((room + sum(sizes), self._width), dtype=np.uint64)
        self.table[: self._classes] = old[: self._classes]
        self._room = room
        for one, size in zip(self._blocks, sizes, strict=True):
            kept = min(one.size, size)
            self.table[end : end + kept] = old[one.start : one.start + kept]
            one.start, one.size = end, size
            end += size
            if one.is_of_few and size and not kept:
                for part in one.parts:
                    false = sum(1 << one.leaves.index(leaf) for leaf in part.leaves)
                    those = one.start + np.flatnonzero(np.arange(size) & false == false)
                    self.table[those[:, None], part.words] |= part.masks

    def marks(self, codes: npt.NDArray[np.int32], classes: npt.NDArray[np.int32], some: slice) -> Marks:
        """The rows of the table for some of the subjects with these codes by column, and classes of variants."""
        leaves, blocks = self._leaves, [one for one in self._blocks if one.size]
        found: list[npt.NDArray[np.int32]] = []
        for one in blocks:
            of_column = codes[leaves.row_in(one.column), some]
            if one.is_of_few:
                rows = np.full(len(of_column), one.start, dtype=np.int32)
                for at, leaf in enumerate(one.leaves):
                    rows += (leaves.truths_of(leaf).take(of_column) == DENIED) * np.int32(1 << at)
                found.append(rows)
            else:
                found.append(of_column + np.int32(one.start))
        return Marks(np.stack([*found, classes[some]]), np.asarray([*(one.goes_on for one in blocks), False]))
