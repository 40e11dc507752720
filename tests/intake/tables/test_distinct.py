"""Columns of cells compared."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.intake.tables.distinct import differing, distinct, flags, nothing_in, valid

_TEXTS = st.none() | st.text(st.sampled_from("nul a\t\u00a0\u2003éx"), max_size=6)
_FEW = st.lists(st.sampled_from(["a", "b", "", None]), min_size=1, max_size=30)


def _numbered(texts: list[str | None], offset: int) -> pa.DictionaryArray:
    """Texts numbered in a dictionary that has each of them twice, behind some other rows."""
    known = ["a", "b", "", "a", "b", ""]
    indices = [None if one is None else known.index(one) + 3 * (at % 2) for at, one in enumerate(texts)]
    return pa.DictionaryArray.from_arrays(pa.array([5] * offset + indices, pa.int8()), known)[offset:]


@given(
    st.lists(_TEXTS, max_size=8), st.sampled_from([[""], ["", "null"], ["é", "a"]]), st.booleans(), st.integers(0, 2)
)
def test_a_word_alone_is_found_but_for_blanks_around_it(
    texts: list[str | None], words: list[str], coded: bool, offset: int
) -> None:
    """What stands around the words is stripped as Python strips it; numbered columns and slices are no different."""
    column = pa.array([*["null"] * offset, *texts], pa.string())
    found = nothing_in(column.dictionary_encode()[offset:] if coded else column[offset:], words)
    assert found.tolist() == [one is not None and one.strip() in words for one in texts]


@given(_FEW, st.integers(0, 12), st.booleans())
def test_rows_that_differ_are_found_whatever_their_numbers(texts: list[str | None], offset: int, coded: bool) -> None:
    """A text may have two numbers; null differs from the empty text, and a row that is not asked for is passed over."""
    column = _numbered(texts, offset) if coded else pa.array(["a"] * offset + texts, pa.string())[offset:]
    asked = np.arange(1, len(texts)) % 3 > 0
    expected = [at for at, (before, one) in enumerate(pairwise(texts), 1) if asked[at - 1] and one != before]
    assert differing(column, asked).tolist() == expected
    assert valid(column).tolist() == [one is not None for one in texts]


@given(st.lists(st.sampled_from([True, False, None]), max_size=30), st.integers(0, 12))
def test_null_is_no(answers: list[bool | None], offset: int) -> None:
    """Of a column of yes and no the rows that say yes, wherever it begins."""
    column = pa.array([True] * offset + answers, pa.bool_())[offset:]
    assert flags(column).tolist() == [one is True for one in answers]


@given(_FEW, _FEW, st.integers(0, 12))
def test_numbers_stand_for_the_cells(texts: list[str | None], others: list[str | None], offset: int) -> None:
    """Of one column or of several, by the number of a row its cells are found."""
    count = min(len(texts), len(others))
    columns = [_numbered(texts[:count], offset), pa.array(others[:count], pa.string())]
    for chosen in ([], columns[:1], columns[1:], columns):
        codes, cells = distinct(chosen, count)
        rows = list(zip(*(one.to_pylist() for one in chosen), strict=True)) if chosen else [()] * count
        assert [cells[code] for code in codes] == rows
