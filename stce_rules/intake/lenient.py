"""Plain JSON data to a declaration, keeping everything that can be kept.

Enters: any value JSON can hold. Leaves: a declaration. Promises: a box that is not of its type, or a name that is no
box, becomes a `ParseIssue` with its JSON path and never costs the declaration; a part of a list that cannot be read
keeps its place as a blank one, so paths of issues and of the declaration agree; only what has no usable id is
refused.

The readers are made once from the types of `core.declaration`, so there is no second list of boxes here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from functools import cache
from types import NoneType, UnionType
from typing import Literal, Union, get_args, get_origin, get_type_hints

import msgspec

from stce_rules.core.declaration import (
    Declaration,
    Document,
    Item,
    Money,
    ParseIssue,
    Party,
    Quantity,
    Stop,
    Struct,
)
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.quoting import kind, meant, quoted
from stce_rules.intake.reading import read_yes_no
from stce_rules.intake.tables.cells import written

__all__ = ["MOST_ISSUES", "is_said", "read_declaration"]

MOST_ISSUES = 1000
"""A message with more faults than this is no declaration."""

_LARGEST_WHOLE = 18
"""Digits of a version, an HS edition or an item number, at most."""


class _Issues(list[ParseIssue]):
    """Faults found so far, in the order of the message."""

    def tell(self, code: str, place: str, message: str) -> None:
        if len(self) >= MOST_ISSUES:
            raise StceError(Diagnostic("E608", f"more than {MOST_ISSUES} boxes of the declaration cannot be read"))
        self.append(ParseIssue(code, place, message))


Reader = Callable[[object, str, _Issues], object]
"""Value, JSON path, issues so far → the value as its box holds it, None when blank or not readable."""


def is_said(text: str) -> bool:
    """Whether a text says anything: blanks and the word `null` do not."""
    return text.strip() not in {"", "null"}


def read_declaration(data: object) -> Declaration:
    """The declaration, with all its faults in `parse_issues`. Raises StceError (E603, E604, E608)."""
    if not isinstance(data, Mapping):
        raise StceError(
            Diagnostic(
                "E603",
                f"a declaration is one JSON object, not {kind(data)}",
                help="write each declaration on a line of its own" if isinstance(data, list) else "",
            )
        )
    issues = _Issues()
    name = _read_id(data.get("id"), issues)
    boxes = _read_boxes(Declaration, {**data, "id": name}, "", issues)
    read = Declaration(**boxes)  # type: ignore[arg-type]  # each reader gives the type of its box
    told = [one for one in read.parse_issues if one.code]
    return msgspec.structs.replace(read, parse_issues=[*told, *issues])


def _read_id(value: object, issues: _Issues) -> str:
    if isinstance(value, str) and is_said(value) and _is_unicode(value):
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**_LARGEST_WHOLE:
        issues.tell("W626", "id", f"the id must be text in quotes; {kind(value)} was read as text")
        return str(value)
    said = "has no id" if value is None or isinstance(value, str) else f"has {kind(value)} as its id"
    raise StceError(Diagnostic("E604", f"the declaration {said}", help='give it an id, such as "id": "26XX0417"'))


def _read_boxes(form: type[Struct], data: Mapping[object, object], path: str, issues: _Issues) -> dict[str, object]:
    """The boxes of one struct that hold something, by name."""
    readers = _readers(form)
    boxes: dict[str, object] = {}
    for name, value in data.items():
        place = f"{path}.{name}" if path else f"{name}"
        reader = readers.get(name) if isinstance(name, str) else None
        if reader is None:
            shown = quoted(f"{name}")
            issues.tell("W621", _printable(place), f"no box has the name {shown}{meant(f'{name}', readers)}")
        elif value is not None and (read := reader(value, place, issues)) is not None:
            boxes[f"{name}"] = read
    return boxes


@cache
def _readers(form: type[Struct]) -> dict[str, Reader]:
    hints = get_type_hints(form)
    return {name: _reader(hints[name]) for name in form.__struct_fields__}


def _reader(hint: object) -> Reader:
    """The reader of a type of `core.declaration`; KeyError for a type not met there."""
    alternatives = [one for one in get_args(hint) if one is not NoneType]
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _reader(alternatives[0]) if len(alternatives) == 1 else _extra
    if origin is Literal:
        return _one_of(tuple(str(one) for one in alternatives))
    if origin is list:
        return _list_of(alternatives[0])
    if origin is dict:
        return _extras if get_args(hint)[1] is not str else _texts_by_name
    if isinstance(hint, type) and issubclass(hint, Struct):
        return _struct(hint)
    return _PLAIN[hint]


# ---- plain values


def _text(value: object, place: str, issues: _Issues) -> str | None:
    if not isinstance(value, str):
        issues.tell("W622", place, f"must be text in quotes, not {kind(value)}")
    elif not _is_unicode(value):
        issues.tell("W622", place, f"holds half a character: {quoted(value)}")
    else:
        return value
    return None


def _number(value: object, place: str, issues: _Issues) -> Decimal | None:
    if isinstance(value, str) and not is_said(value):
        return None
    number = _exact(value)
    if number is None or not number.is_finite():
        issues.tell("W623", place, f"must be a number, not {kind(value)}")
        return None
    return number


def _exact(value: object) -> Decimal | None:
    """The number itself; of a host's float the shortest digits that mean it, as JSON would write them."""
    try:
        match value:
            case bool():
                return None
            case str() | int() | Decimal():
                return Decimal(value)
            case float():
                return Decimal(repr(value))
            case _:
                return None
    except InvalidOperation:
        return None


def _whole(value: object, place: str, issues: _Issues) -> int | None:
    told = len(issues)
    number = _number(value, place, issues)
    if number is not None and number.adjusted() < _LARGEST_WHOLE and number == (whole := int(number)):
        return whole
    if number is not None and len(issues) == told:
        issues.tell("W623", place, f"must be a whole number, not {kind(value)}")
    return None


def _yes_no(value: object, place: str, issues: _Issues) -> bool | None:
    """A yes or no: true or false, or a word or number for it that a cell of a table may have."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and not is_said(value):
        return None
    exact = value if isinstance(value, str) else _exact(value)
    read = None if exact is None else read_yes_no(written(exact))
    if isinstance(read, bool):
        return read
    issues.tell("W622", place, f"must be true or false, not {kind(value)}")
    return None


def _one_of(words: tuple[str, ...]) -> Reader:
    def read(value: object, place: str, issues: _Issues) -> str | None:
        word = value if value in words or not isinstance(value, str) else value.strip().lower()
        if isinstance(word, str) and word in words:
            return word
        if isinstance(value, str) and not is_said(value):
            return None
        close = meant(value, words) if isinstance(value, str) else ""
        issues.tell("W624", place, f"must be one of {', '.join(words)}, not {kind(value)}{close}")
        return None

    return read


def _extras(value: object, place: str, issues: _Issues) -> dict[str, object] | None:
    if not isinstance(value, Mapping):
        issues.tell("W622", place, f"must be a group of boxes in braces, not {kind(value)}")
        return None
    found: dict[str, object] = {}
    for name, one in value.items():
        inner = _printable(f"{place}.{name}")
        if not isinstance(name, str) or not _is_unicode(name):
            issues.tell("W621", inner, f"no box can have the name {quoted(str(name))}")
        elif one is not None and (read := _extra(one, inner, issues)) is not None:
            found[name] = read
    return found


def _texts_by_name(value: object, place: str, issues: _Issues) -> dict[str, str] | None:
    """Texts by the name of each; what is no text is left out."""
    found = _extras(value, place, issues)
    return None if found is None else {name: text for name, text in found.items() if isinstance(text, str)}


def _extra(value: object, place: str, issues: _Issues) -> object:
    """A box of a plugin: text, number, yes or no, or a list of texts."""
    match value:
        case bool():
            return value
        case int() if abs(value) < 10**_LARGEST_WHOLE:
            return value
        case int() | float() | Decimal():
            exact = _number(value, place, issues)
            return None if exact is None else str(exact)
        case list() | tuple():
            return _texts(value, place, issues)
        case _:
            return _text(value, place, issues)


_PLAIN: dict[object, Reader] = {str: _text, int: _whole, bool: _yes_no, Decimal: _number}


# ---- lists and structs


def _list_of(hint: object) -> Reader:
    reader = _reader(hint)

    def read(value: object, place: str, issues: _Issues) -> list[object]:
        parts = value if isinstance(value, list | tuple) else [value]
        if parts is not value and (not isinstance(value, str) or is_said(value)):
            issues.tell("W626", place, "must be a list in square brackets; the one value was read as a list of one")
        found: list[object] = []
        for index, one in enumerate(parts):
            part = None if one is None else reader(one, f"{place}[{index}]", issues)
            found.append(_blank(hint, index) if part is None else part)
        return found

    return read


_texts = _list_of(str)


def _blank(hint: object, index: int) -> object:
    """Stands in a list for a part that is blank or cannot be read."""
    if hint is Item:
        return Item(number=index + 1)
    blank: dict[object, object] = {
        str: "",
        Stop: Stop(),
        Party: Party(role=""),
        Document: Document(type=""),
        ParseIssue: ParseIssue(code="", place="", message=""),
    }
    return blank[hint]


_NEEDED: Mapping[type[Struct], Mapping[str, str]] = {
    Party: {"role": "a party needs a role"},
    Document: {"type": "a document needs a type"},
    Quantity: {"value": "a quantity needs a value", "unit": "a quantity needs a unit, such as KGM"},
    Money: {"amount": "an amount of money needs a number", "currency": "an amount of money needs a currency"},
}
"""Parts without which the rest says too little. An item without a number takes its place in the list."""


def _struct(form: type[Struct]) -> Reader:
    def read(value: object, place: str, issues: _Issues) -> Struct | None:
        if not isinstance(value, Mapping):
            if not isinstance(value, str) or is_said(value):
                issues.tell("W622", place, f"must be a group of boxes in braces, not {kind(value)}")
            return None
        told = len(issues)
        boxes = _read_boxes(form, value, place, issues)
        return _completed(form, boxes, place, issues, told=told)

    return read


def _completed(
    form: type[Struct], boxes: dict[str, object], place: str, issues: _Issues, *, told: int
) -> Struct | None:
    """The struct, with what it needs and lacks made blank; None when it says nothing without it."""
    needed = [name for name in _required(form) if name not in boxes]
    for name in needed:
        box = f"{place}.{name}"
        untold = all(one.place != box for one in issues[told:])
        if form is Item:
            boxes[name] = int(place[place.rindex("[") + 1 : -1]) + 1
            if untold:
                issues.tell("W626", box, "the item has no number; its place in the list was taken")
        else:
            boxes[name] = ""
            if untold:
                issues.tell("W625", box, _NEEDED.get(form, {}).get(name, f"'{name}' is missing"))
    if needed and form not in (Item, Party, Document):
        return None
    return form(**boxes)


@cache
def _required(form: type[Struct]) -> tuple[str, ...]:
    return tuple(field.name for field in msgspec.structs.fields(form) if field.required)


def _is_unicode(text: str) -> bool:
    """Whether the text can be written out again; JSON can spell halves of characters that cannot."""
    return text.isascii() or not any("\ud800" <= c <= "\udfff" for c in text)


def _printable(place: str) -> str:
    """A path with a name nobody checked in it, fit to be shown and kept."""
    return quoted(place)[1:-1] if not place.isprintable() or len(place) > _LONGEST_PATH else place


_LONGEST_PATH = 200
