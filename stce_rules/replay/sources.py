"""Files and folders of a history, message by message.

Enters: paths, adapters. Leaves: declarations, and what is no declaration, in the order of the paths given and, below a
folder, of the names. Promises: everything given is there before the first message is read; memory holds one message;
nothing is left out without being told; what goes wrong in one file never stops the next.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import BinaryIO, cast

from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.adapters import BUILT_IN, HEAD_BYTES, Adapter, Refused, adapter_failed, choose
from stce_rules.intake.quoting import meant
from stce_rules.intake.streams import DAMAGED, damaged, opened
from stce_rules.replay.tables import TABLES

__all__ = ["STDIN", "History", "Rejected", "adapters_for"]

STDIN = "-"
"""The path that stands for the standard input."""

_RAW_BYTES = 4096
"""As much of a refused line is kept, at most."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A message that is no declaration: why, and the line it stood on where it stood on one."""

    place: str
    diagnostics: tuple[Diagnostic, ...]
    raw: bytes | None


def adapters_for(brought: Sequence[Adapter], name: str | None) -> tuple[Adapter, ...]:
    """The adapters to ask: those of plugins, of tables, of canonical JSON; or one by its name, for all files.

    Raises StceError (E882) when there is none of that name.
    """
    every = (*brought, *TABLES, *BUILT_IN)
    if name is None:
        return every
    known = {one.name: one for one in every}
    if name not in known:
        near = meant(name, known)
        mend = f"those installed: {', '.join(sorted(known))}"
        raise StceError(Diagnostic("E882", f"there is no adapter '{name}'{near}", where="--adapter", help=mend))
    return (known[name],)


class History:
    """What is to be replayed. Read it once."""

    def __init__(self, paths: Sequence[str | Path], adapters: Sequence[Adapter]) -> None:
        """Find all files. Raises StceError (E660, E661) with all that is not there.

        Of several adapters the first that recognises a file reads it; one alone is not asked whether it does.
        """
        self._adapters = tuple(adapters)
        self._done = 0
        self._current: io.BufferedReader | None = None
        faults: list[Diagnostic] = []
        found: dict[str, str] = {}
        for path in paths:
            for name in self._files(path, faults):
                found.setdefault(os.path.realpath(name) if name != STDIN else STDIN, name)
        if faults:
            raise StceError(faults)
        self.files: tuple[str, ...] = tuple(found.values())
        sizes = [0 if name == STDIN else Path(name).stat().st_size for name in self.files]
        self.total_bytes: int | None = None if STDIN in found else sum(sizes)

    @property
    def bytes_read(self) -> int:
        """How far reading has come, of `total_bytes`."""
        current = self._current
        return self._done + (current.tell() if current is not None and not current.closed else 0)

    def read(self) -> Generator[Declaration | Rejected]:
        """All messages."""
        for name in self.files:
            try:
                if name == STDIN:
                    yield from self._read_file(sys.stdin.buffer, "<stdin>")
                    continue
                with Path(name).open("rb") as file:
                    self._current = file
                    yield from self._read_file(file, name)
                self._done += Path(name).stat().st_size
            except OSError as fault:
                message = f"cannot be read on: {(fault.strerror or 'the system gives no reason').lower()}"
                yield Rejected(name, (Diagnostic("E673", message, where=name),), None)
            finally:
                self._current = None

    def _read_file(self, file: BinaryIO, name: str) -> Iterator[Declaration | Rejected]:
        """One file; what cannot be read on ends it, after all that stood before."""
        with opened(file) as plain:
            stream = _LastLine(plain)
            adapter: Adapter | None = None
            try:
                adapter = self._adapter(stream, name)
                for one in adapter.read(cast("BinaryIO", stream), name):
                    yield one if isinstance(one, Declaration) else _rejected(one, stream)
            except StceError as refused:
                yield Rejected(name, refused.diagnostics, None)
            except DAMAGED:
                yield Rejected(name, (damaged(name),), None)
            except OSError:
                raise
            except Exception as fault:  # noqa: BLE001  # an adapter of a plugin may raise anything
                yield Rejected(name, (adapter_failed(adapter, fault, name),), None)
            finally:
                if not stream.closed:
                    stream.detach()  # else the file would be closed with it

    def _files(self, path: str | Path, faults: list[Diagnostic]) -> list[str]:
        """The file, or the files below a folder, of which one at least can be read."""
        name = os.fspath(path)
        if name == STDIN:
            return [name]
        if Path(name).is_file():
            return self._readable([name], faults)
        if not Path(name).is_dir():
            faults.append(Diagnostic("E660", "there is no such file or folder", where=name, help=_near(Path(name))))
            return []
        below = [
            os.path.join(folder, file)  # noqa: PTH118 (a Path for each of many files would cost more)
            for folder, _, files in os.walk(name)
            for file in files
            if not file.startswith(".")
        ]
        below = self._readable(sorted(below), faults)
        if not any(self._is_known(one) for one in below):
            message = f"none of the {len(below)} files in the folder can be read" if below else "the folder is empty"
            mend = f"formats installed: {'; '.join(sorted(one.title for one in self._adapters))}"
            faults.append(Diagnostic("E661", message, where=name, help=mend))
        return below

    def _readable(self, names: list[str], faults: list[Diagnostic]) -> list[str]:
        message = "the file may not be read"
        faults += [Diagnostic("E660", message, where=name) for name in names if not os.access(name, os.R_OK)]
        return names

    def _adapter(self, stream: io.BufferedReader, name: str) -> Adapter:
        if len(self._adapters) == 1:
            return self._adapters[0]
        return choose(self._adapters, stream.peek(HEAD_BYTES)[:HEAD_BYTES], name)

    def _is_known(self, name: str) -> bool:
        try:
            with opened(name) as plain:
                self._adapter(plain, name)
        except (StceError, OSError, *DAMAGED):
            return False
        return True


def _near(path: Path) -> str:
    """The name nearby that may have been meant."""
    try:
        near = get_close_matches(path.name, [one.name for one in path.parent.iterdir()], n=1)
    except OSError:
        return ""
    return f"did you mean '{path.with_name(near[0])}'?" if near else ""


class _LastLine(io.BufferedReader):
    """A stream that remembers the line last read from it, as far as it is kept, and its number."""

    def __init__(self, raw: io.BufferedReader) -> None:
        super().__init__(cast("io.RawIOBase", raw))
        self.number = 0
        self.line = b""
        self._ended = True

    def readline(self, size: int | None = -1, /) -> bytes:
        line = super().readline(size)
        if self._ended:
            self.number += 1
            self.line = line[:_RAW_BYTES]
        self._ended = line.endswith(b"\n")
        return line


def _rejected(refused: Refused, stream: _LastLine) -> Rejected:
    """With the line, when the place of the refusal says that it is that one."""
    is_line = refused.place.endswith(f":{stream.number}")
    return Rejected(refused.place, refused.diagnostics, stream.line.rstrip(b"\r\n") if is_line else None)
