"""Finds the folders that ship with the package: the grammar and the rulesets.

Enters the name of a folder, leaves its path. An installed wheel carries them in `stce_rules/_shipped/` (hatch_build.py
puts them there); a checkout has them beside the package, where edits are seen at once. Callers need not know which.
"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

__all__ = ["folder"]

_PACKAGE = Path(__file__).resolve().parent


def folder(name: Literal["grammar", "rulesets"]) -> Path:
    """The shipped folder of this name.

    Raises FileNotFoundError when the installation lacks it.
    """
    for candidate in (_PACKAGE / "_shipped" / name, _PACKAGE.parent / name):
        if candidate.is_dir():
            return candidate
    raise FileNotFoundError(f"this installation of stce-rules lacks its folder '{name}'; install it again")
