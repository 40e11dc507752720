"""Ordinary English words for goods: those that name goods of more than one heading of the Harmonized System.

Enters: a word, folded. Leaves: headings of HS 2022 whose goods it may name. A word that stands for one kind of goods
only, or that the table does not have, has none.
"""

from __future__ import annotations

from functools import cache

from stce_rules.reference import tables

__all__ = ["headings_named"]

_PLURALS = (("s", ""), ("es", ""), ("ies", "y"))


def headings_named(word: str) -> tuple[str, ...]:
    """Headings whose goods a word names, in the singular or the plural; at least two, or none."""
    known = _headings()
    singular = (word.removesuffix(end) + instead for end, instead in _PLURALS if word.endswith(end))
    return next((known[one] for one in (word, *singular) if one in known), ())


@cache
def _headings() -> dict[str, tuple[str, ...]]:
    return {word: tuple(headings.split(" ")) for word, headings in tables.rows("goods_words.csv")}
