"""The boxes read off a route."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from typing import Any

import pytest

from stce_rules.core.boxes import BLANK, Amount, Box, Place, Seen
from stce_rules.core.declaration import Declaration, Item, Stop
from stce_rules.intake.normalise import NormalCase, normalise


def case_of(*stops: str, items: list[Item] | None = None, **header: Any) -> NormalCase:  # noqa: ANN401 (any box)
    """A route of countries (two letters) and places (five)."""
    route = [Stop(country=one) if len(one) == 2 else Stop(place=one) for one in stops]
    return normalise(Declaration(id="a", route=route, items=items or [], **header))


def countries(box: Box) -> list[object]:
    """What stands in a box."""
    return [seen.value for seen in box.seen]


def test_stops_have_the_country_of_their_place() -> None:
    """A place code says its country; the stop is shown as written."""
    assert case_of("de ham", "AE").header.box("route") == Box(
        (Seen(Place("DE", "DEHAM"), "de ham", "route[0]"), Seen(Place("AE", None), "AE", "route[1]"))
    )


def test_a_stop_that_says_nowhere_is_unreadable() -> None:
    """An empty stop is not left out."""
    box = normalise(Declaration(id="a", route=[Stop(country="DE"), Stop()])).header.box("route")
    assert box.unreadable == ("route[1]",)
    assert len(box.seen) == 1


def test_a_stop_with_one_bad_part_keeps_the_other() -> None:
    """The country still counts when the place cannot be read."""
    box = normalise(Declaration(id="a", route=[Stop(country="DE", place="Hamburg")])).header.box("route")
    assert box == Box((Seen(Place("DE", None), "Hamburg", "route[0]"),), ("Hamburg",))


@pytest.mark.parametrize(
    ("stops", "header", "third"),
    [
        (["DE", "AE", "SS"], {}, ["AE"]),
        (["DEHAM", "AEJEA", "SS"], {"dispatch_country": "DE", "destination": "SS"}, ["AE"]),
        (["NL", "AE", "SS"], {"dispatch_country": "DE"}, ["NL", "AE"]),
        (["DE", "AE"], {"destination": "SS"}, ["AE"]),
        (["DE", "AE", "DE", "AE", "MY", "SS"], {}, ["AE", "MY"]),
    ],
)
def test_third_countries(stops: list[str], header: dict[str, Any], third: list[str]) -> None:
    """All countries but that of dispatch, else the first, and that of destination, else the last; each once."""
    assert countries(case_of(*stops, **header).header.box("transit country")) == third


def test_a_route_without_a_third_country_has_none() -> None:
    """Stated and direct is not unknown."""
    assert case_of("DE", "SS").header.box("transit country") == Box()
    assert case_of().header.box("transit country") == BLANK


def test_an_item_with_its_own_destination_has_its_own_third_countries() -> None:
    """For goods that stay in the Emirates these are no third country."""
    case = case_of("DE", "AE", "SS", destination="SS", items=[Item(number=1, destination="AE"), Item(number=2)])
    assert countries(case.items[0].box("transit country")) == ["SS"]
    assert case.items[1].box("transit country") is case.header.box("transit country")


def test_the_first_stop_readable_is_not_the_first_stop() -> None:
    """When the first stop is unreadable the second may be a third country."""
    box = case_of("QN", "AE", "SS").header.box("transit country")
    assert (countries(box), box.unreadable) == (["AE"], ("QN",))


def test_a_detour_is_the_legs_over_the_direct_distance() -> None:
    """Hamburg to Dubai by way of Singapore is much longer than direct."""
    (seen,) = case_of("DEHAM", "SGSIN", "AEJEA").header.box("route detour").seen
    assert isinstance(seen.value, Amount)
    assert seen.value.measure == "percentage"
    assert 200 < seen.value.value < 240
    assert seen.value.value.denominator in (1, 2, 5, 10)
    assert seen.shown.endswith("% (great circle)")


def test_the_direct_way_is_no_detour() -> None:
    """Two stops are the direct way."""
    assert countries(case_of("DEHAM", "AEJEA").header.box("route detour")) == [Amount(Fraction(0), "percentage")]


@pytest.mark.parametrize(
    "stops", [[], ["DEHAM"], ["DEHAM", "EU", "AEJEA"], ["DEHAM", "QN", "AEJEA"], ["DEHAM", "AEJEA", "DEHAM"]]
)
def test_a_detour_that_cannot_be_told_is_blank(stops: list[str]) -> None:
    """Too few stops, a stop that is on no map, or a way that ends where it began."""
    assert case_of(*stops).header.box("route detour") == BLANK


def shown_detour(*stops: str, mode: str | None = "1") -> str:
    """What is shown of a detour."""
    return case_of(*stops, transport_mode=mode).header.box("route detour").seen[0].shown


@pytest.mark.parametrize(
    ("stops", "times"),
    [
        (["DEHAM", "AEJEA", "IRBND"], 1.03),
        (["DEHAM", "TRIST", "RULED"], 6.5),
        (["DEHAM", "MYPKG", "IRBND"], 1.8),
    ],
)
def test_the_detour_of_a_maritime_route_is_measured_by_sea(stops: list[str], times: float) -> None:
    """Jebel Ali lies on the way to Bandar Abbas by sea, Istanbul not on that to St Petersburg."""
    percent, _, kind = shown_detour(*stops).partition(" ")
    assert kind == "(sea)"
    assert 1 + float(percent.removesuffix("%")) / 100 == pytest.approx(times, rel=0.02)


@pytest.mark.parametrize("mode", ["1", "10", " 1 "])
def test_maritime_is_mode_one(mode: str) -> None:
    """UN/ECE Recommendation 19, with or without its second digit."""
    assert shown_detour("DEHAM", "TRIST", "RULED", mode=mode).endswith("(sea)")


@pytest.mark.parametrize("mode", ["4", "3", "100", "sea", None])
def test_every_other_mode_is_measured_by_great_circles(mode: str | None) -> None:
    """An aircraft does not go round Spain, and a mode that is not stated is not guessed."""
    percent, _, kind = shown_detour("DEHAM", "TRIST", "RULED", mode=mode).partition(" ")
    assert kind == "(great circle)"
    assert 150 < float(percent.removesuffix("%")) < 200


@pytest.mark.parametrize("stops", [["DEHAM", "AE", "SGSIN"], ["DEHAM", "DEZZZ", "SGSIN"]])
def test_a_stop_that_is_no_known_port_makes_the_whole_way_great_circles(stops: list[str]) -> None:
    """Kilometres by sea and over land are never added up."""
    assert shown_detour(*stops).endswith("% (great circle: not every stop is a known port)")


_ELSEWHERE = """
import sys
sys.modules["searoute"] = None
from stce_rules.core.declaration import Declaration, Stop
from stce_rules.intake.normalise import normalise
route = [Stop(place=one) for one in ("DEHAM", "TRIST", "RULED")]
print(normalise(Declaration(id="a", route=route, transport_mode="1")).header.box("route detour").seen[0].shown)
print("stce_rules.intake.sea" in sys.modules)
"""


def test_where_sea_distances_are_not_installed_it_is_said() -> None:
    """Without the extra a maritime route is measured by great circles, and the evidence says so."""
    ran = subprocess.run([sys.executable, "-c", _ELSEWHERE], check=True, capture_output=True, text=True)
    shown, loaded = ran.stdout.splitlines()
    assert shown.endswith("% (great circle: sea distances are not installed)")
    assert loaded == "False"
