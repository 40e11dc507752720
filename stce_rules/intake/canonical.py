"""One declaration of canonical JSON, in and out.

Enters: the bytes or text of one JSON object, or plain data of the same shape. Leaves: a declaration, or bytes.
Promises: numbers are exact, whether written as numbers or as text; a fault in a box becomes a parse issue of the
declaration; what is no JSON object with an id raises `StceError`, nothing else is ever raised.

A faultless message is decoded straight into the structs by msgspec, which reads a JSON number into a Decimal from
its digits, never through a float (measured with 60 digits). Any other message is read as plain data and sorted box
by box.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation

import msgspec

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.span import Source, Span
from stce_rules.intake.lenient import is_said, read_declaration

__all__ = ["LIMIT_BYTES", "UTF16_MARKS", "decode", "encode", "utf16"]

LIMIT_BYTES = 16 * 1024 * 1024
"""The longest declaration that is read."""

UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_UTF8_MARK = b"\xef\xbb\xbf"

_FAST = msgspec.json.Decoder(Declaration)


def decode(
    raw: bytes | str | Mapping[str, object],
    *,
    name: str = "<declaration>",
    line: int | None = None,
    limit_bytes: int = LIMIT_BYTES,
) -> Declaration:
    """The declaration, its faults in `parse_issues`.

    `name` and `line` say in a report where the text stood: `name` alone for a text of its own, both for a line of a
    file. Of plain data a float is taken for the shortest digits that mean it, which is how JSON writes it. Raises
    StceError (E601 to E610) when it is no JSON object with an id.
    """
    if not isinstance(raw, bytes | str):
        return _sorted(raw, _Where(name, line))
    message = raw.encode("utf-8", "surrogatepass") if isinstance(raw, str) else raw
    message = message.removeprefix(_UTF8_MARK)
    if len(message) > limit_bytes:
        raise StceError(too_large(len(message), limit_bytes, name if line is None else f"{name}:{line}"))
    try:
        read = _FAST.decode(message)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return _decode_slowly(message, _Where(name, line))
    return read if is_said(read.id) else _decode_slowly(message, _Where(name, line))


def encode(declaration: Declaration) -> bytes:
    """Canonical JSON in UTF-8 on one line, blank boxes left out, decimals as text so that no reader rounds them."""
    return msgspec.json.encode(declaration)


def too_large(size: int, limit: int, place: str) -> Diagnostic:
    """The report of a message longer than the limit, both in bytes."""
    return Diagnostic(
        "E609",
        f"the declaration is {size:,} bytes long; the limit is {limit:,}",
        where=place,
        help="check that each declaration stands on a line of its own",
    )


def utf16(place: str) -> Diagnostic:
    """The report of a text that begins with the mark of UTF-16."""
    return Diagnostic("E606", "the text is UTF-16, not UTF-8", where=place, help="save or export the file as UTF-8")


# ---- what a decoder refused


@dataclass(frozen=True)
class _Line(Source):
    """One line of a long file, with its number there."""

    number: int = 1

    def position(self, offset: int) -> tuple[int, int]:
        return self.number, offset + 1

    def line(self, number: int) -> str:  # noqa: ARG002 (it has one line)
        return self.text


_LONGEST_SHOWN = 4096  # a longer line is not kept for the sake of a caret


@dataclass(frozen=True, slots=True)
class _Where:
    """Where a message stood: a text of its own, or a line of a file."""

    name: str
    number: int | None

    @property
    def place(self) -> str:
        return self.name if self.number is None else f"{self.name}:{self.number}"

    def point(self, code: str, message: str, text: str, offset: int, advice: str) -> Diagnostic:
        """A diagnostic that points at a character of the message."""
        if len(text) > _LONGEST_SHOWN:
            line, column = Source("", text).position(offset)
            shown = text[max(0, offset - 20) : offset + 20]
            return Diagnostic(
                code,
                f"{message}, in '{shown}'" if shown.isprintable() else message,
                where=f"{self.name}:{self.number or line}:{column}",
                help=advice,
            )
        source = Source(self.name, text) if self.number is None else _Line(self.name, text, self.number)
        return Diagnostic(code, message, span=Span(source, offset, offset + 1), help=advice)


def _decode_slowly(message: bytes, where: _Where) -> Declaration:
    text = _as_text(message, where)
    try:
        data = json.loads(text, parse_float=_number, parse_int=_whole, parse_constant=float)
    except json.JSONDecodeError as fault:
        raise StceError(_malformed(fault, text, where)) from None
    except RecursionError:
        raise StceError(Diagnostic("E610", "brackets are nested too deeply", where=where.place)) from None
    return _sorted(data, where)


def _sorted(data: object, where: _Where) -> Declaration:
    """Box by box; a refusal names the place."""
    try:
        return read_declaration(data)
    except StceError as refused:
        raise StceError(replace(one, where=where.place) for one in refused.diagnostics) from None


def _as_text(message: bytes, where: _Where) -> str:
    if message.startswith(UTF16_MARKS):
        raise StceError(utf16(where.place))
    if (nul := message.find(0)) >= 0:
        raise StceError(
            Diagnostic(
                "E607",
                f"byte {nul + 1} is NUL; the file is damaged, or is UTF-16 without its mark",
                where=where.place,
                help="export it again, as UTF-8",
            )
        )
    try:
        return message.decode()
    except UnicodeDecodeError as fault:
        wrong = f"byte {fault.start + 1} (hexadecimal {message[fault.start]:02X}) is not UTF-8"
        raise StceError(Diagnostic("E605", wrong, where=where.place, help="save or export the file as UTF-8")) from None


def _number(digits: str) -> Decimal | float:
    """Exact; with an exponent that no Decimal can hold, not a number."""
    try:
        return Decimal(digits)
    except InvalidOperation:
        return float("nan")


_MOST_DIGITS = 1000  # of more, Python makes a whole number slowly or not at all


def _whole(digits: str) -> int | Decimal | float:
    return int(digits) if len(digits) <= _MOST_DIGITS else _number(digits)


_FAULTS = {
    "Expecting value": "a value is missing here",
    "Expecting ',' delimiter": "a comma or a closing bracket is missing here",
    "Expecting ':' delimiter": "a colon is missing here, after the name of a box",
    "Expecting property name enclosed in double quotes": "the name of a box, in double quotes, is missing here",
    "Illegal trailing comma before end of object": "a comma stands before the closing bracket",
    "Illegal trailing comma before end of array": "a comma stands before the closing bracket",
    "Invalid control character at": "a line break or another control character stands inside a text",
    "Invalid \\escape": "a backslash inside a text must be written twice",
    "Invalid \\uXXXX escape": "four hexadecimal digits are missing after \\u",
    "Extra data": "the declaration ends before this",
}


def _malformed(fault: json.JSONDecodeError, text: str, where: _Where) -> Diagnostic:
    """The fault of JSON at its character; at the end of the text, the text is cut off."""
    end = len(text.rstrip())
    if end == 0:
        return Diagnostic("E603", "there is no declaration here", where=where.place)
    if fault.msg.startswith("Unterminated string") or fault.pos >= end:
        last = max(0, end - 1)
        return where.point("E602", "the declaration is cut off here", text, last, "send the whole declaration")
    said = _FAULTS.get(fault.msg.removesuffix(": "), "this is not JSON")
    advice = "write each declaration on a line of its own" if fault.msg == "Extra data" else ""
    return where.point("E601", said, text, fault.pos, advice)
