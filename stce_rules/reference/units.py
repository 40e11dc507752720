"""Units of measure with exact factors.

Enters a symbol as rules write it, a spelling met in trade text, or a UN/ECE Recommendation 20 code. Leaves the unit.
Promise: factors are fractions, exact by definition of the unit, so conversion loses nothing; the base unit of each
dimension (kg, Pa, Hz, W, m, K, pieces and so on) has factor 1. Days, months and years are not here: the language reads
them as calendar time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from enum import Enum
from fractions import Fraction
from functools import cache
from types import MappingProxyType

from stce_rules.reference import tables

__all__ = [
    "Dimension",
    "Unit",
    "rec20",
    "spoken_forms",
    "suggest",
    "to_base",
    "unit",
    "units_of",
]


class Dimension(Enum):
    """What a unit measures. The value is the word an officer reads."""

    MASS = "mass"
    PRESSURE = "pressure"
    FREQUENCY = "frequency"
    POWER = "power"
    LENGTH = "length"
    AREA = "area"
    VOLUME = "volume"
    TEMPERATURE = "temperature"
    TIME = "time"
    COUNT = "count"
    ENERGY = "energy"
    VOLTAGE = "voltage"
    CURRENT = "current"
    CAPACITANCE = "capacitance"
    INDUCTANCE = "inductance"
    FORCE = "force"
    DENSITY = "density"
    SPEED = "speed"
    FLOW_RATE = "flow rate"
    ANGLE = "angle"
    ANGULAR_RATE = "angular rate"
    RADIOACTIVITY = "radioactivity"
    RADIATION_DOSE = "radiation dose"
    DATA_RATE = "data rate"
    COMPUTING_SPEED = "computing speed"

    @property
    def word(self) -> str:
        """The word an officer reads, such as `mass`."""
        return self.value


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `value * factor + offset` is the value in the dimension's base unit. Only temperatures have an offset."""

    symbol: str
    dimension: Dimension
    factor: Fraction
    offset: Fraction


def unit(symbol: str) -> Unit | None:
    """The unit of a symbol as rules write it (`kg`, `MPa`, `um`); capitals matter."""
    return _units().get(symbol)


def to_base(value: Decimal | Fraction | int, unit: Unit) -> Fraction:
    """The value in the base unit of the unit's dimension, exactly."""
    return Fraction(value) * unit.factor + unit.offset


def units_of(dimension: Dimension) -> tuple[str, ...]:
    """Symbols of a dimension: those of the International System from small to large, then others."""
    return tuple(symbol for symbol, one in _units().items() if one.dimension is dimension)


def spoken_forms() -> Mapping[str, Unit]:
    """Spellings met in trade text, each with its unit: `N/mm²`, `kgs`, `ltr`, `micron`, `°C`, and all symbols.

    Look a spelling up as it is written, then in lower case. Capitals decide between `mW` and `MW`; a form all in
    capitals or all in small letters is here only where it can mean one unit. Spellings that trade uses for two units
    (ton, gallon, degree) are left out. Some are also words or signs (`m`, `g`, `C`, `"`), so take them only right after
    a number.
    """
    return _spoken()


def rec20(code: str) -> Unit | None:
    """The unit of a UN/ECE Recommendation 20 code, such as KGM, LTR or C62; withdrawn codes still in use included."""
    symbol = _rec20().get(code)
    return None if symbol is None else _units()[symbol]


def suggest(symbol: str) -> tuple[str, ...]:
    """Symbols that may be meant by another spelling, another case, a Recommendation 20 code or a slip; at most 5."""
    wanted = symbol.strip()
    spoken = _spoken().get(wanted) or _spoken().get(wanted.lower()) or rec20(wanted.upper())
    if spoken is not None:
        return (spoken.symbol,)
    same_letters = [known for known in _units() if known.lower() == wanted.lower()]
    if same_letters:
        return tuple(same_letters)
    if len(wanted) < 3:
        return ()
    close = [
        *get_close_matches(wanted, _units(), cutoff=0.7),
        *get_close_matches(wanted.lower(), _spoken(), cutoff=0.7),
    ]
    return tuple(dict.fromkeys(_spoken()[spelling].symbol for spelling in close))[:5]


# In small letters `Mrad` would be read for the milliradian of laser beams, which has no exact factor to be a unit here.
_MEANS_ANOTHER = frozenset({"mrad"})


@cache
def _units() -> dict[str, Unit]:
    return {
        symbol: Unit(symbol, Dimension(dimension), Fraction(factor), Fraction(offset))
        for symbol, dimension, factor, offset, _source in tables.rows("units.csv")
    }


@cache
def _spoken() -> Mapping[str, Unit]:
    exact = dict(_units())
    exact |= {spelling: _units()[symbol] for spelling, symbol in tables.rows("unit_spellings.csv")}
    claimed: dict[str, set[str]] = {}
    for spelling, one in exact.items():
        for variant in (spelling.lower(), spelling.upper()):
            claimed.setdefault(variant, set()).add(one.symbol)
    variants = {
        form: _units()[symbols.pop()]
        for form, symbols in claimed.items()
        if len(symbols) == 1 and form not in _MEANS_ANOTHER
    }
    return MappingProxyType(variants | exact)


@cache
def _rec20() -> dict[str, str]:
    return {row[0]: row[1] for row in tables.rows("unit_rec20.csv")}
