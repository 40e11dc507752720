"""The adapter: single administrative documents (SAD) as ASYCUDA World writes them."""

from __future__ import annotations

from typing import Final

from stce_rules.intake.messages.adapter import MessageAdapter, NothingDeclaredError
from stce_rules.intake.messages.draft import Draft
from stce_rules.intake.messages.mapping import check_count, fill
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.messages.xml import element_names, read_xml
from stce_rules_asycuda.fills import is_named
from stce_rules_asycuda.mapping import ROWS

__all__ = ["ADAPTER", "ROWS"]


def _recognised(head: bytes) -> bool:
    return next(element_names(head), "") == "ASYCUDA"


def _declaration(draft: Draft, node: Node) -> None:
    items = node.all("Item")
    if not is_named(node) and all(one.is_blank for one in items):
        raise NothingDeclaredError("the form is empty: it has no goods items and no reference")
    fill(ROWS, draft, node)
    check_count(draft, node, "Property/Nbers/Total_number_of_items", len(items))


ADAPTER: Final = MessageAdapter(
    name="asycuda",
    title="ASYCUDA World declaration in XML",
    recognised=_recognised,
    parse=read_xml,
    messages={"ASYCUDA": _declaration},
)
"""Declarations; an empty form is refused."""
