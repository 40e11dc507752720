"""Values on either side of a limit."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from stce_rules.language import program
from stce_rules.plan.lower import leaves
from stce_rules.rulesets.load import Loaded
from stce_rules.testing.limits import is_subtree, points


@pytest.mark.parametrize(
    ("sentence", "texts"),
    [
        ("net mass is at least 25 kg", ["24 kg", "25 kg", "26 kg"]),
        ("net mass is more than 0.5 t", ["0.4 t", "0.5 t", "0.6 t"]),
        ("net mass is between 10 kg and 12 kg", ["9 kg", "10 kg", "11 kg", "12 kg", "13 kg"]),
        ("net mass is at least 0 kg", ["0 kg", "1 kg"]),
        ("net mass is at least heavy", ["1 t", "2 t", "3 t"]),
        ("item value is at least 10,000 EUR", ["9,999 EUR", "10,000 EUR", "10,001 EUR"]),
        ("concentration is at most 30%", ["29%", "30%", "31%"]),
        ("concentration is at most 100%", ["99%", "100%"]),
        ("route detour is at least 100%", ["99%", "100%", "101%"]),
        ("quantity is more than 3 pieces", ["2 pieces", "3 pieces", "4 pieces"]),
        ("date is at least 2024-03-01", ["2024-02-29", "2024-03-01", "2024-03-02"]),
    ],
)
def test_points_lie_one_step_apart(rules: Callable[[str], Loaded], sentence: str, texts: list[str]) -> None:
    """A step is one in the last digit written, or a day; nothing below nothing, no share above the whole."""
    text = (
        "parameter heavy from 2020-01-01 is 1 t from 2024-01-01 is 2 t\n"
        f'rule "R" "A rule"\n  for each item\n  when {sentence}\n  then add 1 points\nend\n'
    )
    (leaf,) = leaves(rules(text).programs[0].program.rules[0].header.when)
    assert isinstance(leaf, program.Test)
    found = points(leaf.predicate, leaf.sentence, leaf.field.words, date(2024, 6, 1))  # type: ignore[arg-type]
    assert [one.text for one in found] == texts


@pytest.mark.parametrize(
    ("low", "high", "whole"),
    [
        (293141000000, 293141999999, True),
        (840100000000, 840199999999, True),
        (280000000000, 289999999999, True),
        (730411000000, 730690999999, False),
        (280000000000, 389999999999, False),
    ],
)
def test_a_range_is_told_from_a_chapter(low: int, high: int, whole: bool) -> None:
    """A chapter, heading or code has no ends to be tried; a range has."""
    assert is_subtree(low, high) is whole
