"""The adapter: transit declarations, their amendments and cancellations, in XML or JSON.

The format is told by the name of the message, in XML alone or in a SOAP envelope, in JSON as the only key.
"""

from __future__ import annotations

import re
from typing import Final

from stce_rules.intake.messages.adapter import MessageAdapter
from stce_rules.intake.messages.draft import Draft
from stce_rules.intake.messages.mapping import fill
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.messages.xml import element_names, read_xml
from stce_rules_ncts.fills import ACTIONS
from stce_rules_ncts.json_tree import read_json
from stce_rules_ncts.mapping import ROWS

__all__ = ["ADAPTER", "ROWS"]

_WRAPPERS: Final = frozenset({"Envelope", "Body"})
_MESSAGE = re.compile(r"CC[0-2]\d\dC")
"""Messages of transit; those of export are CC5 and more."""
_IN_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*\{\s*"(?:[\w.-]+:)?CC[0-2]\d\dC"\s*:\s*\{')


def _recognised(head: bytes) -> bool:
    if _IN_JSON.match(head):
        return True
    names = (name for name in element_names(head) if name not in _WRAPPERS | {"Header"})
    return _MESSAGE.fullmatch(next(names, "")) is not None


def _parse(raw: bytes, name: str) -> Node:
    return read_json(raw, name) if raw.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{") else read_xml(raw, name)


def _declaration(draft: Draft, node: Node) -> None:
    fill(ROWS, draft, node)


ADAPTER: Final = MessageAdapter(
    name="ncts",
    title="NCTS transit declaration in XML or JSON",
    recognised=_recognised,
    parse=_parse,
    messages=dict.fromkeys(ACTIONS, _declaration),
    wrappers=_WRAPPERS,
)
"""Declarations, amendments and cancellations; other messages of the system are refused."""
