"""CUSCAR, the customs cargo report.

Enters: a message. Leaves: a declaration for each bill of lading or waybill in it, since each has its own consignor,
consignee and way. Its name is that of the report and of the bill. What the head of the report says holds for all,
where a bill does not say otherwise; containers of the head only where there is one bill.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.quoting import quoted
from stce_rules.intake.refusal import Refused
from stce_rules_edifact.declaring import BEHIND, Declaring
from stce_rules_edifact.directory import source, text
from stce_rules_edifact.grammar import Placed, Section, place_cuscar
from stce_rules_edifact.interchange import Message, Told, miscounted
from stce_rules_edifact.offers import Stated
from stce_rules_edifact.readers import read, reader_of

__all__ = ["MOST_WORK", "read_cargo"]

MOST_WORK = 1_000_000
"""Bills times segments of the head that are read, at most; it is read for each."""

_CONSIGNMENTS = "10"
"""Number of consignments (UNTDID 6069, D.03A)."""


def read_cargo(message: Message) -> Iterator[Declaration | Refused]:
    """The declarations. Raises StceError (E616) before the first when the report is beyond the limits."""
    head: list[Placed] = []
    bills: list[list[Placed]] = []
    for placed in place_cuscar(message.segments):
        if placed.section is Section.HEADER:
            head.append(placed)
        elif placed.path == "CNI" or (placed.path == "RFF" and bills and bills[-1][-1].section is Section.ITEM):
            bills.append([placed])
        else:
            bills[-1].append(placed)
    told = [*message.told, *_miscounted(message, head)]
    head = [one for one in head if reader_of(one) is not None and (one.path != "EQD" or len(bills) == 1)]
    if len(head) * len(bills) > MOST_WORK:
        raise StceError(Diagnostic("E616", f"the report has {len(bills):,} bills and a head of {len(head):,} segments"))
    named: set[str] = set()
    for index, bill in enumerate(bills or [[]], start=1):
        yield _declare(message, head, bill, _named(message.number, bill, index, named), told)


def _named(number: int, bill: Sequence[Placed], index: int, taken: set[str]) -> Stated | None:
    """The number of a bill: its first reference, else that of its consignment; made unlike those taken."""
    found = Stated("", "")
    for path, name in (("RFF", "C506.1154"), ("CNI", "C503.1004"), ("CNI", "1490")):
        for placed in bill:
            if placed.section is Section.CONSIGNMENT and placed.path == path and not found.value:
                found = Stated(text(placed.segment, name), source(number, placed.segment, name))
    if not bill:
        return None
    if not found.value or found.value in taken:
        found = Stated(f"{found.value}#{index}", found.source or source(number, bill[0].segment, ""))
    taken.add(str(found.value))
    return found


def _declare(
    message: Message, head: Sequence[Placed], bill: Sequence[Placed], name: Stated | None, told: Sequence[Told]
) -> Declaration | Refused:
    """The declaration of one bill."""
    place = message.place if name is None else f"{message.place}, bill {quoted(name.value)}"
    making = Declaring(place, message.number, name)
    making.behind = BEHIND
    for placed in head:
        read(making, placed)
    making.behind = 0
    for placed in bill:
        read(making, placed)
    for one in told:
        making.draft.tell("W646", "", one.message, one.source)
    return making.finish()


def _miscounted(message: Message, head: Sequence[Placed]) -> Iterator[Told]:
    """Where the head counts other consignments than stand in the report."""
    there = sum(one.tag == "CNI" for one in message.segments)
    for placed in head:
        if placed.path == "CNT" and text(placed.segment, "C270.6069") == _CONSIGNMENTS:
            written = text(placed.segment, "C270.6066")
            if fault := miscounted(written, there, "consignments", "message"):
                yield Told(fault, source(message.number, placed.segment, "C270.6066"))
