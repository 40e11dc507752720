"""The rows of a CSV text, one at a time.

Enters: a stream of bytes. Leaves: for every row its cells, or why it cannot be read. Promises: memory holds one row;
a row whose quotation marks do not match costs its first line only, for the lines after it are read again as rows; a
byte that is not of the encoding becomes U+FFFD, so that it costs its cell and not the row.

Whoever reads faster than row by row takes blocks of the text, and leaves to the rows what is not plain.
"""

from __future__ import annotations

import csv
import io
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import BinaryIO, cast

from stce_rules.intake.tables.cells import LONGEST
from stce_rules.intake.tables.model import Cell, Fault

__all__ = ["LONGEST_ROW", "MOST_ROWS", "Row", "Rows", "Text", "Unread"]

LONGEST_ROW = 1024 * 1024
"""Characters of a row, at most."""

MOST_ROWS = 10_000
"""Rows of one declaration, at most."""

_READ_AHEAD = 2
"""Blocks that are worked on at once."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: its number, counted from 1 with the header, the line it begins in, its cells, its text."""

    number: int
    line: int
    cells: tuple[Cell, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Unread:
    """A row that could not be read."""

    number: int
    line: int
    fault: Fault
    text: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    fault: Fault | None = None


class _BrokenError(Exception):
    """The row does not end where rows can end."""


class _Stream(io.BufferedIOBase):
    """The bytes of a stream that it does not own, to its end or to the fault by which reading it ends."""

    def __init__(self, stream: BinaryIO) -> None:
        self.fault: Exception | None = None
        self._stream = cast("io.BufferedReader", stream)

    def readable(self) -> bool:
        return True

    def read1(self, _size: int = -1, /) -> bytes:
        """Always as much at once, so that what a damaged file costs does not hang on who reads it."""
        try:
            return b"" if self.fault is not None else self._stream.read1(io.DEFAULT_BUFFER_SIZE)
        except Exception as fault:  # noqa: BLE001 (whatever it is, it is raised behind what was read before)
            self.fault = fault
            return b""


class Text:
    """The characters of a stream, by lines or by blocks; a block can be given back. The stream is left open.

    Where the stream cannot be read on, the lines before that place are given, then its fault is raised.
    """

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        codec = "utf-8-sig" if encoding == "utf-8" else encoding
        self._stream = _Stream(stream)
        binary = cast("BinaryIO", self._stream)
        self._text = io.TextIOWrapper(binary, encoding=codec, errors="replace", newline="")
        self._block = io.StringIO()

    def block(self, characters: int) -> str:
        """The next characters, and as many as are missing to the end of the line, or to the longest row."""
        return self._told(self._text.read(characters) + self._text.readline(LONGEST_ROW))

    def give_back(self, block: str) -> None:
        """Let the lines that follow be those of the block."""
        self._block = io.StringIO(block, newline="")

    def readline(self, characters: int) -> str:
        """The next line, or as much of it."""
        line = self._block.readline(characters)
        if len(line) >= characters or line.endswith(("\n", "\r")):
            return line
        more = self._text.readline(characters - len(line))
        return line + more if len(line + more) >= characters else self._told(line + more)

    def _told(self, text: str) -> str:
        """The whole lines of the text; where there are none before a fault, the fault."""
        if self._stream.fault is None:
            return text
        whole = text[: max(text.rfind("\n"), text.rfind("\r")) + 1]
        if not whole:
            raise self._stream.fault
        return whole

    @property
    def in_block(self) -> bool:
        """Whether lines of the block given back are left."""
        here = self._block.tell()
        more = bool(self._block.read(1))
        self._block.seek(here)
        return more


@dataclass(slots=True)
class _Block:
    """Lines that were read at once; they are told apart when one is asked for."""

    first: int
    text: str
    lines: list[str] = field(default_factory=list)

    def line(self, number: int) -> str:
        if not self.lines:
            self.lines = list(io.StringIO(self.text, newline=""))
        return self.lines[number - self.first] if number - self.first < len(self.lines) else ""


@dataclass(slots=True)
class _Lines:
    """The lines of a text, for one row after the other; lines of a broken row can be given back."""

    text: Text
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

    def peek(self) -> _Line | None:
        """The next line of the text, before any row is read."""
        return self._read()

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


class Rows:
    """The rows that are not blank, once. Raises what reading the stream raises.

    Where `delimiter` is blank, it is the comma, semicolon or tab that stands most often in the header.
    """

    def __init__(self, text: Text, delimiter: str, quote: str | None, header: int = 1) -> None:
        self._text = text
        self._blocks: deque[_Block] = deque()
        self._lines = _Lines(text)
        if not delimiter:
            first = list(islice(iter(self._lines.peek, None), header or 1))
            joined = "".join(line.text for line in first)
            delimiter = max(",;\t", key=joined.count)
            self._lines.again.extend(first)
        self.delimiter, self.quote = delimiter, quote
        self._number = 0
        if quote is None:
            self._reader = csv.reader(self._lines, delimiter=delimiter, quoting=csv.QUOTE_NONE, strict=True)
        else:
            self._reader = csv.reader(self._lines, delimiter=delimiter, quotechar=quote, strict=True)

    def __iter__(self) -> Iterator[Row | Unread]:
        return iter(self.one, None)

    def one(self) -> Row | Unread | None:
        """The next row; None at the end."""
        while isinstance(found := self._next(), Row) and not any(map(str.strip, map(str, found.cells))):
            pass
        return found

    def _next(self) -> Row | Unread | None:
        lines = self._lines
        lines.begin()
        try:
            cells = next(self._reader)
        except StopIteration:
            return None
        except (_BrokenError, csv.Error) as broken:
            self._number += 1
            first = lines.give_back()
            fault = first.fault or _why(broken, one_line=len(lines.taken) == 1)
            return Unread(self._number, first.number, fault, first.text)
        self._number += 1
        line, text = lines.taken[0].number, "".join([one.text for one in lines.taken])
        if any(len(cell) > LONGEST for cell in cells):
            return Unread(self._number, line, _TOO_LONG, text)
        return Row(self._number, line, tuple(cells), text)

    # ---- for whoever reads blocks

    @property
    def at_block(self) -> bool:
        """Whether no line was read ahead, so that what follows can be read as a block."""
        return not self._lines.again and not self._text.in_block

    def block(self, characters: int) -> str:
        """The next characters to the end of a line; blank at the end. Read as rows of one line, they are `passed`."""
        self._blocks.append(_Block(self._lines.count + 1, self._text.block(characters)))
        while len(self._blocks) > _READ_AHEAD and self._blocks[1].first + MOST_ROWS <= self._blocks[-_READ_AHEAD].first:
            self._blocks.popleft()
        return self._blocks[-1].text

    def line(self, number: int) -> str:
        """A line as it stood in a block that rows may still be asked of; blank where it was read row by row."""
        return next((one.line(number) for one in reversed(self._blocks) if one.first <= number), "")

    def passed(self, lines: int) -> tuple[int, int]:
        """Count lines of a block that were read as rows; gives number and line of the first of them."""
        first = (self._number + 1, self._lines.count + 1)
        self._number += lines
        self._lines.count += lines
        return first

    def by_rows(self, block: str) -> Iterator[Row | Unread]:
        """The rows of a block that is not plain, and the end of the last of them beyond it."""
        self._text.give_back(block)
        while not self.at_block and (found := self._next()) is not None:
            if not isinstance(found, Row) or any(map(str.strip, map(str, found.cells))):
                yield found


_TOO_LONG = Fault("E743", f"a cell is longer than {LONGEST:,} characters")


def _why(broken: Exception, *, one_line: bool) -> Fault:
    if one_line and "field limit" in str(broken):
        return _TOO_LONG
    return Fault("E742", "a quotation mark is not closed, or not doubled inside a cell")
