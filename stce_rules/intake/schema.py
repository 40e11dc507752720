"""The JSON Schema of the canonical declaration, for hosts that write one.

Enters: the structs of `core.declaration` and the field catalogue. Leaves: a schema (draft 2020-12), kept current by
a test as docs/schema/declaration-1.json. What it describes is what a host should send; the reader forgives more (see
`lenient`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from stce_rules.core.declaration import Declaration, Document, Item, Party, Stop, Struct
from stce_rules.core.fields import CATALOGUE, PARTY_ROLES

__all__ = ["VERSION", "json_schema", "published"]

VERSION = 1
"""Version of the canonical declaration. Boxes may be added under the same number; none is taken away or changed."""

_DECIMAL: Mapping[str, object] = {
    "oneOf": [{"type": "number"}, {"type": "string", "pattern": r"^[+-]?[0-9]+(\.[0-9]+)?$"}]
}
_EXTRA: Mapping[str, object] = {
    "type": ["string", "number", "boolean", "array", "null"],
    "items": {"type": "string"},
}
_PLAIN: Mapping[object, Mapping[str, object]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: _DECIMAL,
}


def json_schema() -> dict[str, object]:
    """The schema of one declaration, as plain data."""
    forms: dict[str, dict[str, object]] = {}
    _form(Declaration, forms)
    declaration = forms.pop("Declaration")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"STCE declaration, version {VERSION}",
        "description": "One customs declaration. What is not known is left out or null, never 0 or an empty text. "
        "Codes are text. Masses are in kilograms. Numbers may be written as numbers or as text, and are kept exact.",
        **declaration,
        "$defs": dict(sorted(forms.items())),
    }


def published() -> str:
    """The text of docs/schema/declaration-1.json."""
    return json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"


def _form(form: type[Struct], forms: dict[str, dict[str, object]]) -> dict[str, object]:
    """Adds the schema of a struct to the forms, and gives a reference to it."""
    if form.__name__ not in forms:
        forms[form.__name__] = {}  # its place, before the forms inside it
        hints = get_type_hints(form)
        boxes: dict[str, object] = {}
        for name in form.__struct_fields__:
            told = _HELP.get((form, name))
            boxes[name] = {"description": told, **_type(hints[name], forms)} if told else _type(hints[name], forms)
        if form is Party:
            boxes["role"] = {**_PLAIN[str], "enum": [role.replace(" ", "_") for role in PARTY_ROLES]}
        required = [field.name for field in msgspec.structs.fields(form) if field.required]
        forms[form.__name__] = {
            "type": "object",
            "properties": boxes,
            **({"required": required} if required else {}),
            "additionalProperties": False,
        }
    return {"$ref": f"#/$defs/{form.__name__}"}


def _type(hint: object, forms: dict[str, dict[str, object]]) -> dict[str, object]:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        known = [one for one in arguments if one is not NoneType]
        return {"anyOf": [_type(known[0], forms), {"type": "null"}]} if len(known) == 1 else dict(_EXTRA)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin is list:
        return {"type": "array", "items": _type(arguments[0], forms)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _type(arguments[1], forms)}
    if isinstance(hint, type) and issubclass(hint, Struct):
        return _form(hint, forms)
    return dict(_PLAIN[hint])


def _help() -> dict[tuple[type[Struct], str], str]:
    """What each box is: in the words of the catalogue where a rule can speak of it."""
    found: dict[tuple[type[Struct], str], str] = dict(_UNSPOKEN)
    for field in CATALOGUE.values():
        name = field.path.removeprefix("items[].")
        if "[" not in name and "." not in name:
            told = field.help + (f" (WCO: {field.wco})" if field.wco else "")
            for form in (Item, Declaration) if field.path.startswith("items[]") else (Declaration,):
                if name in form.__struct_fields__:
                    found.setdefault((form, name), told)
    return found


_UNSPOKEN: dict[tuple[type[Struct], str], str] = {
    (Declaration, "id"): "names the declaration alone: MRN, local reference number",
    (Declaration, "version"): "counts the states of one declaration; an amendment has a higher one",
    (Declaration, "action"): "an amendment replaces, a cancellation removes the declaration of the same id",
    (
        Declaration,
        "date",
    ): "acceptance date (WCO: Declaration/AcceptanceDateTime): year-month-day, perhaps with a time of "
    "that day, of which replays see the hour",
    (Declaration, "parties"): "parties as declared; an item's own party of a role replaces these",
    (Declaration, "documents"): "documents presented; an item's own documents replace these",
    (Declaration, "items"): "goods items, in the order declared",
    (Declaration, "extra"): "boxes of plugins",
    (Declaration, "outcome"): "what a control found; for replay only, never seen by rules",
    (Declaration, "parse_issues"): "what an adapter could not read",
    (Declaration, "sources"): "where each box stood in the message it was read from, by its path, such as items[0].hs",
    (Item, "number"): "number of the goods item; results name it",
    (Item, "hs_edition"): "year of the HS edition of the code, when it is not the one in force on the date",
    (Item, "cas"): "CAS numbers declared in a box of their own",
    (Item, "extra"): "boxes of plugins",
    (Item, "parties"): "parties of this item; each replaces the declaration's of its role",
    (Item, "documents"): "documents of this item; they replace the declaration's",
    (Document, "type"): "code of the document, such as X002",
    (Document, "claim"): "what the document is presented as; an exemption is a claim, never a fact",
    (Document, "expires"): "last day of validity, such as 2027-01-01",
    (Stop, "country"): "ISO 3166-1 code",
    (Stop, "place"): "UN/LOCODE",
    (Party, "country"): "ISO 3166-1 code",
}

_HELP = _help()
