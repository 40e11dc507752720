"""CUSDEC, the customs declaration.

Enters: a message. Leaves: its declaration. The counts at its end are compared with what stands in it.
"""

from __future__ import annotations

from stce_rules.core.declaration import Declaration
from stce_rules.intake.refusal import Refused
from stce_rules_edifact.declaring import Declaring
from stce_rules_edifact.directory import source, text
from stce_rules_edifact.grammar import Section, place_cusdec
from stce_rules_edifact.interchange import Message, miscounted
from stce_rules_edifact.readers import read

__all__ = ["read_declaration"]

_ITEMS = "5"
"""Number of goods items (UNTDID 6069, D.03A)."""


def read_declaration(message: Message) -> Declaration | Refused:
    """The declaration. Raises StceError (E616) when it is beyond the limits."""
    making = Declaring(message.place, message.number)
    counted: list[tuple[str, str]] = []
    for placed in place_cusdec(message.segments):
        read(making, placed)
        if placed.section is Section.SUMMARY and placed.path == "CNT" and text(placed.segment, "C270.6069") == _ITEMS:
            counted.append((text(placed.segment, "C270.6066"), source(message.number, placed.segment, "C270.6066")))
    for one in message.told:
        making.draft.tell("W646", "", one.message, one.source)
    for written, where in counted:
        if fault := miscounted(written, len(making.items), "goods items", "message"):
            making.draft.tell("W646", "", fault, where)
    return making.finish()
