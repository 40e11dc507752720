"""Candidates and keys row by row, compiled: the functions of `arrays`, with the same answers, without the lock."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from stce_rules.engines.columnar.leaves import UNSET, Truths
from stce_rules.engines.columnar.slots import FIRST_BIT, KEPT_OUT, Keys, Slots
from stce_rules.engines.columnar.variants import Variants

__all__ = ["candidates", "distinct", "keys", "sifted"]

Ints = npt.NDArray[np.int64]
Codes = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

_ASKED = 254
"""Stands for a moment where a truth is unset and is already among those asked for."""

_MOST_ASKED = 1 << 16


def candidates(
    codes: Codes,
    posted: Codes,
    entries: Ints,
    starts: Ints,
    rules: Codes,
    dense: Ints,
    needed: Slots,
    truths: Truths,
    variants: Variants,
    classes: Codes,
) -> tuple[Ints, Ints, Flags]:
    """See `arrays.candidates`."""
    subjects: list[Ints] = []
    met: list[Ints] = []
    waiting: list[Flags] = []
    row, room = 0, max(1 << 16, 2 * len(classes))
    while row < len(classes):
        out, unset = np.empty((2, room), dtype=np.int64), np.empty(room, dtype=np.bool_)
        after, count = _candidates(
            codes, posted, entries, starts, rules, dense, needed.starts, needed.rows, needed.bases,
            truths, variants, classes, row, out, unset,
        )  # fmt: skip
        if after == row:
            room *= 2
            continue
        row = after
        subjects.append(out[0, :count].copy())
        met.append(out[1, :count].copy())
        waiting.append(unset[:count].copy())
    if not subjects:
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.int64), np.empty(0, dtype=np.bool_)
    return np.concatenate(subjects), np.concatenate(met), np.concatenate(waiting)


@njit(nogil=True, cache=True)
def _asked(row, rule, codes, needed_starts, needed_rows, needed_bases, truths):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    """0 where a needed test is false, else 2 where one is unset, else 1."""
    found = 1
    for at in range(needed_starts[rule], needed_starts[rule + 1]):
        value = truths[needed_bases[at] + codes[needed_rows[at], row]]
        if value == 0:
            return 0
        if value >= _ASKED:
            found = 2
    return found


@njit(nogil=True, cache=True)
def _candidates(  # type: ignore[no-untyped-def] # noqa: ANN202
    codes, posted, entries, starts, rules, dense, needed_starts, needed_rows, needed_bases, truths, variants, classes,  # noqa: ANN001
    first, out, unset,  # noqa: ANN001
):  # fmt: skip
    """Fills `out` with the pairs of whole rows from `first` on; gives the row it stopped before, and how many pairs."""
    count = 0
    room = out.shape[1]
    for row in range(first, len(classes)):
        most = len(dense)
        for column in range(posted.shape[0]):
            at = entries[column] + posted[column, row]
            most += starts[at + 1] - starts[at]
        if count + most > room:
            return row, count
        kind = classes[row]
        for column in range(posted.shape[0]):
            at = entries[column] + posted[column, row]
            for place in range(starts[at], starts[at + 1]):
                rule = rules[place]
                if variants[rule, kind] == KEPT_OUT:
                    continue
                kept = _asked(row, rule, codes, needed_starts, needed_rows, needed_bases, truths)
                if kept:
                    out[0, count] = row
                    out[1, count] = rule
                    unset[count] = kept == 2
                    count += 1
        for rule in dense:
            if variants[rule, kind] == KEPT_OUT:
                continue
            kept = _asked(row, rule, codes, needed_starts, needed_rows, needed_bases, truths)
            if kept:
                out[0, count] = row
                out[1, count] = rule
                unset[count] = kept == 2
                count += 1
    return len(classes), count


def sifted(codes: Codes, subjects: Ints, rules: Ints, needed: Slots, truths: Truths) -> tuple[Ints, Ints, Ints]:
    """See `arrays.sifted`; what is unset may be told in several goes."""
    kept = np.empty(len(subjects), dtype=np.bool_)
    asked = np.empty(_MOST_ASKED, dtype=np.int64)
    count = _sifted(
        codes, subjects, rules, needed.starts, needed.rows, needed.bases, needed.leaves, truths, kept, asked
    )  # fmt: skip
    return subjects[kept], rules[kept], asked[:count]


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
            if value == 0:
                kept[pair] = False
                break
            if value == UNSET and count < len(asked):
                asked[count] = (leaves[at] << 32) + code
                count += 1
                truths[place] = _ASKED
            if value >= _ASKED:
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
) -> tuple[Keys, Ints]:
    """See `arrays.keys`; what is unset may be told in several goes."""
    found = np.zeros((len(subjects), words), dtype=np.uint64)
    asked = np.empty(_MOST_ASKED, dtype=np.int64)
    count = _keys(
        codes,
        subjects,
        rules,
        slots.starts,
        slots.rows,
        slots.bases,
        slots.leaves,
        truths,
        variants,
        classes,
        found,
        asked,
    )
    return found, asked[:count]


@njit(nogil=True, cache=True)
def _keys(  # type: ignore[no-untyped-def] # noqa: ANN202
    codes, subjects, rules, starts, rows, bases, leaves, truths, variants, classes, found, asked,  # noqa: ANN001
):  # fmt: skip
    count = 0
    for pair in range(len(subjects)):
        subject = subjects[pair]
        rule = rules[pair]
        word = 0
        bit = FIRST_BIT
        packed = np.uint64(variants[rule, classes[subject]])
        for at in range(starts[rule], starts[rule + 1]):
            code = codes[rows[at], subject]
            place = bases[at] + code
            value = truths[place]
            if value == UNSET and count < len(asked):
                asked[count] = (leaves[at] << 32) + code
                count += 1
                truths[place] = _ASKED
            if bit == 64:
                found[pair, word] = packed
                packed = np.uint64(0)
                word += 1
                bit = 0
            packed |= np.uint64(value & 3) << np.uint64(bit)
            bit += 2
        found[pair, word] = packed
    return count


def distinct(rows: Keys) -> tuple[Ints, Ints]:
    """See `arrays.distinct`."""
    size = 16
    while size < 2 * len(rows):
        size *= 2
    first, where = np.empty(len(rows), dtype=np.int64), np.empty(len(rows), dtype=np.int64)
    count = _distinct(np.ascontiguousarray(rows), np.full(size, -1, dtype=np.int64), first, where)
    return first[:count], where


@njit(nogil=True, cache=True)
def _distinct(rows, table, first, where):  # type: ignore[no-untyped-def] # noqa: ANN001, ANN202
    count = 0
    last = np.uint64(len(table) - 1)
    for row in range(len(rows)):
        mixed = np.uint64(0)
        for column in range(rows.shape[1]):
            mixed = (mixed ^ rows[row, column]) * np.uint64(0x9E3779B97F4A7C15)
            mixed ^= mixed >> np.uint64(29)
        slot = np.int64(mixed & last)
        while True:
            known = table[slot]
            if known < 0:
                table[slot] = count
                first[count] = row
                where[row] = count
                count += 1
                break
            same = True
            for column in range(rows.shape[1]):
                if rows[first[known], column] != rows[row, column]:
                    same = False
                    break
            if same:
                where[row] = known
                break
            slot = (slot + 1) & np.int64(last)
    return count
