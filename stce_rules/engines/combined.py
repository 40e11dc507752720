"""Conditions made ready to be asked: sentences, and what units show, joined by and, or, not and at least.

Enters: a condition, and what tells of its parts. Leaves: a truth where that settles it, else an ask. Promise: an ask
says what `engines.judging` would, or that only a judging can tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from stce_rules.core.truth import FALSE, TRUE, UNKNOWN, Truth, at_least, known, negation
from stce_rules.engines.asks import Ask, Asked
from stce_rules.plan.model import AllOf, AnyOf, AtLeastOf, Condition, Hits, Holds, ItemsShow, Not, Shows

__all__ = ["Parts", "Told", "all_of", "as_ask", "asked"]

Told = Truth | Ask
"""What is known of a condition beforehand, or how it is asked."""


class Parts(Protocol):
    """Tells of the parts of conditions."""

    def of_test(self, test: int) -> Told:
        """A test of the plan."""

    def of_unit(self, unit: int) -> Told:
        """What a unit shows, or whether it hits: for the subject that is asked."""

    def of_items(self, shown: ItemsShow) -> Told:
        """How many items show it."""


def as_ask(told: Told) -> Ask:
    """What is known beforehand is asked like anything else."""
    return told if isinstance(told, Ask) else _Known(told)


def all_of(parts: Iterable[Told]) -> Told:
    """Several conditions, all of which are needed."""
    return _joined(FALSE, parts)


def asked(condition: Condition, parts: Parts) -> Told:
    """A condition made ready, of those that can be told without a judging."""
    match condition:
        case Holds():
            return parts.of_test(condition.test)
        case Shows() | Hits():
            return parts.of_unit(condition.unit)
        case ItemsShow():
            return parts.of_items(condition)
        case AnyOf():
            return _joined(TRUE, [asked(part, parts) for part in condition.parts])
        case AllOf():
            return all_of([asked(part, parts) for part in condition.parts])
        case AtLeastOf():
            return _counted(condition.needed, [asked(part, parts) for part in condition.parts])
        case Not():
            part = asked(condition.part, parts)
            return _Not(part) if isinstance(part, Ask) else negation(part)
        case _:
            raise ValueError(f"{type(condition).__name__} is left to a judging")


def _joined(settling: Truth, parts: Iterable[Told]) -> Told:
    """Several parts, one of which settles all of them when it has a truth; parts that change nothing are left out."""
    idle = negation(settling)
    kept = [part for part in parts if part is not idle]
    if any(part is settling for part in kept):
        return settling
    if all(part is UNKNOWN for part in kept):
        return UNKNOWN if kept else idle
    asks = [part for part in kept if isinstance(part, Ask)]
    if len(kept) == 1:
        return asks[0]
    return _Joined(settling, asks, UNKNOWN if len(asks) < len(kept) else idle)


def _counted(count: int, parts: Sequence[Told]) -> Told:
    """At least so many parts; those that are true are counted beforehand, those that are false are left out."""
    left = [part for part in parts if part is not TRUE and part is not FALSE]
    count -= sum(part is TRUE for part in parts)
    if count <= 0 or count > len(left):
        return known(count <= 0)
    if all(part is UNKNOWN for part in left):
        return UNKNOWN
    return _AtLeast(count, [as_ask(part) for part in left])


class _Known(Ask):
    """What is true, false or unknown of every subject."""

    __slots__ = ("_truth",)

    def __init__(self, truth: Truth) -> None:
        self._truth = truth

    def truth(self, _asked: Asked) -> Truth:
        """The same for all."""
        return self._truth


class _Joined(Ask):
    """Parts of which one settles all: a true one where any is enough, a false one where all are needed."""

    __slots__ = ("_else", "_parts", "_settling")

    def __init__(self, settling: Truth, parts: Sequence[Ask], otherwise: Truth) -> None:
        """`otherwise`: the truth where every part does not settle it, and is known."""
        self._settling = settling
        self._parts = tuple(parts)
        self._else = otherwise

    def truth(self, asked: Asked) -> Truth | None:
        """Of the parts together; what one of them can't tell matters only where no other settles it."""
        settling = self._settling
        found: Truth | None = self._else
        for part in self._parts:
            truth = part.truth(asked)
            if truth is settling:
                return truth
            if truth is None or (truth is UNKNOWN and found is not None):
                found = truth
        return found


class _AtLeast(Ask):
    """So many of the parts at least."""

    __slots__ = ("_needed", "_parts")

    def __init__(self, needed: int, parts: Sequence[Ask]) -> None:
        self._needed = needed
        self._parts = tuple(parts)

    def truth(self, asked: Asked) -> Truth | None:
        """Of the parts together; what one of them can't tell leaves it to a judging."""
        truths = []
        for part in self._parts:
            truth = part.truth(asked)
            if truth is None:
                return None
            truths.append(truth)
        return at_least(self._needed, truths)


class _Not(Ask):
    __slots__ = ("_part",)

    def __init__(self, part: Ask) -> None:
        self._part = part

    def truth(self, asked: Asked) -> Truth | None:
        """The opposite of the part."""
        truth = self._part.truth(asked)
        return None if truth is None else negation(truth)
