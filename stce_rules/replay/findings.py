"""The file that findings are written to.

Enters: a path, rows in the order of the history. Leaves: Parquet or NDJSON, as the name says. Promises: the same rows
give the same bytes; a file appears under its name when it is whole, and one of an interrupted replay under another, so
that nobody takes it for whole.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol, cast

import msgspec

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.replay.parquet_file import ParquetFile, require_pyarrow
from stce_rules.replay.result_tables import VARIOUS, findings_schema
from stce_rules.replay.rows import in_rows

if TYPE_CHECKING:
    from stce_rules.replay.rows import Found

__all__ = ["FindingsFile", "cannot_write", "told_as"]


class _Form(Protocol):
    """A format of rows."""

    def write(self, found: Found) -> None:
        """Append rows."""

    def close(self) -> None:
        """Write what is left, and end the file."""


class _Lines:
    """NDJSON, compressed or not."""

    def __init__(self, path: Path, *, compressed: bool) -> None:
        self._file = path.open("wb")
        # no name and no time inside, so that the same rows give the same bytes
        self._packed = gzip.GzipFile("", "wb", 6, self._file, 0) if compressed else None
        self._out = cast("BinaryIO", self._packed or self._file)

    def write(self, found: Found) -> None:
        self._out.write(b"".join([_line(one) for one in in_rows(found)]))

    def close(self) -> None:
        try:
            if self._packed is not None:
                self._packed.close()
        finally:
            self._file.close()


def _line(row: dict[str, object]) -> bytes:
    """A row as JSON, its evidence as part of it and not as a text."""
    evidence = row["evidence"]
    if isinstance(evidence, str):
        row = row | {"evidence": msgspec.Raw(evidence.encode())}
    return msgspec.json.encode(row) + b"\n"


class FindingsFile:
    """The file of findings while it is written: `NAME.part` until it is whole."""

    def __init__(self, path: Path) -> None:
        """Begin the file. Raises StceError (E665, E670, E672)."""
        self.path = path
        self._part = path.with_name(path.name + ".part")
        form = path.name.lower()
        if not form.endswith((".parquet", ".ndjson", ".ndjson.gz")):
            mend = "give it a name that ends in .parquet, .ndjson or .ndjson.gz"
            raise StceError(Diagnostic("E672", "the format of the findings is not known", where=str(path), help=mend))
        if path.is_dir():
            raise StceError(Diagnostic("E670", "this is a folder, not a file", where=str(path)))
        self._form: _Form
        with told_as(path):
            if form.endswith(".parquet"):
                require_pyarrow(str(self._part))
                self._form = ParquetFile(self._part, findings_schema(), VARIOUS["findings"])
            else:
                self._form = _Lines(self._part, compressed=form.endswith(".gz"))

    def write(self, found: Found) -> None:
        """Append rows. Raises StceError (E670)."""
        with told_as(self.path):
            self._form.write(found)

    def finish(self, *, whole: bool) -> Path:
        """Give the file its name: its own when it is whole, else with `.interrupted` in it. Raises StceError (E670)."""
        with told_as(self.path):
            self._form.close()
            stem, dot, suffix = self.path.name.partition(".")
            name = self.path if whole else self.path.with_name(f"{stem}.interrupted{dot}{suffix}")
            return self._part.replace(name)

    def abandon(self) -> None:
        """Take the unfinished file away."""
        with suppress(OSError):
            self._form.close()
        with suppress(OSError):
            self._part.unlink(missing_ok=True)


@contextmanager
def told_as(path: Path) -> Iterator[None]:
    """Faults of the system while a result is written, told with its path."""
    try:
        yield
    except OSError as fault:
        raise cannot_write(path, fault) from fault


def cannot_write(path: Path, fault: OSError) -> StceError:
    """The report of a result that cannot be written."""
    said = (fault.strerror or "the system gives no reason").lower()
    return StceError(Diagnostic("E670", f"cannot be written: {said}", where=str(path)))
