"""A declaration to boxes: text folded once, units and codes settled once.

Enters: a declaration and the field catalogue. Leaves: a `NormalCase`, which implements `core.boxes.Case`. Promises:
it never fails, whatever the declaration holds; a box is settled when it is first asked for, so that what no rule
asks about costs nothing; `NormalCase.issues` tells of every box that could not be read.

How the boxes of a field are read is found once per catalogue: by its words for the fields every installation has, by
its path and type for those of plugins (`extra.NAME`, `items[].extra.NAME`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache

from stce_rules.core.boxes import Box
from stce_rules.core.declaration import Declaration, Item
from stce_rules.core.fields import CATALOGUE, PARTY_ROLES, Catalogue, Field, FieldType, Level
from stce_rules.core.text import read as fold_text
from stce_rules.intake import boxing, journey, papers
from stce_rules.intake.extras import READ_WORD, extra_box
from stce_rules.intake.reading import read_country, read_mass, read_percentage
from stce_rules.intake.views import NormalCase, Reading, Tables, Told, View, role_of

__all__ = ["NormalCase", "normalise"]


def normalise(declaration: Declaration, catalogue: Catalogue = CATALOGUE) -> NormalCase:
    """The declaration ready to be judged.

    Raises ValueError when the catalogue has a field that no declaration can keep: neither one of the canonical boxes
    nor under `extra`.
    """
    return NormalCase(declaration, _STANDARD if catalogue is CATALOGUE else _tables_of(_Identity(catalogue)))


class _Identity:
    """A catalogue as a key: the same object, not an equal one, which would cost a comparison of every field."""

    __slots__ = ("catalogue",)

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue

    def __hash__(self) -> int:
        return id(self.catalogue)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and other.catalogue is self.catalogue


@lru_cache(maxsize=16)
def _tables_of(key: _Identity) -> Tables:
    return _tables(key.catalogue)


def _tables(catalogue: Catalogue) -> Tables:
    nothing = Reading(_read_nothing, _rests_on_nothing, "")
    item: dict[str, Reading] = {}
    header: dict[str, Reading] = {}
    for field in catalogue.values():
        reading = _reading(field)
        item[field.words] = nothing if field.level is Level.HEADER else reading
        header[field.words] = nothing if field.level is Level.ITEM else reading
    return Tables(item, header, Told(Item, item), Told(Declaration, header), frozenset(PARTY_ROLES))


def _read_nothing(_view: View) -> None:
    return None


def _rests_on_nothing(_view: View) -> tuple[str, ...]:
    return ()


def _own(*names: str) -> Callable[[View], Iterable[str]]:
    """Paths of boxes of the view itself."""
    return lambda view: [view.prefix + name for name in names]


_SPECIAL: Mapping[str, Reading] = {
    "hs": Reading(boxing.read_hs_box, _own("hs", "hs_edition"), "hs"),
    "cas": Reading(boxing.read_cas_box, _own("description"), "description"),
    "declared cas": Reading(boxing.read_declared_cas, _own("cas"), "cas"),
    "net mass": Reading(boxing.number_box("net_mass_kg", read_mass, " kg"), _own("net_mass_kg"), "net_mass_kg"),
    "gross mass": Reading(boxing.number_box("gross_mass_kg", read_mass, " kg"), _own("gross_mass_kg"), "gross_mass_kg"),
    "quantity": Reading(boxing.read_quantity_box, _own("quantity"), "quantity"),
    "item value": Reading(boxing.read_item_value, _own("value"), "value"),
    "unit value": Reading(  # by a mass that is not 0 a value can be divided
        boxing.read_unit_value, _rests_on_nothing, "value", settled_by="net_mass_kg"
    ),
    "concentration": Reading(
        boxing.number_box("concentration_percent", read_percentage, "%"),
        _own("concentration_percent"),
        "concentration_percent",
    ),
    "document": Reading(papers.read_documents, _own("documents"), "documents"),
    "licence": Reading(papers.read_licences, _own("documents"), "documents"),
    "exemption claim": Reading(papers.read_claims, _own("documents"), ""),  # the box of documents tells all of it
    "route": Reading(journey.read_route, _own("route"), "route"),
    "transit country": Reading(journey.read_transit, _rests_on_nothing, ""),
    "route detour": Reading(journey.read_detour, _rests_on_nothing, ""),
}
"""Boxes made in a way of their own. Those that rest on nothing are made from other boxes, which carry what was lost."""


def _reading(field: Field) -> Reading:
    if field.words in _SPECIAL:
        return _SPECIAL[field.words]
    name = field.path.removeprefix("items[].")
    if name.startswith("extra."):
        return Reading(extra_box(name.removeprefix("extra."), field.type), _own(name), "extra")
    if name.startswith("parties[role="):
        role, _, part = name.removeprefix("parties[role=").partition("]")
        return _party_reading(role_of(role), part.removeprefix("."))
    form = Declaration if field.level is Level.HEADER else Item
    if name not in form.__struct_fields__ or field.type not in READ_WORD:
        raise ValueError(f"field '{field.words}' is kept in '{field.path}'; a field of a plugin is kept under 'extra'")
    if field.type is FieldType.TEXT:
        return Reading(boxing.text_box(name), _own(name), "")
    return Reading(boxing.word_box(name, READ_WORD[field.type]), _own(name), name)


def _party_reading(role: str, part: str) -> Reading:
    read: Callable[[View], Box | None] = boxing.party_box(role)
    if part:
        read = boxing.party_part_box(role, part, read_country if part == "country" else fold_text)

    def rests_on(view: View) -> Iterable[str]:
        """The parties in the role, those whose role was lost, and the list of parties as a whole."""
        yield f"{view.prefix}parties[?]"
        for index, party in enumerate(view.source.parties):
            found = role_of(party.role)
            if found == role and part:
                yield f"{view.prefix}parties[{index}].{part}"
            elif found == role:
                yield f"{view.prefix}parties[{index}].id"
                yield f"{view.prefix}parties[{index}].name"
            elif not found:
                yield f"{view.prefix}parties[{index}]"

    return Reading(read, rests_on, f"parties {role}" if part == "country" else "")


_STANDARD = _tables(CATALOGUE)
