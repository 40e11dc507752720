"""The vocabulary of ordinary trade."""

from __future__ import annotations

import pytest

from stce_rules.generator.dice import Dice
from stce_rules.generator.goods import code_on, ordinary_goods, partner, partners, wordings
from stce_rules.generator.kinds import KINDS
from stce_rules.reference import countries, hs, places


def test_every_code_is_of_hs_2022() -> None:
    """The subheadings of ordinary and planted goods exist in HS 2022 and can be carried back to HS 2017."""
    planted = [goods for kind in KINDS for goods in kind.goods]
    for goods in (*ordinary_goods().things, *planted):
        assert hs.exists(goods.hs, 2022), goods.hs
        assert hs.exists(code_on(goods.hs, 2017, 8), 2017), goods.hs
        assert goods.price[0] <= goods.price[1]
        assert goods.mass[0] <= goods.mass[1]


def test_every_partner_is_known() -> None:
    """Partners are ISO countries, their ports stand in the shipped table, and goods are supplied by partners."""
    exports, imports = partners()
    known = {one.country for one in (*exports.things, *imports.things)}
    planted = [partner(country) for kind in KINDS for country in (*kind.destinations, *kind.third)]
    for one in (*exports.things, *imports.things, *planted):
        assert countries.is_code(one.country)
        assert all(places.country(port) == one.country for port in one.ports)
    assert {country for goods in ordinary_goods().things for country in goods.suppliers} <= known


@pytest.mark.parametrize(
    ("text", "possible"),
    [
        ("plain", {"plain"}),
        ("{red|blue} shirt", {"red shirt", "blue shirt"}),
        ("{#8-9} boxes", {"8 boxes", "9 boxes"}),
        ("{%} % TEA", {"12 % TEA"}),
    ],
)
def test_slots_of_a_wording_are_filled(text: str, possible: set[str]) -> None:
    """A choice gives one of its words, a range a whole number, `{%}` the concentration."""
    dice = Dice(2)
    (wording,) = wordings(text)
    assert {wording.said(dice, 12) for _ in range(50)} == possible


@pytest.mark.parametrize(
    ("code", "edition", "digits", "expected"),
    [("851713", 2022, 6, "851713"), ("851713", 2017, 6, "851712"), ("293141", 2017, 6, "293131")],
)
def test_codes_are_carried_to_an_edition(code: str, edition: int, digits: int, expected: str) -> None:
    """A subheading is declared as its edition has it."""
    assert code_on(code, edition, digits) == expected
