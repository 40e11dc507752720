"""Numbers with a unit, wherever they stand in a text.

Enters: a text and the spellings of units. Leaves: each number that carries one of them, as intervals in the base unit,
with its place in the flattened text. Promise: what can be read two ways is not read.

`2050`, `1 950`, `1'950`, `2,050` and `2.050,5` have thousands; `2,1` has a decimal comma; `2.050` is two and a bit: a
single dot is always a decimal point. Ranges (`600-1000 Hz`, `0..2 kHz`, `between 600 and 1000 Hz`), choices
(`50/60 Hz`) and powers (`1.5 x 10^3`) are read as written, of a tolerance the number itself. A minus is a sign only for
units that have an offset, as temperatures do; elsewhere it is a dash. Part numbers (`7075-T6`, `18Ni(300)`, `C-350`)
are not read; fractions (`3/4 in`), sizes (`75 x 3 mm`) and bare tolerances (`+/- 5 Hz`) are found, but say nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Literal

__all__ = ["NUMBER", "Quantity", "Scale", "Unit", "UnitReader", "find", "flatten", "read_at", "unit_reader"]

Unit = tuple[str, Fraction, Fraction]
"""A spelling with its factor and offset: base = value * factor + offset."""

Scale = tuple[Fraction, Fraction]
"""Factor and offset."""

Interval = tuple[Fraction, Fraction]
Link = Literal["range", "tolerance", "choice"]

NUMBER = re.compile(
    r"""(?<![\w^]) (?<![0-9][.,'])
    (?P<sign>[-+](?=[0-9.]))?
    (?P<digits> [1-9][0-9]{0,2} (?:[ '][0-9]{3}){1,4} (?:[.,][0-9]{1,9})?
              | [1-9][0-9]{0,2} (?:,[0-9]{3}){1,4} (?:\.[0-9]{1,9})?
              | [1-9][0-9]{0,2} (?:\.[0-9]{3}){1,4} (?:,[0-9]{1,9})?
              | [0-9]{1,15} (?:[.,][0-9]{1,9})?
              | \.[0-9]{1,9} )
    (?: e(?P<power>[-+]?[0-9]{1,2}) | \s?[x*·]\s?10(?P<raised>\^-?\^?[0-9](?:\^?[0-9])?) )?
    (?! [0-9] | [.,'][0-9] )""",
    re.VERBOSE | re.IGNORECASE,
)
_THOUSANDS_COMMA = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_RANGE = re.compile(r"\s*(?:-|~|\.{2,3})\s*|\s+(?:up\s+to|to|through|thru|bis|[aà]|hasta)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"between\s+$", re.IGNORECASE)
_AND = re.compile(r"\s+and\s+", re.IGNORECASE)
_TOLERANCE = re.compile(r"\s*(?:±|\+\s?/\s?-)\s*")
_CHOICE = re.compile(r"\s?/\s?")
_BARE_TOLERANCE = re.compile(r"(?:±|\+\s?/\s?-)\s*$")
_SIZE = re.compile(r"(?:^|[\W0-9])[x*]\s*$", re.IGNORECASE)
_GAP = re.compile(r"-(?=[^\W\d]{2})|\s{0,2}[(\[]?")
_NO_UNIT: tuple[re.Pattern[str], tuple[Scale, ...]] = (re.compile(r"(?!)"), ())
_FRACTION_OF = frozenset({2, 4, 8, 16, 32, 64})

_ALIKE = {"º": "°", "˚": "°", "’": "'", "µ": "μ", "×": "x", "✕": "x", "∼": "~", "⁻": "^-"}
_ALIKE |= {"≧": "≥", "⩾": "≥", "≦": "≤", "⩽": "≤"} | dict.fromkeys("‐‑‒–—―−", "-")
_ALIKE |= {raised: f"^{digit}" for digit, raised in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")}


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with a unit: one interval, several for a choice, none when it cannot be told what it says."""

    start: int
    end: int
    intervals: tuple[Interval, ...]


def flatten(raw: str) -> tuple[str, list[int]]:
    """The text in plain characters, and for each character of the original where it starts there.

    One kind of dash, space and digit is left; raised digits become `^2`, and squares such as `㎑` are spelt out.
    """
    if raw.isascii():
        return raw, list(range(len(raw) + 1))
    pieces = [_plain(character) for character in raw]
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece))
    return "".join(pieces), starts


def _plain(character: str) -> str:
    if character in _ALIKE:
        return _ALIKE[character]
    digit = unicodedata.decimal(character, None)
    if digit is not None:
        return str(digit)
    plain = unicodedata.normalize("NFKC", character)
    return " " + plain.replace("⁄", "/") if "⁄" in plain else plain  # 3½ is 3 1/2, not 31/2


@dataclass(frozen=True, slots=True)
class UnitReader:
    """Reads a unit at a place of a flattened text: a pattern for each first letter, with the scale of each group."""

    by_first: Mapping[str, tuple[re.Pattern[str], tuple[Scale, ...]]]

    def at(self, flat: str, start: int) -> tuple[int, Scale] | None:
        """End and scale of the unit that starts here; a space, hyphen or bracket may stand before it."""
        gap = _GAP.match(flat, start)
        begin = gap.end() if gap else start
        pattern, scales = self.by_first.get(flat[begin : begin + 1].casefold(), _NO_UNIT)
        found = pattern.match(flat, begin)
        if found is None or found.lastgroup is None:
            return None
        return found.end(), scales[int(found.lastgroup[1:])]


@lru_cache(maxsize=256)
def unit_reader(units: tuple[Unit, ...]) -> UnitReader:
    """A reader of these spellings, the longest first.

    Letter case counts only where two spellings differ in nothing else and mean different things, as `mPa` and `MPa` do:
    there a capital is taken at its word (`MPA` in capitals-only text is mega), a small letter only if all is exact.
    """
    alike: dict[str, list[tuple[str, Scale]]] = {}
    for spelling, factor, offset in units:
        plain = "".join(map(_plain, spelling))
        alike.setdefault(plain.casefold(), []).append((plain, (factor, offset)))
    choices: dict[str, list[tuple[str, Scale]]] = {}
    for folded in sorted(alike, key=lambda one: (-len(one), one)):
        for spelling, scale in alike[folded]:
            rivals = [other for other, its in alike[folded] if its != scale]
            end = "" if spelling.endswith("%") else r"(?![\w^]|[.·*/][a-zA-Z]{1,3}[0-9]?(?!\w))"
            choices.setdefault(folded[:1], []).append((_spelling_pattern(spelling, rivals) + end, scale))
    return UnitReader(
        {
            first: (
                re.compile("|".join(f"(?P<u{index}>{pattern})" for index, (pattern, _) in enumerate(listed))),
                tuple(scale for _, scale in listed),
            )
            for first, listed in choices.items()
        }
    )


def _spelling_pattern(spelling: str, alike: list[str]) -> str:
    decisive = {i for other in alike for i, letter in enumerate(other) if spelling[i : i + 1] != letter}
    exact = any(spelling[i : i + 1].islower() for i in decisive)
    parts = []
    for i, character in enumerate(spelling):
        if character.isspace():
            parts.append(r"\s?")
        elif character in "/·":
            parts.append(rf"\s?{re.escape(character)}\s?")
        elif character.isdigit():
            parts.append(rf"\^?{character}")
        elif character.isalpha() and not exact and i not in decisive:
            parts.append(f"(?i:{character})")
        elif character != "^":
            parts.append(re.escape(character))
    return "".join(parts)


def find(flat: str, units: UnitReader, dashes: frozenset[int]) -> Iterator[Quantity]:
    """Every quantity of a flattened text; a hyphen at one of `dashes` is known not to belong to a part number."""
    position = 0
    while number := NUMBER.search(flat, position):
        position = number.end()
        if _is_part_number(flat, number.start(), dashes):
            continue
        quantity = read_at(flat, number, units)
        if quantity is not None:
            position = quantity.end
            yield quantity


def _is_part_number(flat: str, start: int, dashes: frozenset[int]) -> bool:
    if start < 2 or flat[start - 1] != "-" or start - 1 in dashes:
        return False
    return flat[start - 2].isalnum() or flat[start - 2] in ")]"


def read_at(flat: str, number: re.Match[str], units: UnitReader, default: Scale | None = None) -> Quantity | None:
    """The range, choice, tolerance or plain number that starts here; `default` scales numbers without a unit."""
    lead = flat[max(0, number.start() - 12) : number.start()]
    own = units.at(flat, number.end())
    end, scale = own or (number.end(), default)
    intervals: tuple[Interval, ...] | None = None
    if (linked := _second(flat, end, lead)) is not None:
        link, second = linked
        second_end, second_scale = units.at(flat, second.end()) or (second.end(), default)
        if link == "tolerance":
            end, scale = second_end, scale or second_scale
        elif second_scale is not None and (link == "range" or own is None):
            first_value, second_value = _value(number, scale or second_scale), _value(second, second_scale)
            end, scale = second_end, second_scale
            if link == "range":
                intervals = ((first_value, second_value),) if first_value <= second_value else ()
            else:
                fraction = _is_fraction(number["digits"], second["digits"])
                intervals = () if fraction else ((first_value, first_value), (second_value, second_value))
    if scale is None:
        return None
    if _SIZE.search(lead) or _BARE_TOLERANCE.search(lead):
        intervals = ()
    elif intervals is None:
        value = _value(number, scale)
        intervals = ((value, value),)
    return Quantity(number.start(), end, intervals)


def _second(flat: str, end: int, lead: str) -> tuple[Link, re.Match[str]] | None:
    """The number that belongs to the one ending here, and how."""
    links: tuple[tuple[Link, re.Match[str] | None], ...] = (
        ("range", _RANGE.match(flat, end) or (_AND.match(flat, end) if _BETWEEN.search(lead) else None)),
        ("tolerance", _TOLERANCE.match(flat, end)),
        ("choice", _CHOICE.match(flat, end)),
    )
    for link, found in links:
        second = NUMBER.match(flat, found.end()) if found else None
        if second is not None:
            return link, second
    return None


def _is_fraction(above: str, below: str) -> bool:
    """`3/4` is a fraction, `50/60` a choice."""
    if not (above.isdigit() and below.isdigit()):
        return False
    return int(below) in _FRACTION_OF and int(above) % 2 == 1 and int(above) < int(below)


def _value(number: re.Match[str], scale: Scale) -> Fraction:
    """The number in the base unit."""
    digits = number["digits"].replace(" ", "").replace("'", "")
    if "," in digits and "." in digits:
        digits = digits.replace(min(",", ".", key=digits.rfind), "")
    elif digits.count(",") > 1 or _THOUSANDS_COMMA.fullmatch(digits):
        digits = digits.replace(",", "")
    elif digits.count(".") > 1:
        digits = digits.replace(".", "")
    power = number["power"] or (number["raised"] or "0").replace("^", "")
    value = Fraction(digits.replace(",", ".")) * Fraction(10) ** int(power)
    factor, offset = scale
    return (-value if number["sign"] == "-" and offset else value) * factor + offset
