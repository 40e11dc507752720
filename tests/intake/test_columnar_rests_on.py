"""Which columns of a canonical table a box is read from."""

from __future__ import annotations

from stce_rules.core.fields import CATALOGUE
from stce_rules.intake.columnar.rests_on import columns_behind
from stce_rules.plan.model import Scope


def test_a_detour_rests_on_the_route_and_on_the_mode_of_transport() -> None:
    """By sea and by air the same stops are another way."""
    present = ("route", "transport_mode", "date")
    assert columns_behind(CATALOGUE["route detour"], Scope.DECLARATION, present) == ("route", "transport_mode")
