"""Where a name is used, in all files of the ruleset.

Enters: the caret. Leaves: the exact characters of each use, by file and place.
"""

from __future__ import annotations

from stce_rules.core.span import Span
from stce_rules.lsp.features.names import Occurrence, named_at, occurrences
from stce_rules.lsp.features.surroundings import Surroundings

__all__ = ["highlight", "refer", "same_name"]


def refer(around: Surroundings, offset: int, *, with_definition: bool = True) -> tuple[Span, ...]:
    """The uses of the name that the caret stands in, and where it is given if that is asked for."""
    named = named_at(around, offset)
    if not named:
        return ()
    found = same_name(around, named[0])
    return tuple(one.span for one in found if with_definition or not one.defines)


def same_name(around: Surroundings, named: Occurrence) -> tuple[Occurrence, ...]:
    """Every place of a name, by file and place."""
    found = {
        (one.span.source.name, one.span.start): one
        for one in occurrences(around.statements())
        if (one.kind, one.name) == (named.kind, named.name)
    }
    return tuple(found[place] for place in sorted(found))


def highlight(around: Surroundings, offset: int) -> tuple[Span, ...]:
    """The places of the name in this document alone."""
    named = named_at(around, offset)
    if not named:
        return ()
    own = occurrences(around.own_statements())
    return tuple(one.span for one in own if (one.kind, one.name) == (named[0].kind, named[0].name))
