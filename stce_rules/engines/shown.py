"""What units show, made ready to be asked: of the same subject, or of the items of a declaration.

Enters: a unit's conditions made ready, a subject. Leaves: its outcome read as truth, found once for each subject.
Promise: it is that of `engines.judging`, or only a judging can tell.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from stce_rules.core.truth import FALSE, TRUE, UNKNOWN, Truth, at_least, conjunction, disjunction, negation
from stce_rules.engines.asks import Ask, Asked
from stce_rules.plan.model import ItemsShow, Quantifier


class Shown(Ask):
    """The outcome of a unit, read as truth."""

    __slots__ = ("_lifts", "_number", "_when")

    def __init__(self, number: int, when: Ask, lifts: Sequence[Ask]) -> None:
        self._number = number
        self._when = when
        self._lifts = tuple(lifts)

    def truth(self, asked: Asked) -> Truth | None:
        """True where it hits; what is lifted does not."""
        known = asked.known
        if self._number in known:
            return known[self._number]
        truth = self._when.truth(asked)
        for lift in self._lifts if truth is TRUE or truth is UNKNOWN else ():
            lifted = lift.truth(asked)
            if lifted is TRUE:
                truth = FALSE
                break
            if lifted is None:
                truth = None
        known[self._number] = truth
        return truth


class OfSome(Ask):
    """A sentence about goods, asked of a declaration: it holds where it holds of some item."""

    __slots__ = ("_ask",)

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def truth(self, asked: Asked) -> Truth | None:
        """Of the header where there are no items."""
        items = asked.items or (asked,)
        if len(items) == 1:
            return self._ask.truth(items[0])
        truths = _of_each(self._ask, items)
        return None if truths is None else disjunction(truths)


class Settled(Ask):
    """The outcome of a rule that was settled for the subject: what is not known of it does not hit."""

    __slots__ = ("_number",)

    def __init__(self, number: int) -> None:
        self._number = number

    def truth(self, asked: Asked) -> Truth | None:
        """True where it hits."""
        return asked.known.get(self._number, FALSE)


class ItemsShown(Ask):
    """What so many items of a declaration show."""

    __slots__ = ("_ask", "_needed", "_quantifier")

    def __init__(self, shown: ItemsShow, ask: Ask) -> None:
        self._ask = ask
        self._quantifier, self._needed = shown.quantifier, shown.needed

    def truth(self, asked: Asked) -> Truth | None:
        """With no items at all that is not known."""
        if len(asked.items) == 1 and self._quantifier is Quantifier.ANY:
            return self._ask.truth(asked.items[0])
        truths = _of_each(self._ask, asked.items)
        if not truths:
            return None if truths is None else UNKNOWN
        match self._quantifier:
            case Quantifier.ANY:
                return disjunction(truths)
            case Quantifier.NO:
                return negation(disjunction(truths))
            case Quantifier.EVERY:
                return conjunction(truths)
            case Quantifier.AT_LEAST:
                return at_least(self._needed, truths)
            case _:
                assert_never(self._quantifier)


def _of_each(ask: Ask, items: Sequence[Asked]) -> list[Truth] | None:
    truths = []
    for item in items:
        truth = ask.truth(item)
        if truth is None:
            return None
        truths.append(truth)
    return truths
