"""Ratios and what chance does to them.

Enters: counts. Leaves: ratios with intervals, weighted estimates, tests. Promises: counts are exact; the same counts
give the same digits on every machine that has IEEE 754 numbers. All intervals are of 95%.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb, exp, lgamma, log, sqrt
from statistics import NormalDist

from stce_rules.analysis.figures import Estimate, Ratio

__all__ = [
    "Cell",
    "Weight",
    "Z",
    "chance_said",
    "estimate_ratio",
    "estimate_total",
    "mcnemar",
    "ratio",
    "ratio_of_ratios",
    "shift",
]

Z = NormalDist().inv_cdf(0.975)
"""Standard errors to each side of a 95% interval: 1.95996…"""


def ratio(part: int, whole: int) -> Ratio:
    """A share with its interval by E. B. Wilson (1927), J. Am. Stat. Assoc. 22, 209-212, without correction.

    With p = part / whole, n = whole: (p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n).
    """
    if whole == 0:
        return Ratio(part, whole, None, None, None)
    share, square = part / whole, Z * Z
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    reach = Z * sqrt(share * (1 - share) / whole + square / (4 * whole * whole)) / (1 + square / whole)
    low = 0.0 if part == 0 else middle - reach  # exactly so; computed, a last digit may stand below 0
    high = 1.0 if part == whole else middle + reach
    return Ratio(part, whole, share, low, high)


@dataclass(frozen=True, slots=True)
class Cell:
    """Inspections, and how many of them found something."""

    inspected: int = 0
    findings: int = 0

    def __add__(self, other: Cell) -> Cell:
        """Both together."""
        return Cell(self.inspected + other.inspected, self.findings + other.findings)

    @property
    def ratio(self) -> Ratio:
        """Findings among inspections."""
        return ratio(self.findings, self.inspected)


def ratio_of_ratios(only_first: Cell, only_second: Cell, both: Cell) -> tuple[float, float, float] | None:
    """How many times the finding rate of the first is that of the second: value, low, high.

    The interval is put together on the logarithm from those of both rates, so that a rate of one inspection is as wide
    as it is: θ exp(-√(a² + b² - 2rab)) with a = ln(p₁/low₁), b = ln(high₂/p₂), and upwards alike (G. Y. Zou,
    Psychological Methods 12, 2007, 399-413). r is the correlation of both rates through the inspections they share.
    None where either has no finding.
    """
    first, second = (only_first + both).ratio, (only_second + both).ratio
    if not first.part or not second.part:
        return None
    if not only_first.inspected + only_second.inspected:
        return 1.0, 1.0, 1.0
    low_1, high_1 = _reaches(first)
    low_2, high_2 = _reaches(second)
    shared = _correlation(first, second, both)
    times = (first.part / first.whole) / (second.part / second.whole)
    down, up = _joined(low_1, high_2, shared), _joined(high_1, low_2, shared)
    return times, times * exp(-down), times * exp(up)


def _reaches(rate: Ratio) -> tuple[float, float]:
    """How far the interval of a rate reaches down and up on the logarithm; something was found, so it has one."""
    share, low, high = rate.part / rate.whole, rate.low or 0.0, rate.high or 1.0
    return log(share / low), log(high / share)


def _joined(one: float, other: float, correlation: float) -> float:
    return sqrt(max(0.0, one * one + other * other - 2 * correlation * one * other))


def _correlation(first: Ratio, second: Ratio, both: Cell) -> float:
    """Of two rates that share inspections; 0 where one of them does not vary."""
    one, other = first.part / first.whole, second.part / second.whole
    spread = sqrt(first.whole * one * (1 - one) * second.whole * other * (1 - other))
    if spread == 0:
        return 0.0
    clear = both.inspected - both.findings
    return (both.findings * (1 - one) * (1 - other) + clear * one * other) / spread


@dataclass(frozen=True, slots=True)
class Weight:
    """`count` inspected declarations that are alike: each was inspected with probability `rate`.

    `above` and `below` are what each adds to the numerator and denominator of what is estimated: 0 or 1.
    """

    rate: Fraction
    count: int
    above: int
    below: int = 1


def estimate_total(weights: Sequence[Weight]) -> Estimate:
    """The total of `above` over all there is, inspected or not.

    Σ y/π, by Horvitz and Thompson (1952), J. Am. Stat. Assoc. 47, 663-685; its variance as for inspections drawn
    independently of each other: Σ (1 - π) y²/π².
    """
    if not weights:
        return Estimate(None, None, None, None)
    total = sum((Fraction(one.count * one.above) / one.rate for one in weights), Fraction(0))
    variance = sum((one.count * one.above * (1 - one.rate) / one.rate**2 for one in weights), Fraction(0))
    seen = sum(one.count * one.above for one in weights)
    return _estimate(float(total), float(variance), weights, least=float(seen), most=None)


def estimate_ratio(weights: Sequence[Weight]) -> Estimate:
    """The share of `above` in `below` over all there is: Σ y/π over Σ d/π, by Hájek (1971).

    Its variance by linearisation, as for inspections drawn independently: Σ (1 - π)(y - r d)²/π² over (Σ d/π)².
    """
    below = sum((Fraction(one.count * one.below) / one.rate for one in weights), Fraction(0))
    if below == 0:
        return Estimate(None, None, None, None)
    share = sum((Fraction(one.count * one.above) / one.rate for one in weights), Fraction(0)) / below
    variance = sum(
        (one.count * (1 - one.rate) * (one.above - share * one.below) ** 2 / one.rate**2 for one in weights),
        Fraction(0),
    )
    return _estimate(float(share), float(variance / below**2), weights, least=0.0, most=1.0)


def _estimate(
    value: float, variance: float, weights: Iterable[Weight], *, least: float, most: float | None
) -> Estimate:
    error = sqrt(variance)
    stands_for_others = any(one.rate < 1 and one.count and (one.above or one.below) for one in weights)
    if error == 0 and stands_for_others:
        return Estimate(value, error, None, None)
    high = value + Z * error
    return Estimate(value, error, max(least, value - Z * error), high if most is None else min(most, high))


def mcnemar(only_first: int, only_second: int) -> float:
    """The exact two-sided test of McNemar: the chance of pairs as uneven as these, or more, were both sides alike.

    Twice the smaller tail of the binomial distribution with p = 1/2 over the pairs that differ, at most 1 (McNemar,
    Psychometrika 12, 1947, 153-157, with the exact distribution). 0 stands for less than a float can hold.
    """
    pairs, few = only_first + only_second, min(only_first, only_second)
    if pairs == 0:
        return 1.0
    tail, term, at = 0.0, 1.0, few  # in units of the largest term, downwards until what is left no longer counts
    while term > tail * 1e-17:
        tail += term
        term *= at / (pairs - at + 1)
        at -= 1
    return min(1.0, 2 * tail * _coin(pairs, few))


_WHOLE = 100_000
"""Pairs up to which whole numbers are quick."""


def _coin(pairs: int, few: int) -> float:
    """The chance of so few heads, exactly so many; of very many pairs to 8 digits."""
    if pairs <= _WHOLE:
        return comb(pairs, few) / (1 << pairs)
    return exp(lgamma(pairs + 1) - lgamma(few + 1) - lgamma(pairs - few + 1) - pairs * log(2))


def chance_said(chance: float) -> str:
    """`= 0.31`, or `< 0.0001`: below that digits say nothing more."""
    return f"= {chance:.2g}" if chance >= _LEAST else f"< {_LEAST}"


_LEAST = 0.0001


def shift(part: Sequence[int], whole: Sequence[int]) -> float | None:
    """The population stability index of the mix of a part against that of the whole: Σ (a - b) ln(a/b) over shares.

    One more in the part, mixed like the whole, keeps what is missing in a small part from making it infinite (N.
    Siddiqi, Credit Risk Scorecards, 2006, for the index). None where either has nothing in it.
    """
    count, total = sum(part), sum(whole)
    if not count or not total:
        return None
    found = 0.0
    for one, other in zip(part, whole, strict=True):
        if other:
            expected = other / total
            share = (one + expected) / (count + 1)
            found += (share - expected) * log(share / expected)
    return found
