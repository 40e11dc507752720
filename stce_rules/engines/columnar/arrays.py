"""Candidates and keys by whole arrays: what runs where nothing can be compiled.

Enters: codes by row, postings, slots, truths. Leaves: pairs of subject and rule, and their keys. `compiled` has the
same functions, with the same answers.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from stce_rules.engines.columnar.leaves import DENIED, SETTLED, UNSET, Truths
from stce_rules.engines.columnar.postings import Posted
from stce_rules.engines.columnar.ruled_out import Marks, Words
from stce_rules.engines.columnar.slots import FIRST_BIT, Keys, Slots
from stce_rules.engines.columnar.variants import Variants

__all__ = ["Met", "candidates", "keys", "sifted"]

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


_ALL = np.uint64(2**64 - 1)


def candidates(posted: Posted, marks: Marks, table: Words, first: int) -> tuple[Ints, Ints]:
    """Subjects with the bits of the rules that may be something else than `no hit` for them.

    Those are the posted ones that the rows of the `table` do not rule out which `marks` give for a subject, of subjects
    from the `first` on. A pair may come twice.
    """
    found: list[tuple[Ints, Ints]] = []
    for column, entry in zip(posted.codes, posted.entries.tolist(), strict=True):
        at = column[first : first + marks.rows.shape[1]].astype(np.int64) + entry
        begins, sizes = posted.starts[at], posted.starts[at + 1] - posted.starts[at]
        met = np.flatnonzero(sizes)
        sizes = sizes[met]
        ends = np.cumsum(sizes)
        places = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - sizes, sizes)
        places += np.repeat(begins[met], sizes)
        rows, words, left = np.repeat(met, sizes), posted.words[places], posted.masks[places]
        out = _ALL
        for mark, goes_on in zip(marks.rows, marks.goes_on.tolist(), strict=True):
            out = out & table[mark[rows], words]
            if not goes_on:
                left, out = left & ~out, _ALL
        some = np.flatnonzero(left)
        which, bits = np.nonzero(np.unpackbits(left[some].view(np.uint8).reshape(-1, 8), axis=1, bitorder="little"))
        found.append((rows[some][which] + first, words[some][which] * np.int64(64) + bits))
    return np.concatenate([one for one, _ in found]), np.concatenate([one for _, one in found])


def sifted(
    codes: npt.NDArray[np.int32], subjects: Ints, rules: Ints, needed: Slots, truths: Truths
) -> tuple[Flags, Ints]:
    """Of which pairs no needed test is false as far as is known, and what stands unset first in each.

    What is unset is told as leaf times 2 to the 32nd plus code, some more than once.
    """
    unset = []
    kept, asking = np.ones(len(subjects), dtype=bool), np.arange(len(subjects))
    at = 0
    while len(asking := asking[needed.starts[rules[asking]] + at < needed.starts[rules[asking] + 1]]):
        slots = needed.starts[rules[asking]] + at
        seen = codes[needed.rows[slots], subjects[asking]]
        values = truths[needed.bases[slots] + seen]
        strange = values == UNSET
        unset.append((needed.leaves[slots[strange]] << 32) + seen[strange])
        kept[asking[values == DENIED]] = False
        asking = asking[(values != DENIED) & ~strange]
        at += 1
    return kept, np.concatenate(unset) if unset else np.empty(0, dtype=np.int64)


def keys(
    codes: npt.NDArray[np.int32],
    subjects: Ints,
    rules: Ints,
    slots: Slots,
    truths: Truths,
    variants: Variants,
    classes: npt.NDArray[np.int32],
    words: int,
    most_asked: int | None = None,
) -> tuple[Keys, Flags, Ints]:
    """The key of each pair, for which of them something is unset, and what: leaf times 2 to the 32nd plus code.

    Of what is unset some may be told more than once, and no more than `most_asked`.
    """
    found = np.zeros((len(subjects), words), dtype=np.uint64)
    found[:, 0] = variants[rules, classes[subjects]]
    waiting = np.zeros(len(subjects), dtype=bool)
    unset = []
    sizes = slots.starts[rules + 1] - slots.starts[rules]
    for at in range(int(sizes.max()) if len(sizes) else 0):
        asking = np.flatnonzero(sizes > at)
        where = slots.starts[rules[asking]] + at
        seen = codes[slots.rows[where], subjects[asking]]
        values = truths[slots.bases[where] + seen]
        word, bit = divmod(FIRST_BIT + 2 * at, 64)
        found[asking, word] |= ((values - SETTLED) & 3).astype(np.uint64) << np.uint64(bit)
        strange = np.flatnonzero(values == UNSET)
        waiting[asking[strange]] = True
        unset.append((slots.leaves[where[strange]] << 32) + seen[strange])
    return found, waiting, np.concatenate(unset)[:most_asked] if unset else np.empty(0, dtype=np.int64)


_MIXERS = tuple(np.uint64(one) for one in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))


class Met:
    """Rules with keys that were met before, by number. All keys are of the same words."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}

    def numbers(self, rules: Ints, keys: Keys) -> tuple[Ints, Ints]:
        """The number of each pair, and which pairs are the first of their number, in the order of the new numbers."""
        rows = np.column_stack((rules.astype(np.uint64), keys))
        before = len(self._numbers)
        first, where = _distinct(rows)
        each = [self._numbers.setdefault(one.tobytes(), len(self._numbers)) for one in rows[first]]
        known = np.asarray(each, dtype=np.int64)
        return known[where], first[known >= before]


def _distinct(rows: Keys) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """The first of each of the different rows, and for each row which of them it is like."""
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for column in rows.T:
        mixed = (mixed ^ column) * _MIXERS[0]
        mixed ^= mixed >> np.uint64(29)
        mixed = mixed * _MIXERS[1] + _MIXERS[2]
    _, first, where = np.unique(mixed, return_index=True, return_inverse=True)
    if (rows[first][where] != rows).any():  # two different rows mixed to one number
        _, first, where = np.unique(rows, axis=0, return_index=True, return_inverse=True)
    return first, where
