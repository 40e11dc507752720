"""Numbers, days and masses as EDIFACT writes them.

Enters: the text of a component. Leaves: the same as canonical JSON writes it, or a sentence of what is wrong with it.
Promise: nothing is guessed, and no digit is lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal

from stce_rules.intake.quoting import quoted
from stce_rules.intake.tables.cells import to_kilograms

__all__ = ["CALENDAR", "Wrong", "commodity", "cus_number", "day", "kilograms", "number", "un_number"]


class Wrong(str):
    """A sentence that says why a value could not be read."""

    __slots__ = ()


CALENDAR: Mapping[str, str] = {
    "2": "%d%m%y",
    "3": "%m%d%y",
    "101": "%y%m%d",
    "102": "%Y%m%d",
    "201": "%y%m%d%H%M",
    "202": "%y%m%d%H%M%S",
    "203": "%Y%m%d%H%M",
    "204": "%Y%m%d%H%M%S",
    "301": "%y%m%d%H%M",
    "302": "%y%m%d%H%M%S",
    "303": "%Y%m%d%H%M",
    "304": "%Y%m%d%H%M%S",
}
"""Formats of one day, perhaps with its time (UNTDID 2379, D.03A). Those from 301 on have a time zone behind, which is
left out: the day is the one that is written."""

_ZONED = 300
_LENGTHS = {"%y": 2, "%Y": 4, "%m": 2, "%d": 2, "%H": 2, "%M": 2, "%S": 2}
_NUMBER = re.compile(r"-?(?:\d+(?:[.,]\d*)?|[.,]\d+)", re.ASCII)
_LONGEST = 40
_CUS = re.compile(r"(\d{7})-?(\d)", re.ASCII)
_UN = re.compile(r"(?:UN ?)?(\d{4})", re.ASCII)
_COMMODITY = re.compile(r"\d{6,12}[A-Z]?", re.ASCII)


def number(written: str) -> str | Wrong:
    """A number. Point and comma both part the decimals, whatever the service string says; nothing parts thousands."""
    if len(written) > _LONGEST or not _NUMBER.fullmatch(written):
        return Wrong(f"{quoted(written)} is not a number")
    return str(Decimal(written.replace(",", ".")))


def kilograms(written: str, unit: str) -> str | Wrong:
    """A mass in kilograms, by its unit of UN/ECE Recommendation 20; `KG` is KGM, as national messages have it."""
    value = number(written)
    if isinstance(value, Wrong):
        return value
    if not unit:
        return Wrong(f"{quoted(written)} has no unit")
    mass = to_kilograms(Decimal(value), "KGM" if unit == "KG" else unit)
    return format(mass, "f") if isinstance(mass, Decimal) else Wrong(f"{quoted(unit)} is not a unit of mass")


def day(written: str, form: str) -> str | Wrong:
    """A day, year-month-day, with its time where one is stated. Years of two digits are those from 1970 to 2069."""
    pattern = CALENDAR.get(form)
    if pattern is None:
        return Wrong(f"{quoted(written)} is written in the form {quoted(form)}, which is not one of a day")
    length = sum(_LENGTHS[token] for token in re.findall("%.", pattern))
    digits = written[:length] if int(form) > _ZONED else written
    if len(digits) != length or not digits.isascii() or not digits.isdigit():
        return Wrong(f"{quoted(written)} is not a date in the form {form}")
    try:
        read = datetime.strptime(digits, pattern)  # noqa: DTZ007 (the day as it is written, in no zone)
    except ValueError:
        return Wrong(f"{quoted(written)} is not a date in the form {form}")
    if "%y" in pattern and read.year < 1970:
        read = read.replace(year=read.year + 100)
    return read.date().isoformat() if "%H" not in pattern else read.isoformat()


def commodity(written: str) -> str:
    """A commodity code without the check letter that New Zealand writes behind it; any other text as it is."""
    return written[:-1] if _COMMODITY.fullmatch(written) and written[-1].isalpha() else written


def cus_number(written: str) -> str | Wrong:
    """A CUS number: seven digits, a hyphen, the check digit."""
    found = _CUS.fullmatch(written)
    return f"{found[1]}-{found[2]}" if found else Wrong(f"{quoted(written)} is not a CUS number")


def un_number(written: str) -> str | Wrong:
    """A UN number: four digits, with or without UN before them."""
    found = _UN.fullmatch(written.upper())
    return found[1] if found else Wrong(f"{quoted(written)} is not a UN number of four digits")
