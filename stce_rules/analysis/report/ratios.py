"""Figures as cells of tables, and in words."""

from __future__ import annotations

from stce_rules.analysis.figures import Lift, Outcomes, Ratio
from stce_rules.pages.markup import NONE, Measured, count, percent, share

__all__ = ["inspected", "interval", "part_of", "rate", "times"]


def rate(one: Ratio) -> Measured:
    """The share."""
    return share(one.share)


def interval(one: Ratio) -> Measured:
    """The 95% interval, sorted by its lower end: what one may count on."""
    if one.low is None or one.high is None:
        return Measured(None, NONE)
    return Measured(one.low, f"{percent(one.low)} – {percent(one.high)}")


def times(one: Lift | None) -> Measured:
    """A lift."""
    return Measured(None, NONE) if one is None or one.times is None else Measured(one.times, f"{one.times:.1f}×")


def part_of(one: Ratio) -> str:
    """`12 of 340 (3.5%)`."""
    return f"{count(one.part)} of {count(one.whole)}" + ("" if one.share is None else f" ({percent(one.share)})")


def inspected(told: Outcomes) -> int:
    """How many were inspected."""
    return told.with_finding + told.without_finding
