"""Boxes that take more than the text of one element.

The docstrings stand in the mapping table of the README.
"""

from __future__ import annotations

from stce_rules.intake.messages.draft import Part
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.messages.values import day
from stce_rules.intake.quoting import quoted
from stce_rules.intake.reading import Fault

__all__ = ["ACTIONS", "action", "inbound", "version"]

ACTIONS = {"CC313A": "amendment", "CC315A": "original"}
"""Messages that declare, by name, and what each does."""


def action(part: Part, box: str, node: Node) -> None:
    """By the message: `CC313A` amendment, `CC315A` original."""
    part.put(box, ACTIONS[node.name], node.place)


def inbound(part: Part, box: str, node: Node) -> None:
    """`import`: the goods are brought in, perhaps to pass through."""
    part.put(box, "import", node.place)


def version(part: Part, box: str, node: Node) -> None:
    """The time of the amendment, year first, so that later ones count higher."""
    if isinstance(day(node), Fault) or not node.text.isdigit():
        part.unreadable(box, f"{quoted(node.text)} is not a date", node.place)
    else:
        part.put(box, node.text, node.place)
