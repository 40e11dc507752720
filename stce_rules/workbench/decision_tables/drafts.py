"""A rule text in the making, which remembers the cell that each of its words came from."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.core.span import Source
from stce_rules.workbench.decision_tables.cells import Cell

_LONGEST = 60
"""Characters of a cell that a report quotes."""


@dataclass(slots=True)
class Draft:
    """Words gathered so far, and where those of each cell begin."""

    _text: list[str] = field(default_factory=list)
    _length: int = 0
    _starts: list[int] = field(default_factory=list)
    _cells: list[Cell] = field(default_factory=list)

    def add(self, words: str, cell: Cell) -> None:
        """Words of a cell, or that the table puts around them; a blank follows."""
        self._starts.append(self._length)
        self._cells.append(cell)
        self._text.append(words)
        self._length += len(words) + 1

    def extend(self, other: Draft) -> None:
        """All words of another draft."""
        for words, cell in zip(other._text, other._cells, strict=True):
            self.add(words, cell)

    def source(self, name: str) -> Source:
        """The text."""
        return Source(name, "".join(f"{one} " for one in self._text))

    def by_cell(self, diagnostics: Iterable[Diagnostic], source: Source) -> list[Diagnostic]:
        """The reports of this text, each at its cell; those of other texts are left out."""

        def row(line: re.Match[str]) -> str:
            return f"in row {self._cell(source.line_starts[int(line[1]) - 1]).row}"

        found = []
        for one in diagnostics:
            if one.span is not None and one.span.source is source:
                cell = self._cell(one.span.start)
                words = one.span.text.strip()
                quoted = words and len(words) <= _LONGEST and words in cell.text and words not in one.message
                said = re.sub(r"\bat line (\d+)(?!\d| of )", row, one.message)
                message = f"'{words}': {said}" if quoted and words != cell.text else said
                found.append(replace(one, message=message, span=None, where=cell.place, fixes=()))
        return found

    def _cell(self, offset: int) -> Cell:
        return self._cells[max(0, bisect_right(self._starts, offset) - 1)]
