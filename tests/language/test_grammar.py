"""The parser of the grammar: which file of tables is used, and that they are those of the grammar."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from lark import Lark

from stce_rules.core.fields import CATALOGUE
from stce_rules.core.span import Source
from stce_rules.language import grammar, parse
from stce_rules.language.reading.statements import split
from stce_rules.language.reading.tokens import Node, Token
from stce_rules.resources import folder

_PLACE = folder("grammar") / "stce.tables.json"
_TEXT = (folder("grammar") / "stce.lark").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def fresh() -> Lark:
    """The parser that Lark makes of the grammar now."""
    return grammar._made(_TEXT)


def test_the_grammar_has_no_conflict() -> None:
    """Lark builds the grammar in strict mode: no two readings, no two kinds of word that overlap."""
    assert grammar._made(_TEXT, fields=parse._boxes(CATALOGUE), strict=True).options.parser == "lalr"


def test_the_shipped_tables_are_used() -> None:
    """The tables beside the grammar are of its text; `python -m stce_rules.language.grammar` writes them anew."""
    assert grammar._kept(_PLACE, _TEXT) is not None


def test_statements_are_read_as_by_a_parser_made_anew(fresh: Lark, repository: Path) -> None:
    """The corpus gives the same trees, and halts at the same words with the same ways on, by both parsers."""
    kept = grammar._kept(_PLACE, _TEXT)
    assert kept is not None
    ours, theirs = parse._Machine(kept, CATALOGUE), parse._Machine(fresh, CATALOGUE)
    assert (ours.words, ours.patterns) == (theirs.words, theirs.patterns)
    read = halted = 0
    for place in sorted((repository / "tests" / "corpus").rglob("*.stce")):
        source = Source(place.name, place.read_text(encoding="utf-8", errors="replace"))
        for run in split(parse.scanned(source).tokens, source.text):
            found = _told(ours, run)
            assert found == _told(theirs, run)
            halted += isinstance(found[0], int)
            read += isinstance(found[0], str)
    assert read > 300
    assert halted > 30


def _told(machine: parse._Machine, run: Sequence[Token]) -> tuple[object, ...]:
    """The tree, or where it halts and what may stand there."""
    found = machine.run(run)
    return _plain(found) if isinstance(found, Node) else (found.index, found.accepts())


def _plain(part: Token | Node) -> tuple[object, ...]:
    """Names of forms and texts of words."""
    return (str(part.rule), *map(_plain, part.children)) if isinstance(part, Node) else (part.type, part.text)


def test_an_edit_of_the_grammar_is_seen_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables made of another text are not used; those that are then written beside the edited text are."""
    edited = _TEXT.replace('"edition" INTEGER', '"issue" INTEGER')
    (tmp_path / "stce.lark").write_text(edited, encoding="utf-8")
    (tmp_path / "stce.tables.json").write_bytes(_PLACE.read_bytes())
    monkeypatch.setattr(grammar, "folder", lambda _: tmp_path)
    assert grammar._kept(tmp_path / "stce.tables.json", edited) is None
    assert "ISSUE" in _kinds(grammar.parser())
    grammar.main()
    kept = grammar._kept(tmp_path / "stce.tables.json", edited)
    assert kept is not None
    assert "ISSUE" in _kinds(kept)


def _kinds(lark: Lark) -> set[str]:
    return {one.name for one in lark.terminals}


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x80\x04\x95\x1d\x00\x00\x00\x00\x00\x00\x00\x8c\x08builtins",
        _PLACE.read_bytes()[:-2000],
        _PLACE.read_bytes().replace(b'"tokens"', b'"words"', 1),
        _PLACE.read_bytes().replace(b'"lark": "', b'"lark": "0.', 1),
        None,
    ],
    ids=["empty", "pickle", "cut-off", "without-a-table", "of-another-lark", "absent"],
)
def test_a_damaged_or_foreign_file_is_not_used(
    content: bytes | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that holds anything else means tables found anew, not a fault."""
    (tmp_path / "stce.lark").write_text(_TEXT, encoding="utf-8")
    if content is not None:
        (tmp_path / "stce.tables.json").write_bytes(content)
    monkeypatch.setattr(grammar, "folder", lambda _: tmp_path)
    assert grammar._kept(tmp_path / "stce.tables.json", _TEXT) is None
    assert "RULE" in _kinds(grammar.parser())


def test_the_pattern_of_the_boxes_is_filled_in() -> None:
    """The words of the boxes stand in the pattern as if they had stood in the grammar, marks and all."""
    fields = (*CATALOGUE, "tax-code (new)", "tax")
    ours = parse._Machine(grammar.parser(), fields).patterns
    assert ours == grammar.patterns(grammar._made(_TEXT, fields=parse._boxes(fields)))
