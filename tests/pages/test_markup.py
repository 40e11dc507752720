"""Pieces of HTML."""

from __future__ import annotations

import pytest

from stce_rules.pages.markup import Column, Html, Measured, escaped, joined, percent, share, table, tag


def test_a_text_cannot_become_markup() -> None:
    """Whatever is no piece of HTML yet is escaped, within elements and within attributes."""
    assert tag("p", "<b>\"'&", title='"><i>') == '<p title="&quot;&gt;&lt;i&gt;">&lt;b&gt;&quot;&#x27;&amp;</p>'


def test_a_piece_is_not_escaped_again() -> None:
    """A piece of HTML is put in as it is."""
    assert joined(tag("b", "&"), "&", between=", ") == "<b>&amp;</b>, &amp;"


@pytest.mark.parametrize(("text", "seen"), [("a\u202eb", "a\\u202eb"), ("a\0b", "a\\x00b"), ("\ud800", "\\ud800")])
def test_what_cannot_be_seen_is_written_out(text: str, seen: str) -> None:
    """Characters that turn the writing, end the text or are none at all stand as their numbers."""
    assert escaped(text) == seen


def test_names_of_attributes() -> None:
    """A trailing underscore is left off, one within becomes a hyphen, and None leaves the attribute out."""
    assert tag("td", class_="n", data_v="1", id=None) == '<td class="n" data-v="1"></td>'


def test_cells_sort_by_value_and_show_words() -> None:
    """Numbers get commas, measures a key to sort by, and what there is not a dash with an empty key."""
    columns = [Column("Rule"), *[Column(one, number=True) for one in "abc"]]
    made = table("Rules", columns, [("A-1", 1234, Measured(0.5, "50.0%"), None)])
    assert '<th scope="row">A-1</th><td class="n">1,234</td>' in made
    assert '<td class="n" data-v="0.5">50.0%</td><td class="n" data-v="">–</td>' in made
    assert made.count('scope="col"') == 4


def test_a_row_has_as_many_cells_as_there_are_columns() -> None:
    """A row that lacks a cell is a fault, not a table that is shifted."""
    with pytest.raises(ValueError, match="zip"):
        table("Rules", [Column("a"), Column("b")], [("only one",)])


def test_a_name_without_end_is_broken() -> None:
    """A head of a row that is long as a whole, and any cell with a long word, may break; others keep their line."""
    columns = [Column("Name"), Column("Note", fit="long")]
    words = "some words of a remark that is longer than a name"
    made = table(
        "Names", columns, [(words, words), (tag("a", "x" * 41), "x" * 41), ("x" * 40, tag("i", "y", title=words))]
    )
    assert made.count('class="broken"') == 3
    assert made.count('class="long"') == 3


BOUNDS = ((0.000_001, "<0.01%"), (0.999_999, ">99.99%"))


@pytest.mark.parametrize(
    ("part", "said"),
    [(0.0, "0.0%"), (0.0004, "0.04%"), (0.1234, "12.3%"), (0.9996, "99.96%"), (1.0, "100.0%"), *BOUNDS],
)
def test_a_share_never_says_all_or_nothing_of_what_is_neither(part: float, said: str) -> None:
    """Shares close to none and to all get one more digit, and closer still a bound."""
    assert percent(part) == said


def test_a_share_of_nothing() -> None:
    """Where there is nothing to divide by there is no share."""
    assert share(None) == Measured(None, "–")


def test_pieces_are_texts() -> None:
    """A piece is a text whose type says that it is markup."""
    assert isinstance(tag("p"), Html)
