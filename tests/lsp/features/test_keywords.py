"""Tests of the help for the words of the language."""

from __future__ import annotations

from stce_rules.core.assessment import CHANNELS
from stce_rules.language.checking.words import FLOWS, LIST_KINDS, STATUSES
from stce_rules.language.parse import words
from stce_rules.lsp.features.keywords import CHANNEL_HELP, FLOW_HELP, KEYWORDS, LIST_KIND_HELP, STATUS_HELP


def test_every_keyword_has_a_line_of_help() -> None:
    """The table holds each keyword of the grammar, and nothing else."""
    assert set(KEYWORDS) == {word for word in words().keywords if word.isalpha()}
    assert all(KEYWORDS.values())


def test_the_closed_sets_of_words_are_told_whole() -> None:
    """Statuses, flows, kinds of lists and channels are those of the language."""
    assert set(STATUS_HELP) == set(STATUSES)
    assert set(FLOW_HELP) == set(FLOWS)
    assert set(LIST_KIND_HELP) == set(LIST_KINDS)
    assert set(CHANNEL_HELP) == set(CHANNELS)


def test_help_is_one_short_line() -> None:
    """Help fits beside the word it is about."""
    assert all(len(line) <= 110 and "\n" not in line for line in KEYWORDS.values())
