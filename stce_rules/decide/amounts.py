"""Amounts in an officer's words: what a window gives, what limits ask for.

Enters: a window of the plan and the value of a group, or the limits of a comparison. Leaves: `at least 27 kg in 3
declarations (consignee AE-778)`, `more than 20,000 kg`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

from stce_rules.core.boxes import Amount
from stce_rules.core.predicates import Bound, Limit, Within
from stce_rules.core.windows import Group, Window
from stce_rules.reference.units import Dimension, unit, units_of

__all__ = ["limits", "shown"]

_DIGITS = 6
"""Decimals shown of a number that has no end, as money converted at a rate may be."""


def shown(window: Window, group: Group) -> str:
    """The interval, the declarations it rests on, the group."""
    count = "1 declaration" if group.declarations == 1 else f"{group.declarations} declarations"
    keys = ", ".join(f"{key.words} {text}" for key, text in zip(window.by, group.keys, strict=True))
    return f"{_interval(group.low, group.high, _symbol(window.measured_in))} in {count} ({keys})"


def limits(within: Within, on: date | None) -> str:
    """What a comparison asks for on a day, its limits as numbers: those of a parameter are named in the sentence."""
    low, high = _limit(within.low, on, "at least", "more than"), _limit(within.high, on, "at most", "less than")
    return " and ".join(one for one in (low, high) if one)


def _limit(limit: Limit | None, on: date | None, included: str, beyond: str) -> str:
    if limit is None:
        return ""
    started = [value for start, value in limit.bound.values if start is None or on is None or start <= on]
    return f"{included if limit.included else beyond} {_bound(started[-1])}" if started else ""


def _bound(bound: Bound) -> str:
    match bound:
        case Amount():
            return f"{_number(bound.value)}{_symbol(bound.measure)}"
        case date():
            return bound.isoformat()
        case _:
            return _number(bound)


def _interval(low: Fraction | None, high: Fraction | None, symbol: str) -> str:
    if low is None:
        return "not known" if high is None else f"at most {_number(high)}{symbol}"
    if high is None:
        return f"at least {_number(low)}{symbol}"
    return f"{_number(low)}{symbol}" if low == high else f"{_number(low)} to {_number(high)}{symbol}"


def _number(value: Fraction) -> str:
    rounded = round(value, _DIGITS)
    return f"{(Decimal(rounded.numerator) / Decimal(rounded.denominator)).normalize():f}"


@cache
def _symbol(measured_in: str) -> str:
    """The base unit of a dimension, a currency, a percent sign; nothing behind a number."""
    if measured_in in ("number", "percentage"):
        return "%" if measured_in == "percentage" else ""
    dimension = next((one for one in Dimension if one.word == measured_in), None)
    if dimension is None:
        return f" {measured_in}"
    known = ((symbol, unit(symbol)) for symbol in units_of(dimension))
    base = (symbol for symbol, one in known if one is not None and one.factor == 1 and one.offset == 0)
    return f" {next(base, measured_in)}"
