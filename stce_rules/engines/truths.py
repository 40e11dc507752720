"""Judging that finds truths first, and what they were read from only when somebody asks.

Enters: a plan made ready, a case. Leaves: the outcomes of `engines.judging`, and its trees on demand. Promise: a truth
found here is that of the finding which a tree shows. Sentences are made ready to be asked when they are first met: as
small objects that hold all they need, since with many rules most of the time goes by until memory has come.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from datetime import date

from stce_rules.core.boxes import Amount, Box, Case, Presented, Subject, Value
from stce_rules.core.lookups import hs_truth, identities
from stce_rules.core.predicates import Blank, HsWithin, Mentions, OneOf, SameAs, Unexpired, Within, Written
from stce_rules.core.text import FoldedText, phrase, stands
from stce_rules.core.truth import FALSE, TRUE, UNKNOWN, Truth, known, negation
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.plan.model import Test


class Ask:
    """A sentence made ready to be asked of a subject. This one only a judging can tell of."""

    __slots__ = ()

    def truth(self, _subject: Subject, _on: date | None) -> Truth | None:
        """Whether it holds on an acceptance date; None where only `judge` can tell."""
        return None


NEVER = Ask()


class Asks:
    """The sentences of a plan, made ready to be asked when they are first met."""

    def __init__(self, tests: tuple[Test, ...]) -> None:
        self._tests = tests
        self.made: list[Ask | None] = [None] * len(tests)

    def of(self, test: int) -> Ask:
        """How a test is asked."""
        ask = self.made[test]
        if ask is None:
            ask = self.made[test] = _ask(self._tests[test])
        return ask


class TruthJudging(Judging):
    """One declaration being judged, for an answer without reasons."""

    __slots__ = ("_asks",)

    def __init__(self, prepared: Prepared, case: Case, asks: Asks) -> None:
        super().__init__(prepared, case)
        self._asks = asks

    def holds(self, test: int, at: int) -> Truth:
        """The truth of a test for exactly this subject."""
        return self.all_hold((test,), at)

    def all_hold(self, tests: Iterable[int], at: int) -> Truth:
        """The truth of several tests together; what is soon asked is not remembered."""
        subject, on, made = self.subject(at), self.case.date, self._asks.made
        together = TRUE
        for test in tests:
            truth = (made[test] or self._asks.of(test)).truth(subject, on)
            if truth is None:
                truth = self.finding(test, at).truth
            if truth is FALSE:
                return truth
            if truth is UNKNOWN:
                together = truth
        return together


def _ask(test: Test) -> Ask:
    match test.predicate:
        case OneOf():
            return _OneOf(test, test.predicate)
        case HsWithin():
            return _HsWithin(test, test.predicate)
        case Within():
            return _within(test, test.predicate)
        case Mentions(every=False):
            return _Mentions(test, test.predicate)
        case Unexpired():
            return _Unexpired(test)
        case SameAs():
            return _Same(test, test.predicate)
        case Blank() | Written():
            return _Filled(test)
        case _:
            return NEVER


class _OfValues(Ask, ABC):
    """Some value of the box does. What could not be read might have."""

    __slots__ = ("_closed", "_field", "_negated")

    def __init__(self, test: Test) -> None:
        self._field, self._closed, self._negated = test.field, test.closed, test.negated

    def truth(self, subject: Subject, on: date | None) -> Truth | None:
        """Of one value, as most boxes have, without further ado."""
        box = subject.box(self._field)
        every = box.seen
        if len(every) != 1 or box.unreadable:
            return self._of_several(box, on)
        one = self.about(every[0].value, on)
        return negation(one) if self._negated and one is not None else one

    def _of_several(self, box: Box, on: date | None) -> Truth | None:
        truth = FALSE
        for seen in box.seen:
            one = self.about(seen.value, on)
            if one is None:
                return None
            if one is not FALSE and truth is not TRUE:
                truth = one
        if truth is FALSE and (box.unreadable or (box.blank and not self._closed)):
            truth = UNKNOWN
        return negation(truth) if self._negated else truth

    @abstractmethod
    def about(self, value: Value, on: date | None) -> Truth | None:
        """The same about one value of a box."""


class _OneOf(_OfValues):
    __slots__ = ("_values",)

    def __init__(self, test: Test, predicate: OneOf) -> None:
        super().__init__(test)
        self._values = predicate.values

    def about(self, value: Value, _on: date | None) -> Truth:
        if isinstance(value, str):
            return TRUE if value in self._values else FALSE
        return known(not self._values.isdisjoint(identities(value)))


class _HsWithin(_OfValues):
    __slots__ = ("_predicate",)

    def __init__(self, test: Test, predicate: HsWithin) -> None:
        super().__init__(test)
        self._predicate = predicate

    def about(self, value: Value, _on: date | None) -> Truth:
        return hs_truth(self._predicate, value)


def _within(test: Test, predicate: Within) -> Ask:
    """One bound that never changes, in the measure of the value."""
    limit = predicate.low or predicate.high
    if limit is None or (predicate.low and predicate.high) or len(limit.bound.values) > 1:
        return NEVER
    ((start, bound),) = limit.bound.values
    if start is not None or not isinstance(bound, Amount):
        return NEVER
    return _Beyond(test, bound, above=limit is predicate.low, included=limit.included)


class _Beyond(_OfValues):
    __slots__ = ("_above", "_included", "_measure", "_of", "_parts")

    def __init__(self, test: Test, bound: Amount, *, above: bool, included: bool) -> None:
        super().__init__(test)
        self._measure, (self._of, self._parts) = bound.measure, bound.value.as_integer_ratio()
        self._above, self._included = above, included

    def about(self, value: Value, _on: date | None) -> Truth | None:
        if not isinstance(value, Amount) or value.measure != self._measure:
            return None
        here, parts = value.value.as_integer_ratio()
        here, there = here * self._parts, self._of * parts
        if here == there:
            return TRUE if self._included else FALSE
        return TRUE if (here > there) is self._above else FALSE


class _Mentions(_OfValues):
    __slots__ = ("_joined", "_phrases")

    def __init__(self, test: Test, predicate: Mentions) -> None:
        super().__init__(test)
        self._phrases = tuple(one for written in predicate.phrases if (one := phrase(written)) is not None)
        self._joined = tuple(one.joined for one in self._phrases)

    def about(self, value: Value, _on: date | None) -> Truth | None:
        if not isinstance(value, FoldedText):
            return None
        text = value.joined
        for joined in self._joined:
            if joined in text:  # most are not, which is soon seen
                return known(any(stands(value, one) for one in self._phrases))
        return FALSE


class _Unexpired(_OfValues):
    __slots__ = ()

    def about(self, value: Value, on: date | None) -> Truth | None:
        if isinstance(value, Presented) and value.expires is not None and on is not None:
            return TRUE if on <= value.expires else FALSE
        return None


class _Filled(Ask):
    """Whether anything stands in a box, or nothing does."""

    __slots__ = ("_field", "_where_blank", "_where_filled")

    def __init__(self, test: Test) -> None:
        self._field = test.field
        blank_holds = isinstance(test.predicate, Blank) is not test.negated
        self._where_blank, self._where_filled = (TRUE, FALSE) if blank_holds else (FALSE, TRUE)

    def truth(self, subject: Subject, _on: date | None) -> Truth:
        """What could not be read stands there too."""
        return self._where_blank if subject.box(self._field).blank else self._where_filled


class _Same(Ask):
    """Two boxes of one word each, or a blank one, which are compared without further ado."""

    __slots__ = ("_alike", "_field", "_no_word", "_other", "_unlike")

    def __init__(self, test: Test, predicate: SameAs) -> None:
        self._field, self._other = test.field, predicate.field
        self._alike, self._unlike = (FALSE, TRUE) if test.negated else (TRUE, FALSE)
        self._no_word = self._unlike if test.closed else UNKNOWN

    def truth(self, subject: Subject, _on: date | None) -> Truth | None:
        one, two = subject.box(self._field), subject.box(self._other)
        if one.unreadable or two.unreadable:
            return None
        if one.blank or two.blank:
            return self._no_word
        if len(one.seen) != 1 or len(two.seen) != 1:
            return None
        here, there = one.seen[0].value, two.seen[0].value
        if not isinstance(here, str) or not isinstance(there, str):
            return None
        return self._alike if here == there else self._unlike
