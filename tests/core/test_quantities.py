"""Numbers with a unit in a text."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.core.quantities import Unit, find, flatten, unit_reader

UNITS: tuple[Unit, ...] = (
    ("mPa", Fraction(1, 10**9), Fraction(0)),
    ("MPa", Fraction(1), Fraction(0)),
    ("N/mm2", Fraction(1), Fraction(0)),
    ("°C", Fraction(1), Fraction("273.15")),
)


def found(raw: str) -> list[tuple[str, list[Fraction]]]:
    """The text of each quantity and the low ends of its intervals."""
    flat, _ = flatten(raw)
    quantities = find(flat, unit_reader(UNITS), frozenset())
    return [(flat[one.start : one.end], [low for low, _ in one.intervals]) for one in quantities]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("tested at 20 MPa and 35 N / mm²", [("20 MPa", [20]), ("35 N / mm^2", [35])]),
        ("50/60 MPa", [("50/60 MPa", [50, 60])]),
        ("3/4 MPa", [("3/4 MPa", [])]),
        ("20 MPa +/- 5 MPa", [("20 MPa +/- 5 MPa", [20])]),
        ("+/- 5 MPa", [("5 MPa", [])]),
        ("-20 MPa", [("-20 MPa", [20])]),
        ("-20 °C", [("-20 °C", [Fraction("253.15")])]),
        ("C-350 MPa", []),
        ("7075-T6 MPa", []),
        ("12.34.56 MPa", []),
        ("20 MPas", []),
        ("20 MPa/s", []),
        ("7 000 000 MPa", [("7 000 000 MPa", [7_000_000])]),
        ("0 600 MPa", [("600 MPa", [600])]),
    ],
)
def test_numbers_with_a_unit(raw: str, expected: list[tuple[str, list[Fraction]]]) -> None:
    """Numbers with one of the units are found, and what can be read two ways says nothing."""
    assert found(raw) == expected


@pytest.mark.parametrize(
    ("spelling", "expected"),
    [("MPa", 1), ("MPA", 1), ("Mpa", 1), ("mPa", Fraction(1, 10**9)), ("mpa", None), ("mPA", None), ("n/MM2", 1)],
)
def test_letter_case_counts_where_it_decides(spelling: str, expected: Fraction | None) -> None:
    """A capital M is mega; a small one is milli only when all is written exactly; elsewhere case does not matter."""
    assert found(f"1 {spelling}") == ([] if expected is None else [(f"1 {spelling}", [expected])])


@given(st.text(max_size=40))
def test_flattening_keeps_every_place(raw: str) -> None:
    """Every character of the original has its place in the flattened text, in order."""
    flat, starts = flatten(raw)
    assert len(starts) == len(raw) + 1
    assert starts == sorted(starts)
    assert starts[-1] == len(flat)
