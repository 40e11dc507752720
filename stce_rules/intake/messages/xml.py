"""XML that can do no harm, read into a tree.

Enters: the bytes of one document. Leaves: its tree. Promises: no document type definition is read, so no entity is
ever expanded; nothing is fetched; depth, number of elements, attributes and length of texts are held to `Limits` while
reading, not afterwards; what is not well-formed, or beyond a limit, raises `StceError` (E615, E616) with its line and
column, nothing else is ever raised. The encoding is that of the byte order mark or the XML declaration, else UTF-8.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.canonical import LIMIT_BYTES
from stce_rules.intake.messages.tree import Node

__all__ = ["LIMITS", "Limits", "element_names", "read_xml"]


@dataclass(frozen=True, slots=True)
class Limits:
    """The largest message that is read. The largest declarations have 9,999 goods items."""

    bytes: int = LIMIT_BYTES
    depth: int = 64
    elements: int = 500_000
    attributes: int = 64
    """Of one element."""
    characters: int = 100_000
    """Of one text or attribute."""


LIMITS = Limits()

_PIECE = 64 * 1024
_LONGEST_TAG = 16
"""Pieces without anything new in them; what is as long as this is a tag with no end of attributes, or a comment."""


def read_xml(raw: bytes, name: str, limits: Limits = LIMITS) -> Node:
    """The root of a document. Raises StceError (E615, E616)."""
    if len(raw) > limits.bytes:
        raise StceError(Diagnostic("E616", f"the message has more than {limits.bytes:,} bytes", where=name))
    builder = _Builder(limits)
    parser = etree.XMLParser(
        target=builder,  # type: ignore[arg-type]  # a target need not take comments
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
    )
    try:
        for start in range(0, len(raw), _PIECE):
            parser.feed(raw[start : start + _PIECE])
            builder.check_pace()
        parser.close()
    except _TooMuchError as beyond:
        raise StceError(Diagnostic("E616", str(beyond), where=name)) from None
    except etree.XMLSyntaxError as fault:
        raise StceError(_not_well_formed(fault, name)) from None
    if builder.root is None:
        raise StceError(Diagnostic("E615", "there is no element in the message", where=name))
    return builder.root


class _TooMuchError(Exception):
    """Stops the parser."""


class _Builder:
    """Makes the tree while the parser reads, and stops it at the first thing that is too much."""

    def __init__(self, limits: Limits) -> None:
        self.root: Node | None = None
        self._limits = limits
        self._node = Node("")
        self._texts: list[str] = []
        self._length = 0
        self._outer: list[tuple[Node, list[str], int]] = []
        """The elements that are open around this one, each with its texts so far and their length."""
        self._elements = self._events = self._seen = self._idle = 0

    def doctype(self, name: str, public: str | None, system: str | None) -> None:  # noqa: ARG002 (as the parser calls)
        raise _TooMuchError("the message has a document type definition, which could define entities")

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        self._events += 1
        limits = self._limits
        if self._elements > limits.elements:
            raise _TooMuchError(f"the message has more than {limits.elements:,} elements")
        if len(self._outer) >= limits.depth:
            raise _TooMuchError(f"elements are nested more than {limits.depth} deep")
        self._outer.append((self._node, self._texts, self._length))
        if self.root is None:
            self._node = self.root = Node(_local(tag))
        else:
            self._node = self._node.add(_local(tag))
        self._texts, self._length = [], 0
        if attributes:
            self._add(attributes)

    def data(self, text: str) -> None:
        self._events += 1
        self._length += len(text)
        self._check_length(self._length)
        self._texts.append(text)

    def end(self, _tag: str) -> None:
        self._node.text = "".join(self._texts).strip()
        self._node, self._texts, self._length = self._outer.pop()

    def close(self) -> None:
        """Called by the parser at the end, also after an error."""

    def check_pace(self) -> None:
        """Called after each piece of the message: something must come of so many."""
        self._idle = self._idle + 1 if self._events == self._seen else 0
        self._seen = self._events
        if self._idle >= _LONGEST_TAG:
            raise _TooMuchError("a tag or a comment is longer than any message has")

    def _add(self, attributes: Mapping[str, str]) -> None:
        if len(attributes) > self._limits.attributes:
            raise _TooMuchError(f"an element has more than {self._limits.attributes} attributes")
        for key, value in attributes.items():
            self._check_length(len(value))
            self._node.add(f"@{_local(key)}", value.strip())

    def _check_length(self, length: int) -> None:
        if length > self._limits.characters:
            raise _TooMuchError(f"a text has more than {self._limits.characters:,} characters")


@lru_cache(maxsize=4096)
def _local(name: str) -> str:
    return name[name.rfind("}") + 1 :]


# ---- what is not well-formed

_ERRORS = etree.ErrorTypes
_SENTENCES: Mapping[int, str] = {
    _ERRORS.ERR_DOCUMENT_EMPTY: "there is no element in the message",
    _ERRORS.ERR_DOCUMENT_END: "something stands after the end of the message, or its end is missing",
    _ERRORS.ERR_TAG_NAME_MISMATCH: "this end tag does not belong to the element that is open",
    _ERRORS.ERR_TAG_NOT_FINISHED: "the message ends in the middle of an element",
    _ERRORS.ERR_HYPHEN_IN_COMMENT: "a comment holds '--', which may only end one",
    _ERRORS.ERR_COMMENT_NOT_FINISHED: "a comment has no end",
    _ERRORS.ERR_UNDECLARED_ENTITY: "an entity stands here that is not defined; '&' is written '&amp;'",
    _ERRORS.ERR_NAME_REQUIRED: "a name is missing after '<' or '&'; as text they are written '&lt;' and '&amp;'",
    _ERRORS.ERR_ENTITYREF_SEMICOL_MISSING: "'&' stands here as text; it is written '&amp;'",
    _ERRORS.ERR_INVALID_CHAR: "a character stands here that XML cannot hold",
    _ERRORS.ERR_INVALID_ENCODING: "bytes stand here that are not of the encoding of the message",
    _ERRORS.ERR_UNKNOWN_ENCODING: "the encoding that the message states is not known",
    _ERRORS.ERR_UNSUPPORTED_ENCODING: "the encoding that the message states is not known",
    _ERRORS.ERR_ATTRIBUTE_REDEFINED: "an element has the same attribute twice",
    _ERRORS.ERR_ATTRIBUTE_NOT_STARTED: "the value of an attribute stands without quotes",
    _ERRORS.ERR_GT_REQUIRED: "a tag is not closed with '>'",
    _ERRORS.ERR_RESERVED_XML_NAME: "the XML declaration must be the very first thing in the message",
}
_TOO_MUCH = frozenset(
    {_ERRORS.ERR_NAME_TOO_LONG, _ERRORS.ERR_ENTITY_LOOP, _ERRORS.ERR_RESOURCE_LIMIT, _ERRORS.ERR_ENTITY_BOUNDARY}
)


def _not_well_formed(fault: etree.XMLSyntaxError, name: str) -> Diagnostic:
    line, column = (max(1, place or 1) for place in fault.position)
    where = f"{name}:{line}:{column}"
    code: int = getattr(fault, "code", 0)
    if code in _TOO_MUCH:
        return Diagnostic("E616", "a name or a text is longer than any message has", where=where)
    return Diagnostic("E615", _SENTENCES.get(code, "the text breaks the rules of XML"), where=where)


# ---- the head of a message

_BESIDES = re.compile(r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)", re.DOTALL)
_NAME = re.compile(r"<(?:[^\s<>/!?:]+:)?([^\s<>/!?:]+)")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))


def element_names(head: bytes) -> Iterator[str]:
    """The local names of the elements that open in the beginning of a message, in order; none if it is no XML."""
    if b"<" not in head:
        return
    encoding = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), "utf-8")
    text = head.decode(encoding, "replace").lstrip("\ufeff \t\r\n")
    if text.startswith("<"):
        yield from (found[1] for found in _NAME.finditer(_BESIDES.sub("", text)))
