"""The shipped tables of facts.

Enters the name of a file in `data/`, leave its rows. Promise: rows come in file order, without the header, each as wide
as the header; nothing is read before it is asked for.
"""

from __future__ import annotations

import csv
from pathlib import Path

__all__ = ["rows"]

_FOLDER = Path(__file__).resolve().parent / "data"


def rows(name: str) -> list[list[str]]:
    """The rows of a table such as `hs_codes.csv`, all values as text."""
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        next(reader)
        return list(reader)
