"""Messages that went wrong on the way, and what is asked of adapters."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from stce_rules.core.declaration import Declaration, Item, ParseIssue
from stce_rules.core.diagnostics import Diagnostic
from stce_rules.intake.adapters import Refused
from stce_rules.intake.messages.xml import read_xml
from stce_rules.testing.messages import JSON_PARTS, XML_PARTS, bombs, boxes, keeps_promises, mutated, part_at, reported

MESSAGE = b"<M><A>1</A><B><C>2</C><C>3</C></B></M>"


class _Words:
    """An adapter for words: `no` is refused, `silent` gives nothing, others are declarations of that name."""

    name = "words"
    title = "words"

    def recognises(self, head: bytes, name: str) -> bool:
        """Everything."""
        return True

    def read(self, stream: BinaryIO, name: str) -> Iterator[Declaration | Refused]:
        """One declaration each."""
        for word in stream.read().decode().split():
            if word == "no":
                yield Refused(name, (Diagnostic("E617", "it says no", where=name),))
            elif word != "silent":
                issue = ParseIssue(code="W644", place="items[0].hs", message="no code")
                sources = {"items[0]": f"/{word}"}
                yield Declaration(id=word, items=[Item(number=1)], parse_issues=[issue], sources=sources)


def test_the_same_seed_damages_in_the_same_way() -> None:
    """Messages are repeatable, differ from one another, and mostly from the original."""
    first, again, other = (list(mutated([MESSAGE], seed=seed, count=50, parts=XML_PARTS)) for seed in (1, 1, 2))
    assert first == again != other
    assert len(set(first)) > 25
    assert len([one for one in first if one == MESSAGE]) < 10


def test_parts_are_elements_or_members() -> None:
    """An element with what it holds; a key with its value."""
    assert XML_PARTS.findall(MESSAGE) == [b"M"]
    assert [found[0] for found in XML_PARTS.finditer(MESSAGE[3:-4])] == [b"<A>1</A>", b"<B><C>2</C><C>3</C></B>"]
    assert JSON_PARTS.findall(b'{"a": "b", "c": 1}') == [b"{", b'"a": "b",', b'"c": 1', b"}"]


def test_an_empty_message_can_be_damaged_too() -> None:
    """Nothing is asked of what is given."""
    assert len(list(mutated([b""], seed=1, count=20, parts=JSON_PARTS))) == 20


def test_an_adapter_that_gives_no_answer_is_found_out() -> None:
    """A message gives a declaration or a refusal, never nothing."""
    assert [type(one) for one in keeps_promises(_Words(), b"yes no")] == [Declaration, Refused]
    with pytest.raises(AssertionError, match="a message gives a declaration or a refusal"):
        keeps_promises(_Words(), b"silent")


def test_the_report_of_a_file_has_sources(tmp_path: Path) -> None:
    """Refusals, then what could not be read, with the place in the message."""
    path = tmp_path / "m.txt"
    path.write_bytes(b"yes no")
    assert reported(_Words(), path) == "W644 yes: items[0].hs: no code (/yes)\nE617 m.txt: it says no\n"


def test_boxes_are_listed_by_path() -> None:
    """Every value once; where it stood and what could not be read is left out."""
    (read,) = _Words().read(io.BytesIO(b"yes"), "")
    assert isinstance(read, Declaration)
    assert boxes(read) == {"id": "yes", "items[0].number": 1}


def test_a_place_leads_to_its_part() -> None:
    """The path of a part finds it again; another finds nothing."""
    root = read_xml(MESSAGE, "")
    found = part_at(root, "/M/B/C[2]")
    assert found is not None
    assert (found.text, found.place) == ("3", "/M/B/C[2]")
    assert [part_at(root, place) for place in ("/M/B/C[3]", "/M/D", "/N")] == [None, None, None]


def test_bombs_are_of_the_format() -> None:
    """Each begins like a message of the format."""
    assert len([name for name, bomb in bombs("M") if b"<M" in bomb[:5_000_000]]) == 7
