"""The first rows of a table nobody has described yet.

Enters: a CSV text or a typed table. Leaves: the names of its columns, some hundred rows, and for a text how it is
written: encoding, delimiter, the row of the header. Promise: nothing is guessed without need: a byte order mark
decides, then UTF-8, then the encoding in which most words look like words.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import BinaryIO

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.tables.cells import written
from stce_rules.intake.tables.typedrows import TypedTable

__all__ = ["Sample", "sample_text", "sample_typed"]

MOST_ROWS = 1000
"""Rows that are looked at."""

_MOST_BYTES = 4 * 1024 * 1024
_DELIMITERS = (",", ";", "\t", "|")
_ENCODINGS = ("windows-1252", "windows-1251", "euc-kr", "shift_jis", "gb18030", "windows-1250", "koi8-r", "cp866")
"""Asked in this order; of those in which as many words look like words, the first is taken."""


@dataclass(frozen=True, slots=True)
class Sample:
    """The names of columns and their first cells, as texts; how a text is written; which typed columns are numbers."""

    names: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    encoding: str = ""
    delimiter: str = ""
    header: int = 1
    numeric: frozenset[str] = frozenset()

    @property
    def rows(self) -> int:
        """How many rows were looked at."""
        return len(self.cells[0]) if self.cells else 0


def sample_typed(table: TypedTable, name: str) -> Sample:
    """Of a typed table. Raises StceError (E681) without a row, and what reading raises."""
    columns = [one for one in table.names if one not in table.unfit]
    rows = [row.cells for row in islice(table.rows(columns), MOST_ROWS)]
    if not rows or not columns:
        raise nothing(name, "the table has no row")
    cells = list(zip(*rows, strict=True))
    numeric = {
        one for one, column in zip(columns, cells, strict=True) if any(isinstance(cell, Decimal) for cell in column)
    }
    texts = tuple(tuple(written(cell) for cell in column) for column in cells)
    return Sample(tuple(columns), texts, numeric=frozenset(numeric))


def sample_text(stream: BinaryIO, name: str) -> Sample:
    """Of a CSV text. Raises StceError (E681) when it is none, and OSError."""
    raw = stream.read(_MOST_BYTES)
    encoding = _encoding(raw)
    text = raw.decode("utf-8-sig" if encoding == "utf-8" else encoding, "replace")
    whole = text if len(raw) < _MOST_BYTES else text[: text.rfind("\n") + 1]
    if "\0" in whole:
        raise nothing(name, "the file is no text")
    delimiter, header, rows = _shape(whole.splitlines(keepends=True)[: MOST_ROWS + 50])
    width = len(rows[0]) if rows else 0
    below = [row for row in rows[1:] if len(row) == width][:MOST_ROWS]
    if width == 0 or not below:
        raise nothing(name, "no rows below a header are found in it")
    names = tuple(cell.strip() for cell in rows[0])
    return Sample(names, tuple(zip(*below, strict=True)), encoding, delimiter, header)


def nothing(name: str, why: str) -> StceError:
    """What is said of a table that no map can be proposed for."""
    return StceError(Diagnostic("E681", f"no map can be proposed: {why}", where=name))


def _encoding(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    even, odd = raw[0:2000:2].count(0), raw[1:2000:2].count(0)
    if max(even, odd) > min(len(raw), 2000) // 8:
        return "utf-16-le" if odd > even else "utf-16-be"
    try:
        raw[: raw.rfind(b"\n") + 1 or len(raw)].decode()
    except UnicodeDecodeError:
        return max(_ENCODINGS, key=lambda one: _likeness(raw, one))
    return "utf-8"


def _likeness(raw: bytes, encoding: str) -> float:
    """Which part of the words with letters beyond ASCII look like words in this encoding."""
    words = [one for one in raw[:200_000].decode(encoding, "replace").split() if not one.isascii()][:2000]
    return sum(map(_is_word, words)) / max(1, len(words))


def _is_word(text: str) -> bool:
    """Letters of one script, in lower case behind the first or all in capitals."""
    letters = text.strip(".,;:!?()\"'/|-+*%0123456789")
    if not letters.replace("-", "").isalpha() or "\N{REPLACEMENT CHARACTER}" in letters:
        return False
    scripts = {unicodedata.name(one, "?").split()[0] for one in letters if one != "-"}
    is_cased = letters[1:] == letters[1:].lower() or letters == letters.upper()
    rare = any("MODIFIER" in unicodedata.name(one, "?") or "HALFWIDTH" in unicodedata.name(one, "?") for one in letters)
    return len(scripts) == 1 and is_cased and not rare


def _shape(lines: Sequence[str]) -> tuple[str, int, list[list[str]]]:
    """The delimiter by which most rows have equally many cells, the row of the header, and the rows from there."""
    best: tuple[int, int, str, list[list[str]]] = (0, 0, ",", [])
    for delimiter in _DELIMITERS:
        try:
            rows = list(csv.reader(lines, delimiter=delimiter))
        except csv.Error:
            continue
        ((width, count),) = Counter(len(row) for row in rows if row).most_common(1) or [(0, 0)]
        if width > 1 and (count * (width - 1), width) > best[:2]:
            best = (count * (width - 1), width, delimiter, rows)
    _, width, delimiter, rows = best
    if not rows:
        return ",", 1, [[line.strip()] for line in lines if line.strip()]
    at = next(index for index, row in enumerate(rows) if len(row) == width and all(cell.strip() for cell in row[:2]))
    return delimiter, at + 1, rows[at:]
