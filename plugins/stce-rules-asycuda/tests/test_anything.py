"""Messages that went wrong on the way: a declaration or a refusal, whatever comes."""

from __future__ import annotations

from pathlib import Path

import pytest
from stce_rules_asycuda import ADAPTER

from stce_rules.core.declaration import Declaration
from stce_rules.intake.adapters import Refused
from stce_rules.testing.messages import XML_PARTS, bombs, keeps_promises, mutated

MESSAGES = [path.read_bytes() for path in sorted((Path(__file__).resolve().parent / "corpus").glob("*/message.*"))]


@pytest.mark.parametrize(("seed", "count"), [(1, 300), pytest.param(2, 10_000, marks=pytest.mark.slow)])
def test_every_mutated_message_gives_an_answer(seed: int, count: int) -> None:
    """Nothing escapes, whatever was flipped, cut, doubled or put in; a good part is still read."""
    answers = [
        answer
        for message in mutated(MESSAGES, seed=seed, count=count, parts=XML_PARTS)
        for answer in keeps_promises(ADAPTER, message)
    ]
    read = [one for one in answers if isinstance(one, Declaration)]
    assert count // 10 < len(read) < len(answers)
    assert any(one.parse_issues for one in read)


@pytest.mark.parametrize("message", MESSAGES, ids=range(len(MESSAGES)))
def test_own_messages_keep_the_promises(message: bytes) -> None:
    """Every message of the corpus is recognised by its content."""
    assert ADAPTER.recognises(message[:4096], "")
    keeps_promises(ADAPTER, message)


@pytest.mark.parametrize("message", [pytest.param(bomb, id=name) for name, bomb in bombs("ASYCUDA")])
def test_what_is_meant_to_do_harm_is_refused(message: bytes) -> None:
    """A small document that would become large, or a large one that says nothing, is not read to its end."""
    (refused,) = keeps_promises(ADAPTER, message)
    assert isinstance(refused, Refused)
    assert [one.code for one in refused.diagnostics] == ["E616"]
