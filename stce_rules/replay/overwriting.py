"""Files that results would be written over.

Enters: the paths of findings and rejects. Leaves: nothing, or a report. Promise: only a file that begins as a replay
writes it, or an empty one, is written over; a stream or a device is none.
"""

from __future__ import annotations

import gzip
from pathlib import Path

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.intake.streams import DAMAGED
from stce_rules.replay.findings import told_as

__all__ = ["check_own_files"]

_REJECTS = b'{"place":'
_FINDINGS = b'{"source":'
_COLUMNS = {"source", "row", "rule", "outcome"}
"""Some of those that a table of findings has."""


def check_own_files(findings: Path | None, rejects: Path | None) -> None:
    """Raises StceError (E670) when a file of another kind has one of the names."""
    for path, is_own in ((findings, _is_findings), (rejects, _is_rejects)):
        if path is None or not path.is_file():
            continue
        with told_as(path):
            if path.stat().st_size and not is_own(path):
                message = "a file of this name is there already, and no replay wrote it"
                mend = "give another name, or remove it"
                raise StceError(Diagnostic("E670", message, where=str(path), help=mend))


def _is_rejects(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_REJECTS)) == _REJECTS


def _is_findings(path: Path) -> bool:
    name = path.name.lower()
    if name.endswith(".parquet"):
        return _is_table(path)
    try:
        with gzip.open(path) if name.endswith(".gz") else path.open("rb") as file:
            return file.read(len(_FINDINGS)) in (_FINDINGS, b"")
    except DAMAGED:
        return False


def _is_table(path: Path) -> bool:
    try:
        from pyarrow import ArrowException, parquet
    except ModuleNotFoundError:  # then nothing will be written over it either
        return True
    try:
        return set(parquet.read_schema(path).names) >= _COLUMNS
    except ArrowException:
        return False
