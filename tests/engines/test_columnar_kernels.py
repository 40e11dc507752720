"""The two kernels of the columnar engine beside each other, on what no plan made."""

from __future__ import annotations

from types import ModuleType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.core.truth import Truth
from stce_rules.engines.columnar import arrays
from stce_rules.engines.columnar.leaves import DENIED, SETTLED, UNSET
from stce_rules.engines.columnar.passing import in_order
from stce_rules.engines.columnar.postings import Posted
from stce_rules.engines.columnar.ruled_out import Marks, width_of, words_of
from stce_rules.engines.columnar.slots import Slots
from stce_rules.plan.judgement import HEADER

compiled: ModuleType = pytest.importorskip("stce_rules.engines.columnar.compiled")

_SEEDS = st.integers(0, 2**32 - 1)


def _posted(random: np.random.Generator, subjects: int, width: int) -> Posted:
    """Two columns of five codes."""
    masks = [np.flatnonzero(random.random(width) < 0.7) for _ in range(10)]
    sizes = [np.concatenate(([0], np.cumsum([len(one) for one in masks[at : at + 5]]))) for at in (0, 5)]
    words = np.concatenate(masks).astype(np.int32)
    flat = random.integers(1, 2**64, len(words), dtype=np.uint64) & random.integers(
        0, 2**64, len(words), dtype=np.uint64
    )
    codes = random.integers(0, 5, (2, subjects), dtype=np.int32)
    return Posted(codes, np.asarray([0, 6]), np.concatenate((sizes[0], sizes[1] + sizes[0][-1])), words, flat)


@given(_SEEDS, st.integers(0, 40), st.integers(1, 3), st.integers(0, 3))
def test_candidates_are_posted_rules_that_no_marks_rule_out(seed: int, subjects: int, width: int, first: int) -> None:
    """Both kernels give the pairs that bits tell one by one, from the first subject asked for on.

    A rule is ruled out by one mark, or by all of those that go together.
    """
    random = np.random.default_rng(seed)
    posted = _posted(random, subjects + first, width)
    table = random.integers(0, 2**64, (6, width), dtype=np.uint64) & random.integers(
        0, 2**64, (6, width), dtype=np.uint64
    )
    together = [(0,), (1, 2), (3, 4, 5)]
    marks = Marks(
        random.integers(0, 6, (6, subjects), dtype=np.int32), np.asarray([False, True, False, True, True, False])
    )
    expected = [
        (subject, int(posted.words[place]) * 64 + bit)
        for column in range(2)
        for subject in range(first, first + subjects)
        for entry in [int(posted.entries[column] + posted.codes[column, subject])]
        for place in range(int(posted.starts[entry]), int(posted.starts[entry + 1]))
        for bit in range(64)
        if int(posted.masks[place]) >> bit & 1
        and not any(
            all(int(table[marks.rows[mark, subject - first], posted.words[place]]) >> bit & 1 for mark in some)
            for some in together
        )
    ]
    for kernel in (arrays, compiled):
        found = kernel.candidates(posted, marks, table, first)
        assert sorted(zip(*(one.tolist() for one in found), strict=True)) == sorted(expected)


@given(_SEEDS, st.integers(0, 30))
def test_pairs_are_sifted_and_keyed_alike(seed: int, pairs: int) -> None:
    """Both kernels keep the same pairs, ask for the same truths, and give the same keys to pairs that wait for none."""
    random = np.random.default_rng(seed)
    sizes = random.integers(0, 40, 4)
    starts = np.concatenate(([0], np.cumsum(sizes)))
    leaves = random.integers(0, 6, int(starts[-1]))
    slots = Slots(starts, leaves % 3, leaves * 8, leaves)
    each = np.asarray([DENIED, SETTLED + Truth.UNKNOWN, SETTLED + Truth.TRUE, UNSET], dtype=np.uint8)
    truths = random.choice(each, 48, p=[0.05, 0.4, 0.4, 0.15])
    codes = random.integers(0, 8, (3, 10), dtype=np.int32)
    subjects, rules = random.integers(0, 10, pairs), random.integers(0, 4, pairs)
    variants, classes = random.integers(0, 9, (4, 2), dtype=np.uint16), random.integers(0, 2, 10, dtype=np.int32)
    kept, asked, keys, waiting, unset = [], [], [], [], []
    for kernel in (arrays, compiled):
        left, first_unset = kernel.sifted(codes, subjects, rules, slots, truths.copy())
        kept.append(left.tolist())
        asked.append(set(first_unset.tolist()))
        of_pairs, waits, every = kernel.keys(codes, subjects, rules, slots, truths.copy(), variants, classes, 2)
        keys.append(of_pairs[~waits].tolist())
        waiting.append(waits.tolist())
        unset.append(set(every.tolist()))
    for one, other in (kept, asked, keys, waiting, unset):
        assert one == other


@given(_SEEDS, st.lists(st.integers(0, 3000), min_size=1, max_size=4))
def test_pairs_met_before_keep_their_numbers(seed: int, sizes: list[int]) -> None:
    """Whatever the portions, in both kernels a number stands for one rule and key, and numbers follow each other."""
    random = np.random.default_rng(seed)
    kernels = (arrays.Met(), compiled.Met())
    numbers: tuple[dict[tuple[int, ...], int], ...] = ({}, {})
    for size in sizes:
        rules, keys = random.integers(0, 50, size), random.integers(0, 60, (size, 2)).astype(np.uint64)
        pairs = [(rule, *key) for rule, key in zip(rules.tolist(), keys.tolist(), strict=True)]
        for kernel, known in zip(kernels, numbers, strict=True):
            found, first = kernel.numbers(rules, keys)
            strange = dict.fromkeys(pairs[at] for at in first.tolist())
            assert len(strange) == len(first)
            assert not strange.keys() & known.keys()
            known |= {pair: at for at, pair in enumerate(strange, len(known))}
            assert found.tolist() == [known[pair] for pair in pairs]


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(HEADER, 2), st.integers(0, 3))),
    st.sampled_from((1, 2**20, 2**40)),
)
def test_findings_are_sorted_and_told_once(found: list[tuple[int, int, int, int]], larger: int) -> None:
    """Findings come by declaration, unit and item, each once, whether or not they fit into one number."""
    rows = [(declaration * larger, unit * larger, item, kind) for declaration, unit, item, kind in found]
    columns = np.asarray(rows, dtype=np.int64).reshape(-1, 4).T.copy()
    expected = [(declaration, item, kind) for declaration, _, item, kind in sorted(set(rows))]
    assert [*zip(*(one.tolist() for one in in_order(*columns)), strict=True)] == expected


def test_bits_stand_in_words_of_sixty_four() -> None:
    """The first bit of the second word is the sixty-fifth; there is a word even for no rule."""
    assert words_of([0, 64], width_of(65)).tolist() == [1, 1]
    assert words_of([], width_of(0)).tolist() == [0]
