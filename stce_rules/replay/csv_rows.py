"""CSV to rows of cells, keeping to the rows that can be read.

Enters: a binary stream. Leaves: number of the first line and cells of each row, the header first, or a refusal.
Promises: a row longer than the limit is never held whole; a quotation mark that is never closed costs its own row only;
a file in UTF-16 is told once.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from stce_rules.core.diagnostics import Diagnostic
from stce_rules.intake.canonical import UTF16_MARKS, utf16
from stce_rules.intake.refusal import Refused

__all__ = ["UTF8_MARK", "delimiter_of", "read_csv_rows"]

UTF8_MARK = b"\xef\xbb\xbf"

LIMIT_BYTES = 1024 * 1024
"""The longest row that is read."""

_STEP = 1024 * 1024

Line = tuple[int, bytes, int]
"""Number from 1, the line with its end, its length in bytes; of a longer line than the limit no more than that."""


def delimiter_of(header: str) -> str:
    """What stands between the cells of a header: a comma, semicolon or tab, whichever is there most often."""
    return max(",;\t", key=header.count)


def read_csv_rows(stream: BinaryIO, name: str) -> Iterator[tuple[int, list[str]] | Refused]:
    """Rows that are not blank. All have as many cells as the first."""
    lines = _Lines(stream)
    delimiter, width = "", 0
    while (line := lines.next()) is not None:
        number, raw, size = line
        place = f"{name}:{number}"
        if number == 1 and raw.startswith(UTF16_MARKS):
            yield Refused(name, (utf16(name),))
            return
        if size > LIMIT_BYTES:
            message = f"the row is {size:,} bytes long; the limit is {LIMIT_BYTES:,}"
            yield Refused(place, (Diagnostic("E609", message, where=place),))
            continue
        if not raw.strip():
            continue
        try:
            text = raw.decode()
        except UnicodeDecodeError as fault:
            message = f"byte {fault.start + 1} (hexadecimal {raw[fault.start]:02X}) is not UTF-8"
            mend = "save or export the file as UTF-8"
            yield Refused(place, (Diagnostic("E605", message, where=place, help=mend),))
            continue
        delimiter = delimiter or delimiter_of(text)
        row = lines.row(text, delimiter, width)
        if isinstance(row, str):
            mend = "a cell with a comma, a quotation mark or a line break stands in quotation marks"
            yield Refused(place, (Diagnostic("E667", row, where=place, help=mend),))
            continue
        width = width or len(row)
        yield number, row


class _Lines:
    """Lines of a stream, of which some may be given back."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._number = 0
        self._given_back: deque[Line] = deque()

    def next(self) -> Line | None:
        if self._given_back:
            return self._given_back.popleft()
        raw = piece = self._stream.readline(LIMIT_BYTES + 1)
        if not raw:
            return None
        self._number += 1
        size = len(raw)
        while not piece.endswith(b"\n") and (piece := self._stream.readline(_STEP)):
            size += len(piece)
        return self._number, raw.removeprefix(UTF8_MARK) if self._number == 1 else raw, size

    def row(self, text: str, delimiter: str, width: int) -> list[str] | str:
        """The cells of a row that begins with a line, or what is wrong with it; then only that line is used up."""
        taken: list[Line] = []
        whole = text
        while whole.count('"') % 2 and len(whole) <= LIMIT_BYTES and (line := self.next()) is not None:
            taken.append(line)
            whole += line[1].decode("utf-8", "replace")
        row = _cells(whole, delimiter)
        if isinstance(row, list) and width and len(row) != width:
            row = f"the row has {_counted(len(row))}, the header {_counted(width)}"
        if isinstance(row, str):
            self._given_back.extendleft(reversed(taken))
        return row


def _cells(text: str, delimiter: str) -> list[str] | str:
    try:
        found = list(csv.reader([text], delimiter=delimiter, strict=True))
    except csv.Error as fault:
        return "a cell is too long" if "limit" in str(fault) else "the quotation marks of the row do not pair"
    return found[0] if len(found) == 1 else "the quotation marks of the row do not pair"


def _counted(cells: int) -> str:
    return "1 cell" if cells == 1 else f"{cells} cells"
