"""Ordinary words for goods."""

from __future__ import annotations

import pytest

from stce_rules.core.text import phrase
from stce_rules.reference import hs, tables
from stce_rules.reference.words import headings_named

ROWS = tables.rows("goods_words.csv")


def test_words_name_goods_of_several_headings() -> None:
    """Each word is one folded word, stands once, and has at least two headings that are in HS 2022."""
    assert [word for word, _ in ROWS] == sorted({word for word, _ in ROWS})
    for word, headings in ROWS:
        sought = phrase(word)
        assert sought is not None
        assert sought.words == (word,)
        codes = headings.split(" ")
        assert len(codes) >= 2
        assert codes == sorted(set(codes))
        assert all(len(code) == 4 and hs.exists(code, 2022) for code in codes)


@pytest.mark.parametrize("word", ["valve", "valves", "batteries", "switches", "glass"])
def test_a_word_is_known_in_the_singular_and_the_plural(word: str) -> None:
    """A word of the table is found however it is counted."""
    assert len(headings_named(word)) >= 2


@pytest.mark.parametrize("word", ["maraging", "yellowcake", "thiodiglycol", "valv", "s", ""])
def test_telling_words_name_no_headings(word: str) -> None:
    """A word that is not in the table is not taken for an ordinary one."""
    assert headings_named(word) == ()
