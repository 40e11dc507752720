"""Country codes and the names that lead to them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.reference import countries, tables


@pytest.mark.parametrize("code", ["GB", "DE", "SS", "KP", "XK", "XI", "EU", "HK"])
def test_codes_in_use_are_codes(code: str) -> None:
    """ISO codes and the three that customs add are codes."""
    assert countries.is_code(code)
    assert countries.name(code)


@pytest.mark.parametrize("code", ["UK", "gb", "XX", "AN", "", "GBR", "G", "EL", "ZZ"])
def test_other_codes_are_not(code: str) -> None:
    """Usual slips, former codes, other cases and alpha-3 codes are not codes and have no name."""
    assert not countries.is_code(code)
    assert countries.name(code) is None
    assert countries.centroid(code) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("UK", "GB"),
        ("germany", "DE"),
        ("Germany", "DE"),
        ("DEU", "DE"),
        ("de", "DE"),
        ("Allemagne", "DE"),
        ("Alemania", "DE"),
        ("Deutschland", "DE"),
        ("Côte d’Ivoire", "CI"),
        ("Cote d'Ivoire", "CI"),
        ("Ivory Coast", "CI"),
        ("Burma", "MM"),
        ("Turkey", "TR"),
        ("U.A.E.", "AE"),
        ("Hong Kong SAR", "HK"),
        ("EL", "GR"),
        ("USA", "US"),
        ("The Netherlands", "NL"),
        ("Les Pays-Bas", "NL"),
        ("Viet Nam", "VN"),
        ("Russian Federation", "RU"),
        ("SU", "RU"),
        ("Korea, Republic of", "KR"),
        ("North Korea", "KP"),
        ("kosovo", "XK"),
        ("Northern Ireland", "XI"),
        ("AN", "CW"),
        ("Republic of Moldova", "MD"),
        ("Estados Unidos", "US"),
        ("España", "ES"),
        ("ESPANA", "ES"),
        ("État de Palestine", "PS"),
    ],
)
def test_a_country_is_known_by_its_names(written: str, code: str) -> None:
    """Names in three languages, codes of three letters, common and former names lead to one code."""
    assert countries.suggest(written) == (code,)


@pytest.mark.parametrize(
    ("written", "code"),
    [("Germny", "DE"), ("Untied Kingdom", "GB"), ("Kazahstan", "KZ"), ("Pakestan", "PK"), ("Iraan", "IR")],
)
def test_a_misspelt_name_leads_to_its_country(written: str, code: str) -> None:
    """A slip in a name still brings the country first."""
    assert countries.suggest(written)[0] == code


@pytest.mark.parametrize("written", ["", "  ", "XX", "Q7", "???", "Atlantis Prime"])
def test_what_resembles_no_country_brings_none(written: str) -> None:
    """Blank, unknown short codes and fantasy give no suggestion."""
    assert countries.suggest(written) == ()


@given(st.text(max_size=20))
def test_suggestions_are_codes(text: str) -> None:
    """Whatever is written, at most five distinct codes come out."""
    suggested = countries.suggest(text)
    assert len(suggested) == len(set(suggested)) <= 5
    assert all(countries.is_code(code) for code in suggested)


def test_every_row_of_countries_is_well_formed() -> None:
    """Codes are unique, names are there, positions are on the globe, each code suggests itself."""
    rows = tables.rows("countries.csv")
    assert len(rows) == len({row[0] for row in rows}) == 252
    for code, alpha3, *names, latitude, longitude, source in rows:
        assert len(code) == 2
        assert code.isupper()
        assert len(alpha3) == 3 or code in {"XI", "EU"}
        assert all(names)
        assert source in {"iso", "eu", "iso-reserved"}
        assert countries.suggest(code) == (code,)
        position = countries.centroid(code)
        if code == "EU":
            assert position is None
        else:
            assert position == (float(latitude), float(longitude))
            assert -90 <= position[0] <= 90
            assert -180 <= position[1] <= 180


def test_every_alias_leads_to_its_country() -> None:
    """No alias is blank, double, or taken by the name of another country."""
    rows = tables.rows("country_aliases.csv")
    assert len(rows) == len({row[0] for row in rows})
    for alias, code, source in rows:
        assert countries.is_code(code)
        assert source in {"usage", "iso-3166-3"}
        assert countries.suggest(alias) == (code,)
