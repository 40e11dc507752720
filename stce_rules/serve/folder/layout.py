"""Where files of a watched folder stand, and how they move.

Enters: a folder. Leaves: the messages that wait, and places for what becomes of them. Promises: a file is always whole
in exactly one of `in`, `work` and `done`; an answer appears in `out` whole, by a rename; no file is ever written over;
one process watches a folder at a time.

    in/NAME           the host moves a message here, by a rename on the same file system
    work/NAME         it is being answered
    out/NAME.ndjson   the assessments, one on each line, in the order of the message
    out/NAME.err      what was turned away, one on each line; not there when nothing was
    done/NAME         the message, answered
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from stce_rules.core.diagnostics import Diagnostic, StceError

__all__ = ["Answers", "Layout"]

_UNFINISHED = (".part", ".tmp", ".filepart", ".crdownload")
"""Names under which programs write files that are not whole yet."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The places of a watched folder."""

    root: Path

    @property
    def arriving(self) -> Path:
        """Where messages are dropped."""
        return self.root / "in"

    @property
    def working(self) -> Path:
        """Where messages are that are being answered."""
        return self.root / "work"

    @property
    def answers(self) -> Path:
        """Where answers appear."""
        return self.root / "out"

    @property
    def answered(self) -> Path:
        """Where messages go in the end."""
        return self.root / "done"

    @contextmanager
    def held(self) -> Iterator[None]:
        """Make the folders, and keep other processes from watching. Raises StceError (E894)."""
        try:
            for folder in (self.arriving, self.working, self.answers, self.answered):
                folder.mkdir(parents=True, exist_ok=True)
            lock = (self.root / ".lock").open("wb")
        except OSError as fault:
            why = (fault.strerror or "the system gave no reason").lower()
            raise StceError(Diagnostic("E894", f"the folder cannot be used: {why}", where=str(self.root))) from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                message = "another process watches the folder"
                mend = "end it, or give this one a folder of its own"
                raise StceError(Diagnostic("E894", message, where=str(self.root), help=mend)) from None
            for left in (*self.answers.glob(".*.part"), *self.answers.glob(".*.part.err")):
                left.unlink()
            yield

    def waiting(self) -> Iterator[Path]:
        """Messages to answer, now in `work`: those that a process left there, then new ones as they came."""
        yield from sorted(self.working.iterdir())
        arrived = [(one.stat().st_mtime_ns, one.name, one) for one in self._whole()]
        for _, _, one in sorted(arrived):
            yield self._moved(one, self.working)

    def _whole(self) -> Iterator[Path]:
        for one in self.arriving.iterdir():
            if one.is_file() and not one.name.startswith(".") and not one.name.endswith(_UNFINISHED):
                yield one

    def _moved(self, one: Path, folder: Path) -> Path:
        """Move a file under a name that nothing in the whole folder has been given."""
        name, number = one.name, 1
        while any(there.exists() for there in self._named(name) if there != one and there.parent != one.parent):
            number += 1
            name = f"{one.stem}~{number}{one.suffix}"
        return one.rename(folder / name)

    def _named(self, name: str) -> tuple[Path, ...]:
        return self.working / name, self.answered / name, self.answers / f"{name}.ndjson", self.answers / f"{name}.err"

    def is_answered(self, one: Path) -> bool:
        """Whether the answers to a message in `work` are all there, since they appear last."""
        return (self.answers / f"{one.name}.ndjson").exists()

    @contextmanager
    def answering(self, one: Path) -> Iterator[Answers]:
        """Write the answers to a message; they appear when the block ends, and not at all when it raises."""
        part, turned = self.answers / f".{one.name}.part", self.answers / f".{one.name}.part.err"
        try:
            with part.open("wb") as assessed, turned.open("wb") as refused:
                answers = Answers(assessed, refused)
                yield answers
                for file in (assessed, refused):
                    file.flush()
                    os.fsync(file.fileno())
            final = self.answers / f"{one.name}.err"
            if answers.refused:
                turned.rename(final)
            else:
                final.unlink(missing_ok=True)  # of a process that was ended before it had answered everything
            part.rename(self.answers / f"{one.name}.ndjson")
        finally:
            part.unlink(missing_ok=True)
            turned.unlink(missing_ok=True)
        _synced(self.answers)

    def finish(self, one: Path) -> None:
        """The answers are there: the message goes to `done`."""
        one.rename(self.answered / one.name)
        _synced(self.answered)


class Answers:
    """The two files of answers to a message, being written."""

    def __init__(self, assessed: BinaryIO, turned: BinaryIO) -> None:
        self._assessed = assessed
        self._turned = turned
        self.refused = 0

    def assessment(self, line: bytes) -> None:
        """One more assessment."""
        self._assessed.write(line + b"\n")

    def refusal(self, line: bytes) -> None:
        """One more part that was turned away."""
        self._turned.write(line + b"\n")
        self.refused += 1


def _synced(folder: Path) -> None:
    """Renames in a folder are kept by the disk."""
    number = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
