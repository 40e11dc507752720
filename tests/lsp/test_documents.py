"""Places in documents, as editors count them."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from stce_rules.core.span import Source
from stce_rules.lsp.documents import Change, Document, Layout, Position

TEXTS = st.text(alphabet="ab\n\r\u00e9\u2028\x0c\U0001f6a2\ud7ff", max_size=40)


def _counted(text: str, offset: int) -> Position:
    """The place of a character, counted the slow way."""
    lines = re.split(r"\r\n|\r|\n", text[:offset])
    if text[offset - 1 : offset + 1] == "\r\n":  # between the two: the end of the line that they end
        lines = [*lines[:-2], lines[-2] + "\r"]
    return Position(len(lines) - 1, len(lines[-1].encode("utf-16-le")) // 2)


@given(TEXTS, st.data())
def test_places_are_those_of_the_protocol(text: str, chance: st.DataObject) -> None:
    """Lines end with LF, CR LF and CR only, and columns are UTF-16 units."""
    offset = chance.draw(st.integers(0, len(text)))
    assert Layout(text).position(offset) == _counted(text, offset)


@given(TEXTS, st.data())
def test_a_place_leads_back_to_its_character(text: str, chance: st.DataObject) -> None:
    """The offset of the place of a character is that character; within a line end, its beginning."""
    offset = chance.draw(st.integers(0, len(text)))
    layout = Layout(text)
    expected = offset - (text[offset - 1 : offset + 1] == "\r\n")
    assert layout.offset(layout.position(offset)) == expected


@given(TEXTS, st.integers(0, 60), st.integers(0, 60))
def test_any_place_is_within_the_text(text: str, line: int, character: int) -> None:
    """A place beyond its line is the end of the line, beyond the text the end of the text."""
    layout = Layout(text)
    offset = layout.offset(Position(line, character))
    assert 0 <= offset <= len(text)
    found = layout.position(offset)
    assert found.line <= line
    if found.line == line:
        assert found.character <= character + 1  # the middle of a character of two units is its end


def test_changes_are_made_one_after_the_other() -> None:
    """Each change of a message counts places in what the one before left; one without places is the whole text."""
    document = Document("file:///d.stce", Path("/d.stce"), 1, Source("/d.stce", "one\r\ntwo\rthree"))
    place = Position(1, 0)
    changed = document.changed([Change("a\nb", place, place), Change("X", Position(2, 1), Position(2, 4))], 2)
    assert (changed.source.text, changed.version) == ("one\r\na\nbX\rthree", 2)
    assert changed.changed([Change("new")], 3).source.text == "new"
    assert document.source.text == "one\r\ntwo\rthree"
