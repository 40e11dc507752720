"""Open documents, and places in them as editors count them.

Enters: a text as the editor sends it, and its changes. Leaves: the text now, and places both ways. Promises: lines end
as the protocol says (LF, CR LF or CR), columns are UTF-16 units as it says; a place beyond a line or the text is its
end.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from stce_rules.core.span import Source

__all__ = ["Change", "Document", "Layout", "Position", "layout_of"]

_LINE_END = re.compile(r"\r\n|\n|\r")


class Position(NamedTuple):
    """Line and UTF-16 column, both from 0."""

    line: int
    character: int


class Change(NamedTuple):
    """A text to put between two places; between none: the new text of the whole."""

    text: str
    start: Position | None = None
    end: Position | None = None


class Layout:
    """The lines of a text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._plain = text.isascii()
        self._starts, self._ends = _lines(text)

    @property
    def end(self) -> Position:
        """The end of the text."""
        return self.position(len(self._text))

    def offset(self, position: Position) -> int:
        """The character at a place."""
        if position.line >= len(self._starts):
            return len(self._text)
        start, end = self._starts[position.line], self._ends[position.line]
        if self._plain:
            return min(start + position.character, end)
        units = 0
        for at in range(start, end):
            if units >= position.character:
                return at
            units += _width(self._text[at])
        return end

    def position(self, offset: int) -> Position:
        """The place of a character."""
        offset = min(max(offset, 0), len(self._text))
        line = bisect_right(self._starts, offset) - 1
        start = self._starts[line]
        if self._plain:
            return Position(line, offset - start)
        return Position(line, sum(map(_width, self._text[start:offset])))


def _lines(text: str) -> tuple[list[int], list[int]]:
    """Where lines start and end."""
    if "\r" not in text:  # a third of the time, at each keystroke
        starts = list(accumulate([len(line) + 1 for line in text.split("\n")], initial=0))
        return starts[:-1], [one - 1 for one in starts[1:]]
    ends = [(found.start(), found.end()) for found in _LINE_END.finditer(text)]
    return [0, *(after for _, after in ends)], [*(before for before, _ in ends), len(text)]


def _width(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1  # beyond it UTF-16 takes two units


@lru_cache(maxsize=32)
def layout_of(source: Source) -> Layout:
    """The lines of a source; those of the sources last asked for are kept."""
    return Layout(source.text)


@dataclass(frozen=True)
class Document:
    """A text as it is open in the editor; its source is named by the absolute path of the file."""

    uri: str
    path: Path
    version: int
    source: Source

    @cached_property
    def layout(self) -> Layout:
        """Its lines."""
        return layout_of(self.source)

    def changed(self, changes: Sequence[Change], version: int) -> Document:
        """The document after changes, each made to what the one before left."""
        text = self.source.text
        for one in changes:
            if one.start is None or one.end is None:
                text = one.text
            else:
                layout = self.layout if text is self.source.text else Layout(text)
                text = text[: layout.offset(one.start)] + one.text + text[layout.offset(one.end) :]
        return Document(self.uri, self.path, version, Source(self.source.name, text))
