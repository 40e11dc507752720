"""Segments that name parties, documents and references.

Enters: a segment. Leaves: parts of the declaration or of a goods item, with the source of each of their values.
"""

from __future__ import annotations

from stce_rules.intake.messages.values import claim_of
from stce_rules_edifact.declaring import Declaring, Scope
from stce_rules_edifact.directory import source, text, texts
from stce_rules_edifact.goods import fill_code
from stce_rules_edifact.mapping import find
from stce_rules_edifact.offers import Stated
from stce_rules_edifact.segments import Segment

__all__ = ["document", "expiry", "party", "reference"]


def document(making: Declaring, scope: Scope, segment: Segment) -> None:
    """DOC: a document presented, and what it claims to be."""
    kind = making.said(segment, "C002.1001")
    scope.document = None
    if kind.value:
        row = find("DOC", "1001", kind.value, scope.level)
        claim = row.word if row is not None else claim_of(kind.value)
        _present(making, scope, segment, kind, Stated(claim, kind.source), "C503.1004")


def reference(making: Declaring, scope: Scope, segment: Segment) -> None:
    """RFF: a licence, an entry of a control list, a commodity code, a line of an invoice."""
    kind = making.said(segment, "C506.1153")
    row = find("RFF", "1153", kind.value, scope.level)
    scope.document = None
    if kind.value == "IV":
        scope.invoices.append((text(segment, "C506.1154"), text(segment, "C506.1156")))
    elif row is not None and row.word and text(segment, "C506.1154"):
        _present(making, scope, segment, kind, Stated(row.word, kind.source), "C506.1154")
    elif row is not None and not row.word:
        fill_code(making, scope, row, making.said(segment, "C506.1154"))


def _present(making: Declaring, scope: Scope, segment: Segment, kind: Stated, claim: Stated, reference: str) -> None:
    scope.document = scope.part.next("documents", source(making.number, segment, ""))
    making.writer.put(scope.document, "type", kind)
    making.writer.put(scope.document, "claim", claim)
    making.put(scope.document, "reference", segment, reference)


def expiry(making: Declaring, scope: Scope, segment: Segment) -> None:
    """DTM behind a document: its last day."""
    row = find("DTM", "2005", text(segment, "C507.2005"), scope.level)
    if row is not None and row.box == "documents.expires" and scope.document is not None:
        making.writer.put(scope.document, "expires", making.day(segment))


def party(making: Declaring, scope: Scope, segment: Segment) -> None:
    """NAD: a party in its role. The first line of an unstructured address is its name, where no name is stated."""
    row = find("NAD", "3035", text(segment, "3035"), scope.level)
    if row is None:
        return
    if row.box == "payment_country":
        making.offer(scope, row, making.said(segment, "3207"))
        return
    lines, street = texts(segment, "C058.3124"), texts(segment, "C059.3042")
    name, element = " ".join(texts(segment, "C080.3036")), "C080.3036"
    if not name and lines:
        name, lines, element = lines[0], lines[1:], "C058.3124"
    town = [said for one in ("3164", "C819.3229", "3251") if (said := text(segment, one))]
    address = ", ".join((*lines, *street, *town))
    identifier, country = making.said(segment, "C082.3039"), making.said(segment, "3207")
    if not (identifier.value or name or address or country.value):
        return
    party = scope.part.next("parties", source(making.number, segment, ""))
    making.writer.put(party, "role", Stated(row.word, source(making.number, segment, "3035")))
    making.writer.put(party, "id", identifier)
    making.writer.put(party, "name", Stated(name, source(making.number, segment, element)))
    first = "C059.3042" if street and not lines else "C058.3124" if lines else "3164"
    making.writer.put(party, "address", Stated(address, source(making.number, segment, first)))
    making.writer.put(party, "country", country)
