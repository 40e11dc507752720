"""Rows of a CSV text: what is read, what is refused, and that reading goes on after it."""

from __future__ import annotations

import gc
import io
import tracemalloc
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, BinaryIO, cast

import pytest

from stce_rules.intake.tables.csvrows import LONGEST_ROW, Row, Rows, Text, Unread

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer


def _rows(stream: BinaryIO) -> Iterator[Row | Unread]:
    return iter(Rows(Text(stream, "utf-8"), ",", '"'))


def told(raw: bytes, *, encoding: str = "utf-8", quote: str | None = '"') -> list[object]:
    """Cells of rows; code and line of those that cannot be read."""
    found = Rows(Text(io.BytesIO(raw), encoding), ",", quote)
    return [list(one.cells) if isinstance(one, Row) else (one.fault.code, one.line) for one in found]


def test_rows_know_their_number_and_line() -> None:
    """A line break inside quotes belongs to the cell; number and line of the next row count on."""
    found = list(_rows(io.BytesIO(b'a,b\n1,"x\ny"\n\n2,z\n')))
    assert [(one.number, one.line) for one in found] == [(1, 1), (2, 2), (4, 5)]
    assert isinstance(found[1], Row)
    assert found[1].cells == ("1", "x\ny")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_parts_rows(end: str) -> None:
    """Rows may end as on any system."""
    assert told(f"a,b{end}1,2{end}".encode()) == [["a", "b"], ["1", "2"]]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        (b'a,b\n1,"x\n2,y\n3,z\n', [["a", "b"], ("E742", 2), ["2", "y"], ["3", "z"]]),
        (b'a,b\n1,"x"y\n2,z\n', [["a", "b"], ("E742", 2), ["2", "z"]]),
        (b'1,"x\n2,y\n3,"z",w\n', [("E742", 1), ["2", "y"], ["3", "z", "w"]]),
        (b"a\n1\x00\n2\n", [["a"], ("E744", 2), ["2"]]),
        (b'1,"x\n2\x00\n3\n', [("E742", 1), ("E744", 2), ["3"]]),
        (b"1," + b"x" * 200_000 + b"\n2,y\n", [("E743", 1), ["2", "y"]]),
    ],
)
def test_a_broken_row_costs_one_line(raw: bytes, expected: list[object]) -> None:
    """A quotation mark that is not closed, a NUL or an endless cell is told, and the next lines are read as rows."""
    assert told(raw) == expected


def test_a_line_of_50_megabytes_is_passed_over() -> None:
    """A line without end is told once, memory holds no more of it than the limit, and the next row is read."""

    class Endless(io.RawIOBase):
        """A line of 50 MB, and a row."""

        left = 50_000_000

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # narrower, as tests need
            size = min(len(buffer), self.left)
            part = b"x" * size if size else self.end.read(len(buffer))
            buffer[: len(part)] = part
            self.left -= size
            return len(part)

        end = io.BytesIO(b"\n1,2\n")

    tracemalloc.start()
    try:
        assert [type(one).__name__ for one in _rows(io.BufferedReader(cast("io.RawIOBase", Endless())))] == [
            "Unread",
            "Row",
        ]
        assert tracemalloc.get_traced_memory()[1] < 20 * LONGEST_ROW
    finally:
        tracemalloc.stop()


def test_a_byte_of_another_encoding_costs_its_cell() -> None:
    """A byte that is not of the encoding is replaced, and the cells around it are read."""
    assert told(b"caf\xe9,2\n") == [["caf\N{REPLACEMENT CHARACTER}", "2"]]
    assert told(b"caf\xe9,2\n", encoding="windows-1252") == [["café", "2"]]


@pytest.mark.parametrize("codec", ["utf-16", "utf-8-sig", "euc-kr"])
def test_encodings_are_read(codec: str) -> None:
    """UTF-16 with its mark, UTF-8 with or without one, and national encodings are read."""
    encoding = "utf-8" if codec == "utf-8-sig" else codec
    assert told("이름,2\n".encode(codec), encoding=encoding) == [["이름", "2"]]


def test_without_quotation_marks_they_are_letters() -> None:
    """A table that does not quote may hold quotation marks anywhere."""
    assert told(b'1,"5 inch\n', quote=None) == [["1", '"5 inch']]


def test_the_stream_of_the_caller_stays_open() -> None:
    """Reading does not close what it was given."""
    stream = io.BytesIO(b"a\n")
    list(Rows(Text(stream, "utf-8"), ",", '"'))
    gc.collect()
    assert not stream.closed


class Breaking(io.RawIOBase):
    """A stream that breaks off behind some bytes."""

    def __init__(self, raw: bytes) -> None:
        self._raw = io.BytesIO(raw)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        """As much as is there, then a fault."""
        if found := self._raw.readinto(buffer):
            return found
        raise OSError(5, "broken")


@pytest.mark.parametrize("by_blocks", [False, True])
def test_whole_lines_before_a_fault_are_given(by_blocks: bool) -> None:
    """The line that is cut off is not: half a number is another number."""
    stream = cast("BinaryIO", io.BufferedReader(Breaking(b"a,1\nb,2\nc,35")))
    text, told = Text(stream, "utf-8"), list[str]()
    read = partial(text.block if by_blocks else text.readline, 1000)
    with pytest.raises(OSError, match="broken"):
        told.extend(iter(read, ""))
    assert "".join(told) == "a,1\nb,2\n"
