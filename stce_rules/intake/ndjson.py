"""Files of canonical declarations, one JSON object on each line.

Enters: a path or stream, plain or compressed with gzip. Leaves: for each line that is not blank a declaration, or
what was wrong with the line. Promises: a bad line never stops the good ones after it; memory holds one line at a
time, and of a line beyond the limit no more than the limit.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.canonical import LIMIT_BYTES, UTF16_MARKS, decode, too_large, utf16
from stce_rules.intake.refusal import Refused
from stce_rules.intake.streams import DAMAGED, Origin, damaged, name_of, opened

__all__ = ["read", "read_line"]

_STEP = 1024 * 1024
_UTF8_MARK = b"\xef\xbb\xbf"


def read(origin: Origin, *, name: str = "", limit_bytes: int = LIMIT_BYTES) -> Iterator[Declaration | Refused]:
    """Declarations and refused lines, in the order of the file; a file without any gives one refusal, a warning.

    `name` stands for the file in places, which are `name:line`. Raises OSError when a path cannot be opened.
    """
    name = name or name_of(origin)
    with opened(origin) as stream:
        number, empty = 0, True
        try:
            if stream.peek(2).startswith(UTF16_MARKS):
                yield Refused(name, (utf16(name),))
                return
            for number, line, size in _lines(stream, limit_bytes):
                if line is not None and not line.strip():
                    continue
                empty = False
                if line is None:
                    place = f"{name}:{number}"
                    yield Refused(place, (too_large(size, limit_bytes, place),))
                else:
                    yield read_line(line, name, number, limit_bytes)
        except DAMAGED:
            yield Refused(f"{name}:{number + 1}", (damaged(f"{name}:{number + 1}"),))
            return
        if empty:
            yield Refused(name, (Diagnostic("W613", "there is no declaration in the file", where=name),))


def read_line(line: bytes, name: str, number: int = 1, limit_bytes: int = LIMIT_BYTES) -> Declaration | Refused:
    """The declaration of one line, without its end; `number` is that of the line in its file, from 1."""
    try:
        return decode(line, name=name, line=number, limit_bytes=limit_bytes)
    except StceError as refused:
        return Refused(f"{name}:{number}", refused.diagnostics)


def _lines(stream: io.BufferedReader, limit: int) -> Iterator[tuple[int, bytes | None, int]]:
    """Number from 1, the line without its end, its length; None for a line longer than the limit, which is skipped."""
    number = 0
    while line := stream.readline(limit + 2):
        number += 1
        body = line.rstrip(b"\r\n")
        if number == 1:
            body = body.removeprefix(_UTF8_MARK)
        size = len(body)
        if size <= limit:
            yield number, body, size
            continue
        while not line.endswith(b"\n") and (line := stream.readline(_STEP)):
            size += len(line.rstrip(b"\r\n"))
        yield number, None, size
