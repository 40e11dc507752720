"""Messages that went wrong on the way: a declaration or a refusal, whatever comes."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from stce_rules_edifact import EdifactAdapter

from stce_rules.core.declaration import Declaration
from stce_rules.testing.messages import keeps_promises, mutated

ADAPTER = EdifactAdapter()
MESSAGES = [path.read_bytes() for path in sorted((Path(__file__).resolve().parent / "corpus").glob("*/message.edi"))]
SEGMENTS = re.compile(rb"[A-Z]{3}[+|][^'~]*['~]\s*")
"""What is lost or doubled as a whole."""


@pytest.mark.parametrize(("seed", "count"), [(1, 300), pytest.param(2, 10_000, marks=pytest.mark.slow)])
def test_every_mutated_message_gives_an_answer(seed: int, count: int) -> None:
    """Nothing escapes, whatever was flipped, cut, doubled or put in; a good part is still read."""
    answers = [
        answer
        for message in mutated(MESSAGES, seed=seed, count=count, parts=SEGMENTS)
        for answer in keeps_promises(ADAPTER, message)
    ]
    read = [one for one in answers if isinstance(one, Declaration)]
    assert count // 2 < len(read) < len(answers)
    assert any(one.parse_issues for one in read)


@pytest.mark.parametrize("message", MESSAGES, ids=range(len(MESSAGES)))
def test_own_messages_keep_the_promises(message: bytes) -> None:
    """What is declared can be written and read again, and what is told can be printed."""
    keeps_promises(ADAPTER, message)


def test_a_sound_message_survives_its_neighbours() -> None:
    """Whatever is done to the message before it, a message with its own header is read as it was."""
    sound = b"UNH+S+CUSDEC:D:99B:UN'BGM+830+SOUND+9'UNS+D'CST+1+29307000:122'UNS+S'UNT+6+S'"
    (alone,) = ADAPTER.read(io.BytesIO(sound), "")
    assert isinstance(alone, Declaration)
    expected = (alone.id, alone.items)
    before = [one for one in MESSAGES if b"UNOX" not in one and b"UNA" not in one]
    for message in mutated(before, seed=3, count=300, parts=SEGMENTS):
        if b"UNO" in message and b"UNA" not in message and b"UNOX" not in message:
            read = ADAPTER.read(io.BytesIO(message + b"\n" + sound), "")
            assert expected in [(one.id, one.items) for one in read if isinstance(one, Declaration)]
