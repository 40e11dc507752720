"""What is known of codes, numbers, countries, places and units, in words for the officer who writes one.

Enters: a value as rules write it, for HS codes with the edition. Leaves: Markdown, or rows to offer. Source of all
facts: `reference`; names of HS codes are those of HS 2022, and are said to be.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import groupby

from stce_rules.core.wording import counted
from stce_rules.lsp.features.markdown import bullets, more, paragraphs, plain
from stce_rules.reference import cas, countries, currencies, hs, places, tables, units

__all__ = [
    "about_amount",
    "about_cas",
    "about_country",
    "about_hs",
    "about_hs_range",
    "about_place",
    "about_unit",
    "chemicals",
    "digits_of",
    "hs_name",
    "hs_words",
    "nations",
    "ports",
]

_NAMED_IN = hs.EDITIONS[-1]
_FEW = 6
_LONGEST_NUMBER = 18
_AMOUNT = re.compile(r"([\d,]+(?:\.\d+)?)\s*(.*)")


# ---- what there is to offer


@cache
def chemicals() -> Mapping[str, str]:
    """CAS numbers of the chemicals that are known by name."""
    return {row[0]: row[1] for row in tables.rows("cas_names.csv")}


@cache
def nations() -> Mapping[str, str]:
    """Codes of countries with their names."""
    return {row[0]: row[2] for row in tables.rows("countries.csv")}


@cache
def ports() -> Mapping[str, str]:
    """UN/LOCODEs of known places, each with name and country."""
    return {row[0]: f"{row[2]}, {countries.name(row[1]) or row[1]}" for row in tables.rows("places.csv")}


@cache
def hs_words() -> Mapping[str, str]:
    """Subheadings of HS 2022 that are known by name, as digits."""
    return {row[0]: row[2] for row in tables.rows("hs_names.csv")}


# ---- HS codes


def digits_of(written: str) -> str:
    """The digits of an HS code as rules write it: `2931.41`, `heading 8401`."""
    return "".join(one for one in written if one.isascii() and one.isdigit())


def hs_name(digits: str, edition: int) -> str:
    """The name of a subheading in HS 2022, where the code of the edition is still the same; else empty."""
    six = digits[:6]
    same = edition == _NAMED_IN or hs.correlated(six, edition, _NAMED_IN) == {six}
    return (hs.text(six) or "") if same and hs.exists(six, _NAMED_IN) else ""


def about_hs(written: str, edition: int) -> str:
    """What an HS code is in the edition of the file, and what it was or became in the others."""
    digits = digits_of(written)
    shown, name = hs.dotted(digits), hs_name(digits, edition)
    what = {2: f"Chapter {digits}", 4: f"Heading {digits}"}.get(len(digits), f"HS {shown}")
    head = f"**{what}**" + (f" {plain(name)}" if name else "")
    if not hs.exists(digits, edition):
        return paragraphs([head, _not_there(digits, edition)])
    if len(digits) < 6:
        return paragraphs([head, _group(digits, edition)])
    named = f" (name of HS {_NAMED_IN})" if name and edition != _NAMED_IN else ""
    national = "; the digits after the sixth are national and are not checked" if len(digits) > 6 else ""
    return paragraphs([head, f"In HS {edition}{named}{national}.", bullets(_elsewhere(digits[:6], edition))])


def _not_there(digits: str, edition: int) -> str:
    others = hs.editions_of(digits)
    became = [_named(code, edition) for code in hs.suggest(digits, edition)]
    was = f" It is in HS {', '.join(map(str, others))}." if others else " It is in no edition known here."
    near = "" if not became else f" In HS {edition}: {', '.join(became)}." if others else f" Near: {', '.join(became)}."
    return f"**Not in HS {edition}.**{was}{near}"


def _group(digits: str, edition: int) -> str:
    """A chapter or heading: how much is in it."""
    inside = [code for code in hs.codes(edition) if code.startswith(digits)]
    named = [_named(code, edition) for code in inside if hs_name(code, edition)][:_FEW]
    among = f" Among them: {', '.join(named)}." if named else ""
    return f"{counted(len(inside), 'subheading')} in HS {edition}.{among}"


def _elsewhere(six: str, edition: int) -> list[str]:
    """The code in the other editions; neighbours that say the same stand on one line."""
    said = [
        (other, _carried(six, hs.correlated(six, edition, other), other)) for other in hs.EDITIONS if other != edition
    ]
    lines = []
    for words, grouped in groupby(said, key=lambda one: one[1]):
        years = [str(other) for other, _ in grouped]
        lines.append(f"HS {', '.join(years)}: {words}")
    return lines


def _carried(six: str, there: frozenset[str], other: int) -> str:
    if there == {six}:
        return "the same code"
    if not there:
        return "no code took these goods over"
    shown = [_named(code, other) for code in sorted(there)[:_FEW]]
    return more(shown, len(there))


def _named(code: str, edition: int) -> str:
    name = hs_name(code, edition) if len(code) == 6 else ""
    return hs.dotted(code) + (f" ({plain(name)})" if name else "")


def about_hs_range(low: str, high: str, edition: int) -> str:
    """How many subheadings lie between two codes, both included."""
    first, last = digits_of(low).ljust(12, "0"), digits_of(high).ljust(12, "9")
    inside = [code for code in hs.codes(edition) if first <= code.ljust(12, "9") and code.ljust(12, "0") <= last]
    return f"From {plain(low)} to {plain(high)}: {counted(len(inside), 'subheading')} of HS {edition}."


# ---- chemicals, countries, places


def about_cas(number: str, name: str = "") -> str:
    """The chemical of a CAS number. `name` is that of a list, where the shipped table has none."""
    if not cas.is_valid(number):
        right = cas.correction(number)
        known = cas.name_of(right) if right else None
        meant = f" {right} is {plain(known)}." if known else ""
        return f"**CAS {number}** is not a CAS number: its check digit is wrong.{meant}"
    known = cas.name_of(number) or name
    return f"**CAS {number}** " + (plain(known) if known else "is a valid number; its name is not known here.")


def about_country(code: str) -> str:
    """The country of a code."""
    name = countries.name(code)
    if name is not None:
        return f"**{code}** {plain(name)}"
    near = [f"{one} ({plain(countries.name(one) or '')})" for one in countries.suggest(code)]
    meant = f" Near: {', '.join(near)}." if near else ""
    return f"**{plain(code)}** is not an ISO 3166-1 code of a country.{meant}"


def about_place(code: str) -> str:
    """The place of a UN/LOCODE."""
    if places.is_known(code):
        country = places.country(code) or ""
        return f"**{code}** {plain(places.name(code) or '')}, {plain(countries.name(country) or country)}"
    if places.is_place_code(code):
        land = countries.name(places.country(code) or "") or ""
        return f"**{code}** a place in {plain(land)}; its name is not in the shipped table of sea ports."
    return f"**{plain(code)}** is not a UN/LOCODE."


# ---- amounts and units


def about_amount(written: str) -> str:
    """What an amount with its unit or currency is."""
    match = _AMOUNT.fullmatch(written)
    if match is None or not match[2]:
        return ""
    unit = units.unit(match[2])
    if unit is None:
        return about_unit(match[2])
    base = _base_of(unit)
    value = _decimal(units.to_base(Decimal(match[1].replace(",", "")), unit))
    as_base = f" {plain(written)} is {value} {base}." if base not in ("", unit.symbol) and value else ""
    return about_unit(match[2]) + as_base


def _decimal(value: Fraction) -> str:
    """An exact number with all its digits; empty if they are too many to be read."""
    number = Decimal(value.numerator) / Decimal(value.denominator)
    whole = f"{number.normalize():,f}"
    return whole if Fraction(number) == value and len(whole) <= _LONGEST_NUMBER else ""


def about_unit(symbol: str) -> str:
    """A unit or currency."""
    unit = units.unit(symbol)
    if unit is not None:
        others = [one for one in units.units_of(unit.dimension) if one != symbol]
        beside = f" Units of {unit.dimension.word}: {plain(more(others[:8], len(others)))}." if others else ""
        return f"**{plain(symbol)}** measures {unit.dimension.word}.{beside}"
    if currencies.is_code(symbol):
        return f"**{symbol}** {plain(currencies.name(symbol) or '')} (currency)"
    near = units.suggest(symbol)
    return f"**{plain(symbol)}** is no unit." + (f" Near: {plain(', '.join(near))}." if near else "")


def _base_of(unit: units.Unit) -> str:
    same = (units.unit(one) for one in units.units_of(unit.dimension))
    return next((one.symbol for one in same if one and one.factor == 1 and one.offset == 0), "")
