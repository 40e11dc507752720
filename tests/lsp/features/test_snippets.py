"""Tests of whole statements, clauses and phrases: each of them is a sentence of the language."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import has_errors, report
from stce_rules.core.span import Source
from stce_rules.language.format import format as formatted
from stce_rules.language.parse import parse
from stce_rules.lsp.features import snippets
from stce_rules.lsp.features.completion import complete
from stce_rules.lsp.features.surroundings import Surroundings
from stce_rules.rulesets.authored import author
from tests.lsp.features.desk import TODAY


def _filled(text: str) -> str:
    """A snippet with each placeholder as it is, the first choice where there are several; other gaps are empty."""
    text = re.sub(r"\$\{\d+\|([^,|]*)[^}]*\}", r"\1", text)
    text = re.sub(r"\$\{\d+:([^}]*)\}", r"\1", text)
    return re.sub(r"\$\d", "", text)


def _statement(label: str) -> str:
    found = complete(Surroundings(Source("new.stce", ""), TODAY), 0).items
    return _filled(next(one.insert for one in found if one.label == label))


def _faults(text: str) -> str:
    found = parse(Source("made.stce", text)).diagnostics
    return report(found)


@pytest.mark.parametrize("label", snippets.STATEMENTS)
def test_a_whole_statement_reads_without_a_fault(label: str) -> None:
    """A statement from a snippet is understood, its placeholders left as they are."""
    assert not _faults(_statement(label))


@pytest.mark.parametrize("label", ["rule", "indicator", "decision", "list", "parameter", "measure"])
def test_a_whole_statement_is_laid_out_as_the_formatter_does(label: str) -> None:
    """Formatting a statement from a snippet changes nothing."""
    text = _statement(label)
    source = Source("made.stce", text)
    assert formatted(parse(source).file, source) == text


@pytest.mark.parametrize("label", ["rule", "indicator"])
def test_a_new_unit_checks_clean(tmp_path: Path, label: str) -> None:
    """A rule or indicator from a snippet has no error, its examples included."""
    path = tmp_path / "new.stce"
    path.write_text(_statement(label), encoding="utf-8")
    found = author([path]).diagnostics
    assert not has_errors(found), report(found)


@pytest.mark.parametrize("label", snippets.WINDOWS)
def test_a_window_reads_without_a_fault(label: str) -> None:
    """A sentence about past declarations is understood."""
    text = f'indicator made "m"\n  for each item\n  when {_filled(snippets.WINDOWS[label])}\nend\n'
    assert not _faults(text)


@pytest.mark.parametrize("label", snippets.DECISIONS)
def test_a_line_of_a_decision_reads_without_a_fault(label: str) -> None:
    """A line of a decision is understood."""
    assert not _faults(f"decision\n  {_filled(snippets.DECISIONS[label][1])}\nend\n")


def test_every_saying_is_explained() -> None:
    """Whatever can be said of a box is told in a line."""
    for phrases in snippets.RELATIONS.values():
        for phrase in phrases:
            assert any(phrase.startswith(one) for one in snippets.SAYINGS), phrase
