"""The adapter: interchanges to declarations.

Enters: a binary stream. Leaves: for each CUSDEC a declaration, for each consignment of a CUSCAR one, and refusals, in
the order of the stream.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, Final

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.quoting import quoted
from stce_rules.intake.refusal import Refused
from stce_rules.intake.streams import DAMAGED, damaged
from stce_rules_edifact.cargo import read_cargo
from stce_rules_edifact.customs import read_declaration
from stce_rules_edifact.interchange import Message, messages
from stce_rules_edifact.segments import raw_segments

__all__ = ["EdifactAdapter"]

_BEGINNING = re.compile(
    rb"UNA[^\w\s]{3}[^\w][^\w][^\w]\s*UN[BGH]|UNB\+[A-Z]{3}[A-Z0-9][:+]|UNH\+[^+:'\s]{1,35}\+[A-Z]{6}:"
)


class EdifactAdapter:
    """UN/EDIFACT."""

    name: Final = "edifact"
    title: Final = "UN/EDIFACT customs declarations and cargo reports (CUSDEC, CUSCAR)"

    def recognises(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (content decides)
        """Whether an interchange begins here, or a message without one; blanks and a mark of UTF-8 may stand before."""
        return _BEGINNING.match(head.removeprefix(b"\xef\xbb\xbf").lstrip()) is not None

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        """The declarations of all messages, one message held at a time."""
        place = name
        try:
            for one in messages(raw_segments(stream), name):
                if isinstance(one, Refused):
                    yield one
                else:
                    place = f"{name}: after message {one.number}"
                    yield from _read(one)
        except DAMAGED:
            yield Refused(place, (damaged(place),))


def _read(message: Message) -> Iterator[Declaration | Refused]:
    try:
        match message.type:
            case "CUSDEC":
                yield read_declaration(message)
            case "CUSCAR":
                yield from read_cargo(message)
            case other:
                fault = f"a message of type {quoted(other)} declares nothing; CUSDEC and CUSCAR are read"
                yield Refused(message.place, (Diagnostic("E617", fault, where=message.place),))
    except StceError as refused:
        yield Refused(message.place, tuple(replace(one, where=message.place) for one in refused.diagnostics))
