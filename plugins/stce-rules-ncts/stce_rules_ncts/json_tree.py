"""The JSON form of a message, read into the tree that its XML form would give.

Enters: the bytes of one object with one key, the name of the message. Leaves: its tree: a key is an element, a list
the same element several times, `@key` an attribute, `#text` the text beside attributes. Promises: numbers keep their
digits; a key that comes twice is an element that comes twice; limits as for XML; what cannot be read raises
`StceError` (E615, E616), nothing else is ever raised.
"""

from __future__ import annotations

import json

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.messages.xml import LIMITS, Limits

__all__ = ["read_json"]

_MARK = b"\xef\xbb\xbf"


class _Object(list[tuple[str, object]]):
    """The members of an object, in their order and with their repetitions."""


def read_json(raw: bytes, name: str, limits: Limits = LIMITS) -> Node:
    """The message. Raises StceError (E615, E616)."""
    if len(raw) > limits.bytes:
        raise StceError(Diagnostic("E616", f"the message has more than {limits.bytes:,} bytes", where=name))
    match _parsed(raw.removeprefix(_MARK), name):
        case _Object() as members if len(members) == 1 and isinstance(members[0][1], _Object):
            return _tree(members[0][0], members[0][1], name, limits)
        case _:
            told = "a message is one object, with its name as the only key"
            raise StceError(Diagnostic("E615", told, where=f"{name}:1:1"))


def _parsed(raw: bytes, name: str) -> object:
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        column = fault.start - raw.rfind(b"\n", 0, fault.start)
        told = "bytes stand here that are not UTF-8"
        raise StceError(Diagnostic("E615", told, where=f"{name}:{line}:{column}")) from None
    try:
        return json.loads(text, object_pairs_hook=_Object, parse_float=str, parse_int=str, parse_constant=str)
    except json.JSONDecodeError as fault:
        where = f"{name}:{fault.lineno}:{fault.colno}"
        raise StceError(Diagnostic("E615", "the text breaks the rules of JSON", where=where)) from None
    except RecursionError:
        raise StceError(Diagnostic("E616", "brackets are nested too deeply", where=name)) from None


def _tree(key: str, members: _Object, name: str, limits: Limits) -> Node:
    root = Node(_local(key))
    made = 1
    waiting: list[tuple[Node, _Object, int]] = [(root, members, 1)]
    while waiting:
        node, inside, depth = waiting.pop()
        if depth > limits.depth:
            raise StceError(Diagnostic("E616", f"objects are nested more than {limits.depth} deep", where=name))
        for inner, value in inside:
            for one in value if isinstance(value, list) and not isinstance(value, _Object) else (value,):
                made += 1
                if made > limits.elements:
                    raise StceError(
                        Diagnostic("E616", f"the message has more than {limits.elements:,} parts", where=name)
                    )
                text = _text(one)
                if len(text) > limits.characters:
                    told = f"a text has more than {limits.characters:,} characters"
                    raise StceError(Diagnostic("E616", told, where=name))
                if inner == "#text":
                    node.text = text
                    continue
                part = node.add(_local(inner), text)
                if isinstance(one, _Object):
                    waiting.append((part, one, depth + 1))
    return root


def _local(key: str) -> str:
    """A name without its prefix; `@n:a` is an attribute still."""
    mark = "@" if key.startswith("@") else ""
    return mark + key.removeprefix("@").rpartition(":")[2]


def _text(value: object) -> str:
    """A number by its digits; lists in lists have no place in a message, and say nothing."""
    match value:
        case str():
            return value.strip()
        case bool():
            return "true" if value else "false"
        case _:
            return ""
