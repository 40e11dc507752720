"""Files of a contest that are there already.

Enters: the folder of a contest. Leaves: nothing, or a report. Promise: only what a contest wrote is written over, and
of that no page into which people have written.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from stce_rules.analysis.signed_page import above_names, has_names
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.replay.overwriting import check_own_file, has_columns

__all__ = [
    "COMPARISON",
    "PAGE",
    "SIGNOFF",
    "TABLES",
    "check_own_results",
    "check_page_stays",
    "write_page",
]

COMPARISON, SIGNOFF, PAGE = "comparison.json", "signoff.json", "signoff.md"
TABLES = ("newly_caught.parquet", "newly_lost.parquet")

_HEAD_BYTES = 4096


def check_own_results(folder: Path) -> None:
    """Raises StceError (E670) when a file has the name of a result that no contest wrote."""
    for name, is_own in _OWN.items():
        check_own_file(folder / name, is_own, "'stce compare'")


def check_page_stays(folder: Path, is_same: Callable[[], bool]) -> None:
    """Raises StceError (E670) when people have written into the page, and `is_same` says that it would be another."""
    path = folder / PAGE
    if has_names(_text(path)) and not is_same():
        raise _written_into(path)


def write_page(path: Path, due: str) -> None:
    """Write the page; one that people have written into stays. Raises StceError (E670) where it says something else."""
    there = _text(path)
    if not has_names(there):
        path.write_text(due, encoding="utf-8")
    elif above_names(there) != above_names(due):
        raise _written_into(path)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""


def _written_into(path: Path) -> StceError:
    message = "people have written into this page, and what would be signed now is something else"
    return StceError(Diagnostic("E670", message, where=str(path), help="choose another folder, or move the page away"))


def _begins(path: Path, pattern: bytes) -> bool:
    with path.open("rb") as file:
        return re.match(pattern, file.read(_HEAD_BYTES)) is not None


_IS_OF_CHANGED = partial(has_columns, columns={"declaration", "champion", "challenger", "rules"})
_OWN: Mapping[str, Callable[[Path], bool]] = {
    COMPARISON: partial(_begins, pattern=rb'\{\s+"schema": \d+,\s+"champion": \{'),
    **dict.fromkeys(TABLES, _IS_OF_CHANGED),
    SIGNOFF: partial(_begins, pattern=rb'\{\s+"schema": \d+,\s+"program": \{'),
    PAGE: partial(_begins, pattern=rb"# .* against .*\s+\|  \| champion \| challenger \|"),
}
"""How results of a contest are known."""
