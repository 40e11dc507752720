"""Values as messages write them, read into what canonical boxes hold.

Enters: a part of a message that says something. Leaves: the text for its box, or a `Fault` (W644) that says what
stands there instead. Promises: numbers keep their digits; nothing is rounded, and what may mean two things is
unreadable, never guessed.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path

from stce_rules.intake.messages.tree import Node
from stce_rules.intake.quoting import quoted
from stce_rules.intake.reading import MOMENT, Fault
from stce_rules.reference import units

__all__ = ["Read", "claim_of", "currency", "cus_number", "day", "mass", "number", "table", "un_number", "word"]

Read = Callable[[Node], "str | Fault"]

_DATA = Path(__file__).resolve().parent / "data"
_MOST_DIGITS = 60


@cache
def table(name: str) -> Mapping[str, str]:
    """A shipped table by its first column; the second is what it gives."""
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        return {row[0]: row[1] for row in rows}


def claim_of(code: str) -> str:
    """What a document of a type claims to be: `licence`, `exemption` or `other`."""
    return table("document_claims.csv").get(code.upper(), "other")


def word(meanings: Mapping[str, str], what: str, *, letters: int | None = None) -> Read:
    """A code of a list, as the word it stands for; `what` names the code in the report, `letters` how many count."""

    def read(node: Node) -> str | Fault:
        return meanings.get(node.text[:letters].upper()) or Fault("W644", f"{quoted(node.text)} is no known {what}")

    shown = ", ".join(f"`{code}` {meaning}" for code, meaning in meanings.items())
    read.__doc__ = shown if letters is None else f"By its first letters: {shown}"
    return read


# ---- numbers

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,2})?", re.ASCII)


def number(node: Node) -> str | Fault:
    """Number, exactly."""
    if _NUMBER.fullmatch(node.text) and len(node.text) <= _MOST_DIGITS:
        return node.text
    return Fault("W644", f"{quoted(node.text)} is not a number")


def mass(node: Node) -> str | Fault:
    """Mass in kg; converted exactly where `unitCode` names another unit of mass."""
    written = number(node)
    code = node.said("@unitCode").partition("#")[0].upper()
    if isinstance(written, Fault) or code in {"", "KGM"}:
        return written
    unit = units.rec20(code)
    if unit is None or unit.dimension is not units.Dimension.MASS:
        return Fault("W644", f"{quoted(code)} is no unit of mass")
    exact = _digits(units.to_base(Decimal(written), unit))
    return exact or Fault("W644", f"{quoted(node.text)} {code} is no whole number of decimals in kg")


def _digits(value: Fraction) -> str | None:
    """The value in decimal digits; None where they have no end."""
    scale = 0
    while value.denominator != 1 and scale < _MOST_DIGITS:
        value, scale = value * 10, scale + 1
    return str(Decimal(value.numerator).scaleb(-scale)) if value.denominator == 1 else None


def currency(node: Node) -> str | Fault:
    """Currency; a numeric code of ISO 4217 as its letters."""
    if not (node.text.isascii() and node.text.isdigit()):
        return node.text
    code = table("currency_numbers.csv").get(node.text.zfill(3))
    return code or Fault("W644", f"{quoted(node.text)} is no numeric code of a currency")


# ---- identifiers of goods

_CUS = re.compile(r"(\d{7})-?(\d)", re.ASCII)
_UN = re.compile(r"(?:UN ?)?(\d{4})", re.ASCII)


def cus_number(node: Node) -> str | Fault:
    """CUS number: seven digits, a hyphen, the check digit."""
    found = _CUS.fullmatch(node.text)
    return f"{found[1]}-{found[2]}" if found else Fault("W644", f"{quoted(node.text)} is not a CUS number")


def un_number(node: Node) -> str | Fault:
    """UN number: four digits, with or without UN before them."""
    found = _UN.fullmatch(node.text.upper())
    return found[1] if found else Fault("W644", f"{quoted(node.text)} is not a UN number of four digits")


# ---- days

_TOGETHER = re.compile(
    r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(Z|[+-]\d\d(?::?\d\d)?)?", re.ASCII
)  # 20260601, 202606011011, 20260601101112+01
_SLASHED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d\d|\d{4})", re.ASCII)


def day(node: Node) -> str | Fault:
    """Day, perhaps with the time: `2026-06-01`, `20260601101112Z`; `11/19/25` where only one day fits."""
    text = node.text
    if found := _TOGETHER.fullmatch(text):
        year, month, of_month, hour, minute, second, zone = found.groups()
        text = f"{year}-{month}-{of_month}" + (f"T{hour}:{minute}:{second or '00'}{zone or ''}" if hour else "")
    elif found := _SLASHED.fullmatch(text):
        fits = _fitting(int(found[1]), int(found[2]), int(found[3]))
        if len(fits) > 1:
            return Fault("W644", f"{quoted(text)} may be {fits[0]} or {fits[1]}")
        text = str(fits[0]) if fits else text
    if (found := MOMENT.fullmatch(text)) and _is_day(int(found["year"]), int(found["month"]), int(found["day"])):
        return text
    return Fault("W644", f"{quoted(node.text)} is not a date")


def _fitting(first: int, second: int, year: int) -> list[dt.date]:
    """The days that month/day/year and day/month/year give; a year of two digits is of this century."""
    year += 2000 if year < 100 else 0
    pairs = dict.fromkeys([(first, second), (second, first)])
    return [dt.date(year, month, of_month) for month, of_month in pairs if _is_day(year, month, of_month)]


def _is_day(year: int, month: int, of_month: int) -> bool:
    try:
        dt.date(year, month, of_month)
    except ValueError:
        return False
    return True
