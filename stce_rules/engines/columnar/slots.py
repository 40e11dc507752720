"""How the truths a rule rests on are packed into a key.

A key is some words of 64 bits. The lowest 16 bits say how the rule and the units it asks apply (`variants`); then two
bits for each leaf, in the order of the rule's slots. Equal keys of a rule mean equal outcomes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from stce_rules.engines.columnar.leaves import Leaves

__all__ = ["FIRST_BIT", "KEPT_OUT", "Keys", "Slots", "slot_of", "values_of", "words_for"]

FIRST_BIT = 16
KEPT_OUT = 65_535
"""The variant under which a rule does not apply at all."""

Keys = npt.NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Slots:
    """The leaves of many rules, one rule after another: where each begins, and of each leaf row, base and number."""

    starts: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    bases: npt.NDArray[np.int64]
    leaves: npt.NDArray[np.int64]

    @classmethod
    def of(cls, leaves: Sequence[Sequence[int]], known: Leaves) -> Slots:
        """The slots of rules, each given by its leaves."""
        flat = np.asarray([leaf for each in leaves for leaf in each], dtype=np.int64)
        starts = np.concatenate(([0], np.cumsum([len(each) for each in leaves], dtype=np.int64))).astype(np.int64)
        rows = np.asarray([known.row_of(leaf) for leaf in flat.tolist()], dtype=np.int64)
        return cls(starts, rows, np.zeros(len(flat), dtype=np.int64), flat)

    def based(self, bases: npt.NDArray[np.int64]) -> Slots:
        """With the bases of the leaves as they lie now."""
        return Slots(self.starts, self.rows, bases[self.leaves], self.leaves)


def words_for(slots: int) -> int:
    """Words that a key of so many slots takes."""
    return (FIRST_BIT + 2 * slots + 63) // 64


def slot_of(at: int) -> tuple[int, int]:
    """Word and bit of a slot."""
    return divmod(FIRST_BIT + 2 * at, 64)


def values_of(key: Sequence[int], count: int) -> list[int]:
    """The values of the slots of a key."""
    places = [slot_of(at) for at in range(count)]
    return [(key[word] >> bit) & 3 for word, bit in places]
