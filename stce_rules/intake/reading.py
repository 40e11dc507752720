"""One written value to the typed value its box holds.

Enters: text, an exact number, or an amount with its unit, as declared and known to say something. Leaves: the value
as `core.boxes` has it, or a `Fault`. Promise: nothing is guessed; what is not surely a value of its kind is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from stce_rules.core import text
from stce_rules.core.boxes import Amount, Value
from stce_rules.intake.quoting import meant, plain, quoted
from stce_rules.reference import cas, countries, currencies, hs, places, units

__all__ = [
    "MOMENT",
    "Fault",
    "Read",
    "edition_on",
    "editions_having",
    "hs_stem",
    "read_amount",
    "read_cas",
    "read_code",
    "read_country",
    "read_date",
    "read_flow",
    "read_hs_digits",
    "read_mass",
    "read_moment",
    "read_money",
    "read_number",
    "read_percentage",
    "read_place",
    "read_quantity",
    "read_text",
    "read_yes_no",
    "said",
]


class Fault(NamedTuple):
    """Why a value could not be read: a code of `core.codes`, and one sentence."""

    code: str
    message: str


Read = Callable[[str], "Value | Fault"]
"""Reads a text that says something."""

_MOST_DIGITS = 40  # before or after the point; more would only serve to use up memory
MOMENT = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:[T ](?P<hour>[01]\d|2[0-3]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d{1,9})?)?"
    r"(?:Z|[+-]\d\d(?::?\d\d)?)?)?",
    re.ASCII,
)
"""A day of ISO 8601, perhaps with a time of that day, as WCO's date-times have it."""
_FLOWS = ("import", "export", "transit", "transhipment", "re-export")
_YES_NO = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


def said(written: str | None) -> str | None:
    """The text without blanks around it; None when it says nothing (blank, or the word `null`)."""
    if written is None:
        return None
    stripped = written.strip()
    return None if stripped in ("", "null") else stripped


# ---- codes and words


@lru_cache(maxsize=4096)
def read_hs_digits(written: str) -> str | Fault:
    """The digits of a commodity code without dots and spaces: 4 to 12, or the 2 of a chapter."""
    digits = "".join(written.replace(".", " ").split())
    if digits.isascii() and digits.isdigit() and (4 <= len(digits) <= 12 or len(digits) == 2):
        return digits
    return Fault("W631", f"{quoted(written)} is not a commodity code of 4 to 12 digits")


@lru_cache(maxsize=4096)
def editions_having(digits: str) -> tuple[int, ...]:
    """The HS editions a code may be of: those that have its first six digits, else all."""
    return hs.editions_of(hs_stem(digits)) or hs.EDITIONS


edition_on = lru_cache(maxsize=4096)(hs.edition_on)
"""The HS edition in force on a day; days come again and again."""


def hs_stem(digits: str) -> str:
    """The part of a commodity code that the HS editions define: subheading, heading or chapter."""
    return digits[: 6 if len(digits) >= 6 else 4 if len(digits) >= 4 else 2]


@lru_cache(maxsize=4096)
def read_cas(written: str) -> str | Fault:
    """A declared CAS number as `756-79-6`."""
    number = cas.normalised(written)
    if number is not None:
        return number
    return Fault("W634", f"{quoted(written)} is not a CAS number, or its check digit is wrong")


@lru_cache(maxsize=4096)
def read_country(written: str) -> str | Fault:
    """An ISO 3166-1 code in capitals."""
    code = written.upper()
    if countries.is_code(code):
        return code
    close = countries.suggest(written)
    hint = f"; did you mean {close[0]} ({countries.name(close[0])})?" if close else ""
    return Fault("W635", f"{quoted(written)} is not an ISO 3166-1 country code{hint}")


def read_place(written: str) -> str | Fault:
    """A UN/LOCODE in capitals, without the blank some write after the country."""
    code = "".join(written.split()).upper()
    return code if places.is_place_code(code) else Fault("W636", f"{quoted(written)} is not a UN/LOCODE")


def read_code(written: str) -> str:
    """Any code, in capitals."""
    return written.upper()


def read_text(written: str) -> text.FoldedText:
    """A text with its folded words; punctuation alone has none."""
    return text.read(written)


def read_date(written: str) -> date | Fault:
    """A day of the calendar, year-month-day; of a time of day, its day as written, whatever the zone."""
    moment = read_moment(written)
    return moment if isinstance(moment, Fault) else moment[0]


@lru_cache(maxsize=4096)
def read_moment(written: str) -> tuple[date, int | None] | Fault:
    """A day as `read_date` has it, and the hour, 0 to 23, where a time is stated."""
    found = MOMENT.fullmatch(written)
    if found is not None:
        try:
            day = date(int(found["year"]), int(found["month"]), int(found["day"]))
            return day, None if found["hour"] is None else int(found["hour"])
        except ValueError:
            pass
    return Fault("W637", f"{quoted(written)} is not a date; write it year-month-day, such as 2026-06-01")


def read_flow(written: str) -> str | Fault:
    """One of the five flows."""
    if written in _FLOWS:
        return written
    return Fault("W624", f"must be one of {', '.join(_FLOWS)}, not {quoted(written)}{meant(written, _FLOWS)}")


def read_yes_no(written: str) -> bool | Fault:
    """A yes or no."""
    known = _YES_NO.get(written.lower())
    return Fault("W642", f"{quoted(written)} is neither yes nor no") if known is None else known


# ---- amounts


def read_amount(number: Decimal) -> Fraction | Fault:
    """The number exactly, when it is one, is not below zero, and its size is of this world."""
    return _amount(str(number))


@lru_cache(maxsize=4096)
def _amount(written: str) -> Fraction | Fault:
    """By its digits, since numbers that are equal may be written with more of them."""
    number = Decimal(written)
    if not number.is_finite():
        return Fault("W638", f"{quoted(written)} is not a number")
    if abs(number.adjusted()) > _MOST_DIGITS or len(written) > 3 * _MOST_DIGITS:
        return Fault("W638", f"{plain(number)} has more digits than any amount")
    if number < 0:
        return Fault("W638", f"{plain(number)} is below zero")
    return Fraction(number)


def read_number(number: Decimal) -> Amount | Fault:
    """A plain number of a plugin's box; it may be below zero."""
    size = read_amount(number.copy_abs())
    return size if isinstance(size, Fault) else Amount(-size if number < 0 else size, "number")


def read_mass(number: Decimal) -> Amount | Fault:
    """A mass in kilograms; a mass of 0 is a mass."""
    value = _amount(str(number))
    return value if isinstance(value, Fault) else Amount(value, "mass")


def read_percentage(number: Decimal) -> Amount | Fault:
    """A percentage from 0 to 100."""
    value = read_amount(number)
    if isinstance(value, Fault):
        return value
    if value > 100:
        return Fault("W638", f"{plain(number)}% is more than the whole")
    return Amount(value, "percentage")


def read_money(number: Decimal, written: str) -> Amount | Fault:
    """An amount in a currency of ISO 4217."""
    currency = _currency(written)
    if currency is None:
        return Fault("W639", f"{plain(number)} has no currency")
    if isinstance(currency, Fault):
        return currency
    value = _amount(str(number))
    return value if isinstance(value, Fault) else Amount(value, currency)


@lru_cache(maxsize=256)
def _currency(written: str) -> str | Fault | None:
    """A code of ISO 4217 in capitals; None where nothing is written."""
    stated = said(written)
    if stated is None or currencies.is_code(stated.upper()):
        return stated and stated.upper()
    return Fault("W639", f"{quoted(stated)} is not an ISO 4217 currency code")


def read_quantity(number: Decimal, written: str) -> Amount | Fault:
    """A quantity in the base unit of its dimension; of a unit not known, in that unit alone."""
    code = said(written)
    if code is None:
        return Fault("W625", f"{plain(number)} has no unit")
    value = read_amount(number)
    if isinstance(value, Fault):
        return value
    unit = units.rec20(code.upper())
    if unit is None:
        return Amount(value, f"unit:{code.upper()}")
    return Amount(units.to_base(value, unit), unit.dimension.word)
