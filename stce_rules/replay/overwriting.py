"""Files that results would be written over, and folders of a history that results would come into.

Enters: the paths of results, and how a result of that kind is known. Leaves: nothing, or a report. Promise: only a file
that begins as such a result does, or an empty one, is written over; a stream or a device is none.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.streams import DAMAGED
from stce_rules.replay.findings import told_as

__all__ = ["check_outside", "check_own_file", "check_own_files", "has_columns"]

_REJECTS = b'{"place":'
_FINDINGS = b'{"source":'
_COLUMNS = {"source", "row", "rule", "outcome"}
"""Some of those that a table of findings has."""


def check_outside(folder: Path, history: Sequence[str]) -> None:
    """Raises StceError (E671) when a folder of results would become part of the history it is made from."""
    for name in history:
        if Path(name).is_dir() and folder.resolve().is_relative_to(Path(name).resolve()):
            message = f"the folder of results lies in '{name}', which is read as history"
            raise StceError(Diagnostic("E671", message, where=str(folder), help="choose a folder beside it"))


def check_own_files(findings: Path | None, rejects: Path | None) -> None:
    """Raises StceError (E670) when a file of another kind has one of the names."""
    for path, is_own in ((findings, _is_findings), (rejects, _is_rejects)):
        if path is not None:
            check_own_file(path, is_own, "replay")


def check_own_file(path: Path, is_own: Callable[[Path], bool], what: str) -> None:
    """Raises StceError (E670) when a file has the name that is not of a kind, which `what` writes."""
    if not path.is_file():
        return
    with told_as(path):
        if path.stat().st_size and not is_own(path):
            message = f"a file of this name is there already, and no {what} wrote it"
            mend = "give another name, or remove it"
            raise StceError(Diagnostic("E670", message, where=str(path), help=mend))


def _is_rejects(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_REJECTS)) == _REJECTS


def _is_findings(path: Path) -> bool:
    name = path.name.lower()
    if name.endswith(".parquet"):
        return has_columns(path, _COLUMNS)
    try:
        with gzip.open(path) if name.endswith(".gz") else path.open("rb") as file:
            return file.read(len(_FINDINGS)) in (_FINDINGS, b"")
    except DAMAGED:
        return False


def has_columns(path: Path, columns: AbstractSet[str]) -> bool:
    """Whether it is a Parquet file with these columns, and perhaps others."""
    try:
        from pyarrow import ArrowException, parquet
    except ModuleNotFoundError:  # then nothing will be written over it either
        return True
    try:
        return columns <= set(parquet.read_schema(path).names)
    except ArrowException:
        return False
