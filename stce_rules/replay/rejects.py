"""What is no declaration, as NDJSON: place, code, message, help and the line itself.

Enters: rejected messages. Leaves: one line for each fault of each; without a file they are only counted.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

import msgspec

from stce_rules.replay.findings import cannot_write
from stce_rules.replay.sources import Rejected

__all__ = ["RejectsFile"]


class RejectsFile:
    """The file of rejects; nothing is written without a path."""

    def __init__(self, path: Path | None) -> None:
        """Begin the file. Raises StceError (E670)."""
        self._path = path
        try:
            self._file = None if path is None else path.open("wb")
        except OSError as fault:
            raise cannot_write(path or Path(), fault) from fault

    def write(self, rejected: Rejected) -> None:
        """Append a message. Raises StceError (E670)."""
        if self._file is None or self._path is None:
            return
        raw = None if rejected.raw is None else rejected.raw.decode("utf-8", "backslashreplace")
        try:
            for one in rejected.diagnostics:
                line = {
                    "place": one.place or rejected.place,
                    "code": one.code,
                    "message": one.message,
                    "help": one.help or None,
                    "raw": raw,
                }
                self._file.write(msgspec.json.encode(line) + b"\n")
        except OSError as fault:
            raise cannot_write(self._path, fault) from fault

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:
            self._file.close()
