"""Place codes, positions and distances."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.reference import countries, places, tables

positions = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


@pytest.mark.parametrize("code", ["AEJEA", "DEHAM", "NLRTM", "GBLON", "DE2AB", "ANCUR"])
def test_codes_of_the_right_shape_are_place_codes(code: str) -> None:
    """A country and three letters or digits make a place code, known or not, and so does a known former code."""
    assert places.is_place_code(code)


@pytest.mark.parametrize("code", ["", "AEJE", "AEJEAX", "UKLON", "XXABC", "aejea", "AE JEA", "DE0AB", "DEHÄM", "ANXXX"])
def test_other_shapes_are_not(code: str) -> None:
    """Other lengths, cases, signs and countries make none, and nothing is known of them."""
    assert not places.is_place_code(code)
    assert places.country(code) is None
    assert places.name(code) is None
    assert places.position(code) is None


def test_a_port_has_a_name_a_country_and_a_position() -> None:
    """What the table holds of a port is given."""
    assert places.is_known("AEJEA")
    assert places.name("AEJEA") == "Jebel Ali"
    assert places.country("AEJEA") == "AE"
    assert places.position("AEJEA") == pytest.approx((25.0, 55.1), abs=0.3)


def test_a_place_that_is_not_in_the_table_still_has_a_country() -> None:
    """A well-formed code outside the table has its country and nothing else."""
    assert not places.is_known("DEZZZ")
    assert places.country("DEZZZ") == "DE"
    assert places.position("DEZZZ") is None
    assert places.name("DEZZZ") is None


def test_a_former_code_has_its_present_country() -> None:
    """Ports of the Netherlands Antilles belong to the countries that followed."""
    assert places.country("ANCUR") == "CW"


@pytest.mark.parametrize(
    ("a", "b", "kilometres"),
    [
        ((0.0, 0.0), (0.0, 180.0), 20015.1),
        ((90.0, 0.0), (-90.0, 0.0), 20015.1),
        ((0.0, 0.0), (0.0, 1.0), 111.195),
        ((51.5074, -0.1278), (40.7128, -74.0060), 5570.2),
        ((10.0, 179.0), (10.0, -179.0), 219.0),
    ],
)
def test_distances_are_great_circles(a: tuple[float, float], b: tuple[float, float], kilometres: float) -> None:
    """Known distances come out: half the globe, one degree, London to New York, across the date line."""
    assert places.distance_km(a, b) == pytest.approx(kilometres, rel=1e-4)


@given(positions, positions, positions)
def test_distance_behaves_as_a_distance(a: tuple[float, float], b: tuple[float, float], c: tuple[float, float]) -> None:
    """The way back is as long, no place is far from itself, and no detour is shorter."""
    there = places.distance_km(a, b)
    assert there == places.distance_km(b, a)
    assert places.distance_km(a, a) == 0
    assert 0 <= there <= 20015.2
    assert there <= places.distance_km(a, c) + places.distance_km(c, b) + 1e-3


@pytest.mark.parametrize(
    ("written", "code"),
    [("aejea", "AEJEA"), ("AE JEA", "AEJEA"), ("Jebel Ali", "AEJEA"), ("AEJEB", "AEJEA"), ("jebel alli", "AEJEA")],
)
def test_a_place_is_suggested_by_name_and_by_near_code(written: str, code: str) -> None:
    """Another case, a space, the name, and a slip lead to the port."""
    assert code in places.suggest(written)


@given(st.text(max_size=12))
def test_suggestions_are_known_places(text: str) -> None:
    """Whatever is written, at most five known places come out."""
    suggested = places.suggest(text)
    assert len(suggested) <= 5
    assert all(places.is_known(code) for code in suggested)


def test_every_row_of_places_is_well_formed() -> None:
    """Codes are unique and of the right shape, countries exist, positions are on the globe and near their country."""
    rows = tables.rows("places.csv")
    assert len(rows) == len({row[0] for row in rows}) > 1500
    for code, country, name, latitude, longitude in rows:
        assert places.is_place_code(code)
        assert countries.is_code(country)
        assert code[:2] in {country, "AN"}
        assert name
        assert -90 <= float(latitude) <= 90
        assert -180 <= float(longitude) <= 180
        assert places.suggest(code) == (code,)
