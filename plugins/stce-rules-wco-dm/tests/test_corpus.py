"""The adapter's own messages: what is said of each, and what each declares, to the letter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from stce_rules_wco_dm import ADAPTER

from stce_rules.core.declaration import Declaration
from stce_rules.intake.canonical import encode
from stce_rules.testing.messages import reported

FOLDER = Path(__file__).resolve().parent / "corpus"
CASES = sorted(FOLDER.iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_report_is_exactly_the_one_expected(case: Path) -> None:
    """What is said of a message stands beside it."""
    (message,) = case.glob("message.*")
    assert reported(ADAPTER, message) == (case / "expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_declarations_are_exactly_those_expected(case: Path) -> None:
    """Every box with its value, and every value with its place in the message."""
    (message,) = case.glob("message.*")
    with message.open("rb") as stream:
        read = [json.loads(encode(one)) for one in ADAPTER.read(stream, "") if isinstance(one, Declaration)]
    beside = case / "declarations.json"
    assert read == (json.loads(beside.read_text(encoding="utf-8")) if beside.is_file() else [])
