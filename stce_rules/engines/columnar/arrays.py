"""Candidates and keys by whole arrays: what runs where nothing can be compiled.

Enters: codes by row, postings, slots, truths. Leaves: pairs of subject and rule, and their keys. `compiled` has the
same functions, with the same answers.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from stce_rules.engines.columnar.leaves import UNSET, Truths
from stce_rules.engines.columnar.slots import FIRST_BIT, KEPT_OUT, Keys, Slots
from stce_rules.engines.columnar.variants import Variants

__all__ = ["candidates", "distinct", "keys", "sifted"]

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Pairs = tuple[Ints, Ints, Flags]


def candidates(
    codes: npt.NDArray[np.int32],
    posted: npt.NDArray[np.int32],
    entries: Ints,
    starts: Ints,
    rules: npt.NDArray[np.int32],
    dense: Ints,
    needed: Slots,
    truths: Truths,
    variants: Variants,
    classes: npt.NDArray[np.int32],
) -> Pairs:
    """Subjects with the rules that may be something else than `no hit` for them.

    `codes` and `posted` are by column and subject; a posted code leads, from the column's entry on, to a stretch of
    `rules` between two `starts`. `dense` rules are asked of every subject. A pair with a plainly false `needed` test is
    left out, and one whose variant, by rule and class of the subject, keeps the rule out. A pair may come twice. With
    each pair comes whether one of its needed tests is unset.
    """
    found = []
    count = len(classes)
    for column, entry in zip(posted, entries.tolist(), strict=True):
        at = column.astype(np.int64) + entry
        first, sizes = starts[at], starts[at + 1] - starts[at]
        met = np.flatnonzero(sizes)
        sizes = sizes[met]
        ends = np.cumsum(sizes)
        places = np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - sizes, sizes)
        found.append(_kept(np.repeat(met, sizes), rules[np.repeat(first[met], sizes) + places].astype(np.int64),
                           codes, needed, truths, variants, classes))  # fmt: skip
    everyone = np.arange(count)
    found += [
        _kept(everyone, np.full(count, rule), codes, needed, truths, variants, classes) for rule in dense.tolist()
    ]
    if not found:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0, dtype=bool)
    subjects, met, unset = (np.concatenate([one[at] for one in found]) for at in range(3))
    return subjects, met, unset.astype(bool)


def _kept(
    subjects: Ints,
    rules: Ints,
    codes: npt.NDArray[np.int32],
    needed: Slots,
    truths: Truths,
    variants: Variants,
    classes: npt.NDArray[np.int32],
) -> Pairs:
    keep = np.flatnonzero(variants[rules, classes[subjects]] != KEPT_OUT)
    return _sifted(codes, subjects[keep], rules[keep], needed, truths)[:3]


def sifted(
    codes: npt.NDArray[np.int32], subjects: Ints, rules: Ints, needed: Slots, truths: Truths
) -> tuple[Ints, Ints, Ints]:
    """The pairs none of whose needed tests is false as far as is known, and what stands unset first in each.

    What is unset is told as leaf times 2 to the 32nd plus code, some more than once.
    """
    subjects, rules, _, unset = _sifted(codes, subjects, rules, needed, truths)
    return subjects, rules, unset


def _sifted(
    codes: npt.NDArray[np.int32], subjects: Ints, rules: Ints, needed: Slots, truths: Truths
) -> tuple[Ints, Ints, Flags, Ints]:
    """The pairs that are left, for which of them something is unset, and what."""
    unset = []
    waiting = np.zeros(len(subjects), dtype=bool)
    at = 0
    while len(subjects):
        slots = needed.starts[rules] + at
        asking = np.flatnonzero(~waiting & (slots < needed.starts[rules + 1]))
        if not len(asking):
            break
        slots = slots[asking]
        seen = codes[needed.rows[slots], subjects[asking]]
        values = truths[needed.bases[slots] + seen]
        strange = values == UNSET
        unset.append((needed.leaves[slots[strange]] << 32) + seen[strange])
        waiting[asking[strange]] = True
        keep = np.ones(len(subjects), dtype=bool)
        keep[asking[values == 0]] = False
        subjects, rules, waiting = subjects[keep], rules[keep], waiting[keep]
        at += 1
    return subjects, rules, waiting, np.concatenate(unset) if unset else np.empty(0, dtype=np.int64)


def keys(
    codes: npt.NDArray[np.int32],
    subjects: Ints,
    rules: Ints,
    slots: Slots,
    truths: Truths,
    variants: Variants,
    classes: npt.NDArray[np.int32],
    words: int,
) -> tuple[Keys, Ints]:
    """The key of each pair, and what is unset: leaf times 2 to the 32nd plus code, some more than once."""
    found = np.zeros((len(subjects), words), dtype=np.uint64)
    found[:, 0] = variants[rules, classes[subjects]]
    unset = []
    sizes = slots.starts[rules + 1] - slots.starts[rules]
    for at in range(int(sizes.max()) if len(sizes) else 0):
        asking = np.flatnonzero(sizes > at)
        where = slots.starts[rules[asking]] + at
        seen = codes[slots.rows[where], subjects[asking]]
        values = truths[slots.bases[where] + seen]
        word, bit = divmod(FIRST_BIT + 2 * at, 64)
        found[asking, word] |= (values & 3).astype(np.uint64) << np.uint64(bit)
        strange = np.flatnonzero(values == UNSET)
        unset.append((slots.leaves[where[strange]] << 32) + seen[strange])
    return found, np.concatenate(unset) if unset else np.empty(0, dtype=np.int64)


_MIXERS = tuple(np.uint64(one) for one in (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9))


def distinct(rows: Keys) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
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
