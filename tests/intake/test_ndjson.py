"""Files of declarations, line by line."""

from __future__ import annotations

import gzip
import io
from pathlib import Path
from typing import BinaryIO

import pytest

from stce_rules.core.declaration import Declaration
from stce_rules.intake import ndjson
from stce_rules.intake.refusal import Refused


def read(raw: bytes, **options: int) -> list[str]:
    """Ids of declarations, and code and place of what was refused."""
    return [
        one.id if isinstance(one, Declaration) else f"{one.diagnostics[0].code} {one.place}"
        for one in ndjson.read(io.BytesIO(raw), name="f", **options)
    ]


def test_good_lines_around_a_bad_one_are_read() -> None:
    """A bad line is refused with its number; the lines before and after it are read."""
    assert read(b'{"id":"a"}\n{oops\n\n{"id":"b"}') == ["a", "E601 f:2", "b"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_and_marks_of_any_system(mark: bytes, end: bytes) -> None:
    """Line ends of Windows and a mark before UTF-8 do not matter."""
    assert read(mark + b'{"id":"a"}' + end + end + b'{"id":"b"}' + end) == ["a", "b"]


def test_a_last_line_that_is_cut_off_is_told_as_such() -> None:
    """A transfer that broke is told apart from a slip in writing."""
    assert read(b'{"id":"a"}\n{"id":"b","items":[{"numb') == ["a", "E602 f:2"]


@pytest.mark.parametrize("raw", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_a_file_without_declarations_is_told(raw: bytes) -> None:
    """An empty file is no silent success."""
    assert read(raw) == ["W613 f"]


def test_bytes_that_are_not_utf8_are_told_by_line() -> None:
    """A line in another encoding is refused, the next is read."""
    assert read(b'{"id":"\xe4"}\n{"id":"b"}\n') == ["E605 f:1", "b"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_told_once(encoding: str) -> None:
    """A file in UTF-16 gives one advice, not one fault for each line."""
    assert read(("\ufeff" + '{"id":"a"}\n' * 3).encode(encoding)) == ["E606 f"]


class Counted(io.RawIOBase):
    """A stream of one endless-looking line that counts what was asked of it at a time."""

    def __init__(self, size: int) -> None:
        self.left = size
        self.most = 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # narrower, as tests need
        """Fill the buffer as far as there is something left."""
        taken = min(len(buffer), self.left)
        self.most = max(self.most, taken)
        self.left -= taken
        buffer[:taken] = b"x" * taken
        return taken


def test_a_line_beyond_the_limit_is_skipped_in_pieces() -> None:
    """A line of 50 MB is refused with its length, and never held whole."""
    size = 50_000_000
    stream = Counted(size)
    with io.BufferedReader(stream) as buffered:
        found = list(ndjson.read(buffered, name="f", limit_bytes=1000))
    assert [type(one) for one in found] == [Refused]
    assert "50,000,000 bytes" in str(found[0])
    assert stream.left == 0
    assert stream.most < 2_000_000


@pytest.mark.parametrize("length", [99, 100, 101, 102, 103])
@pytest.mark.parametrize("end", [b"\n", b"\r\n", b""])
def test_the_limit_is_the_length_of_the_line_without_its_end(length: int, end: bytes) -> None:
    """A line as long as the limit is read, one longer by one byte is not."""
    line = b'{"id":"%s"}' % (b"a" * (length - 9))
    found = read(line + end + (b'{"id":"b"}' if end else b""), limit_bytes=100)
    assert found == (["E609 f:1"] if length > 100 else [(b"a" * (length - 9)).decode()]) + (["b"] if end else [])


def test_gzip_is_told_by_content(tmp_path: Path) -> None:
    """A compressed file is read whatever its name."""
    path = tmp_path / "declarations.ndjson"
    path.write_bytes(gzip.compress(b'{"id":"a"}\n') + gzip.compress(b'{"id":"b"}\n'))
    assert [one.id for one in ndjson.read(path) if isinstance(one, Declaration)] == ["a", "b"]


def test_what_stood_before_the_damage_of_a_gzip_file_is_read() -> None:
    """Lines before the damage are read; the damage is told with its line."""
    rows = b"".join(b'{"id":"%064x"}\n' % (7**row % (1 << 256)) for row in range(5000))
    packed = gzip.compress(rows, mtime=0)
    found = read(packed[: len(packed) // 2])
    assert len(found) > 1000
    assert found[-1] == f"E611 f:{len(found)}"


@pytest.mark.parametrize("spoil", [lambda raw: raw[:5], lambda raw: raw[:12] + b"\xff\xff\xff" + raw[15:]])
def test_any_damage_to_gzip_is_told(spoil: object) -> None:
    """A gzip file cut in its head, or with changed bytes, is refused in words."""
    assert callable(spoil)
    assert read(spoil(gzip.compress(b'{"id":"a"}\n', mtime=0))) == ["E611 f:1"]


def test_a_stream_of_the_callers_stays_open() -> None:
    """A stream is not closed for its owner, read to the end or not."""
    stream: BinaryIO = io.BytesIO(b'{"id":"a"}\n{"id":"b"}\n')
    reading = ndjson.read(stream)
    next(reading)
    del reading
    assert not stream.closed


def test_places_carry_the_path_as_given(tmp_path: Path) -> None:
    """Without a name, the path stands for the file."""
    path = tmp_path / "a.ndjson"
    path.write_bytes(b"[]\n")
    assert [one.place for one in ndjson.read(str(path)) if isinstance(one, Refused)] == [f"{path}:1"]


def test_a_path_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    """A missing file is for the caller to tell."""
    with pytest.raises(FileNotFoundError):
        list(ndjson.read(tmp_path / "none.ndjson"))
