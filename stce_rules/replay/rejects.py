"""What is no declaration, as NDJSON: place, code, message, help and the line itself.

Enters: rejected messages. Leaves: one line for each fault of each; without a file they are only counted.
"""

from __future__ import annotations

import os
from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from stce_rules.replay.findings import told_as
from stce_rules.replay.sources import Rejected

__all__ = ["RejectsFile"]


class RejectsFile:
    """The file of rejects; nothing is written without a path."""

    def __init__(self, path: Path | None, kept_bytes: int | None = 0) -> None:
        """Begin the file, behind as much as is kept of one that is there; None: all. Raises StceError (E670)."""
        self._path = path or Path()
        with told_as(self._path):
            self._file = None if path is None else path.open("wb" if kept_bytes == 0 else "ab")
            if self._file is not None and kept_bytes:
                self._file.truncate(kept_bytes)

    def write(self, rejected: Rejected) -> None:
        """Append a message. Raises StceError (E670)."""
        if self._file is None:
            return
        raw = None if rejected.raw is None else rejected.raw.decode("utf-8", "backslashreplace")
        with told_as(self._path):
            for one in rejected.diagnostics:
                line = {
                    "place": one.place or rejected.place,
                    "code": one.code,
                    "message": one.message,
                    "help": one.help or None,
                    "raw": raw,
                }
                self._file.write(msgspec.json.encode(line) + b"\n")

    def settle(self) -> int:
        """Bring all that was written to the disk; the length in bytes. Raises StceError (E670)."""
        if self._file is None:
            return 0
        with told_as(self._path):
            self._file.flush()
            os.fsync(self._file.fileno())
            return self._file.tell()

    def close(self) -> None:
        """End the file. Raises StceError (E670)."""
        if self._file is not None:
            with told_as(self._path):
                self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
