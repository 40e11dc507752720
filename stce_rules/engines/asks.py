"""Sentences made ready to be asked of a subject, and the subject with what was found of it.

Enters: a test of a plan, a subject. Leaves: a truth. Promise: it is that of the finding which a tree shows. An ask is a
small object that holds all it needs, since with many rules most of the time goes by until memory has come.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import date

from stce_rules.core.boxes import Box, Subject, Value
from stce_rules.core.semantics import Day, judge
from stce_rules.core.truth import FALSE, TRUE, UNKNOWN, Truth, negation
from stce_rules.engines.judging import Prepared
from stce_rules.plan.model import Test


class Asked:
    """A subject that is asked, and what is known of it already: several rules may ask the same.

    `items` are those of a declaration, for its header. `known` are the truths of some sentences, and by their numbers
    those of units, None where only a judging can tell.
    """

    __slots__ = ("box", "items", "known", "on", "subject")

    def __init__(self, subject: Subject, on: date | None, items: Sequence[Asked] = ()) -> None:
        self.subject = subject
        self.box = subject.box
        self.on = on
        self.items = items
        self.known: dict[Ask | int, Truth | None] = {}


class Ask(ABC):
    """A sentence or condition made ready to be asked of a subject."""

    __slots__ = ()

    @abstractmethod
    def truth(self, asked: Asked) -> Truth | None:
        """Whether it holds; None where only a judging can tell."""


class _Never(Ask):
    __slots__ = ()

    def truth(self, _asked: Asked) -> None:
        """Only a judging can tell."""


NEVER = _Never()


class Sentence(Ask):
    """A test of a plan. This one is judged with its finding, once for each subject.

    `by_value`: its truth rests on the value of its box alone, on neither the day nor other boxes.
    """

    __slots__ = ("by_value", "closed", "field", "negated", "prepared", "test")

    def __init__(self, test: Test, prepared: Prepared, *, by_value: bool = False) -> None:
        self.test = test
        self.by_value = by_value
        self.prepared = prepared
        self.field, self.closed, self.negated = test.field, test.closed, test.negated

    def truth(self, asked: Asked) -> Truth:
        """Whether it holds."""
        return self.judged(asked)

    def judged(self, asked: Asked) -> Truth:
        """The truth of its finding."""
        truth = asked.known.get(self)
        if truth is None:
            day = Day(asked.on, self.prepared.lists, self.prepared.rates.convert)
            truth = asked.known[self] = judge(self.test, asked.box(self.field), asked.subject, day).truth
        return truth


class OfValues(Sentence):
    """Some value of the box does. What could not be read might have."""

    __slots__ = ()

    def truth(self, asked: Asked) -> Truth:
        """Of one value, as most boxes have, without further ado."""
        box = asked.box(self.field)
        every = box.seen
        if len(every) != 1 or box.unreadable:
            return self._of_several(box, asked)
        one = self.about(every[0].value, asked.on)
        if one is None:
            return self.judged(asked)
        return negation(one) if self.negated else one

    def _of_several(self, box: Box, asked: Asked) -> Truth:
        truth = FALSE
        for seen in box.seen:
            one = self.about(seen.value, asked.on)
            if one is None:
                return self.judged(asked)
            if one is not FALSE and truth is not TRUE:
                truth = one
        if truth is FALSE and (box.unreadable or (box.blank and not self.closed)):
            truth = UNKNOWN
        return negation(truth) if self.negated else truth

    @abstractmethod
    def about(self, value: Value, on: date | None) -> Truth | None:
        """The same about one value of a box on an acceptance date; None where it must be judged with its finding."""
