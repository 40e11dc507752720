"""A cell to the value of a box.

Enters: a cell, and how the map says it is read. Leaves: the value, None when the cell says nothing, or a fault.
Promise: nothing is guessed, and numbers stay exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Context, Decimal, Inexact
from functools import lru_cache
from typing import assert_never

from stce_rules.intake.quoting import meant
from stce_rules.intake.reading import read_yes_no
from stce_rules.intake.tables.forms import read_day, read_decimal, shown
from stce_rules.intake.tables.model import Cell, Fault, How, Kind, Value
from stce_rules.reference import countries, units

__all__ = ["LARGEST_WHOLE", "LONGEST", "UNKNOWN", "mass_unit", "read_cell", "read_parts", "to_kilograms", "written"]

LONGEST = 131_072
"""Characters of a cell, at most."""

UNKNOWN = "\N{REPLACEMENT CHARACTER}"
"""Stands where bytes are not of the encoding."""

_AS_TEXT = (Kind.TEXT, Kind.HS, Kind.COUNTRY)
LARGEST_WHOLE = 18
"""Digits of a whole number, at most."""

_MOST_TOLD = 10
"""Values of a map that a sentence names."""

_EXACT = Context(prec=400, traps=[Inexact])


def read_cell(cell: Cell, how: How) -> Value | Fault | None:
    """The value of a cell."""
    if isinstance(cell, tuple):
        return Fault("W747", "several values stand where one belongs") if cell else None
    text = written(cell)
    if text.casefold() in how.blanks:
        return None
    if how.as_is and isinstance(cell, str) and how.kind in _AS_TEXT:
        return cell
    if UNKNOWN in text:
        return Fault("W747", f"{shown(text)} holds bytes that are not of the encoding of the map")
    if how.values is not None:
        if text in how.values:
            return how.values[text]
        if how.others != "keep":
            return None if how.others == "blank" else _not_in(how.values, text)
    if isinstance(cell, Decimal) and how.kind in (Kind.NUMBER, Kind.MASS):
        return cell if cell.is_finite() else Fault("W623", f"{shown(text)} is not a number")
    if isinstance(cell, Decimal) and how.kind is Kind.HS and how.digits is None:
        return Fault("W747", f"{text} is a number and may have lost leading zeros; write 'digits' into the map")
    if isinstance(cell, date) and how.kind is Kind.DATE:
        return text
    return _typed(text, how)


def written(cell: Cell) -> str:
    """A cell as text without blanks around it; a number as its digits, without zeros after the last one."""
    match cell:
        case None:
            return ""
        case str():
            return cell.strip()
        case tuple():
            return "|".join(cell)
        case Decimal():
            digits = format(cell, "f") if cell.is_finite() and abs(cell.adjusted()) < 60 else str(cell)
            return digits.rstrip("0").rstrip(".") if "." in digits else digits
        case date():
            return cell.isoformat()


def _typed(text: str, how: How) -> Value | Fault:
    match how.kind:
        case Kind.TEXT | Kind.HS:
            return text if how.digits is None else _filled(text, how.digits)
        case Kind.COUNTRY:
            return _country(text) if how.alpha3 else text
        case Kind.WORD:
            word = text.lower()
            return word if word in how.words else _no_word(text, how.words)
        case Kind.DATE:
            return read_day(text, how.dates)
        case Kind.NUMBER | Kind.MASS:
            return read_decimal(text, how.numbers)
        case Kind.WHOLE:
            return _whole(text, how)
        case Kind.YES_NO:
            said = read_yes_no(text)
            return said if isinstance(said, bool) else Fault("W642", f"{shown(text)} is neither yes nor no")
        case _:
            assert_never(how.kind)


def _not_in(values: Mapping[str, Value | None], text: str) -> Fault:
    known = ", ".join(map(shown, sorted(values)[:_MOST_TOLD])) + (" …" if len(values) > _MOST_TOLD else "")
    return Fault("W746", f"{shown(text)} is not in 'values' of the map, which has {known}")


def _no_word(text: str, words: tuple[str, ...]) -> Fault:
    return Fault("W624", f"must be one of {', '.join(words)}, not {shown(text)}{meant(text, words)}")


def _filled(text: str, digits: int) -> str | Fault:
    if text.isascii() and text.isdigit() and len(text) <= digits:
        return text.zfill(digits)
    return Fault("W631", f"{shown(text)} is not a code of at most {digits} digits")


def _country(text: str) -> str | Fault:
    found = countries.suggest(text) if len(text) == 3 and text.isascii() and text.isalpha() else ()
    return found[0] if len(found) == 1 else Fault("W635", f"{shown(text)} is not an ISO 3166-1 code of three letters")


def _whole(text: str, how: How) -> int | Fault:
    number = read_decimal(text, how.numbers)
    if isinstance(number, Fault):
        return number
    if number.adjusted() >= LARGEST_WHOLE or number != number.to_integral_value():
        return Fault("W623", f"{shown(text)} is not a whole number")
    return int(number)


def read_parts(cell: Cell, how: How) -> list[Value | Fault]:
    """The values of a cell that holds several, in their order; blank ones are left out."""
    parts: list[Cell] = list(cell) if isinstance(cell, tuple) else [written(cell)] if how.split else [cell]
    for mark in how.split if not isinstance(cell, tuple) else ():
        parts = [part for one in parts if isinstance(one, str) for part in one.split(mark)]
    return [value for part in parts if (value := read_cell(part, how)) is not None]


# ---- masses


@lru_cache(maxsize=256)
def mass_unit(symbol: str) -> Decimal | None:
    """How many kilograms the unit has, exactly: by its symbol (g, kg, t, lb) or UN/ECE Recommendation 20 code."""
    unit = units.unit(symbol) or units.rec20(symbol.upper())
    if unit is None or unit.dimension is not units.Dimension.MASS:
        return None
    try:
        return _EXACT.divide(Decimal(unit.factor.numerator), Decimal(unit.factor.denominator))
    except Inexact:
        return None


def to_kilograms(number: Decimal, symbol: str) -> Decimal | Fault:
    """The mass in kilograms, exactly."""
    factor = mass_unit(symbol)
    if factor is None:
        return Fault("W624", f"{shown(symbol)} is not a unit of mass")
    return _EXACT.multiply(number, factor)
