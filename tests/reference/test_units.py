"""Units, their factors and their spellings."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.reference import tables, units
from stce_rules.reference.units import Dimension


def base(value: Decimal | int, symbol: str) -> Fraction:
    """The value in the base unit."""
    one = units.unit(symbol)
    assert one is not None
    return units.to_base(value, one)


@pytest.mark.parametrize(
    ("value", "symbol", "expected"),
    [
        (25, "kg", 25),
        (Decimal("2.5"), "g", Fraction(1, 400)),
        (3, "t", 3000),
        (1, "lb", Fraction("0.45359237")),
        (2050, "MPa", 2_050_000_000),
        (1, "bar", 100_000),
        (760, "Torr", 101_325),
        (600, "Hz", 600),
        (60, "rpm", 1),
        (5, "um", Fraction(5, 10**6)),
        (1, "inch", Fraction("0.0254")),
        (1, "L", Fraction(1, 1000)),
        (1, "m3", 1),
        (0, "C", Fraction("273.15")),
        (-40, "degF", Fraction("233.15")),
        (-40, "C", Fraction("233.15")),
        (2, "dozen", 24),
        (1, "kWh", 3_600_000),
        (36, "km/h", 10),
        (3600, "deg/h", 1),
        (1, "Ci", 37 * 10**9),
        (1, "TFLOPS", 10**12),
    ],
)
def test_values_are_converted_exactly(value: Decimal | int, symbol: str, expected: Fraction | int) -> None:
    """Conversion to the base unit is exact, offsets of temperatures included."""
    assert base(value, symbol) == expected


def test_a_strength_in_two_units_is_one_value() -> None:
    """297 ksi is what it is in megapascal to the last digit of the definition."""
    pounds = Fraction("0.45359237") * Fraction("9.80665") / Fraction("0.0254") ** 2
    assert base(297, "ksi") == 297_000 * pounds
    assert float(base(297, "ksi")) == pytest.approx(2.0477e9, rel=1e-4)


@pytest.mark.parametrize("symbol", ["", "kgs", "KG", "mpa", "furlong", "°C"])
def test_only_symbols_are_units(symbol: str) -> None:
    """A rule's unit is one symbol, capitals included; other spellings are for descriptions."""
    assert units.unit(symbol) is None


def test_every_row_of_units_is_well_formed() -> None:
    """Symbols are unique and can be written in a rule; factors are positive; only temperatures are shifted."""
    rows = tables.rows("units.csv")
    assert len(rows) == len({row[0] for row in rows})
    for symbol, dimension, factor, offset, source in rows:
        assert re.fullmatch(r"[A-Za-z]+[0-9]?(/[A-Za-z]+[0-9]?)?", symbol)
        assert Fraction(factor) > 0
        assert Fraction(offset) == 0 or dimension == "temperature"
        assert source in {"si", "yard-pound", "nist", "counting"}
        one = units.unit(symbol)
        assert one is not None
        assert symbol in units.units_of(one.dimension)


@pytest.mark.parametrize("dimension", list(Dimension))
def test_every_dimension_has_a_word_and_units(dimension: Dimension) -> None:
    """Each dimension reads as a lower-case word and has at least two units."""
    assert dimension.word == dimension.word.lower()
    assert len(units.units_of(dimension)) >= 2


@given(
    st.decimals(allow_nan=False, allow_infinity=False), st.sampled_from([row[0] for row in tables.rows("units.csv")])
)
def test_conversion_loses_nothing(value: Decimal, symbol: str) -> None:
    """The value can be had back from the base unit."""
    one = units.unit(symbol)
    assert one is not None
    assert (units.to_base(value, one) - one.offset) / one.factor == Fraction(value)


@pytest.mark.parametrize(
    ("spelling", "symbol"),
    [
        ("N/mm2", "MPa"),
        ("N/mm²", "MPa"),
        ("ksi", "ksi"),
        ("kilohertz", "kHz"),
        ("kgs", "kg"),
        ("KGS", "kg"),
        ("ltr", "L"),
        ("µm", "um"),
        ("μm", "um"),
        ("micron", "um"),
        ("MICRONS", "um"),
        ("°C", "C"),
        ("℃", "C"),
        ("MPA", "MPa"),
        ("MW", "MW"),
        ("mW", "mW"),
        ("r/min", "rpm"),
        ("об/мин", "rpm"),
        ("cbm", "m3"),
        ("m³/h", "m3/h"),
        ("pcs", "pieces"),
        ("PCS", "pieces"),
        ("krad(Si)", "krad"),
        ("degrees per hour", "deg/h"),
        ("kg", "kg"),
        ("m", "m"),
        ("公斤", "kg"),
        ("tonnes", "t"),
    ],
)
def test_spellings_of_trade_texts_are_known(spelling: str, symbol: str) -> None:
    """A spelling met in descriptions, in any case that means one thing, is its unit."""
    assert units.spoken_forms()[spelling].symbol == symbol


@pytest.mark.parametrize(
    "spelling", ["mw", "mv", "mj", "mpa", "mrad", "ton", "tons", "gallon", "degrees", "no", "in", "", "at"]
)
def test_spellings_of_two_meanings_are_left_out(spelling: str) -> None:
    """Where capitals or trade customs decide between two units, or a word is common, nothing is read."""
    assert spelling not in units.spoken_forms()


def test_every_spelling_is_of_one_unit() -> None:
    """No spelling is listed twice, none is a symbol, and all lead to units."""
    rows = tables.rows("unit_spellings.csv")
    assert len(rows) == len({row[0] for row in rows}) > 500
    for spelling, symbol in rows:
        assert spelling == spelling.strip() != ""
        assert units.unit(spelling) is None
        assert units.spoken_forms()[spelling].symbol == symbol


@pytest.mark.parametrize(
    ("code", "symbol"),
    [
        ("KGM", "kg"),
        ("GRM", "g"),
        ("TNE", "t"),
        ("LTR", "L"),
        ("MTK", "m2"),
        ("MTR", "m"),
        ("MTQ", "m3"),
        ("C62", "pieces"),
        ("NMB", "pieces"),
        ("PCE", "pieces"),
        ("NAR", "pieces"),
        ("H87", "pieces"),
        ("MPA", "MPa"),
        ("A89", "GPa"),
        ("4H", "um"),
    ],
)
def test_recommendation_20_codes_are_units(code: str, symbol: str) -> None:
    """The codes of declarations lead to units."""
    one = units.rec20(code)
    assert one is not None
    assert one.symbol == symbol


def test_other_codes_are_no_units() -> None:
    """Unknown codes, packages and other cases give none."""
    assert units.rec20("ZZ") is None
    assert units.rec20("kgm") is None
    assert units.rec20("") is None


def test_every_recommendation_20_row_leads_to_a_unit() -> None:
    """Codes are unique, two or three capitals or digits, and known."""
    rows = tables.rows("unit_rec20.csv")
    assert len(rows) == len({row[0] for row in rows}) > 100
    for code, symbol in rows:
        assert re.fullmatch(r"[A-Z0-9]{2,3}", code)
        assert units.rec20(code) == units.unit(symbol)


@pytest.mark.parametrize(
    ("written", "symbol"),
    [("kgs", "kg"), ("Mpa", "MPa"), ("KGM", "kg"), ("µm", "um"), ("khz", "kHz"), ("litr", "L"), ("MPaa", "MPa")],
)
def test_a_unit_is_suggested_for_another_spelling(written: str, symbol: str) -> None:
    """Spellings, cases, codes and slips lead to the symbol."""
    assert symbol in units.suggest(written)


def test_both_are_suggested_where_capitals_decide() -> None:
    """`mw` may be milliwatt or megawatt."""
    assert units.suggest("mw") == ("mW", "MW")
    assert units.suggest("") == ()


@given(st.text(max_size=12))
def test_suggestions_are_symbols(text: str) -> None:
    """Whatever is written, at most five symbols come out."""
    suggested = units.suggest(text)
    assert len(suggested) <= 5
    assert all(units.unit(symbol) is not None for symbol in suggested)
