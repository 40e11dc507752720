"""Pages that a new one may take the place of.

Enters: the path of a page that is to be written. Leaves: nothing, or a report. Promise: only a page of the same kind,
which names the command it was made by in its head, or an empty file, is written over.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from stce_rules.pages.frame import top
from stce_rules.replay.overwriting import check_own_file

__all__ = ["CONTEST", "REPORT", "check_own_page"]

REPORT, CONTEST = "stce report", "stce compare"
"""The commands as pages name them."""


def check_own_page(path: Path, by: str) -> None:
    """Raises StceError (E670) when a file has the name that is no page made by this command."""
    check_own_file(path, partial(_is_page, by=by), f"'{by}'")


def _is_page(path: Path, by: str) -> bool:
    begins = top(by).encode()
    with path.open("rb") as file:
        return file.read(len(begins)) == begins
