"""What a reader gives in place of a declaration it could not read."""

from __future__ import annotations

from dataclasses import dataclass

from stce_rules.core.diagnostics import Diagnostic

__all__ = ["Refused"]


@dataclass(frozen=True, slots=True)
class Refused:
    """A message that is no declaration: where it stood (`file:line`, or the file), and why.

    The readers of files also give one, with a warning, for a file that holds no declaration at all. `raw` is the text
    as it stood, where the reader keeps it.
    """

    place: str
    diagnostics: tuple[Diagnostic, ...]
    raw: bytes | None = None
