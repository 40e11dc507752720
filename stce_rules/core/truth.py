"""Kleene's three-valued logic, defined once.

Enters: truths. Leaves: truths. Promise: `and` is the minimum, `or` the maximum and `not` the mirror of the order
false < unknown < true, so every connective is monotone in what is known (S. C. Kleene, Introduction to Metamathematics,
1952, section 64).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import IntEnum
from typing import Final


class Truth(IntEnum):
    """What can be said of a sentence about a declaration."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    @property
    def word(self) -> str:
        """The word an officer reads: `true`, `false` or `unknown`."""
        return self.name.lower()


FALSE: Final = Truth.FALSE
UNKNOWN: Final = Truth.UNKNOWN
TRUE: Final = Truth.TRUE
"""The same by short names: to look a member up in its class takes longer than to compare it."""

_BY_VALUE = (FALSE, UNKNOWN, TRUE)


def known(fact: bool) -> Truth:
    """The truth of something that is plainly so or not so."""
    return TRUE if fact else FALSE


def negation(truth: Truth) -> Truth:
    """`not`: unknown stays unknown."""
    return _BY_VALUE[2 - truth]


def conjunction(truths: Iterable[Truth]) -> Truth:
    """`and`, `all of`: true when nothing is there to be false."""
    result = TRUE
    for truth in truths:
        if truth is FALSE:
            return truth
        if truth is UNKNOWN:
            result = truth
    return result


def disjunction(truths: Iterable[Truth]) -> Truth:
    """`or`, `any of`: false when nothing is there to be true."""
    result = FALSE
    for truth in truths:
        if truth is TRUE:
            return truth
        if truth is UNKNOWN:
            result = truth
    return result


def at_least(needed: int, truths: Iterable[Truth]) -> Truth:
    """`at least N of`: true when N are true, false when fewer than N could be, otherwise unknown."""
    proven = possible = 0
    for truth in truths:
        proven += truth is TRUE
        possible += truth is not FALSE
    if proven >= needed:
        return TRUE
    return UNKNOWN if possible >= needed else FALSE


def agreement(possibilities: Iterable[Truth]) -> Truth:
    """The truth when exactly one of several possibilities holds and it is not known which.

    All alike: that truth. Otherwise, or with no possibility at all: unknown.
    """
    seen = set(possibilities)
    return seen.pop() if len(seen) == 1 else UNKNOWN
