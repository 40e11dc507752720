"""Numbers, days, masses and identifiers are read exactly or not at all."""

from __future__ import annotations

import pytest
from stce_rules_edifact.values import Wrong, commodity, cus_number, day, kilograms, number, un_number


@pytest.mark.parametrize(
    ("written", "expected"),
    [("10", "10"), ("1000.50", "1000.50"), ("0,0265", "0.0265"), (",5", "0.5"), ("12.", "12"), ("-3", "-3")],
)
def test_point_and_comma_part_decimals(written: str, expected: str) -> None:
    """Digits stay as they are written."""
    assert number(written) == expected


@pytest.mark.parametrize("written", ["", "1.000,50", "1 000", "1e3", "٣", "NaN", ".", "1" * 41, "--1"])
def test_anything_else_is_no_number(written: str) -> None:
    """Nothing parts thousands, and no exponent is written."""
    assert isinstance(number(written), Wrong)


@pytest.mark.parametrize(
    ("written", "unit", "expected"),
    [
        ("2.50", "KGM", "2.50"),
        ("10", "KG", "10"),
        ("0,0265", "TNE", "26.5000"),
        ("1", "GRM", "0.001"),
        ("1", "LBR", "0.45359237"),
    ],
)
def test_masses_are_converted_exactly(written: str, unit: str, expected: str) -> None:
    """A pound is what it is by definition."""
    assert kilograms(written, unit) == expected


@pytest.mark.parametrize(("written", "unit"), [("1", ""), ("1", "MTR"), ("1", "XYZ"), ("x", "KGM")])
def test_what_is_no_mass_is_told(written: str, unit: str) -> None:
    """No unit, a unit of length, no unit of the list, no number."""
    assert isinstance(kilograms(written, unit), Wrong)


@pytest.mark.parametrize(
    ("written", "form", "expected"),
    [
        ("20260601", "102", "2026-06-01"),
        ("260601", "101", "2026-06-01"),
        ("700101", "101", "1970-01-01"),
        ("691231", "101", "2069-12-31"),
        ("010626", "2", "2026-06-01"),
        ("060126", "3", "2026-06-01"),
        ("202606011015", "203", "2026-06-01T10:15:00"),
        ("20260601101512", "204", "2026-06-01T10:15:12"),
        ("2606011015", "201", "2026-06-01T10:15:00"),
        ("202606011015UTC", "303", "2026-06-01T10:15:00"),
    ],
)
def test_days_are_read_by_their_form(written: str, form: str, expected: str) -> None:
    """The form says which digits are the day, and whether a time follows."""
    assert day(written, form) == expected


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("20260231", "102"), ("2026060", "102"), ("202606011", "102"), ("2026-06-01", "102"), ("20260601", ""),
        ("2026060120260602", "718"), ("20260601", "999"), ("20260601", "\u00b9"), ("٢٠٢٦٠٦٠١", "102"),
    ],
)  # fmt: skip
def test_what_is_no_day_is_told(written: str, form: str) -> None:
    """A day that is not in the calendar, a period, a form that is not stated or not known."""
    assert isinstance(day(written, form), Wrong)


def test_identifiers_are_of_their_form() -> None:
    """A CUS number has a check digit behind seven, a UN number four digits, a commodity code perhaps a check letter."""
    assert cus_number("00123456") == cus_number("0012345-6") == "0012345-6"
    assert isinstance(cus_number("AA11GG00"), Wrong)
    assert un_number("UN1810") == un_number("1810") == "1810"
    assert isinstance(un_number("181"), Wrong)
    assert commodity("9503000949G") == "9503000949"
    assert commodity("29.30") == "29.30"
