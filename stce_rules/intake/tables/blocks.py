"""A CSV text by blocks: as columns where it is plain, row by row where it is not.

Enters: the rows of a text, of which the header is read. Leaves: columns of texts with the numbers and lines of their
rows, and between them what could not be read. Promise: cells, numbers and lines are those of reading row by row. A
block is plain when every line is a row with a cell for each column, and quotation marks stand around whole cells.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from stce_rules.intake.tables.cells import LONGEST
from stce_rules.intake.tables.csvrows import LONGEST_ROW, Row, Rows, Unread

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["Cells", "cells_of"]

_BLOCK = 4 * LONGEST_ROW
"""Characters of a block; a bad row costs the speed of one."""

_FEW = 32
"""For fewer rows columns cost more than they save."""

_END = re.compile(r"[\r\n]")
_OTHER_END = re.compile(r"\r(?!\n)")
_BLANK_LINE = re.compile(r"(?:^|\n)[ \t]*\r?(?:\n|$)")


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows as columns; the first has this number and stands in this line, the others follow it by one each."""

    number: int
    line: int
    columns: list[pa.Array]

    def __len__(self) -> int:
        return len(self.columns[0])


def cells_of(rows: Rows, width: int) -> Iterator[Cells | Row | Unread]:
    """All rows. Raises what reading the stream raises."""
    while not rows.at_block:  # lines that were read ahead
        found = rows.one()
        if found is None:
            return
        yield found
    while block := rows.block(_BLOCK):
        columns = _columns(block, rows, width)
        if columns is None:
            yield from _joined(rows.by_rows(block), width)
        else:
            number, line = rows.passed(len(columns[0]))
            yield Cells(number, line, columns)


def _joined(rows: Iterator[Row | Unread], width: int) -> Iterator[Cells | Row | Unread]:
    """Rows that are whole and follow each other line by line, as columns where they are not few."""
    import pyarrow as pa

    whole: list[Row] = []

    def given() -> Iterator[Cells | Row]:
        if len(whole) < _FEW:
            yield from whole
        else:
            columns = [pa.array(column, pa.string()) for column in zip(*(one.cells for one in whole), strict=True)]
            yield Cells(whole[0].number, whole[0].line, columns)
        whole.clear()

    for row in rows:
        fits = isinstance(row, Row) and len(row.cells) == width and not _END.search(row.text.rstrip("\r\n"))
        follows = not whole or (row.number, row.line) == (whole[-1].number + 1, whole[-1].line + 1)
        if not fits or not follows:
            yield from given()
        if isinstance(row, Row) and fits:
            whole.append(row)
        else:
            yield row
    yield from given()


def _columns(block: str, rows: Rows, width: int) -> list[pa.Array] | None:
    """The columns of a block; None when it is not plain."""
    from pyarrow import ArrowInvalid, BufferReader, csv, string

    if "\0" in block or _OTHER_END.search(block) or _BLANK_LINE.search(block.rstrip("\r\n")):
        return None
    if max(map(len, block.split("\n"))) > LONGEST:
        return None
    if rows.quote is not None and rows.quote in block and not _is_quoted_well(block, rows.delimiter, rows.quote):
        return None
    names = [str(index) for index in range(width)]
    try:
        table = csv.read_csv(
            BufferReader(block.encode()),
            read_options=csv.ReadOptions(column_names=names, use_threads=False, block_size=8 * _BLOCK),
            parse_options=csv.ParseOptions(
                delimiter=rows.delimiter,
                quote_char=rows.quote or False,
                ignore_empty_lines=False,
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, string()), strings_can_be_null=False, quoted_strings_can_be_null=False
            ),
        )
    except (ArrowInvalid, UnicodeEncodeError):
        return None
    lines = block.count("\n") + (not block.endswith("\n"))
    columns = [column.combine_chunks() for column in table.columns]
    if table.num_rows != lines or _has_blank_row(columns):
        return None
    return columns


def _is_quoted_well(block: str, delimiter: str, quote: str) -> bool:
    """Whether every quotation mark stands around a whole cell in one line, or is doubled inside one."""
    if _is_quoted_plainly(block, delimiter, quote):
        return True
    mark, part = re.escape(quote), re.escape(delimiter)
    cell = re.compile(rf"(?:(?<=^)|(?<=[{part}\n])){mark}(?:[^{mark}\r\n]|{mark}{mark})*{mark}(?=[{part}\r\n]|$)")
    return quote not in cell.sub("", block)


def _is_quoted_plainly(block: str, delimiter: str, quote: str) -> bool:
    """The same where none is doubled, which is sooner seen."""
    text = np.frombuffer(f"\n{block}\n".encode(errors="replace"), dtype=np.uint8)
    marks = np.flatnonzero(text == ord(quote))
    first, last = marks[::2], marks[1::2]
    if len(first) != len(last) or not (quote.isascii() and delimiter.isascii()):
        return False
    part = np.zeros(256, dtype=bool)
    part[[ord(delimiter), ord("\n")]] = True
    ends = part.copy()
    ends[ord("\r")] = True
    lines = np.flatnonzero((text == ord("\n")) | (text == ord("\r")))
    in_line = np.searchsorted(lines, first) == np.searchsorted(lines, last)
    return bool((part[text[first - 1]] & ends[text[last + 1]] & in_line).all())


def _has_blank_row(columns: list[pa.Array]) -> bool:
    """Whether some row holds nothing but blanks; reading row by row passes it over."""
    from pyarrow import compute

    blank = None
    for column in columns:
        here = compute.equal(compute.utf8_trim_whitespace(column), "")
        blank = here if blank is None else compute.and_(blank, here)
        if not compute.any(blank).as_py():
            return False
    return True
