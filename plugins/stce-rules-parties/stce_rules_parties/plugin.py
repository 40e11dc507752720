"""What the distribution brings to STCE Rules: a matcher of names, and readers of lists that others publish."""

from __future__ import annotations

from collections.abc import Sequence

from stce_rules.hooks import ListReader, NameMatcher, hookimpl
from stce_rules_parties.lists import READERS
from stce_rules_parties.matching.matcher import MATCHER


@hookimpl
def stce_functions() -> Sequence[NameMatcher]:
    """What `resembles` is judged by."""
    return [MATCHER]


@hookimpl
def stce_lists() -> Sequence[ListReader]:
    """Formats of lists of denied parties."""
    return READERS
