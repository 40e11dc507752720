"""Amounts numbered by the stretch between two bounds that they lie in."""

from __future__ import annotations

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stce_rules.intake.columnar.numbers import Cutoffs, classes, cutoffs_of

_NUMBERS = st.lists(st.none() | st.decimals(-(10**11), 10**11, places=2), min_size=1, max_size=20)
_BOUNDS = st.lists(st.fractions(-(10**6), 10**6, max_denominator=1000), min_size=1, max_size=4)


@given(_NUMBERS, _BOUNDS, st.integers(0, 3))
def test_a_stretch_lies_on_one_side_of_every_bound(
    numbers: list[Decimal | None], bounds: list[Fraction], offset: int
) -> None:
    """Decimals, a slice of them and the same as text get the same codes; equal codes compare alike with all bounds."""
    exact = pa.array([*[None] * offset, *numbers], pa.decimal128(18, 2)).slice(offset)
    cutoffs = cutoffs_of(bounds)
    found = classes(exact, cutoffs)
    assert found is not None
    texts = classes(exact.cast(pa.string()), cutoffs)
    assert texts is not None
    assert found.tolist() == texts.tolist()
    sides: dict[int, set[tuple[int, ...]]] = {}
    for number, code in zip(numbers, found.tolist(), strict=True):
        assert (code == 0) is (number is None)
        if number is not None:
            sides.setdefault(code, set()).add(
                tuple((Fraction(number) > one) - (Fraction(number) < one) for one in bounds)
            )
    assert all(len(each) == 1 for each in sides.values())


def test_numbers_of_more_digits_are_not_compared_as_floats() -> None:
    """Sixteen digits may lie between two floats; fifteen do not."""
    cutoffs = cutoffs_of([Fraction(1)])
    assert classes(pa.array([Decimal(10**15 - 1)], pa.decimal128(38, 0)), cutoffs) is not None
    assert classes(pa.array([Decimal(-(10**15))], pa.decimal128(38, 0)), cutoffs) is None
    assert classes(pa.array([Decimal(2**64)], pa.decimal128(38, 0)), cutoffs) is None
    assert cutoffs.stretches(np.asarray([math.nextafter(1.0, 0.0), 1.0, math.nextafter(1.0, 2.0)])).tolist() == [
        0,
        1,
        2,
    ]


@given(
    st.lists(st.floats(allow_nan=False), unique=True, max_size=20),
    st.lists(st.floats(), min_size=1, max_size=20),
)
def test_the_stretch_of_a_number_is_how_many_cutoffs_it_is_not_below(
    cutoffs: list[float], numbers: list[float]
) -> None:
    """Whatever lies between cutoffs, and whether they are near each other or far apart; a blank is in none."""
    ordered = np.sort(np.asarray([one for one in cutoffs if math.isfinite(one)]))
    asked = np.asarray([one for one in [*numbers, *ordered.tolist()] if not math.isnan(one)])
    laid_out = Cutoffs(ordered)
    stretches = np.searchsorted(ordered, asked, side="right").tolist()
    assert laid_out.stretches(asked).tolist() == stretches
    assert laid_out.classes(np.append(asked, np.nan)).tolist() == [*(one + 1 for one in stretches), 0]


def test_numbers_are_told_apart_alike_where_nothing_can_be_compiled(monkeypatch: pytest.MonkeyPatch) -> None:
    """More numbers than are taken at a time, with blanks among them."""
    random = np.random.default_rng(4)
    cutoffs, asked = np.sort(random.normal(size=50)), random.normal(size=20_000)
    asked[::7] = np.nan
    compiled = Cutoffs(cutoffs).classes(asked).tolist()
    monkeypatch.setattr("stce_rules.intake.columnar.numbers._compiled", lambda: None)
    assert Cutoffs(cutoffs).classes(asked).tolist() == compiled
