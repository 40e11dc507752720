"""Tests of the outline of a file, and of what can be folded."""

from __future__ import annotations

from pathlib import Path

from stce_rules.core.span import Source
from stce_rules.lsp.features.folding import Fold, folds
from stce_rules.lsp.features.surroundings import Surroundings
from stce_rules.lsp.features.symbols import SymbolKind, find, outline
from tests.lsp.features.desk import COMMON, RULES, TODAY, desk


def test_statements_are_told_with_title_and_status(tmp_path: Path) -> None:
    """Each statement is told by its name, its title, and its status where that is not active."""
    around, _ = desk(tmp_path, RULES.replace('"A permit"', '"A permit" status draft'))
    told = [(one.name, one.kind, one.detail) for one in outline(around)]
    assert told == [
        ("common.stce", SymbolKind.USE, "rules"),
        ("A-1", SymbolKind.RULE, "Precursor to a country at risk"),
        ("A-2", SymbolKind.RULE, "Strong steel, or much of it"),
        ("A-E1", SymbolKind.EXEMPTION, "A permit (draft)"),
    ]


def test_examples_are_children_of_their_unit(tmp_path: Path) -> None:
    """Examples are told below their unit, with the outcome they expect."""
    around, _ = desk(tmp_path)
    [example] = outline(around)[1].children
    assert (example.name, example.kind, example.detail) == ("hit", SymbolKind.EXAMPLE, "hit with red")
    assert example.selection.text == "example"


def test_groundwork_is_told_too(tmp_path: Path) -> None:
    """Editions, lists, parameters, measures, decisions and guarantees are in the outline."""
    more = 'decision red when score is at least 70 end\nguarantee "g" leaving cas blank never lowers the channel end\n'
    around, _ = desk(tmp_path, COMMON + more, file="common.stce")
    told = {(one.kind.value, one.name, one.detail) for one in outline(around)}
    assert {
        ("use", "HS edition 2022", ""),
        ("use", "own", "lists/own.yaml"),
        ("parameter", "strong", "1950 MPa"),
        ("measure", "uts", "in MPa"),
        ("list", "hubs", "2 countries"),
        ("decision", "decision", ""),
        ("guarantee", "g", ""),
    } <= told


def test_the_name_lies_within_its_statement(tmp_path: Path) -> None:
    """The characters of a name lie within those of its statement, as editors demand."""
    for file in ("rules.stce", "common.stce"):
        around, _ = desk(tmp_path, file=file)
        for one in outline(around):
            assert one.span.start <= one.selection.start <= one.selection.end <= one.span.end
            for child in one.children:
                assert one.span.start <= child.span.start <= child.span.end <= one.span.end


def test_units_are_found_by_words_in_all_files(tmp_path: Path) -> None:
    """A search over the ruleset finds units by words of name or title, in any case."""
    around, _ = desk(tmp_path)
    assert [one.name for one in find(around, "listed PRECURSOR")] == ["precursor"]
    assert [one.name for one in find(around, "a-")] == ["A-1", "A-2", "A-E1"]
    assert len(find(around, "")) > 6


def test_statements_bullets_and_comments_fold(tmp_path: Path) -> None:
    """Statements, bullets and runs of comments fold from their first line to their last."""
    text = """\
# first
# second
indicator a_b "t"
  for each item
  when any of:
      - cas is 756-79-6
      - not all of:
          - hs is 2931.41
          - hs is 8401.10
        end
    end
end
use edition 2022
"""
    around, _ = desk(tmp_path, text)
    assert folds(around) == (Fold(1, 2, comment=True), Fold(3, 12), Fold(5, 11), Fold(7, 10))


def test_an_empty_file_has_nothing() -> None:
    """A file in which nothing was read has no outline and no folds."""
    around = Surroundings(Source("new.stce", ""), TODAY)
    assert not outline(around)
    assert not find(around, "")
    assert not folds(around)
