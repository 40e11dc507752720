"""The journal of a replay: what was asked, and after each part what is done, so that it can go on where it stopped.

Enters: what is asked for, parts that are done. Leaves: a file of lines, each on the disk before the next part begins.
Promises: a line that was cut off counts as not written; one process at a time writes a journal; what is asked for
anew is compared box by box, so that a replay goes on with the same history, rules and options only.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.replay.findings import told_as
from stce_rules.replay.sources import Mark, Print
from stce_rules.replay.summary import Ended
from stce_rules.replay.tally import Tally

__all__ = ["RESTART", "Begun", "Done", "Ends", "Journal", "sync_folder"]

RESTART = "--restart takes its results away and begins anew"


class Begun(msgspec.Struct, frozen=True, kw_only=True, tag_field="entry", tag="begun"):
    """What is asked for. `part` is how many declarations a part holds, at least; `history` is None when it is a stream.

    `options` are those of the command that change what is read, by their names.
    """

    schema: int = 1
    software: str
    rules: str
    engine: str
    evidence: bool
    as_of: date | None
    limit: int | None
    part: int
    options: dict[str, str]
    history: tuple[Print, ...] | None


class Done(msgspec.Struct, frozen=True, kw_only=True, tag_field="entry", tag="part"):
    """A part that is done: its number, what it holds, where its last declaration stands, and all counts up to there."""

    part: int
    declarations: int
    findings: int
    mark: Mark | None
    rejects_bytes: int
    tally: Tally


class Ends(msgspec.Struct, frozen=True, kw_only=True, tag_field="entry", tag="ended"):
    """Nothing is left to do, how that came, and how many parts there are: the last is in no other line."""

    ended: Ended
    parts: int


Entry = Begun | Done | Ends


def _counted(kind: type[Any], plain: object) -> Any:  # noqa: ANN401 (the counters of a tally, which msgspec does not know)
    return kind(plain)


_DECODER: msgspec.json.Decoder[Entry] = msgspec.json.Decoder(Entry, dec_hook=_counted)


class Journal:
    """A journal that is written, by this process alone."""

    def __init__(self, path: Path) -> None:
        """Open the journal at a path, or make one. Raises StceError: another process writes it (E834), E670."""
        self.last: Done | None = None
        self.ends: Ends | None = None
        self._path = path
        with told_as(path):
            self._file = path.open("r+b" if path.exists() else "x+b")
        try:
            self._lock()
        except BaseException:
            self._file.close()
            raise

    @property
    def is_empty(self) -> bool:
        """Whether nothing was ever written into it."""
        return os.fstat(self._file.fileno()).st_size == 0

    def forget(self) -> None:
        """Take all entries away. Raises StceError (E670)."""
        with told_as(self._path):
            self._file.truncate(0)

    def _lock(self) -> None:
        """The system gives the lock back when this process ends, however it ends."""
        try:
            import fcntl
        except ModuleNotFoundError:
            return  # a system without such locks
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as held:
            message = "another replay writes into this folder"
            mend = "wait until it is done, or choose another folder"
            raise StceError(Diagnostic("E834", message, where=str(self._path.parent), help=mend)) from held

    def take_up(self, asked: Begun) -> None:
        """Read what is done; begin when there is nothing.

        Raises StceError: it cannot be read (E832), it is of a stream (E833), or of something else (E830); E670.
        """
        entries = _whole_lines(self._file, self._path)
        begun = next(entries, None)
        if begun is None:
            self.forget()
            self._append(asked)
            sync_folder(self._path.parent)
            return
        if not isinstance(begun, Begun):
            raise _damaged(self._path)
        _compare(begun, asked, self._path.parent)
        for entry in entries:
            match entry:
                case Done():
                    self.last = entry
                case Ends():
                    self.ends = entry
                case Begun():
                    raise _damaged(self._path)
        self._file.truncate()  # behind the last whole line

    def done(self, part: Done) -> None:
        """Write that a part is done. Raises StceError (E670)."""
        self._append(part)
        self.last = part

    def end(self, ends: Ends) -> None:
        """Write that nothing is left to do. Raises StceError (E670)."""
        self._append(ends)
        self.ends = ends

    def _append(self, entry: Entry) -> None:
        with told_as(self._path):
            self._file.write(msgspec.json.encode(entry) + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())

    def close(self) -> None:
        """End writing, and let others write."""
        self._file.close()


def sync_folder(path: Path) -> None:
    """Bring the names in a folder to the disk, where the system can be asked to."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    folder = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _whole_lines(file: BinaryIO, path: Path) -> Iterator[Entry]:
    """The entries; the file stands behind the last of them that is whole."""
    end = 0
    for line in file:
        if not line.endswith(b"\n"):
            break
        try:
            entry = _DECODER.decode(line)
        except (msgspec.MsgspecError, UnicodeError) as fault:
            raise _damaged(path) from fault
        end += len(line)
        yield entry
    file.seek(end)


def _damaged(path: Path) -> StceError:
    message = "the journal of the replay is damaged, or was written by a later release"
    return StceError(Diagnostic("E832", message, where=str(path), help=RESTART))


def _compare(begun: Begun, asked: Begun, folder: Path) -> None:
    if begun.history is None:
        message = "the folder holds a replay of a stream, which cannot be read again"
        raise StceError(Diagnostic("E833", message, where=str(folder), help=RESTART))
    unlike = list(_unlike(begun, asked))
    if unlike:
        more = f" and {len(unlike) - _TOLD} more" if len(unlike) > _TOLD else ""
        message = f"the folder holds a replay that differs in {', '.join(unlike[:_TOLD])}{more}"
        mend = f"ask for the same again, or choose another folder; {RESTART}"
        raise StceError(Diagnostic("E830", message, where=str(folder), help=mend))


_TOLD = 5
"""Differences that are told; of a folder of messages every file may differ."""

_SAID = {
    "schema": "its release",
    "software": "its release",
    "rules": "its rules",
    "engine": "its engine",
    "part": "--part-size",
    "evidence": "--evidence",
    "as_of": "--as-of",
    "limit": "--limit",
}


def _unlike(begun: Begun, asked: Begun) -> Iterator[str]:
    """What is not the same, in words."""
    yield from dict.fromkeys(said for name, said in _SAID.items() if getattr(begun, name) != getattr(asked, name))
    yield from sorted({name for name, _ in begun.options.items() ^ asked.options.items()})
    before = {one.name: one for one in begun.history or ()}
    now = {one.name: one for one in asked.history or ()}
    for name in sorted({*before, *now}):
        if before.get(name) != now.get(name):
            yield f"the history ('{name}' {'is gone' if name not in now else 'is new or changed'})"
    if before == now and begun.history != asked.history:
        yield "the history (another order, or a stream)"
