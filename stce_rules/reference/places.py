"""Places by UN/LOCODE: two letters of a country, three letters or digits of a place in it.

Enters a code such as `AEJEA`. Leaves whether it has the shape of one, and for the sea ports in the shipped table its
name and position; the full UN/LOCODE list has over 100,000 places, so a code that is not known here can still be right.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.util import find_spec
from math import asin, cos, radians, sin, sqrt

from stce_rules.core.text import fold
from stce_rules.reference import countries, tables

__all__ = ["country", "distance_km", "is_known", "is_place_code", "name", "position", "sea_distances", "suggest"]

# UN/LOCODE Manual: letters, and the digits 2 to 9 where the letters of a country run out.
_SHAPE = re.compile(r"[A-Z]{2}[A-Z2-9]{3}")

_EARTH_RADIUS_KM = 6371.0088  # mean radius of WGS 84 (IUGG)


@dataclass(frozen=True, slots=True)
class _Port:
    country: str
    name: str
    position: tuple[float, float]


def is_place_code(code: str) -> bool:
    """Whether this has the shape of a UN/LOCODE and begins with a country, or is a known code of a former one."""
    return bool(_SHAPE.fullmatch(code)) and (countries.is_code(code[:2]) or is_known(code))


def is_known(code: str) -> bool:
    """Whether the shipped table has this place."""
    return code in _ports()


def name(code: str) -> str | None:
    """The place's name, such as `Jebel Ali`."""
    port = _ports().get(code)
    return None if port is None else port.name


def country(code: str) -> str | None:
    """ISO 3166-1 code of the place's country: its first two letters, save for places that have changed country."""
    port = _ports().get(code)
    if port is not None:
        return port.country
    return code[:2] if is_place_code(code) else None


def position(code: str) -> tuple[float, float] | None:
    """Latitude and longitude in degrees, of the city or port as a whole."""
    port = _ports().get(code)
    return None if port is None else port.position


def distance_km(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance in kilometres between two positions (latitude, longitude in degrees).

    Haversine formula on a sphere of the mean radius: within 0.6 % of the ellipsoid.
    """
    latitude_a, longitude_a, latitude_b, longitude_b = map(radians, (*a, *b))
    half = sin((latitude_b - latitude_a) / 2) ** 2
    half += cos(latitude_a) * cos(latitude_b) * sin((longitude_b - longitude_a) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(min(1.0, sqrt(half)))


@cache
def sea_distances() -> bool:
    """Whether distances by sea are installed (`stce-rules[routes]`); without them great circles are taken."""
    return find_spec("searoute") is not None


def suggest(code: str) -> tuple[str, ...]:
    """Known codes that may be meant by a place's name, a code in lower case, with a space or a slip; at most 5."""
    wanted = "".join(code.split()).upper()
    if is_known(wanted):
        return (wanted,)
    named = _codes_by_name().get(fold(code).strip())
    if named:
        return named[:5]
    if len(wanted) == 5:
        near = [known for known in _ports() if known[:2] == wanted[:2]] or list(_ports())
        return tuple(get_close_matches(wanted, near, n=5, cutoff=0.75))
    close = get_close_matches(fold(code).strip(), _codes_by_name(), n=3, cutoff=0.8)
    return tuple(found for spelling in close for found in _codes_by_name()[spelling])[:5]


@cache
def _ports() -> dict[str, _Port]:
    return {
        code: _Port(land, english, (float(latitude), float(longitude)))
        for code, land, english, latitude, longitude in tables.rows("places.csv")
    }


@cache
def _codes_by_name() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for code, port in _ports().items():
        found.setdefault(fold(port.name), []).append(code)
    return {english: tuple(codes) for english, codes in found.items()}
