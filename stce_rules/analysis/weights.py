"""Estimates for the whole history from the part that was inspected, by stated sampling rates.

Enters: the grouped declarations, sampling rates. Leaves: the weighted part of the figures. Promise: what no rate is
stated for is left out and counted, never given a weight of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from stce_rules.analysis.counts import Counted
from stce_rules.analysis.figures import NOT_STATED, Stratum, Weighted, WeightedFlag
from stce_rules.analysis.intervals import Weight, estimate_ratio, estimate_total
from stce_rules.analysis.stated import Rates, SamplingRate
from stce_rules.core.assessment import CHANNELS, Channel

__all__ = ["weighted"]

_Sampled = tuple[Counted, SamplingRate]
"""Inspected declarations with the rate that applies to them."""


def weighted(cells: Sequence[Counted], rates: Rates) -> Weighted:
    """The weighted estimates."""
    inspected = [one for one in cells if one.told < 2]
    found = [(one, _rate(one, rates)) for one in inspected]
    sampled = [(one, rate) for one, rate in found if rate is not None]
    strata = [(line, [one for one, rate in sampled if rate is line]) for line in rates.lines]
    return Weighted(
        source=rates.source,
        strata=tuple(_stratum(line, some) for line, some in strata),
        declarations=sum(one.declarations for one in cells),
        represented=float(sum((one.declarations / rate.rate for one, rate in sampled), Fraction(0))),
        without_rate=sum(one.declarations for one, rate in found if rate is None),
        findings=estimate_total([_weight(one, above=_is_found(one[0])) for one in sampled]),
        prevalence=estimate_ratio([_weight(one, above=_is_found(one[0])) for one in sampled]),
        flags=tuple(_flag(sampled, channel) for channel in CHANNELS[1:]),
    )


def _rate(one: Counted, rates: Rates) -> SamplingRate | None:
    selected_by = None if one.selected_by == NOT_STATED else one.selected_by
    return next((line for line in rates.lines if line.fits(selected_by, one.channel)), None)


def _stratum(line: SamplingRate, some: Iterable[Counted]) -> Stratum:
    counts = [(one.declarations, _is_found(one)) for one in some]
    inspected = sum(count for count, _ in counts)
    findings = sum(count for count, found in counts if found)
    return Stratum(line.selected_by, line.channel, float(line.rate), inspected, findings)


def _is_found(one: Counted) -> bool:
    return one.told == 0


def _weight(sampled: _Sampled, *, above: bool, below: bool = True) -> Weight:
    one, rate = sampled
    return Weight(rate.rate, one.declarations, int(above), int(below))


def _flag(sampled: Sequence[_Sampled], flagged_from: Channel) -> WeightedFlag:
    least = CHANNELS.index(flagged_from)
    marked = [(one, CHANNELS.index(one[0].channel) >= least, _is_found(one[0])) for one in sampled]
    return WeightedFlag(
        flagged_from,
        precision=estimate_ratio([_weight(one, above=flag and found, below=flag) for one, flag, found in marked]),
        recall=estimate_ratio([_weight(one, above=flag and found, below=found) for one, flag, found in marked]),
        flagged_share=estimate_ratio([_weight(one, above=flag) for one, flag, _ in marked]),
    )
