"""The grammar as Lark's parser.

Enters `grammar/stce.lark`. Leaves the parser. Lark takes a quarter of a second to find its tables, so they stand in a
file beside the grammar, as JSON, in the form in which Lark itself keeps a parser. `python -m
stce_rules.language.grammar` writes it. Promise: a file made of another text or by another release of Lark, or that
cannot be read, is not used; the tables are then found anew.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import Any, cast

import msgspec
from lark import Lark, __version__
from lark.exceptions import LarkError
from lark.grammar import Rule
from lark.lexer import TerminalDef

from stce_rules.language.reading.tokens import Node
from stce_rules.resources import folder

__all__ = ["FIELDS", "parser", "patterns"]

FIELDS = "(?:FIELDS)"
"""What stands in a pattern for the words of the boxes."""

_GRAMMAR = "stce.lark"
_TABLES = "stce.tables.json"


class _Kept(msgspec.Struct):
    """A file of tables. Keys that are numbers are texts in JSON."""

    grammar: str
    """SHA-256 of the text of the grammar."""

    lark: str
    """The release that made it."""

    data: dict[str, Any]
    memo: dict[str, Any]


def parser() -> Lark:
    """The parser of the shipped grammar, of statements."""
    place = folder("grammar")
    text = (place / _GRAMMAR).read_text(encoding="utf-8")
    return _kept(place / _TABLES, text) or _made(text)


def patterns(lark: Lark) -> dict[str, str]:
    """The pattern of each kind of word, in the order to be tried. Keywords have none: they are read as names first."""
    spelt = [one for one in lark.terminals if one.pattern.type == "re" or not one.pattern.value.isalpha()]
    spelt.sort(key=lambda one: (-one.priority, one.name))
    return {one.name: one.pattern.to_regexp() for one in spelt}


def _kept(place: Path, text: str) -> Lark | None:
    """The parser in a file, if it is that of this grammar."""
    try:
        found = msgspec.json.decode(place.read_bytes(), type=_Kept)
        if (found.grammar, found.lark) != (_digest(text), __version__):
            return None
        tables = found.data["parser"]["parser"]
        tables["tokens"] = _numbered(tables["tokens"])
        tables["states"] = {state: _numbered(row) for state, row in _numbered(tables["states"]).items()}
        # what the modules that `lark.tools.standalone` writes call; `Lark.load` would run a pickle
        load = Lark._load_from_dict  # noqa: SLF001
        return cast("Lark", load(found.data, _numbered(found.memo), tree_class=Node))  # type: ignore[no-untyped-call]
    except (OSError, msgspec.MsgspecError, LarkError, AttributeError, KeyError, TypeError, ValueError):
        return None


def _numbered(keyed: dict[str, Any]) -> dict[int, Any]:
    return {int(key): value for key, value in keyed.items()}


def _digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def _made(text: str, *, fields: str = FIELDS, strict: bool = False) -> Lark:
    """The parser of a grammar; strictly, if no two readings and no two kinds of word may overlap."""
    keywords = sorted(set(re.findall(r'"([a-z]+)"', text)), key=lambda word: (-len(word), word))
    text = text.replace("(?:KEYWORDS)", f"(?:{'|'.join(keywords)})").replace(FIELDS, fields.replace("/", r"\/"))
    return Lark(
        text,
        parser="lalr",
        lexer="basic",
        start="statement",
        keep_all_tokens=True,
        maybe_placeholders=False,
        tree_class=Node,
        strict=strict,
    )


def main() -> None:
    """Write the file of a checkout."""
    place = folder("grammar")
    text = (place / _GRAMMAR).read_text(encoding="utf-8")
    data, memo = _made(text).memo_serialize([TerminalDef, Rule])
    del data["options"]["tree_class"]  # a class of ours, which is given when the file is read
    kept = msgspec.json.encode(_Kept(_digest(text), __version__, data, memo))
    (place / _TABLES).write_bytes(msgspec.json.format(kept, indent=0))


if __name__ == "__main__":
    main()
