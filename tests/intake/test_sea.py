"""Distances by sea."""

from __future__ import annotations

import pytest

from stce_rules.intake.sea import distance_km
from stce_rules.reference import places


@pytest.mark.parametrize(
    ("one", "other", "km"),
    [("CNSHA", "NLRTM", 19_580), ("USLAX", "CNSHA", 10_675), ("DEHAM", "AEJEA", 12_100), ("SGSIN", "AEJEA", 6_500)],
)
def test_ports_are_as_far_as_tables_of_distances_say(one: str, other: str, km: int) -> None:
    """Within some percent, by the canals, and the same in both directions."""
    assert distance_km(one, other) == pytest.approx(km, rel=0.04)
    assert distance_km(one, other) == distance_km(other, one)


@pytest.mark.parametrize(("one", "other"), [("AEJEA", "AEDXB"), ("NLRTM", "NLRTM"), ("DEHAM", "DEBRV")])
def test_no_way_by_sea_is_shorter_than_the_great_circle(one: str, other: str) -> None:
    """Also between neighbours, which lie at one point of the lanes."""
    start, end = places.position(one), places.position(other)
    assert start is not None
    assert end is not None
    length = distance_km(one, other)
    assert length is not None
    assert length >= places.distance_km(start, end)


def test_a_port_that_is_not_known_is_nowhere() -> None:
    """No distance is guessed."""
    assert distance_km("DEHAM", "DEZZZ") is None
