"""The adapter: which messages of the WCO Data Model declare something, and how each is read.

The format is told by its elements. A declaration may stand alone, in the `MetaData` that UK CDS sends around it, or in
a SOAP envelope.
"""

from __future__ import annotations

from typing import Final

from stce_rules.intake.messages.adapter import MessageAdapter, NothingDeclaredError
from stce_rules.intake.messages.draft import Draft
from stce_rules.intake.messages.mapping import check_count, fill, part_of_whole
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.messages.xml import element_names, read_xml
from stce_rules_wco_dm.mapping import ROWS

__all__ = ["ADAPTER", "ROWS"]

_WRAPPERS: Final = frozenset({"MetaData", "Envelope", "Body"})
_OPENING = _WRAPPERS | {"Declaration", "Response"}
_MARKS = frozenset({"WCODataModelVersionCode", "WCOTypeName", "FunctionCode", "FunctionalReferenceID", "GoodsShipment"})
_NOTICES = {"GPN": "'GPN' tells that goods have arrived; it declares none"}


def _recognised(head: bytes) -> bool:
    names = list(element_names(head))
    if not names or names[0] not in _OPENING or not {"MetaData", "Declaration", "Response"} & set(names):
        return False
    return b"urn:wco:datamodel" in head or bool(_MARKS & set(names))


def _declaration(draft: Draft, node: Node) -> None:
    kind = node.said("TypeCode")
    if kind in _NOTICES:
        raise NothingDeclaredError(_NOTICES[kind])
    fill(ROWS, draft, node)
    if kind == "COR" or node.said("FunctionCode") == "4":
        part_of_whole(draft, node)
    else:
        check_count(draft, node, "GoodsItemQuantity", len(node.all("GoodsShipment/GovernmentAgencyGoodsItem")))


ADAPTER: Final = MessageAdapter(
    name="wco-dm",
    title="WCO Data Model declaration in XML",
    recognised=_recognised,
    parse=read_xml,
    messages={"Declaration": _declaration},
    wrappers=_WRAPPERS,
    answers={"Response": "a 'Response' is an answer of customs; it declares nothing"},
)
"""Declarations, amendments and cancellations; answers of customs are refused."""
