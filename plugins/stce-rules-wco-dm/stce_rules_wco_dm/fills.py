"""Boxes that take more than the text of one element: codes put together, kinds told by another element.

The docstrings stand in the mapping table of the README.
"""

from __future__ import annotations

from stce_rules.intake.messages.draft import Part
from stce_rules.intake.messages.mapping import Fill, read_as
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.messages.values import Read, claim_of, word
from stce_rules.intake.quoting import quoted

__all__ = [
    "action",
    "additional_procedures",
    "classified",
    "commodity_code",
    "document_claim",
    "document_status",
    "document_type",
    "flow",
    "origin",
    "procedure",
    "statement",
]

# ---- what the declaration is for

ACTIONS = {"COR": "amendment", "INV": "cancellation"}
"""Types of further messages about a declaration (UK), which all have the function 13."""

_FUNCTIONS = {"1": "cancellation", "4": "amendment", "5": "amendment", "9": "original"}
"""Message functions of UN/EDIFACT 1225."""


def action(part: Part, box: str, node: Node) -> None:
    """Type `COR` amendment, `INV` cancellation; else function `9` original, `4`, `5` amendment, `1` cancellation."""
    kind, function = node.first("TypeCode"), node.first("FunctionCode")
    if kind is not None and kind.text in ACTIONS:
        part.put(box, ACTIONS[kind.text], kind.place)
    elif function is not None and function.text in _FUNCTIONS:
        part.put(box, _FUNCTIONS[function.text], function.place)
    elif function is not None:
        part.unreadable(box, f"{quoted(function.text)} is no known function of a message", function.place)


_FLOW = read_as(word({"IM": "import", "EX": "export"}, "type of declaration", letters=2))


def flow(part: Part, box: str, node: Node) -> None:
    """By its first two letters: `IM` import, `EX` export; blank in further messages about a declaration."""
    if node.text not in ACTIONS:
        _FLOW(part, box, node)


# ---- what the goods are


def commodity_code(part: Part, box: str, node: Node) -> None:
    """`Classification/ID` of type `TSP` (or `HS`), with that of type `TRC` after it."""
    taric = _of_types(node, "TRC")
    for one in _of_types(node, "TSP") or _of_types(node, "HS"):
        part.put(box, one.text + (taric[0].text if taric else ""), one.place)
    for one in taric[1:]:
        part.unreadable(box, f"{quoted(one.text)} is another TARIC code of the same goods", one.place)
    for one in _of_types(node, ""):
        part.unreadable(box, f"{quoted(one.text)} is a classification of no stated type", one.place)


def classified(kind: str, other: str | Read = "") -> Fill:
    """Every classification of a type: of a second one too, or read in a way of its own."""
    kinds = (kind, other) if isinstance(other, str) and other else (kind,)
    read = other if not isinstance(other, str) else None

    def put(part: Part, box: str, node: Node) -> None:
        for one in _of_types(node, *kinds):
            if read is None:
                part.add(box, one.text, one.place)
            else:
                read_as(read, many=True)(part, box, one)

    put.__doc__ = f"Each `Classification/ID` of type {' or '.join(f'`{one}`' for one in kinds)}"
    return put


def _of_types(commodity: Node, *kinds: str) -> list[Node]:
    found = [one for one in commodity.all("Classification") if one.said("IdentificationTypeCode") in kinds]
    return [named for one in found for named in one.all("ID") if named.text]


def origin(part: Part, box: str, node: Node) -> None:
    """`Origin/CountryCode`; where there are several, not that of type `2`, which is the origin for preference."""
    every = node.all("Origin")
    plain = [one for one in every if one.said("TypeCode") != "2"]
    for one in plain or every:
        for country in one.all("CountryCode"):
            part.put(box, country.text, country.place)


# ---- procedures and documents


def procedure(part: Part, box: str, node: Node) -> None:
    """`GovernmentProcedure/CurrentCode` and `PreviousCode` together, such as `1040`."""
    for one in node.all("GovernmentProcedure"):
        if one.said("PreviousCode"):
            part.put(box, one.said("CurrentCode") + one.said("PreviousCode"), one.place)


def additional_procedures(part: Part, box: str, node: Node) -> None:
    """Each `GovernmentProcedure/CurrentCode` without a `PreviousCode`."""
    for one in node.all("GovernmentProcedure"):
        if not one.said("PreviousCode"):
            part.add(box, one.said("CurrentCode"), one.place)


def document_type(part: Part, box: str, node: Node) -> None:
    """`CategoryCode` and `TypeCode` together, such as `X002`."""
    part.put(box, _type_of(node), node.place)


def document_claim(part: Part, box: str, node: Node) -> None:
    """By the type, see [document_claims.csv](../../stce_rules/intake/messages/data/document_claims.csv)."""
    part.put(box, claim_of(_type_of(node)), node.place)


def document_status(part: Part, box: str, node: Node) -> None:
    """Each type with its `LPCOExemptionCode`, such as `X002 EA`; the claim does not follow from it."""
    status = node.first("LPCOExemptionCode")
    if status is not None:
        part.add(box, f"{_type_of(node)} {status.text}", status.place)


def _type_of(document: Node) -> str:
    return document.said("CategoryCode") + document.said("TypeCode")


def statement(part: Part, box: str, node: Node) -> None:
    """Each `StatementCode` with its `StatementDescription`."""
    part.add(box, f"{node.said('StatementCode')} {node.said('StatementDescription')}", node.place)
