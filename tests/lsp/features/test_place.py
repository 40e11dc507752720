"""Tests of the statement at the caret: what may stand there, whatever stands before."""

from __future__ import annotations

import pytest

from stce_rules.core.fields import CATALOGUE
from stce_rules.core.span import Source
from stce_rules.language.parse import scanned
from stce_rules.language.reading.scan import Scanned
from stce_rules.lsp.features import place as place_module
from stce_rules.lsp.features.place import Place, place, statement_start

HEAD = 'rule "N" "n"\n  for each item\n  when '


def at(text: str) -> Place:
    """The place at the end of a text."""
    return place(Source("new.stce", text), len(text), CATALOGUE)


def test_a_place_tells_what_may_stand_there() -> None:
    """After a box and `is` values, `in` and `missing` may stand, and no clause."""
    found = at(HEAD + "hs is ")
    assert {"HS", "IN", "MISSING", "EXACTLY"} <= found.accepts
    assert "THEN" not in found.accepts
    assert found.tail(3) == ("WHEN", "field", "IS")


def test_nothing_is_open_before_a_statement() -> None:
    """Before the first word of a statement every statement may begin."""
    found = at("# a comment\n\n")
    assert (found.open, found.tokens) == ((), ())
    assert {"RULE", "USE", "LIST"} <= found.accepts


@pytest.mark.parametrize(
    ("before", "tail"),
    [
        ("hs is and destination is ", ("AND", "field", "IS")),
        ("any of:\n  - hs is\n  - destination is ", ("MINUS", "field", "IS")),
        ("any of:\n  - hs is 2931.41\n  then add ", ("when", "THEN", "ADD")),
        ("(hs is 2931.41 and cas is 67-56-1\n  then add ", ("when", "THEN", "ADD")),
        ("hs is nonsense 5 xx and origin is ", ("AND", "field", "IS")),
        ("net mass is more then 25 kg and origin is ", ("AND", "field", "IS")),
        ('x\n  because "y"\n  example "z" cas ', ("EXAMPLE", "STRING", "FIELD")),
        ('x then add 3 points\n  example "a" hs 2931.41\n  example "b" cas ', ("EXAMPLE", "STRING", "FIELD")),
        ("hs is 2931.41\n  thn add 5 points, at leats ", ("COMMA", "AT", "LEAST")),
        ("x then , at least ", ("THEN", "AT", "LEAST")),
    ],
)  # fmt: skip
def test_faults_before_the_place_are_bridged(before: str, tail: tuple[str, ...]) -> None:
    """What is left out is thought to stand there, and what is too much is passed over."""
    assert at(HEAD + before).tail(3) == tail


def test_a_missing_head_is_bridged() -> None:
    """A rule without its title and scope still has a condition."""
    assert at('rule "N" when ').tail(1) == ("WHEN",)


@pytest.mark.parametrize(
    "text",
    [
        '|rule "A" "a"\n  for each item\n  when\n    rule "B" hits and ',
        '|indicator a_b "t"\n  for each item\n  when hs is in\n    list own.goods and ',
        '|rule "A" "a"\n  example "b" cas missing,\n    exemption claim "Y901", ',
        'rule "A" "a" end\n\n|list hubs of countries is AE, ',
        'rule "A" "a"\n  for each item\n|exemption "E" "e"\n  ',
        '# rule "A"\n|use edition ',
    ],
)  # fmt: skip
def test_a_statement_begins_at_its_word(text: str) -> None:
    """A statement begins where a line begins with its word; the name of a list or of a rule that hits is none."""
    assert statement_start(text.replace("|", ""), len(text)) == text.index("|")


def test_only_the_statement_at_the_caret_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a long file no more is cut into words than the statement at the caret."""
    read: list[int] = []

    def counting(source: Source, fields: tuple[str, ...]) -> Scanned:
        read.append(len(source.text))
        return scanned(source, fields)

    monkeypatch.setattr(place_module, "scanned", counting)
    long = (HEAD + "hs is 2931.41\n  then add 5 points\nend\n\n") * 1000
    at(long + HEAD + "hs is ")
    assert sum(read) < 100
