"""A declaration with the place it was read at."""

from __future__ import annotations

from dataclasses import dataclass

from stce_rules.core.declaration import Declaration

__all__ = ["Declared"]


@dataclass(frozen=True, slots=True)
class Declared:
    """A declaration, the file or table it is from, and the number of its first row or line there, from 1."""

    source: str
    row: int
    declaration: Declaration
