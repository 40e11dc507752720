"""Messages that went wrong on the way: a declaration or a refusal, whatever comes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from stce_rules_ncts import ADAPTER

from stce_rules.core.declaration import Declaration
from stce_rules.intake.adapters import Refused
from stce_rules.testing.messages import JSON_PARTS, XML_PARTS, bombs, keeps_promises, mutated

CORPUS = Path(__file__).resolve().parent / "corpus"
IN_XML = [path.read_bytes() for path in sorted(CORPUS.glob("*/message.xml"))]
IN_JSON = [path.read_bytes() for path in sorted(CORPUS.glob("*/message.json"))]


@pytest.mark.parametrize(("seed", "count"), [(1, 300), pytest.param(2, 10_000, marks=pytest.mark.slow)])
@pytest.mark.parametrize(("messages", "parts"), [(IN_XML, XML_PARTS), (IN_JSON, JSON_PARTS)], ids=["xml", "json"])
def test_every_mutated_message_gives_an_answer(
    seed: int, count: int, messages: list[bytes], parts: re.Pattern[bytes]
) -> None:
    """Nothing escapes, whatever was flipped, cut, doubled or put in; a good part is still read."""
    answers = [
        answer
        for message in mutated(messages, seed=seed, count=count, parts=parts)
        for answer in keeps_promises(ADAPTER, message)
    ]
    read = [one for one in answers if isinstance(one, Declaration)]
    assert count // 20 < len(read) < len(answers)
    assert any(one.parse_issues for one in read)


@pytest.mark.parametrize("message", [*IN_XML, *IN_JSON], ids=range(len(IN_XML + IN_JSON)))
def test_own_messages_keep_the_promises(message: bytes) -> None:
    """Every message of the corpus is recognised by its content."""
    assert ADAPTER.recognises(message[:4096], "")
    keeps_promises(ADAPTER, message)


@pytest.mark.parametrize("message", [pytest.param(bomb, id=name) for name, bomb in bombs("CC015C")])
def test_what_is_meant_to_do_harm_is_refused(message: bytes) -> None:
    """A small document that would become large, or a large one that says nothing, is not read to its end."""
    (refused,) = keeps_promises(ADAPTER, message)
    assert isinstance(refused, Refused)
    assert [one.code for one in refused.diagnostics] == ["E616"]
