"""Ways to write numbers and days, as a map states them, to patterns that read them.

Promise: a time of day is kept to the second, as the clock there shows it. Midnight says nothing: it is how many
programs write a day.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from functools import lru_cache

from stce_rules.intake.reading import MOMENT
from stce_rules.intake.tables.model import DateForm, Fault, NumberForm

__all__ = ["DAY", "POINT", "THOUSANDS", "date_form", "moment", "number_form", "read_day", "read_decimal", "shown"]

THOUSANDS = ("", ",", ".", " ", "'")
"""What may part thousands."""

_BLANKS = "[ \N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{THIN SPACE}]"
_APOSTROPHES = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_PARTING: Mapping[str, str] = {" ": _BLANKS, "'": _APOSTROPHES}
_LONGEST = 60
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_HALF_DAY = 12
"""Hours; the first of each half is written 12."""
_TOKEN = re.compile("YYYY|YY|AM|MMM|MM|M|DD|D|hh|(?<!h)h|mm|ss|.", re.DOTALL)
_TOKENS: Mapping[str, tuple[str, str]] = {
    "YYYY": ("year", r"(?P<year>\d{4})"),
    "YY": ("year", r"(?P<year>\d{2})"),
    "MMM": ("month", f"(?P<month>{'|'.join(_MONTHS)})"),
    "MM": ("month", r"(?P<month>\d{2})"),
    "M": ("month", r"(?P<month>\d{1,2})"),
    "DD": ("day", r"(?P<day>\d{2})"),
    "D": ("day", r"(?P<day>\d{1,2})"),
    "hh": ("hour", r"(?P<hour>\d{2})"),
    "h": ("hour", r"(?P<hour>\d{1,2})"),
    "mm": ("minute", r"(?P<minute>\d{2})"),
    "ss": ("second", r"(?P<second>\d{2})"),
    "AM": ("half", rf"(?P<half>[ap])\.?{_BLANKS}?m\.?"),
    " ": ("", _BLANKS),
}


def shown(text: str) -> str:
    """A text of a table in quotes, cut after 60 characters, with what does not print written out."""
    cut = text if len(text) <= _LONGEST else text[:_LONGEST] + "…"
    return "'" + "".join(c if c.isprintable() else ascii(c)[1:-1] for c in cut) + "'"


# ---- numbers


@lru_cache(maxsize=64)
def number_form(decimal: str, thousands: str) -> NumberForm:
    """The form with this decimal sign and this mark between thousands ("" for none); the two differ."""
    whole = r"\d+"
    if thousands:
        part = _PARTING.get(thousands, re.escape(thousands))
        whole = rf"(?:\d+|\d{{1,3}}(?:{part}\d{{2,3}})*{part}\d{{3}})"  # India parts by two
    point = re.escape(decimal)
    pattern = re.compile(rf"[+-]?(?:{whole}(?:{point}\d*)?|{point}\d+)(?:[eE][+-]?\d{{1,2}})?")
    return NumberForm(decimal, thousands, pattern)


def read_decimal(text: str, form: NumberForm) -> Decimal | Fault:
    """The number exactly, which may be below zero."""
    if len(text) > _LONGEST or not form.pattern.fullmatch(text):
        return Fault("W623", f"{shown(text)} is not a number{_likely(text, form)}")
    before, point, after = text.partition(form.decimal)
    whole = "".join(c for c in before if c.isdecimal() or c in "+-eE")
    return Decimal(f"{whole}.{after}" if point else whole)


def _likely(text: str, form: NumberForm) -> str:
    """The usual cause: the map expects the signs of another country."""
    if form.pattern.fullmatch(text.replace(",", "\0").replace(".", ",").replace("\0", ".")):
        return "; the map may have the wrong 'decimal' or 'thousands'"
    return "; 'thousands' of the map may be missing" if "," in text and not form.thousands else ""


POINT = number_form(".", "")
"""As JSON writes numbers."""


# ---- days


@lru_cache(maxsize=512)
def date_form(written: str) -> DateForm | None:
    """The form of YYYY or YY, MM, M or MMM, DD or D, perhaps hh or h, then mm, then ss; None for any other.

    With AM, hours are those of half a day, AM or PM.
    """
    pattern, named = "", list[str]()
    for token in _TOKEN.findall(written):
        name, part = _TOKENS.get(token, ("", re.escape(token)))
        named += [name] if name else []
        pattern += part
    halves = ("half",) if "half" in named else ()
    times = ("hour", "minute", "second")[: len(named) - len(halves) - 3]
    whole = sorted(named) == sorted(("year", "month", "day", *times, *halves)) and len(times) >= len(halves)
    return DateForm(written, re.compile(pattern, re.IGNORECASE)) if whole else None


def read_day(text: str, forms: tuple[DateForm, ...]) -> str | Fault:
    """The day, year-month-day, perhaps with its time. A text that two forms read differently is not guessed at."""
    days = sorted({day for form in forms if (day := _day(text, form)) is not None})
    if len(days) == 1:
        return days[0]
    if days:
        return Fault("W637", f"{shown(text)} may be {days[0]} or {days[-1]}; the map has several forms of 'dates'")
    return Fault("W637", f"{shown(text)} is not a date in the form {' or '.join(form.written for form in forms)}")


def _day(text: str, form: DateForm) -> str | None:
    found = form.pattern.fullmatch(text)
    if found is None:
        return None
    parts = found.groupdict()
    year, month = found["year"], found["month"].lower()
    number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
    hour, minute, second = (int(parts.get(name) or 0) for name in ("hour", "minute", "second"))
    half = parts.get("half")
    if half is not None and not 1 <= hour <= _HALF_DAY:
        return None
    try:
        day = date(int(year) + (2000 if len(year) == 2 else 0), number, int(found["day"]))
        clock = time(hour if half is None else hour % _HALF_DAY + _HALF_DAY * (half in "pP"), minute, second)
    except ValueError:
        return None
    return moment(datetime.combine(day, clock)).isoformat()


def moment(read: datetime) -> date:
    """What was read to the second, a day alone where its time says nothing."""
    return read.date() if read.time() == time.min else read


DAY = (DateForm("YYYY-MM-DD", MOMENT),)
"""As a canonical declaration writes a day, perhaps with its time."""
