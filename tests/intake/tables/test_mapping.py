"""Columns of cells read once for every distinct value."""

from __future__ import annotations

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.intake.tables.mapping import nothing_in

_TEXTS = st.none() | st.text(st.sampled_from("nul a\t\u00a0\u2003éx"), max_size=6)


@given(
    st.lists(_TEXTS, max_size=8), st.sampled_from([[""], ["", "null"], ["é", "a"]]), st.booleans(), st.integers(0, 2)
)
def test_a_word_alone_is_found_but_for_blanks_around_it(
    texts: list[str | None], words: list[str], coded: bool, offset: int
) -> None:
    """What stands around the words is stripped as Python strips it; numbered columns and slices are no different."""
    column = pa.array([*["null"] * offset, *texts], pa.string()).slice(offset)
    found = nothing_in(column.dictionary_encode() if coded else column, words)
    assert found.tolist() == [one is not None and one.strip() in words for one in texts]
