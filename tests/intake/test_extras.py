"""Boxes of plugins, by the type of their field."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from stce_rules.core.boxes import Amount, Box, HsCode, PartyKey, Place, Value
from stce_rules.core.declaration import Declaration, ExtraValue, Item
from stce_rules.core.fields import CATALOGUE, Field, FieldType, Level
from stce_rules.core.text import read
from stce_rules.intake.normalise import normalise


def box_of(type_: FieldType, value: ExtraValue) -> Box:
    """The box of a plugin's field that holds this value."""
    catalogue = CATALOGUE.extended([Field("own", type_, Level.ITEM, "items[].extra.own", "a box of a plugin")])
    item = Item(number=1, extra={"own": value})
    return normalise(Declaration(id="a", date="2026-06-01", items=[item]), catalogue).items[0].box("own")


@pytest.mark.parametrize(
    ("type_", "written", "value"),
    [
        (FieldType.HS, "2931.41", HsCode("293141", (2022,))),
        (FieldType.CAS, "111-48-8", "111-48-8"),
        (FieldType.COUNTRY, "ae", "AE"),
        (FieldType.PLACE, "AE JEA", "AEJEA"),
        (FieldType.ROUTE, "AEJEA", Place("AE", "AEJEA")),
        (FieldType.ROUTE, "AE", Place("AE", None)),
        (FieldType.TEXT, "Lathe", read("Lathe")),
        (FieldType.CODE, 4711, "4711"),
        (FieldType.MASS, Decimal("2.5"), Amount(Fraction(5, 2), "mass")),
        (FieldType.QUANTITY, "5 KGM", Amount(Fraction(5), "mass")),
        (FieldType.MONEY, "1000.00 EUR", Amount(Fraction(1000), "EUR")),
        (FieldType.PERCENT, 40, Amount(Fraction(40), "percentage")),
        (FieldType.DATE, "2026-06-01", date(2026, 6, 1)),
        (FieldType.NUMBER, "-1.5", Amount(Fraction(-3, 2), "number")),
        (FieldType.PARTY, "Example Ltd.", PartyKey(None, "example ltd")),
        (FieldType.FLOW, "export", "export"),
        (FieldType.BOOLEAN, True, True),
        (FieldType.BOOLEAN, "No", False),
    ],
)
def test_a_box_is_read_by_its_type(type_: FieldType, written: ExtraValue, value: Value) -> None:
    """A plugin's box holds the same kinds of values as the others."""
    assert [seen.value for seen in box_of(type_, written).seen] == [value]


@pytest.mark.parametrize(
    ("type_", "written"),
    [
        (FieldType.HS, "abc"),
        (FieldType.COUNTRY, "QN"),
        (FieldType.ROUTE, "nowhere"),
        (FieldType.MASS, "about 2"),
        (FieldType.MASS, True),
        (FieldType.QUANTITY, "5"),
        (FieldType.MONEY, "EUR 5"),
        (FieldType.PERCENT, 101),
        (FieldType.NUMBER, "NaN"),
        (FieldType.PARTY, "-"),
        (FieldType.FLOW, "exprot"),
        (FieldType.BOOLEAN, "perhaps"),
    ],
)
def test_what_is_not_of_the_type_is_unreadable(type_: FieldType, written: ExtraValue) -> None:
    """A plugin's box that cannot be read is not blank."""
    box = box_of(type_, written)
    assert (box.seen, len(box.unreadable)) == ((), 1)


def test_a_list_is_read_one_by_one() -> None:
    """Of several values the good ones are read, the others are unreadable."""
    box = box_of(FieldType.COUNTRY, ["AE", "QN", ""])
    assert ([seen.place for seen in box.seen], box.unreadable) == (["items[0].extra.own[0]"], ("QN",))


def test_an_hs_list_is_of_the_edition_of_the_date() -> None:
    """One code or several: the edition is that in force on the acceptance date."""
    assert [seen.value for seen in box_of(FieldType.HS, ["2931.41"]).seen] == [HsCode("293141", (2022,))]
