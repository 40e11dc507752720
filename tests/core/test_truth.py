"""Kleene's logic, against the tables in the books."""

from __future__ import annotations

from itertools import product

import pytest

from stce_rules.core.truth import Truth, agreement, at_least, conjunction, disjunction, known, negation

F, U, T = Truth.FALSE, Truth.UNKNOWN, Truth.TRUE


@pytest.mark.parametrize(
    ("a", "b", "both", "either"),
    [
        (T, T, T, T),
        (T, U, U, T),
        (T, F, F, T),
        (U, T, U, T),
        (U, U, U, U),
        (U, F, F, U),
        (F, T, F, T),
        (F, U, F, U),
        (F, F, F, F),
    ],
)
def test_and_or_follow_kleenes_tables(a: Truth, b: Truth, both: Truth, either: Truth) -> None:
    """`and` with a false is false, `or` with a true is true, whatever is unknown."""
    assert conjunction((a, b)) is both
    assert disjunction((a, b)) is either


def test_not_leaves_unknown_unknown() -> None:
    """`not` swaps true and false and leaves unknown."""
    assert [negation(one) for one in (F, U, T)] == [T, U, F]


def test_empty_connectives_have_their_neutral_element() -> None:
    """Nothing to be false is true; nothing to be true is false."""
    assert conjunction(()) is T
    assert disjunction(()) is F


def test_de_morgan_holds_with_unknown() -> None:
    """The negation of `and` is the `or` of the negations, for all triples."""
    for triple in product((F, U, T), repeat=3):
        assert negation(conjunction(triple)) is disjunction(negation(one) for one in triple)


def test_at_least_counts_truths_and_possible_truths() -> None:
    """`at least N of` is true by truths, unknown while unknowns could reach N, else false; for all triples."""
    for triple in product((F, U, T), repeat=3):
        for needed in range(5):
            expected = T if triple.count(T) >= needed else U if triple.count(T) + triple.count(U) >= needed else F
            assert at_least(needed, triple) is expected


def test_at_least_is_what_all_ways_to_fill_the_blanks_agree_on() -> None:
    """A count is known exactly when every way of settling the unknowns gives the same answer."""
    for triple in product((F, U, T), repeat=3):
        ways = product(*((one,) if one is not U else (F, T) for one in triple))
        answers = [known(way.count(T) >= 2) for way in ways]
        assert at_least(2, triple) is agreement(answers)


def test_possibilities_that_differ_are_unknown() -> None:
    """When it is not known which of several holds, only what all of them say is known."""
    assert agreement((T, T)) is T
    assert agreement((T, F)) is U
    assert agreement(()) is U


def test_truths_have_the_words_officers_read() -> None:
    """The words are true, false and unknown."""
    assert [one.word for one in (F, U, T)] == ["false", "unknown", "true"]
