"""Conditions about one subject, made ready to be asked: sentences joined by and, or and not.

Enters: a condition, and what the subjects to be asked have in common. Leaves: a truth where that settles it, else an
ask. Promise: an ask says what `engines.judging` would, or that only a judging can tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from stce_rules.core.boxes import Subject
from stce_rules.core.truth import FALSE, TRUE, UNKNOWN, Truth, negation
from stce_rules.engines.truths import NEVER, Ask
from stce_rules.plan.model import AllOf, AnyOf, Condition, Holds, Not

__all__ = ["Told", "asked", "needed"]

Told = Truth | Ask
"""What is known of a condition beforehand, or how it is asked."""


def needed(told: Iterable[Told]) -> tuple[Ask, ...]:
    """What is left to be asked where all of some conditions are needed."""
    return tuple([one if isinstance(one, Ask) else _Known(one) for one in told if one is not TRUE])


def asked(condition: Condition, of_test: Callable[[int], Told]) -> Told:
    """A condition made ready; `of_test` gives its sentences.

    One that asks for more than boxes is left whole: what it asks for may have to be told, whatever the rest says.
    """
    return _asked(condition, of_test) if _is_of_boxes(condition) else NEVER


def _is_of_boxes(condition: Condition) -> bool:
    match condition:
        case AnyOf() | AllOf():
            return all(map(_is_of_boxes, condition.parts))
        case Not():
            return _is_of_boxes(condition.part)
        case _:
            return isinstance(condition, Holds)


def _asked(condition: Condition, of_test: Callable[[int], Told]) -> Told:
    match condition:
        case Holds():
            return of_test(condition.test)
        case AnyOf():
            return _joined(TRUE, (_asked(part, of_test) for part in condition.parts))
        case AllOf():
            return _joined(FALSE, (_asked(part, of_test) for part in condition.parts))
        case Not():
            part = _asked(condition.part, of_test)
            return _Not(part) if isinstance(part, Ask) else negation(part)
        case _:
            raise ValueError(f"{type(condition).__name__} asks for more than boxes")


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


class _Known(Ask):
    """What is true, false or unknown of every subject."""

    __slots__ = ("_truth",)

    def __init__(self, truth: Truth) -> None:
        self._truth = truth

    def truth(self, _subject: Subject, _on: date | None) -> Truth:
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

    def truth(self, subject: Subject, on: date | None) -> Truth | None:
        """Of the parts together; what one of them can't tell matters only where no other settles it."""
        settling = self._settling
        found: Truth | None = self._else
        for part in self._parts:
            truth = part.truth(subject, on)
            if truth is settling:
                return truth
            if truth is None or (truth is UNKNOWN and found is not None):
                found = truth
        return found


class _Not(Ask):
    __slots__ = ("_part",)

    def __init__(self, part: Ask) -> None:
        self._part = part

    def truth(self, subject: Subject, on: date | None) -> Truth | None:
        """The opposite of the part."""
        truth = self._part.truth(subject, on)
        return None if truth is None else negation(truth)
