"""Tests of reading the beginning of a statement, to learn what may come next."""

from __future__ import annotations

from stce_rules.core.span import Source
from stce_rules.language.parse import scanned, unfinished
from stce_rules.language.reading.tokens import END, Token


def _tokens(text: str) -> list[Token]:
    return scanned(Source("made.stce", text)).tokens


def test_it_tells_what_may_come_next() -> None:
    """After some words of a statement it tells the kinds of words that may come next."""
    found = unfinished()
    assert {"RULE", "USE"} <= found.accepts()
    assert found.read(_tokens("use")) == 1
    assert found.accepts() == {"EDITION", "LISTS", "RULES"}


def test_it_tells_when_a_statement_is_complete() -> None:
    """When a statement is complete, its end is among what may come next."""
    found = unfinished()
    found.read(_tokens("use edition 2022"))
    assert END in found.accepts()


def test_it_reads_as_far_as_can_be_understood() -> None:
    """It reads up to the first word that cannot stand there, and stays as it was before that word."""
    tokens = _tokens("list hubs of countries is AE, NO then")
    found, same = unfinished(), unfinished()
    assert found.read(tokens) == len(tokens) - 1
    same.read(tokens[:-1])
    assert found.accepts() == same.accepts()
    assert [one.type for one in found.open() if isinstance(one, Token)][-1] != "THEN"


def test_it_takes_all_words_or_none() -> None:
    """Several words are taken together or not at all."""
    found = unfinished()
    assert not found.take(*_tokens("use then"))
    assert not found.open()
    assert found.take(*_tokens("use edition"))
    assert found.accepts() == {"INTEGER"}
