"""The frame of adapters for messages that are read whole."""

from __future__ import annotations

import gzip
import io

from stce_rules.core.declaration import Declaration
from stce_rules.intake.adapters import read
from stce_rules.intake.messages.adapter import MessageAdapter, NothingDeclaredError
from stce_rules.intake.messages.draft import Draft
from stce_rules.intake.messages.tree import Node
from stce_rules.intake.messages.xml import element_names, read_xml
from stce_rules.intake.refusal import Refused


def _declared(draft: Draft, node: Node) -> None:
    if node.said("Id") == "none":
        raise NothingDeclaredError("this one is empty")
    draft.put("id", node.said("Id"), node.place)


ADAPTER = MessageAdapter(
    name="test",
    title="test messages",
    recognised=lambda head: "D" in element_names(head),
    parse=read_xml,
    messages={"D": _declared},
    wrappers=frozenset({"W"}),
    answers={"R": "an answer"},
)


def _answers(raw: bytes) -> list[str]:
    """The id of each declaration, or code, place and sentence of the refusal."""
    return [
        one.id
        if isinstance(one, Declaration)
        else f"{one.diagnostics[0].code} {one.place} {one.diagnostics[0].message}"
        for one in ADAPTER.read(io.BytesIO(raw), "m")
    ]


def test_a_message_is_found_alone_and_wrapped() -> None:
    """Wrappers may be nested and hold several messages; a bad one does not stop the next."""
    assert _answers(b"<D><Id>A</Id></D>") == ["A"]
    assert _answers(b"<W><W><D><Id>A</Id></D></W></W>") == ["A"]
    assert _answers(b"<W><D><Id>A</Id></D><D/><D><Id>C</Id></D></W>") == [
        "A",
        "E604 m#2 the declaration has no id",
        "C",
    ]


def test_messages_that_declare_nothing_are_refused_as_such() -> None:
    """Answers, empty forms, other messages of the format and empty wrappers."""
    assert _answers(b"<R/>") == ["E617 m an answer"]
    assert _answers(b"<D><Id>none</Id></D>") == ["E617 m this one is empty"]
    assert _answers(b"<X/>") == ["E617 m 'X' is no declaration of this format"]
    assert _answers(b"<W><Y/></W>") == ["E617 m 'W' is no declaration of this format"]


def test_what_cannot_be_read_is_refused() -> None:
    """Text that is not well-formed, and a file that breaks off while it is unpacked."""
    assert _answers(b"<D>") == ["E615 m the message ends in the middle of an element"]
    packed = gzip.compress(b"<D><Id>" + bytes(range(65, 91)) * 4000 + b"</Id></D>")[:-40]
    (refused,) = read(io.BytesIO(packed), adapters=[ADAPTER], name="m.xml.gz")
    assert isinstance(refused, Refused)
    assert [one.code for one in refused.diagnostics] == ["E611"]
