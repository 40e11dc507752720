"""The folder of results of a replay, written part by part.

Enters: judged batches in the order of the history, what was no declaration, counts so far. Leaves:

    DIR/declarations/part-00000.parquet …   DIR/findings/part-00000.parquet …   (`result_tables`)
    DIR/rejects.ndjson   DIR/summary.json   DIR/journal.ndjson
    DIR/windows/windows-0.parquet …   (what came before each declaration, until all is judged)

Promises: whatever ends a replay, and whenever, one that is begun again with the same words goes on behind the last part
that is in the journal, and ends with the same bytes; a part appears under its name when it is whole; nothing that a
replay did not write is ever taken away.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.replay.findings import told_as
from stce_rules.replay.journal import RESTART, Begun, Done, Ends, Journal, sync_folder
from stce_rules.replay.judging import Judged
from stce_rules.replay.memory import give_back_memory
from stce_rules.replay.parquet_file import ParquetFile, require_pyarrow
from stce_rules.replay.rejects import RejectsFile
from stce_rules.replay.result_tables import VARIOUS, declarations_schema, findings_schema
from stce_rules.replay.sources import Mark, Rejected
from stce_rules.replay.summary import Ended, Summary, as_json
from stce_rules.replay.tally import Tally
from stce_rules.replay.windows.history import UNDER_WAY, is_values_file

if TYPE_CHECKING:
    from stce_rules.replay.rows import Found

__all__ = ["PART", "ResultFolder", "check_own"]

PART = 20_000
"""Declarations of a part, unless another number is asked for."""

_TABLES = ("declarations", "findings")
_JOURNAL, _REJECTS, _SUMMARY = "journal.ndjson", "rejects.ndjson", "summary.json"
_WINDOWS = "windows"


class ResultFolder:
    """The folder while it is written. Nobody else writes it meanwhile."""

    def __init__(self, path: Path, asked: Begun, *, restart: bool = False) -> None:
        """Begin the folder, or take up what is in it; `ended` says how it ended when nothing is left to do.

        Raises StceError: no library for Parquet (E665), cannot be written (E670), or cannot go on: another replay's
        (E830), other files in it (E831), damaged (E832), of a stream (E833), being written (E834).
        """
        require_pyarrow(str(path))
        self.path = path
        self._asked = asked
        self.part: int | None = asked.part
        self._part: _Part | None = None
        with told_as(path):
            path.mkdir(exist_ok=True)
        check_own(path)
        self._journal = Journal(path / _JOURNAL)
        try:
            if restart:
                self._clear()
            self._check_named()
            self._journal.take_up(asked)
            last, ends = self._journal.last, self._journal.ends
            self.ended: Ended | None = None if ends is None else ends.ended
            self._parts = ends.parts if ends is not None else 0 if last is None else last.part + 1
            self.mark = None if last is None else last.mark
            self.tally = Tally() if last is None else last.tally
            self._check_whole()
            kept = None if ends is not None else 0 if last is None else last.rejects_bytes
            self._rejects = RejectsFile(path / _REJECTS, kept)
        except BaseException:
            self._journal.close()
            raise

    def summary(self) -> Summary:
        """The summary of a replay that has ended. Raises StceError (E832)."""
        path = self.path / _SUMMARY
        try:
            return msgspec.json.decode(path.read_bytes(), type=Summary)
        except (OSError, msgspec.MsgspecError) as fault:
            raise _damaged(path) from fault

    @property
    def windows(self) -> Path:
        """The folder for what came before each declaration; it stands as long as something is left to judge."""
        return self.path / _WINDOWS

    def write(self, judged: Judged, refused: Sequence[Rejected]) -> None:
        """Append a batch and what was no declaration before its last one. Raises StceError (E670)."""
        for one in refused:
            self.tally.refusals[one.diagnostics[0].code] += 1
            self._rejects.write(one)
        self.tally.merge(judged.tally)
        if judged.tally.judged:
            if self._part is None:
                self._part = _Part(self.path, self._parts)
            self._part.write(judged)
        if self._part is not None and self._part.declarations >= self._asked.part:
            self._end_part(self._part)

    def _end_part(self, part: _Part) -> None:
        part.end()
        give_back_memory()
        done = Done(
            part=part.number,
            declarations=part.declarations,
            findings=part.findings,
            mark=part.mark,
            rejects_bytes=self._rejects.settle(),
            tally=self.tally,
        )
        self._journal.done(done)
        self._part = None
        self._parts += 1

    def finish(self, ended: Ended, summary: Summary) -> Path:
        """End the folder, or after an interrupt leave it to be continued. Raises StceError (E670)."""
        if ended != "interrupted":
            if self._part is not None:
                self._part.end()
                self._part = None
                self._parts += 1
            self._rejects.settle()
            _write_whole(self.path / _SUMMARY, as_json(summary).encode())
            # with the last part in one line: what was refused behind it would else come again
            self._journal.end(Ends(ended=ended, parts=self._parts))
            self._forget_windows()
        self.close()
        return self.path

    def close(self) -> None:
        """Leave the folder; the part under way is lost, and judged again when the replay goes on."""
        if self._part is not None:
            self._part.abandon()
        self._rejects.close()
        self._journal.close()

    def _forget_windows(self) -> None:
        folder = self.path / _WINDOWS
        with told_as(folder):
            for one in folder.glob("*"):
                one.unlink()
            if folder.is_dir():
                folder.rmdir()

    def _clear(self) -> None:
        """Take results away, the journal last: until then it says whose they are."""
        with told_as(self.path):
            for table in _TABLES:
                for one in (self.path / table).glob("*"):
                    one.unlink()
            for name in (_SUMMARY, _SUMMARY + UNDER_WAY, _REJECTS):
                (self.path / name).unlink(missing_ok=True)
        self._forget_windows()
        self._journal.forget()

    def _check_named(self) -> None:
        """Raises StceError (E832) for parts that no journal speaks of."""
        parts = [one for table in _TABLES for one in (self.path / table).glob("*")]
        if parts and self._journal.is_empty:
            raise _damaged(self.path / _JOURNAL)

    def _check_whole(self) -> None:
        """All parts of the journal are there, and none behind them."""
        for table in _TABLES:
            folder = self.path / table
            with told_as(folder):
                folder.mkdir(exist_ok=True)
                for one in sorted(folder.iterdir()):
                    number = _number(one)
                    if number is None or number >= self._parts:
                        one.unlink()
            there = {_number(one) for one in folder.iterdir()}
            missing = next((each for each in range(self._parts) if each not in there), None)
            if missing is not None:
                raise _damaged(folder / _part_name(missing))


class _Part:
    """Both files of a part while they are written."""

    def __init__(self, path: Path, number: int) -> None:
        self.number = number
        self.declarations = 0
        self.mark: Mark | None = None
        self._folders = [path / table for table in _TABLES]
        self._files: list[ParquetFile] = []
        with told_as(path):
            for folder, schema in zip(self._folders, (declarations_schema(), findings_schema()), strict=True):
                self._files.append(ParquetFile(self._under_way(folder), schema, VARIOUS[folder.name]))

    def _under_way(self, folder: Path) -> Path:
        return folder / (_part_name(self.number) + UNDER_WAY)

    @property
    def findings(self) -> int:
        return self._files[1].rows

    def write(self, judged: Judged) -> None:
        with told_as(self._folders[0].parent):
            for file, found in zip(self._files, (judged.declarations, judged.findings), strict=True):
                file.write(found)
        self.declarations += judged.tally.judged
        self.mark = Mark(str(_last(judged.declarations, "source")), int(str(_last(judged.declarations, "row"))))

    def end(self) -> None:
        for folder, file in zip(self._folders, self._files, strict=True):
            with told_as(folder):
                file.close()
                _bring_home(self._under_way(folder), folder / _part_name(self.number))

    def abandon(self) -> None:
        for folder, file in zip(self._folders, self._files, strict=True):
            with suppress(OSError):
                file.close()
            with suppress(OSError):
                self._under_way(folder).unlink(missing_ok=True)


def _last(found: Found, column: str) -> object:
    return found[column][-1] if isinstance(found, Mapping) else found.column(column)[-1].as_py()


def _part_name(number: int) -> str:
    return f"part-{number:05}.parquet"


def _number(path: Path) -> int | None:
    """The number of a part that is whole."""
    digits = path.name.removeprefix("part-").removesuffix(".parquet")
    return int(digits) if digits.isdecimal() and path.name == _part_name(int(digits)) else None


def _bring_home(written: Path, name: Path) -> None:
    """Give a file its name once all of it is on the disk."""
    with written.open("rb") as file:
        os.fsync(file.fileno())
    written.replace(name)
    sync_folder(name.parent)


def _write_whole(path: Path, content: bytes) -> None:
    with told_as(path):
        under_way = path.with_name(path.name + UNDER_WAY)
        under_way.write_bytes(content)
        _bring_home(under_way, path)


def check_own(path: Path) -> None:
    """Raises StceError (E831) when there is anything in the folder that no replay wrote."""
    for one in _strangers(path):
        message = f"the folder holds '{one.relative_to(path)}', which is no result of a replay"
        raise StceError(Diagnostic("E831", message, where=str(path), help="choose an empty folder, or a new one"))


def _strangers(path: Path) -> Iterator[Path]:
    own = {_JOURNAL, _REJECTS, _SUMMARY, _SUMMARY + UNDER_WAY}
    for one in sorted(path.iterdir()):
        if one.name in _TABLES and one.is_dir():
            yield from (each for each in sorted(one.iterdir()) if _number(_without_mark(each)) is None)
        elif one.name == _WINDOWS and one.is_dir():
            yield from (each for each in sorted(one.iterdir()) if not is_values_file(_without_mark(each).name))
        elif one.name not in own or one.is_dir():
            yield one


def _without_mark(path: Path) -> Path:
    return path.with_name(path.name.removesuffix(UNDER_WAY))


def _damaged(path: Path) -> StceError:
    message = "a result that the journal names is missing or damaged"
    return StceError(Diagnostic("E832", message, where=str(path), help=RESTART))
