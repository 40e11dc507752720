"""Words that stay together on a line, and the page they are gathered on.

An atom begins a line of its own, or may begin one where a line grows too long. `start` is where its words stand in the
source, if they stand there; comments find their place by it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

COMMA = 9
"""The level of a break after a comma: taken last, when no joint of the sentence is left."""


@dataclass(slots=True)
class Atom:
    """Words that are never parted.

    `level` orders the breaks: 0 always begins a line; of the others the lower is taken first. `indent` is that of the
    line if it begins one. `head` marks the first words of a statement, `group` what kind of neighbours it stands with.
    """

    text: str
    indent: int
    level: int
    start: int | None
    head: bool = False
    group: str = ""


class Page:
    """Gathers atoms in the order of reading."""

    def __init__(self) -> None:
        self.atoms: list[Atom] = []
        self._prefix = ""

    def line(self, text: str, indent: int, start: int | None = None) -> None:
        """Words that begin a line."""
        self.atoms.append(Atom(self._prefixed(text), indent, 0, start))

    def soft(self, text: str, indent: int, level: int, start: int | None = None) -> None:
        """Words that begin a line only where they would not fit."""
        self.atoms.append(Atom(self._prefixed(text), indent, level, start))

    def put(self, text: str) -> None:
        """Words that stay on the line of those before."""
        self.atoms[-1].text += " " + self._prefixed(text)

    def stick(self, text: str) -> None:
        """A mark right after the words before."""
        self.atoms[-1].text += text

    def open(self, mark: str) -> None:
        """A mark right before the words that come next."""
        self._prefix += mark

    def commas(self, parts: Sequence[tuple[str, int | None]], indent: int, level: int = COMMA) -> None:
        """Texts, each with its start, and commas between them; a line may end after each."""
        for i, (text, start) in enumerate(parts):
            closed = text if i == len(parts) - 1 else f"{text},"
            if i:
                self.soft(closed, indent, level, start)
            else:
                self.put(closed)

    def _prefixed(self, text: str) -> str:
        prefix, self._prefix = self._prefix, ""
        return prefix + text
