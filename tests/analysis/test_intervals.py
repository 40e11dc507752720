"""Ratios and intervals, against published examples and values computed by hand."""

from __future__ import annotations

from fractions import Fraction
from math import comb, exp, log, sqrt
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.analysis.intervals import (
    Cell,
    Weight,
    Z,
    chance_said,
    estimate_ratio,
    estimate_total,
    mcnemar,
    ratio,
    ratio_of_ratios,
    shift,
)

COUNTS = st.integers(0, 2000)


@pytest.mark.parametrize(
    ("part", "whole", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_intervals_are_those_published(part: int, whole: int, low: float, high: float) -> None:
    """The examples of R. G. Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3."""
    found = ratio(part, whole)
    assert found.low is not None
    assert found.high is not None
    assert (round(found.low, 4), round(found.high, 4)) == (low, high)


def test_nothing_of_nothing_is_no_ratio() -> None:
    """Without a whole there is no share and no interval."""
    assert (ratio(0, 0).share, ratio(0, 0).low, ratio(0, 0).high) == (None, None, None)


@given(COUNTS, COUNTS)
def test_an_interval_holds_its_share(part: int, more: int) -> None:
    """The interval lies between 0 and 1 and around the share; what is not found mirrors what is."""
    if not part + more:
        return
    found, mirror = ratio(part, part + more), ratio(more, part + more)
    assert found.low is not None
    assert found.share is not None
    assert found.high is not None
    assert mirror.low is not None
    assert 0 <= found.low <= found.share <= found.high <= 1
    assert found.high == pytest.approx(1 - mirror.low)


def test_two_samples_apart_join_their_intervals() -> None:
    """20 of 100 (13.34% to 28.88%) against 10 of 100 (5.52% to 17.44%): twice as often, computed by hand."""
    found = ratio_of_ratios(Cell(100, 20), Cell(100, 10), Cell())
    assert found is not None
    low = 2 * exp(-sqrt(log(0.2 / 0.13337) ** 2 + log(0.17437 / 0.1) ** 2))
    high = 2 * exp(sqrt(log(0.28883 / 0.2) ** 2 + log(0.1 / 0.05523) ** 2))
    assert found == pytest.approx((2.0, low, high), rel=1e-3)


def test_one_inspection_says_little() -> None:
    """One finding of one is not known more exactly than its own interval, from 20.65% up."""
    found = ratio_of_ratios(Cell(1, 1), Cell(100, 20), Cell())
    assert found is not None
    assert found[0] == 5.0
    assert found[1] < 0.2065 / 0.2
    assert found[2] == pytest.approx(1 / 0.13337, rel=1e-3)


def test_samples_that_share_inspections_differ_less_by_chance() -> None:
    """The more both samples have in common, the narrower the interval; a sample against itself has none."""
    apart = ratio_of_ratios(Cell(50, 10), Cell(50, 10), Cell())
    half = ratio_of_ratios(Cell(25, 5), Cell(25, 5), Cell(25, 5))
    assert apart is not None
    assert half is not None
    assert apart[1] < half[1] < 1 < half[2] < apart[2]
    assert ratio_of_ratios(Cell(), Cell(), Cell(50, 5)) == (1.0, 1.0, 1.0)
    assert ratio_of_ratios(Cell(10, 0), Cell(10, 1), Cell()) is None


RANDOM = [Weight(Fraction(1, 10), 3, 1), Weight(Fraction(1, 10), 17, 0)]
ALL = [Weight(Fraction(1), 5, 1), Weight(Fraction(1), 5, 0)]


def test_weighted_totals_are_those_of_horvitz_and_thompson() -> None:
    """3 of 20 found at a rate of a tenth, and 5 of 10 at one: 35 in all, with a variance of 3 × 0.9 × 100."""
    found = estimate_total([*RANDOM, *ALL])
    assert found.value == 35.0
    assert found.error == pytest.approx(sqrt(270))
    assert found.low == pytest.approx(8.0)  # so many were seen
    assert found.high == pytest.approx(35 + Z * sqrt(270))


def test_weighted_ratios_are_those_of_hajek() -> None:
    """35 of 210 is a sixth; only the sample of a tenth has variance: 90 (3 × (5/6)² + 17 × (1/6)²) over 210²."""
    found = estimate_ratio([*RANDOM, *ALL])
    assert found.value == pytest.approx(1 / 6)
    assert found.error == pytest.approx(sqrt(90 * (3 * 25 / 36 + 17 / 36)) / 210)


def test_an_estimate_without_findings_has_no_interval() -> None:
    """A sample that stands for others and found nothing proves nothing; one of all does."""
    none = estimate_ratio([Weight(Fraction(1, 10), 20, 0)])
    assert (none.value, none.low, none.high) == (0.0, None, None)
    whole = estimate_ratio([Weight(Fraction(1), 20, 0)])
    assert (whole.value, whole.low, whole.high) == (0.0, 0.0, 0.0)
    assert estimate_ratio([]).value is None
    assert estimate_total([]).value is None


@given(st.lists(st.tuples(st.integers(1, 9), st.integers(0, 30), st.booleans()), min_size=1, max_size=6))
def test_with_every_rate_one_the_estimates_are_the_counts(groups: list[tuple[int, int, bool]]) -> None:
    """Where everything was inspected nothing is estimated: the value is the count and the error is 0."""
    weights = [Weight(Fraction(1), count, int(above)) for _, count, above in groups]
    found = estimate_total(weights)
    assert (found.value, found.error) == (sum(count for _, count, above in groups if above), 0)


@pytest.mark.parametrize(
    ("first", "second", "chance"),
    [(0, 0, 1.0), (1, 8, 0.0390625), (5, 10, 9888 / 32768), (5, 5, 1.0), (0, 10, 2 / 1024)],
)
def test_mcnemar_is_exact(first: int, second: int, chance: float) -> None:
    """Twice the smaller tail of the coin, at most 1."""
    assert mcnemar(first, second) == pytest.approx(chance, rel=1e-14)


@given(st.integers(0, 400), st.integers(0, 400))
def test_mcnemar_is_the_sum_of_the_tail(first: int, second: int) -> None:
    """The same as summing all of the binomial distribution in whole numbers."""
    pairs = first + second
    tail = Fraction(2 * sum(comb(pairs, k) for k in range(min(first, second) + 1)), 2**pairs)
    assert mcnemar(first, second) == pytest.approx(float(min(Fraction(1), tail)), rel=1e-12)


def test_mcnemar_of_very_many_pairs_is_quick_and_near() -> None:
    """Of four million pairs it agrees with the normal distribution that it tends to, corrected for whole numbers."""
    few, many = 2_000_000, 2_001_000
    bell = 2 * NormalDist().cdf(-(many - few - 1) / sqrt(many + few))
    assert mcnemar(few, many) == pytest.approx(bell, rel=1e-6)
    assert mcnemar(49_990, 50_010) == pytest.approx(mcnemar(49_991, 50_010), rel=0.01)


@pytest.mark.parametrize(("chance", "said"), [(1.0, "= 1"), (0.0123, "= 0.012"), (1e-4, "= 0.0001"), (0.0, "< 0.0001")])
def test_a_chance_is_never_said_to_be_none(chance: float, said: str) -> None:
    """Below a ten-thousandth a bound is said, since a float may hold 0 for what is not."""
    assert chance_said(chance) == said


def test_the_shift_of_a_mix_is_zero_for_the_same_mix_and_grows() -> None:
    """The same shares are 0; half against a quarter is near a quarter of the logarithm of 3; nothing has none.

    A small part in which something rare is missing is no shift.
    """
    assert shift([10, 10], [10, 10]) == 0.0
    found = shift([50_000_000, 50_000_000], [25_000_000, 75_000_000])
    assert found == pytest.approx(0.25 * 1.0986122886681098, abs=1e-6)
    rare = shift([30, 0, 0], [3996, 3, 1])
    assert rare is not None
    assert 0 < rare < 0.01
    assert shift([], []) is None
    assert shift([0, 0], [1, 1]) is None
