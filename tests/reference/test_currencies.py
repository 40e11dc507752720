"""Currency codes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.reference import currencies, tables


@pytest.mark.parametrize(
    ("code", "name"), [("EUR", "Euro"), ("USD", "US Dollar"), ("DEM", "Deutsche Mark"), ("BYN", "Belarusian Ruble")]
)
def test_codes_in_use_and_withdrawn_are_codes(code: str, name: str) -> None:
    """A currency in use, and one that old declarations hold, are known by name."""
    assert currencies.is_code(code)
    assert currencies.name(code) == name


@pytest.mark.parametrize("code", ["", "eur", "EURO", "ABC", "XXX", "XTS", "RMB", "€"])
def test_other_texts_are_no_codes(code: str) -> None:
    """Other cases, words, the test code and the code for no currency are not money."""
    assert not currencies.is_code(code)
    assert currencies.name(code) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("€", "EUR"),
        ("eur", "EUR"),
        ("RMB", "CNY"),
        ("us dollar", "USD"),
        ("Euros", "EUR"),
        ("EUT", "EUR"),
        ("yen", "JPY"),
        ("leone", "SLE"),
    ],
)
def test_a_currency_is_suggested_by_sign_name_and_near_code(written: str, code: str) -> None:
    """Signs, names, other cases and slips lead to the code, those in use first."""
    assert code in currencies.suggest(written)


@pytest.mark.parametrize("written", ["", "?", "kg", "nothing like money"])
def test_what_resembles_no_currency_brings_none(written: str) -> None:
    """Text that is no money suggests none."""
    assert currencies.suggest(written) == ()


@given(st.text(max_size=12))
def test_suggestions_are_codes(text: str) -> None:
    """Whatever is written, at most five distinct codes come out."""
    suggested = currencies.suggest(text)
    assert len(suggested) == len(set(suggested)) <= 5
    assert all(currencies.is_code(code) for code in suggested)


def test_every_row_of_currencies_is_well_formed() -> None:
    """Codes are unique, three capital letters, named, and in use or withdrawn."""
    rows = tables.rows("currencies.csv")
    assert len(rows) == len({row[0] for row in rows}) > 200
    for code, name, status, source in rows:
        assert len(code) == 3
        assert code.isupper()
        assert name == name.strip() != ""
        assert status in {"active", "withdrawn"}
        assert source in {"table", "amendments"}
