"""The frame of an adapter for messages that are read whole: refusing, unwrapping, one answer for each message.

Enters: a stream, and for each kind of message the function that fills a draft from it. Leaves: declarations and
refusals. Promises: those of `intake.adapters`; a kind of message that declares nothing is refused as such (E617).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.canonical import LIMIT_BYTES
from stce_rules.intake.messages.draft import Draft
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.quoting import quoted
from stce_rules.intake.refusal import Refused
from stce_rules.intake.streams import DAMAGED, damaged

__all__ = ["MessageAdapter", "NothingDeclaredError"]


class NothingDeclaredError(Exception):
    """Raised by the reader of a message that declares nothing after all; its text is the sentence of the report."""


@dataclass(frozen=True, slots=True)
class MessageAdapter:
    """An adapter of `intake.adapters`.

    `recognised` looks at the head of a message, `parse` makes a tree of the whole (StceError where it cannot),
    `messages` are the readers by the name of a message, `answers` what is said of a message that declares nothing, by
    its name. A message may stand inside `wrappers`, several in one.
    """

    name: str
    title: str
    recognised: Callable[[bytes], bool]
    parse: Callable[[bytes, str], Node]
    messages: Mapping[str, Callable[[Draft, Node], None]]
    wrappers: frozenset[str] = frozenset()
    answers: Mapping[str, str] = field(default_factory=dict)

    def recognises(self, head: bytes, name: str) -> bool:  # noqa: ARG002 (content decides)
        """By the first elements of the message."""
        return self.recognised(head)

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        """Every message of the document."""
        try:
            root = self.parse(stream.read(LIMIT_BYTES + 1), name)
        except DAMAGED:
            yield Refused(name, (damaged(name),))
            return
        except StceError as refused:
            yield Refused(name, refused.diagnostics)
            return
        found = self._messages(root)
        for index, node in enumerate(found):
            yield self._read(node, name if len(found) == 1 else f"{name}#{index + 1}")

    def _messages(self, root: Node) -> list[Node]:
        """The messages in the order of the document; what stands in their place where there is none."""
        found: list[Node] = []
        inner = [root]
        while inner:
            node = inner.pop()
            if node.name in self.messages or node.name in self.answers:
                found.append(node)
            elif node.name in self.wrappers:
                inner.extend(reversed([*node.children]))
        return found or [root]

    def _read(self, node: Node, place: str) -> Declaration | Refused:
        node.parent = None
        reader = self.messages.get(node.name)
        if reader is None:
            said = self.answers.get(node.name, f"{quoted(node.name)} is no declaration of this format")
            return Refused(place, (Diagnostic("E617", said, where=place),))
        draft = Draft(place)
        try:
            reader(draft, node)
        except NothingDeclaredError as nothing:
            return Refused(place, (Diagnostic("E617", str(nothing), where=place),))
        except StceError as refused:
            return Refused(place, tuple(replace(one, where=place) for one in refused.diagnostics))
        return draft.finished()
