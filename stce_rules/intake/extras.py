"""Boxes of plugins, kept under `extra` of the declaration or of an item.

Enters: a field whose path is `extra.NAME` or `items[].extra.NAME`. Leaves: the reader of its box, by the field's
type. Numbers may be written as numbers or text; money as `1000.00 EUR`, a quantity as `5 KGM`; a party by its name;
a stop of a route by its UN/LOCODE or country.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from stce_rules.core.boxes import Amount, Box, HsCode, PartyKey, Place, Value
from stce_rules.core.declaration import ExtraValue
from stce_rules.core.fields import FieldType
from stce_rules.core.text import read as fold_text
from stce_rules.intake.boxing import settled
from stce_rules.intake.quoting import quoted
from stce_rules.intake.reading import (
    Fault,
    Read,
    edition_on,
    editions_having,
    read_cas,
    read_code,
    read_country,
    read_date,
    read_flow,
    read_hs_digits,
    read_mass,
    read_money,
    read_number,
    read_percentage,
    read_place,
    read_quantity,
    read_yes_no,
)
from stce_rules.intake.views import View
from stce_rules.reference import places

__all__ = ["READ_WORD", "extra_box"]


def extra_box(name: str, type_: FieldType) -> Callable[[View], Box | None]:
    """The reader of the box `extra.NAME`."""

    def read_box(view: View) -> Box | None:
        value = view.source.extra.get(name)
        if value is None:
            return None
        place = f"extra.{name}"
        parts: list[tuple[str | None, str]] = [(_written(value), place)]
        if isinstance(value, list):
            parts = [(one, f"{place}[{index}]") for index, one in enumerate(value)]
        return settled(view, parts, _hs_on(view.shared.date) if type_ is FieldType.HS else _READ[type_])

    return read_box


def _written(value: ExtraValue) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)


def _hs_on(day: date | None) -> Read:
    """Reads a commodity code of the edition in force on the day; on a day not known, of any that has it."""

    def read(written: str) -> Value | Fault:
        digits = read_hs_digits(written)
        if isinstance(digits, Fault):
            return digits
        return HsCode(digits, editions_having(digits) if day is None else (edition_on(day),))

    return read


def _number(read: Callable[[Decimal], Amount | Fault]) -> Read:
    def read_text(written: str) -> Value | Fault:
        number = _exact(written)
        return Fault("W623", f"must be a number, not {quoted(written)}") if number is None else read(number)

    return read_text


def _measured(read: Callable[[Decimal, str], Amount | Fault]) -> Read:
    def read_text(written: str) -> Value | Fault:
        number, _, unit = written.partition(" ")
        exact = _exact(number)
        if exact is None:
            return Fault("W623", f"must be a number with its unit, not {quoted(written)}")
        return read(exact, unit)

    return read_text


def _exact(written: str) -> Decimal | None:
    try:
        return Decimal(written)
    except InvalidOperation:
        return None


def _party(written: str) -> Value | Fault:
    folded = fold_text(written).folded
    return PartyKey(None, folded) if folded else Fault("W625", f"{quoted(written)} is no name")


def _stop(written: str) -> Value | Fault:
    place = read_place(written)
    if not isinstance(place, Fault):
        return Place(places.country(place), place)
    country = read_country(written)
    return country if isinstance(country, Fault) else Place(country, None)


READ_WORD: Mapping[FieldType, Read] = {
    FieldType.CAS: read_cas,
    FieldType.COUNTRY: read_country,
    FieldType.PLACE: read_place,
    FieldType.TEXT: fold_text,
    FieldType.CODE: read_code,
    FieldType.DATE: read_date,
    FieldType.FLOW: read_flow,
    FieldType.BOOLEAN: read_yes_no,
}
"""Types whose value is one text."""

_READ: Mapping[FieldType, Read] = {
    **READ_WORD,
    FieldType.ROUTE: _stop,
    FieldType.MASS: _number(read_mass),
    FieldType.QUANTITY: _measured(read_quantity),
    FieldType.MONEY: _measured(read_money),
    FieldType.PERCENT: _number(read_percentage),
    FieldType.NUMBER: _number(read_number),
    FieldType.PARTY: _party,
}
