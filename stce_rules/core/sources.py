"""Where in a message the value of a box stood.

Enters: a canonical path, and the sources that an adapter kept in the declaration. Leaves: the place in the message.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["source_of"]


def source_of(path: str, sources: Mapping[str, str]) -> str | None:
    """The source of a box: its own, else of the form it is a part of, else of the first of its parts."""
    whole = path
    while whole:
        if whole in sources:
            return sources[whole]
        whole = whole[: max(whole.rfind("."), whole.rfind("["), 0)]
    return next((place for part, place in sources.items() if part.startswith((f"{path}.", f"{path}["))), None)
