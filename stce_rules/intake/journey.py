"""The boxes read off a route: its stops, the third countries it crosses, how long a way round it is.

Enters: a view. Leaves: boxes. Promise: a stop that cannot be read makes the stops unreadable, never shorter; a
detour is given only when every stop can be found on the map, and says by what kind of distance it was measured: by
sea where the mode of transport is maritime, every stop is a known port and sea distances are installed; else by great
circles.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from stce_rules.core.boxes import Amount, Box, Place, Seen
from stce_rules.intake.reading import Fault, read_country, read_place, said
from stce_rules.intake.views import View
from stce_rules.reference import countries, places

__all__ = ["read_detour", "read_route", "read_transit"]

_SHORTEST_KM = 1.0
"""A direct distance below this is no distance to compare with."""

_Stop = TypeVar("_Stop")


def read_route(view: View) -> Box | None:
    """The stops in order, the country taken from the UN/LOCODE where none is stated."""
    seen: list[Seen] = []
    unreadable: list[str] = []
    for index, stop in enumerate(view.shared.declaration.route):
        name = f"route[{index}]"
        country, country_text = _part(view, stop.country, f"{name}.country", unreadable, of_place=False)
        place, place_text = _part(view, stop.place, f"{name}.place", unreadable, of_place=True)
        if country is None and place is not None:
            country = places.country(place)
        if country is not None or place is not None:
            seen.append(Seen(Place(country, place), place_text or country_text or "", name))
        elif not country_text and not place_text:
            unreadable.append(name)
            view.tell(Fault("W640", "the stop has neither country nor place"), name)
    return Box(tuple(seen), tuple(unreadable)) if seen or unreadable else None


def _part(
    view: View, written: str | None, name: str, unreadable: list[str], *, of_place: bool
) -> tuple[str | None, str | None]:
    """The code of a stop's country or place, and how it was written."""
    stated = said(written)
    if stated is None:
        return None, None
    code = read_place(stated) if of_place else read_country(stated)
    if isinstance(code, Fault):
        unreadable.append(stated)
        view.tell(code, name)
        return None, stated
    return code, stated


def read_transit(view: View) -> Box | None:
    """Countries on the route other than that of dispatch (else the first stop) and destination (else the last)."""
    header = view.header
    route, destination, dispatch = header.box("route"), view.box("destination"), view.box("dispatch country")
    if route.blank:
        return None
    if view is not header and destination is header.box("destination") and dispatch is header.box("dispatch country"):
        return None
    last = len(view.shared.declaration.route) - 1
    ends = {seen.value for seen in (*destination.seen, *dispatch.seen)}
    third: dict[str, Seen] = {}
    for seen in route.seen:
        country = seen.value.country if isinstance(seen.value, Place) else None
        if (seen.place == "route[0]" and not dispatch.seen) or (
            seen.place == f"route[{last}]" and not destination.seen
        ):
            ends.add(country or "")
        if country is not None:
            third.setdefault(country, Seen(country, seen.shown, seen.place))
    return Box(tuple(seen for country, seen in third.items() if country not in ends), route.unreadable)


def read_detour(view: View) -> Box | None:
    """The legs of the route over the direct distance, in percent more, rounded to one decimal.

    Blank when a stop is not on the map, there are fewer than two, or the direct distance is under a kilometre. What is
    shown says by what kind of distance: all of it by sea, or all of it by great circles.
    """
    route = view.header.box("route")
    stops = [seen.value for seen in route.seen if isinstance(seen.value, Place)]
    points = [point for point in map(_position, stops) if point is not None]
    if route.unreadable or len(points) < 2 or len(points) < len(stops):
        return None
    legs, kind = [places.distance_km(one, other) for one, other in _legs(points)], "great circle"
    if legs[0] < _SHORTEST_KM:
        return None
    if _is_maritime(view):
        by_sea = _by_sea(stops)
        if isinstance(by_sea, str):
            kind = f"great circle: {by_sea}"
        else:
            legs, kind = by_sea, "sea"
    direct, *travelled = legs
    percent = f"{max(0.0, (sum(travelled) / direct - 1) * 100):.1f}"
    return Box((Seen(Amount(Fraction(percent), "percentage"), f"{percent}% ({kind})", "route"),))


def _legs(stops: Sequence[_Stop]) -> Iterator[tuple[_Stop, _Stop]]:
    """The direct way, then each leg."""
    yield stops[0], stops[-1]
    yield from pairwise(stops)


def _is_maritime(view: View) -> bool:
    """Mode 1 of UN/ECE Recommendation 19, or one of two digits that begins with it."""
    codes = [seen.value for seen in view.header.box("transport mode").seen]
    return any(isinstance(code, str) and code.isdigit() and len(code) <= 2 and code[0] == "1" for code in codes)


def _by_sea(stops: Sequence[Place]) -> list[float] | str:
    """The direct way and each leg by sea, or why they are not to be had."""
    if not places.sea_distances():
        return "sea distances are not installed"
    ports = [stop.place for stop in stops if stop.place is not None and places.is_known(stop.place)]
    if len(ports) < len(stops):
        return "not every stop is a known port"
    from stce_rules.intake import sea

    lengths = [sea.distance_km(one, other) for one, other in _legs(ports)]
    found = [length for length in lengths if length is not None]
    return found if len(found) == len(lengths) else "no way by sea was found"


def _position(stop: Place) -> tuple[float, float] | None:
    found = places.position(stop.place) if stop.place else None
    if found is None and stop.country:
        found = countries.centroid(stop.country)
    return found
