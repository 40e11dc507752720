"""The months along an axis: which of them, and what stands below them.

Enters: days, or months as `2026-06`. Leaves: months in order, and labels. Promise: a history with a wrong year in it
gives an axis that can be drawn and read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import pairwise

__all__ = ["labels", "lasts", "month_of", "span"]

_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_NAMED = 24
"""Months that are named; of more there is room for years alone."""

_FAR = 12 * 50
"""Months that no history lasts."""


def month_of(day: date) -> str:
    """The month of a day, with four digits of the year, whichever it is."""
    return day.isoformat()[:7]


def _number(month: str) -> int:
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def lasts(months: Sequence[str]) -> int:
    """How many months there are from the first to the last."""
    return _number(months[-1]) - _number(months[0]) + 1


def span(known: Iterable[str]) -> list[str]:
    """Every month from the first to the last, those without a declaration too.

    A wrong year may put centuries between two of them: then only those that are known.
    """
    some = sorted({*known})
    start = _number(some[0])
    every = [f"{at // 12:04d}-{at % 12 + 1:02d}" for at in range(start, start + min(lasts(some), _FAR))]
    return every if every[-1] == some[-1] else some


def labels(months: Sequence[str]) -> Mapping[str, list[str]]:
    """Of the months that have one: the name, with the year where that changes; of many months the years alone."""
    new = [month for before, month in pairwise(["", *months]) if before[:4] != month[:4]]
    if len(months) > _NAMED:
        return {one: [one[:4]] for one in [one for one in new if one.endswith("-01")] or new}
    return {one: [_NAMES[int(one[5:7]) - 1], *([one[:4]] if one in new else [])] for one in months}
