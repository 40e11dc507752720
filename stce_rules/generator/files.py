"""Writes generated declarations: NDJSON, and which of them are planted in a side file.

Enters cases and a path, leaves `<path>` and `<path>.planted.csv` (columns: declaration, kind). Promise: the same cases
give the same bytes on every platform.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from stce_rules.generator import Case
from stce_rules.intake import canonical

__all__ = ["planted_path", "write_ndjson"]


def planted_path(path: Path) -> Path:
    """Where the side file of an output file stands."""
    return path.with_name(path.name + ".planted.csv")


def write_ndjson(cases: Iterable[Case], path: Path) -> int:
    """Write one declaration of canonical JSON per line, and the side file; returns how many were written."""
    written = 0
    with path.open("wb") as lines, planted_path(path).open("w", encoding="utf-8", newline="") as side:
        writer = csv.writer(side, lineterminator="\n")
        writer.writerow(["declaration", "kind"])
        for case in cases:
            written += 1
            lines.write(canonical.encode(case.declaration) + b"\n")
            if case.kind is not None:
                writer.writerow([case.declaration.id, case.kind.name])
    return written
