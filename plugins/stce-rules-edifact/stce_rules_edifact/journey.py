"""Segments that say who the declaration is, when it was made, and which way the goods take.

Enters: a segment of the header or of a consignment. Leaves: values in line for boxes of the declaration.
"""

from __future__ import annotations

from stce_rules.intake.quoting import quoted
from stce_rules_edifact.declaring import Declaring, Scope
from stce_rules_edifact.directory import composites, source, text
from stce_rules_edifact.lines import Line
from stce_rules_edifact.mapping import find
from stce_rules_edifact.offers import Stated
from stce_rules_edifact.segments import Segment

__all__ = [
    "begin", "equipment", "location", "moment", "open_invoice", "open_line", "placement", "product", "transport",
]  # fmt: skip

_OF_PARTS = frozenset({"2", "3", "4", "20", "21", "33", "36"})
"""Functions (1225) of a message that holds only what changes."""


def begin(making: Declaring, scope: Scope, segment: Segment) -> None:
    """BGM: who the declaration is, what it wants, and in which version."""
    name = making.said(segment, "C106.1004")
    if name.value and making.bill is not None:
        name = name._replace(value=f"{name.value}/{making.bill.value}")
    making.writer.put(making.draft, "id", name)
    version = "C106.1056" if text(segment, "C106.1056") else "C106.1060"
    making.put(making.draft, "version", segment, version)
    for element, place in (("1001", "C002.1001"), ("1225", "1225")):
        stated = making.said(segment, place)
        row = find("BGM", element, stated.value, "declaration")
        if row is not None:
            making.offer(scope, row, Stated(row.word, stated.source))
            if element == "1225" and stated.value in _OF_PARTS:
                _hold_a_part(making, stated.source)
        elif element == "1225" and stated.value:
            making.draft.unreadable("action", f"{quoted(stated.value)} is no function of a declaration", stated.source)


def _hold_a_part(making: Declaring, where: str) -> None:
    """Tell that the message holds only what changes: what it does not show may be there all the same."""
    for box in ("items", "documents", "containers", "route"):
        told = "the message holds only what changes, so there may be more than it shows"
        making.draft.tell("W647", box, told, where)


def location(making: Declaring, scope: Scope, segment: Segment) -> None:
    """LOC: a country, an office, a port or a stop of the route."""
    row = find("LOC", "3227", text(segment, "3227"), scope.level)
    stated = making.said(segment, "C517.3225" if text(segment, "C517.3225") else "C517.3224")
    if row is None or not stated.value:
        return
    if row.box != "route":
        making.offer(scope, row, stated)
        return
    stop = making.draft.next("route", source(making.number, segment, ""))
    is_country = len(stated.value) == 2 and stated.value.isalpha()
    making.writer.put(stop, "country" if is_country else "place", stated)


def moment(making: Declaring, scope: Scope, segment: Segment) -> None:
    """DTM: the day of the declaration."""
    row = find("DTM", "2005", text(segment, "C507.2005"), scope.level)
    if row is not None and row.box == "date":
        making.offer(scope, row, making.day(segment))


def transport(making: Declaring, scope: Scope, segment: Segment) -> None:
    """TDT: the mode of transport, and the carrier."""
    row = find("TDT", "8051", text(segment, "8051"), scope.level)
    if row is not None:
        making.offer(scope, row, making.said(segment, "C220.8067"))
        if text(segment, "C040.3127") or text(segment, "C040.3128"):
            party = scope.part.next("parties", source(making.number, segment, "C040"))
            making.writer.put(party, "role", Stated("carrier", source(making.number, segment, "8051")))
            making.put(party, "id", segment, "C040.3127")
            making.put(party, "name", segment, "C040.3128")


def equipment(making: Declaring, _scope: Scope, segment: Segment) -> None:
    """EQD: a container."""
    if find("EQD", "8053", text(segment, "8053"), "declaration") is not None:
        making.writer.add(making.draft, "containers", making.said(segment, "C237.8260"))


def placement(making: Declaring, _scope: Scope, segment: Segment) -> None:
    """SGP: the container that goods are in."""
    making.writer.add(making.draft, "containers", making.said(segment, "C237.8260"))


def open_invoice(making: Declaring, _scope: Scope, segment: Segment) -> None:
    """DMS: the invoice whose lines follow."""
    making.invoice = text(segment, "C106.1004")


def open_line(making: Declaring, _scope: Scope, segment: Segment) -> None:
    """LIN: a line of the invoice."""
    making.lines.append(Line(making.invoice, text(segment, "1082")))


def product(making: Declaring, _scope: Scope, segment: Segment) -> None:
    """PIA: what the line of the invoice sells, by number."""
    for name, found in composites(segment, "C212"):
        row = find("PIA", "7143", found["7143"], "item")
        if row is not None and making.lines:
            stated = Stated(found["7140"], source(making.number, segment, f"{name}.7140"))
            making.lines[-1].products.append((row, stated))
