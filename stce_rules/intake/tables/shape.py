"""The boxes of a declaration, as a map may name them.

Made once from the types of the canonical declaration, so there is no second list of boxes here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

from stce_rules.core.declaration import Declaration, Document, Item, Money, Outcome, Party, Quantity, Stop
from stce_rules.intake.tables.model import Kind

__all__ = ["DECLARATION", "ITEM", "Boxes", "Extra", "Many", "One", "Several", "Shape", "boxes"]


@dataclass(frozen=True, slots=True)
class One:
    """A box with one value."""

    kind: Kind
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Many:
    """A box with a list of texts."""


@dataclass(frozen=True, slots=True)
class Boxes:
    """A group of boxes. Without the box `key` it says nothing, without `needed` too little."""

    parts: Mapping[str, Shape]
    key: str | None = None
    needed: str | None = None
    needed_said: str = ""


@dataclass(frozen=True, slots=True)
class Several:
    """A list of groups."""

    of: Boxes


@dataclass(frozen=True, slots=True)
class Extra:
    """Boxes of any name."""


Shape = One | Many | Boxes | Several | Extra

_BY_NAME: Mapping[str, Kind] = {
    "hs": Kind.HS,
    "date": Kind.DATE,
    "expires": Kind.DATE,
    "country": Kind.COUNTRY,
    "origin": Kind.COUNTRY,
    "destination": Kind.COUNTRY,
    "dispatch_country": Kind.COUNTRY,
    "payment_country": Kind.COUNTRY,
    "net_mass_kg": Kind.MASS,
    "gross_mass_kg": Kind.MASS,
}
_BY_TYPE: Mapping[object, Kind] = {str: Kind.TEXT, int: Kind.WHOLE, bool: Kind.YES_NO, Decimal: Kind.NUMBER}

_NEEDS: Mapping[object, tuple[str | None, str, str]] = {
    Money: ("amount", "currency", "an amount of money needs a currency"),
    Quantity: ("value", "unit", "a quantity needs a unit, such as KGM"),
    Party: (None, "role", "a party needs a role"),
    Document: (None, "type", "a document needs a type"),
    Outcome: (None, "inspected", "an outcome says whether the goods were inspected"),
}
"""The box without which a group says nothing; the one without which it says too little, and how that is told."""


@cache
def boxes(form: type) -> Boxes:
    """The boxes of a struct of the canonical declaration."""
    key, needed, said = _NEEDS.get(form, (None, None, ""))
    return Boxes({name: _shape(name, hint) for name, hint in get_type_hints(form).items()}, key, needed, said)


def _shape(name: str, hint: object) -> Shape:
    alternatives = [one for one in get_args(hint) if one is not NoneType]
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _shape(name, alternatives[0])
    if origin is Literal:
        return One(Kind.WORD, tuple(str(one) for one in alternatives))
    if origin is dict:
        return Extra()
    if origin is list:
        return Many() if alternatives == [str] else Several(boxes(alternatives[0]))
    if hint in (Money, Quantity, Outcome, Stop, Party, Document, Item):
        return boxes(hint)
    return One(_BY_NAME.get(name, _BY_TYPE[hint]))


def _section(form: type, *without: str) -> Boxes:
    return Boxes({name: shape for name, shape in boxes(form).parts.items() if name not in without})


DECLARATION = _section(Declaration, "items", "parse_issues", "sources")
"""What a map says under `declaration`."""

ITEM = _section(Item)
"""What a map says under `item`."""
