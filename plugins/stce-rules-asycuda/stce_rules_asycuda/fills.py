"""Boxes that take more than the text of one element, or another element's word for what it means.

The docstrings stand in the mapping table of the README.
"""

from __future__ import annotations

import hashlib
import re

from stce_rules.intake.messages.draft import Part
from stce_rules.intake.messages.mapping import amount, counted
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.quoting import quoted

__all__ = [
    "as_named",
    "commodity_code",
    "exit_office",
    "first_line",
    "flow",
    "further_lines",
    "identity",
    "invoiced",
    "is_named",
    "licence",
    "model",
    "position",
    "supplementary",
]

# ---- which declaration it is

_REGISTRATION = "Identification/Registration"
_REFERENCE = "Declarant/Reference"


def is_named(node: Node) -> bool:
    """Whether the declaration is registered or has a reference of its declarant."""
    return bool(node.said(f"{_REGISTRATION}/Number") or node.said(f"{_REFERENCE}/Number"))


def identity(part: Part, box: str, node: Node) -> None:
    """Office, year and registration, as `JMKAJ/2025/C8879`; else code of the declarant, year and reference."""
    registered, referred = node.first(f"{_REGISTRATION}/Number"), node.first(f"{_REFERENCE}/Number")
    if registered is not None:
        office = node.said("Identification/Office_segment/Customs_clearance_office_code")
        serial = node.said(f"{_REGISTRATION}/Serial_number")
        part.put(box, _joined(office, _year(node), serial + registered.text), registered.place)
    elif referred is not None:
        name = _joined(node.said("Declarant/Declarant_code"), node.said(f"{_REFERENCE}/Year"), referred.text)
        part.put(box, name, referred.place)
    else:
        name = f"unnamed-{_digest(node)}"
        part.put(box, name, node.place)
        part.draft.tell("W648", "", "there is neither a registration nor a reference of the declarant", node.place)


_YEAR = re.compile(r"\d{4}|(?<=/)\d\d$", re.ASCII)


def _year(node: Node) -> str:
    """The year of registration; its date may be ambiguous, the year in it is not."""
    stated = node.said("Assessment_notice/Registration_year")
    found = None if stated else _YEAR.search(node.said(f"{_REGISTRATION}/Date"))
    return stated if found is None else f"20{found[0]}"[-4:]


def _joined(*parts: str) -> str:
    return "/".join(one for one in parts if one)


def _digest(node: Node) -> str:
    """The same for the same content, however it is laid out."""
    digest = hashlib.sha256()
    waiting = [node]
    while waiting:
        one = waiting.pop()
        digest.update(f"<{one.name}>{one.text}</".encode("utf-8", "surrogatepass"))
        waiting.extend(one.children)
    return digest.hexdigest()[:16]


def flow(part: Part, box: str, node: Node) -> None:
    """`I` import, `E` export; of general procedure `3` an export is a re-export, `8` is transit."""
    procedure = node.root.said("Identification/Type/Declaration_gen_procedure_code")
    word = {"I": "import", "E": "export"}.get(node.text.upper())
    if word is None:
        part.unreadable(box, f"{quoted(node.text)} is neither import (I) nor export (E)", node.place)
    elif procedure == "8":
        part.put(box, "transit", node.place)
    else:
        part.put(box, "re-export" if (word, procedure) == ("export", "3") else word, node.place)


def model(part: Part, box: str, node: Node) -> None:
    """`Type_of_declaration` and `Declaration_gen_procedure_code` together, such as `IM4`."""
    part.put(box, node.said("Type_of_declaration") + node.said("Declaration_gen_procedure_code"), node.place)


def exit_office(part: Part, box: str, node: Node) -> None:
    """`Export_release/Actual_office_of_exit_code`, else of an export `Transport/Border_office/Code`."""
    found = node.first("Export_release/Actual_office_of_exit_code")
    if found is None and node.said("Property/Sad_flow").upper() == "E":
        found = node.first("Transport/Border_office/Code")
    if found is not None:
        part.put(box, found.text, found.place)


# ---- parties: name and address stand in one text


def first_line(part: Part, box: str, node: Node) -> None:
    """The first line."""
    part.put(box, _lines(node)[0], node.place)


def further_lines(part: Part, box: str, node: Node) -> None:
    """The lines after the first, joined."""
    part.put(box, ", ".join(_lines(node)[1:]), node.place)


def _lines(node: Node) -> list[str]:
    """The lines that say something, without commas at their ends."""
    lines = (line.strip().rstrip(",").rstrip() for line in node.text.splitlines())
    return [line for line in lines if line] or [""]


# ---- goods items


def position(part: Part, box: str, node: Node) -> None:
    """Its place among the items, from 1: items are not numbered."""
    part.put(box, str(node.index), node.place)


def commodity_code(part: Part, box: str, node: Node) -> None:
    """`Commodity_code` with `Precision_1` to `Precision_4` after it."""
    base = node.first("Commodity_code")
    if base is not None:
        further = "".join(node.said(f"Precision_{index}") for index in (1, 2, 3, 4))
        part.put(box, base.text + further, base.place)


_SPELLINGS = ("Suppplementary_unit", "Supplementary_unit")
"""The first is how ASYCUDA spells it."""


def supplementary(part: Part, box: str, node: Node) -> None:
    """The first `Supplementary_unit` with a unit and a quantity, in either spelling (`Suppplementary_unit_code`)."""
    for one in node.all("Supplementary_unit"):
        for spelling in _SPELLINGS:
            unit, value = one.first(f"{spelling}_code"), one.first(f"{spelling}_quantity")
            if unit is not None and value is not None:
                counted(part, box, value, unit)
                return


def invoiced(part: Part, box: str, node: Node) -> None:
    """Amount, with `Item_Invoice/Currency_code`, else with `Valuation/Gs_Invoice/Currency_code` of the header."""
    own = node.parent.first("Currency_code") if node.parent is not None else None
    amount(part, box, node, own or node.root.first("Valuation/Gs_Invoice/Currency_code"))


def as_named(part: Part, box: str, node: Node) -> None:
    """The name of the element: there is no code."""
    part.put(box, node.name, node.place)


def licence(part: Part, box: str, node: Node) -> None:
    """`licence`."""
    part.put(box, "licence", node.place)
