"""The part of the figures that is estimated by sampling rates. Plain frozen data."""

from __future__ import annotations

from dataclasses import dataclass

from stce_rules.core.assessment import Channel

__all__ = ["Estimate", "Stratum", "Weighted", "WeightedFlag"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A weighted estimate with its standard error and 95% interval.

    None: nothing to estimate from. Without an interval where the sample that stands for others has no finding: an
    error of 0 would claim a certainty that nobody has.
    """

    value: float | None
    error: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Stratum:
    """A line of the sampling rates, and the inspected declarations it applied to."""

    selected_by: str | None
    channel: Channel | None
    rate: float
    inspected: int
    findings: int


@dataclass(frozen=True, slots=True)
class WeightedFlag:
    """Weighted estimates for those flagged from a channel on."""

    flagged_from: Channel
    precision: Estimate
    recall: Estimate
    flagged_share: Estimate


@dataclass(frozen=True, slots=True)
class Weighted:
    """Estimates for all declarations, each inspected one weighted by the inverse of its sampling rate.

    `findings` is the Horvitz-Thompson estimate of all findings there are; `prevalence` and the flags are Hajek
    estimates. `represented` is the sum of weights: what the sample claims to stand for. Far from the number of
    `declarations` the rates are not those of this history. `without_rate`: inspected, but no line applies; left out.
    """

    source: str
    strata: tuple[Stratum, ...]
    declarations: int
    represented: float
    without_rate: int
    findings: Estimate
    prevalence: Estimate
    flags: tuple[WeightedFlag, ...]
