"""Tests of what is known of codes, places and amounts."""

from __future__ import annotations

import pytest

from stce_rules.lsp.features import known
from stce_rules.reference import cas, countries, hs, places


def test_all_that_is_offered_is_right() -> None:
    """Every chemical, country, place and named code that can be offered passes the checks of the language."""
    assert all(cas.is_valid(number) for number in known.chemicals())
    assert all(countries.is_code(code) for code in known.nations())
    assert all(places.is_place_code(code) for code in known.ports())
    assert all(hs.exists(code, 2022) for code in known.hs_words())


def test_a_name_is_given_only_where_the_code_still_is_the_same() -> None:
    """A code of an older edition has the name of HS 2022 only if it is the same code there."""
    assert known.hs_name("840120", 2002)
    assert not known.hs_name("293131", 2017)
    assert not known.hs_name("854231", 2002)


def test_a_code_of_no_edition_tells_its_neighbours() -> None:
    """A code that no edition has tells codes near it."""
    found = known.about_hs("2931.99", 2022)
    assert "**Not in HS 2022.** It is in no edition known here. Near: " in found


def test_national_digits_are_said_to_be_unchecked() -> None:
    """Digits after the sixth are national, and that is said."""
    assert "the digits after the sixth are national and are not checked" in known.about_hs("2931.41.00", 2022)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.5 t", "0.5 t is 500 kg."),
        ("1 kg", "**kg** measures mass."),
        ("2050 MPa", "2050 MPa is 2,050,000,000 Pa."),
        ("77 degF", "77 degF is 298.15 K."),
        ("5 fathoms", "**fathoms** is no unit."),
        ("3", ""),
    ],
)
def test_an_amount_is_told_in_its_base_unit(amount: str, words: str) -> None:
    """An amount tells what its unit measures, and what it is in the base unit, exactly."""
    assert words in known.about_amount(amount)


def test_an_amount_without_an_exact_decimal_is_not_told() -> None:
    """What has no short exact decimal in the base unit is not rounded, but left out."""
    assert " is " not in known.about_amount("100 degF").removeprefix("**degF** measures temperature.")


def test_a_place_that_is_not_in_the_table_tells_its_country() -> None:
    """A code of the right shape tells its country, though its place is not known."""
    assert known.about_place("NOXXX").startswith("**NOXXX** a place in Norway")
    assert known.about_place("12") == "**12** is not a UN/LOCODE."
