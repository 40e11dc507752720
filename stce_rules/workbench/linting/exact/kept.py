"""The meaning of a ruleset's words, made once for all that looks at it."""

from __future__ import annotations

from functools import lru_cache

from stce_rules.workbench.linting.exact.meaning import Meaning
from stce_rules.workbench.linting.project import Surroundings


class _Same:
    """Surroundings as a key: the same object, not an equal one, which would cost a comparison of every list."""

    __slots__ = ("around",)

    def __init__(self, around: Surroundings) -> None:
        self.around = around

    def __hash__(self) -> int:
        return id(self.around)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.around is self.around


def meaning_of(around: Surroundings) -> Meaning:
    """What the words of a ruleset mean; remembered for the surroundings asked about last."""
    return _meaning_of(_Same(around))


@lru_cache(maxsize=4)
def _meaning_of(key: _Same) -> Meaning:
    return Meaning(key.around.catalogue, key.around.lists, key.around.indicators)
