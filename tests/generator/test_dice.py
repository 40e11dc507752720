"""Chance that is the same everywhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from stce_rules.generator.dice import Dice, Weighted


def test_the_sequence_of_a_seed_is_fixed() -> None:
    """A seed gives these numbers on every platform and every Python."""
    dice = Dice(7)
    assert [dice.below(1000) for _ in range(6)] == [323, 150, 650, 72, 535, 365]


@given(st.integers(), st.integers(1, 10**6), st.integers(0, 10**6))
def test_numbers_stay_in_their_range(seed: int, low: int, more: int) -> None:
    """`between` and `spread` give numbers from the low to the high end."""
    dice = Dice(seed)
    for _ in range(20):
        assert low <= dice.between(low, low + more) <= low + more
        assert low <= dice.spread(low, low + more) <= low + more


def test_weights_decide_how_often() -> None:
    """A thing of weight nine comes about nine times as often as one of weight one, one of weight zero never."""
    dice, things = Dice(1), Weighted.of([("often", 9), ("never", 0), ("seldom", 1)])
    drawn = [dice.weighted(things) for _ in range(1000)]
    assert 850 < drawn.count("often") < 950
    assert drawn.count("never") == 0
