"""Distances by sea, along shipping lanes: the library searoute, an extra of this one (`stce-rules[routes]`).

Enters: two ports of the shipped table by UN/LOCODE. Leaves: kilometres, the same in both directions; None where no way
is found or the library fails. Imported only when a rule asks for the detour of a maritime route: the lanes take a third
of a second to read, once. Ways lead through the canals and the straits; the Northwest Passage is not taken.
"""

from __future__ import annotations

from functools import lru_cache

from stce_rules.reference import places

__all__ = ["distance_km"]

_REMEMBERED = 4096
"""Pairs of ports; a way across an ocean takes some 30 ms to find."""

_NEAR_KM = 100.0
"""Ports so near may share their point on the lanes, so that no way lies between them."""


def distance_km(one: str, other: str) -> float | None:
    """The length of the shortest way between two ports; never less than the great circle."""
    return _between(*sorted((one, other)))


@lru_cache(maxsize=_REMEMBERED)
def _between(one: str, other: str) -> float | None:
    start, end = places.position(one), places.position(other)
    if start is None or end is None:
        return None
    direct = places.distance_km(start, end)
    if one == other:
        return direct
    try:
        from searoute import searoute

        found = searoute([start[1], start[0]], [end[1], end[0]], units="km")
        length = float(found["properties"]["length"])
    except Exception:  # noqa: BLE001  # whatever fails in the library, the great circle remains
        return None
    return max(length, direct) if length > 0 or direct < _NEAR_KM else None
