"""What a window gives, in words."""

from __future__ import annotations

from fractions import Fraction

import pytest

from stce_rules.core.windows import Group, Measure, Reach, Window, WindowField
from stce_rules.decide.amounts import shown


@pytest.mark.parametrize(
    ("measured_in", "low", "high", "said"),
    [
        ("mass", "27", "27", "27 kg"),
        ("mass", "0.5", None, "at least 0.5 kg"),
        ("mass", "0", "1000", "0 to 1000 kg"),
        ("EUR", "1000.10", "1000.10", "1000.1 EUR"),
        ("EUR", "1/3", "1/3", "0.333333 EUR"),
        ("percentage", None, "30", "at most 30%"),
        ("number", "3", "5", "3 to 5"),
        ("number", None, None, "not known"),
    ],
)
def test_an_interval_in_words(measured_in: str, low: str | None, high: str | None, said: str) -> None:
    """The ends with their unit, the declarations it rests on, and the group."""
    by = (WindowField("consignee", closed=False, many=False),)
    window = Window(Measure.TOTAL, by, Reach(30, 0), earlier=False, of_item=True, measured_in=measured_in)
    ends = [None if one is None else Fraction(one) for one in (low, high)]
    assert shown(window, Group(("A",), ends[0], ends[1], 3)) == f"{said} in 3 declarations (consignee A)"
    assert shown(window, Group(("A",), ends[0], ends[1], 1)) == f"{said} in 1 declaration (consignee A)"
