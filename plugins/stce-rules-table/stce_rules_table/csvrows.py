"""The rows of a CSV text, one at a time.

Enters: a stream of bytes. Leaves: for every row its cells, or why it cannot be read. Promises: memory holds one row;
a row whose quotation marks do not match costs its first line only, for the lines after it are read again as rows; a
byte that is not of the encoding becomes U+FFFD, so that it costs its cell and not the row.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import BinaryIO

from stce_rules_table.cells import LONGEST
from stce_rules_table.model import Cell, Fault

__all__ = ["Row", "Unread", "rows"]

LONGEST_ROW = 1024 * 1024
"""Characters of a row, at most."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number, counted from 1 with the header, the line it begins in, its cells."""

    number: int
    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that could not be read."""

    number: int
    line: int
    fault: Fault


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    fault: Fault | None = None


class _BrokenError(Exception):
    """The row does not end where rows can end."""


@dataclass(slots=True)
class _Lines:
    """The lines of a text, for one row after the other; lines of a broken row can be given back."""

    text: io.TextIOWrapper
    count: int = 0
    again: deque[_Line] = field(default_factory=deque)
    taken: list[_Line] = field(default_factory=list)
    size: int = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        """The next line of the row. Raises _BrokenError when the row cannot go on."""
        line = self.again.popleft() if self.again else self._read()
        if line is None:
            raise StopIteration
        self.size += len(line.text)
        if self.taken and (line.fault is not None or self.size > LONGEST_ROW):
            self.again.appendleft(line)
            raise _BrokenError
        self.taken.append(line)
        if line.fault is not None:
            raise _BrokenError
        return line.text

    def begin(self) -> None:
        """A new row begins with the next line."""
        self.taken, self.size = [], 0

    def give_back(self) -> _Line:
        """Keep the first line of the broken row, and read the others again."""
        first, *rest = self.taken
        self.again.extendleft(reversed(rest))
        return first

    def _read(self) -> _Line | None:
        text = self.text.readline(LONGEST_ROW + 2)
        if not text:
            return None
        self.count += 1
        size = len(text)
        if size > LONGEST_ROW and not text.endswith(("\n", "\r")):
            while (more := self.text.readline(LONGEST_ROW)) and not more.endswith(("\n", "\r")):
                size += len(more)
            long = Fault("E743", f"the line is longer than {LONGEST_ROW:,} characters")
            return _Line(self.count, "", long)
        if "\0" in text:
            return _Line(self.count, "", Fault("E744", f"character {text.index(chr(0)) + 1} of the line is NUL"))
        return _Line(self.count, text)


def rows(stream: BinaryIO, *, encoding: str, delimiter: str, quote: str | None) -> Iterator[Row | Unread]:
    """The rows that are not blank. Raises what reading the stream raises."""
    codec = "utf-8-sig" if encoding == "utf-8" else encoding
    text = io.TextIOWrapper(stream, encoding=codec, errors="replace", newline="")
    try:
        yield from _rows(_Lines(text), delimiter, quote)
    finally:
        with suppress(ValueError):  # the caller may have closed it
            text.detach()  # else the stream of the caller would be closed with ours


def _rows(lines: _Lines, delimiter: str, quote: str | None) -> Iterator[Row | Unread]:
    if quote is None:
        reader = csv.reader(lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)
    else:
        reader = csv.reader(lines, delimiter=delimiter, quotechar=quote, strict=True)
    number = 0
    while True:
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (_BrokenError, csv.Error) as broken:
            number += 1
            first = lines.give_back()
            yield Unread(number, first.number, first.fault or _why(broken, one_line=len(lines.taken) == 1))
            continue
        number += 1
        if any(map(str.strip, cells)):
            row = Row(number, lines.taken[0].number, tuple(cells))
            long = any(len(cell) > LONGEST for cell in cells)
            yield Unread(number, row.line, _TOO_LONG) if long else row


_TOO_LONG = Fault("E743", f"a cell is longer than {LONGEST:,} characters")


def _why(broken: Exception, *, one_line: bool) -> Fault:
    if one_line and "field limit" in str(broken):
        return _TOO_LONG
    return Fault("E742", "a quotation mark is not closed, or not doubled inside a cell")
