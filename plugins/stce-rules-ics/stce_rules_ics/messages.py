"""The adapter: entry summary declarations and their amendments.

The format is told by the name of the message, alone or in a SOAP envelope.
"""

from __future__ import annotations

import re
from typing import Final

from stce_rules.intake.messages.adapter import MessageAdapter
from stce_rules.intake.messages.draft import Draft
from stce_rules.intake.messages.mapping import check_count, fill
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.messages.xml import element_names, read_xml
from stce_rules_ics.fills import ACTIONS
from stce_rules_ics.mapping import ROWS

__all__ = ["ADAPTER", "ROWS"]

_WRAPPERS: Final = frozenset({"Envelope", "Body"})
_MESSAGE = re.compile(r"CC3\d\dA")


def _recognised(head: bytes) -> bool:
    """By the first element that is named like a message; in an envelope, headers may stand before it."""
    names = list(element_names(head))
    if not names or (names[0] != "Envelope" and not _MESSAGE.fullmatch(names[0])):
        return False
    return any(_MESSAGE.fullmatch(name) for name in names)


def _declaration(draft: Draft, node: Node) -> None:
    fill(ROWS, draft, node)
    check_count(draft, node, "HEAHEA/TotNumOfIteHEA305", len(node.all("GOOITEGDS")))


ADAPTER: Final = MessageAdapter(
    name="ics",
    title="ICS entry summary declaration in XML",
    recognised=_recognised,
    parse=read_xml,
    messages=dict.fromkeys(ACTIONS, _declaration),
    wrappers=_WRAPPERS,
)
"""Declarations and amendments; other messages of the system are refused."""
