"""Files and streams of messages, unpacked where they are compressed.

Enters: a path, or a binary stream of the caller's. Leaves: a stream that can be looked into before it is read.
Promises: gzip is told by content, not by name; a stream of the caller's is left open; nothing is read ahead but one
buffer.
"""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, BinaryIO, cast

from stce_rules.core.diagnostics import Diagnostic

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["DAMAGED", "HEAD_BYTES", "Origin", "damaged", "name_of", "opened"]

Origin = str | os.PathLike[str] | BinaryIO

HEAD_BYTES = 4096
"""How much of a message an adapter sees when it is asked whether it recognises it, at most."""

DAMAGED = (EOFError, zlib.error, gzip.BadGzipFile)
"""What reading a damaged gzip file raises."""

_GZIP_MARK = b"\x1f\x8b"


@contextmanager
def opened(origin: Origin) -> Iterator[io.BufferedReader]:
    """The unpacked bytes. Raises OSError for a path that cannot be opened."""
    if isinstance(origin, str | os.PathLike):
        with open(origin, "rb") as file:  # noqa: PTH123 (a str is a path too)
            yield _unpacked(file)
        return
    peekable = isinstance(origin, io.BufferedReader)
    buffered = origin if isinstance(origin, io.BufferedReader) else io.BufferedReader(cast("io.RawIOBase", origin))
    try:
        yield _unpacked(buffered)
    finally:
        if not peekable:
            buffered.detach()  # else the caller's stream would be closed with ours


class _Unpacking(gzip.GzipFile):
    """A packed file that gives all that stands before a place where it is damaged, before it complains."""

    def readinto(self, buffer: WriteableBuffer) -> int:
        """As much as is unpacked at once: what reading on to fill the buffer had found would be lost by a fault."""
        room = memoryview(buffer).cast("B")
        found = self.read1(len(room))
        room[: len(found)] = found
        return len(found)


def _unpacked(file: io.BufferedReader) -> io.BufferedReader:
    if file.peek(len(_GZIP_MARK)).startswith(_GZIP_MARK):
        return io.BufferedReader(cast("io.RawIOBase", _Unpacking(fileobj=file, mode="rb")))
    return file


def name_of(origin: Origin) -> str:
    """What an officer knows it by: the path as given, or `<stream>`."""
    named = origin if isinstance(origin, str | os.PathLike) else getattr(origin, "name", "<stream>")
    return os.fspath(named) if isinstance(named, str | os.PathLike) else "<stream>"


def damaged(place: str) -> Diagnostic:
    """The report of a gzip file that cannot be unpacked from some place on."""
    return Diagnostic(
        "E611",
        "the compressed file is damaged here and cannot be read on",
        where=place,
        help="transfer the file again, in binary mode",
    )
