"""What a window gives, in an officer's words.

Enters: a window of the plan, the value of a group. Leaves: `at least 27 kg in 3 declarations (consignee AE-778)`.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from functools import cache

from stce_rules.core.windows import Group, Window
from stce_rules.reference.units import Dimension, unit, units_of

__all__ = ["shown"]

_DIGITS = 6
"""Decimals shown of a number that has no end, as money converted at a rate may be."""


def shown(window: Window, group: Group) -> str:
    """The interval, the declarations it rests on, the group."""
    count = "1 declaration" if group.declarations == 1 else f"{group.declarations} declarations"
    keys = ", ".join(f"{key.words} {text}" for key, text in zip(window.by, group.keys, strict=True))
    return f"{_interval(group.low, group.high, _symbol(window.measured_in))} in {count} ({keys})"


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
