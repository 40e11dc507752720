"""Boxes that take more than the text of one element.

The docstrings stand in the mapping table of the README.
"""

from __future__ import annotations

from stce_rules.intake.messages.draft import Part
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.messages.values import day
from stce_rules.intake.quoting import quoted
from stce_rules.intake.reading import Fault

__all__ = ["ACTIONS", "action", "commodity_code", "only_first", "statement", "transit", "version"]

ACTIONS = {"CC013C": "amendment", "CC014C": "cancellation", "CC015C": "original"}
"""Messages that declare, by name, and what each does."""


def action(part: Part, box: str, node: Node) -> None:
    """By the message: `CC013C` amendment, `CC014C` cancellation, `CC015C` original."""
    part.put(box, ACTIONS[node.name], node.place)


def version(part: Part, box: str, node: Node) -> None:
    """Of amendments and cancellations the digits of `preparationDateAndTime`, so that later ones count higher."""
    prepared = node.first("preparationDateAndTime")
    if ACTIONS[node.name] == "original" or prepared is None:
        return
    if isinstance(day(prepared), Fault):
        part.unreadable(box, f"{quoted(prepared.text)} is not a date", prepared.place)
    else:
        digits = "".join(one for one in prepared.text.partition("+")[0] if one.isdigit())
        part.put(box, digits[:14], prepared.place)


def transit(part: Part, box: str, node: Node) -> None:
    """`transit`: the system has no other."""
    part.put(box, "transit", node.place)


def commodity_code(part: Part, box: str, node: Node) -> None:
    """`harmonizedSystemSubHeadingCode` with `combinedNomenclatureCode` after it."""
    base = node.first("harmonizedSystemSubHeadingCode")
    if base is not None:
        part.put(box, base.text + node.said("combinedNomenclatureCode"), base.place)


def only_first(part: Part, box: str, node: Node) -> None:
    """The first; all stand in `extra.exit_offices`."""
    if node.parent is not None and node.parent.index == 1:
        part.put(box, node.text, node.place)


def statement(part: Part, box: str, node: Node) -> None:
    """Each `code` with its `text`."""
    part.add(box, f"{node.said('code')} {node.said('text')}", node.place)
