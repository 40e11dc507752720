"""Which segment is read by whom.

Enters: a segment with its place. Leaves: what it says, in the declaration being made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stce_rules_edifact import goods, journey, papers
from stce_rules_edifact.declaring import Declaring, Scope
from stce_rules_edifact.grammar import Placed, Section
from stce_rules_edifact.segments import Segment

__all__ = ["read", "reader_of"]

_Reader = Callable[[Declaring, Scope, Segment], None]

_READERS: Mapping[str, _Reader] = {
    "BGM": journey.begin,
    "CST": goods.status,
    "LOC": journey.location,
    "TDT/LOC": journey.location,
    "DTM": journey.moment,
    "TDT": journey.transport,
    "EQD": journey.equipment,
    "SGP": journey.placement,
    "NAD": papers.party,
    "FTX": goods.description,
    "MEA": goods.measure,
    "QTY": goods.count,
    "MOA": goods.amount,
    "MOA/CUX": goods.currency,
    "CUX": goods.currency,
    "DOC": papers.document,
    "DOC/DTM": papers.expiry,
    "GIS/DOC": papers.document,
    "GEI/DOC": papers.document,
    "RFF": papers.reference,
    "RFF/DTM": papers.expiry,
    "GIS/RFF": papers.reference,
    "GEI/RFF": papers.reference,
    "DGS": goods.danger,
}
"""Who reads a segment of the header, a consignment or a goods item, by its path."""

_IN_INVOICES: Mapping[str, _Reader] = {
    "DMS": journey.open_invoice,
    "DMS/NAD": papers.party,
    "DMS/LIN": journey.open_line,
    "DMS/LIN/PIA": journey.product,
    "DMS/LIN/NAD": papers.party,
}
"""Who reads a segment of an invoice. Its parties are parties of the declaration."""


def reader_of(placed: Placed) -> _Reader | None:
    """Who reads a segment; None where it is not mapped."""
    return (_IN_INVOICES if placed.section is Section.INVOICE else _READERS).get(placed.path)


def read(making: Declaring, placed: Placed) -> None:
    """The next segment of a declaration. What is not mapped is passed over."""
    scope = making.scope_of(placed)
    reader = reader_of(placed)
    if reader is not None:
        reader(making, scope, placed.segment)
