"""The matcher that rules ask: `resembles a party in list x.y by at least 92%`."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from stce_rules.core.predicates import ListRow
from stce_rules.hooks import NameMatcher
from stce_rules_parties.matching.index import Index

__all__ = ["MATCHER"]

VERSION = "1"
"""Changes whenever an answer may."""

_MOST_KEPT = 8
_kept: list[Index] = []
_turn = threading.Lock()


def _screen(rows: Sequence[ListRow], /) -> Index:
    """The rows by their names. Plans that are made of the same lists share what was made ready once."""
    with _turn:
        for one in _kept:
            if one.rows is rows:
                return one
        made = Index(rows)
        _kept.append(made)
        del _kept[:-_MOST_KEPT]
        return made


MATCHER = NameMatcher("parties", VERSION, "names in any script and order of words, and identifiers", _screen)
"""Compares names of parties."""
