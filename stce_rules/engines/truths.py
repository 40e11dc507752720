"""Judging that finds truths first, and what they were read from only when somebody asks.

Enters: a plan made ready, a case. Leaves: the outcomes of `engines.judging`, and its trees on demand. Promise: a truth
found here is that of the finding which a tree shows. Sentences are made ready to be asked when they are first met.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from stce_rules.core.boxes import Amount, Case, Presented, Value
from stce_rules.core.lookups import Lookup, hs_truth, identities
from stce_rules.core.predicates import (
    Blank,
    HsExactly,
    HsWithin,
    InList,
    Mentions,
    MentionsListed,
    OneOf,
    SameAs,
    Unexpired,
    Within,
    Written,
)
from stce_rules.core.text import FoldedText, phrase, stands
from stce_rules.core.truth import FALSE, TRUE, UNKNOWN, Truth, known
from stce_rules.engines.asks import Asked, OfValues, Sentence
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.plan.model import Test


class Asks:
    """The sentences of a plan, made ready to be asked when they are first met."""

    def __init__(self, prepared: Prepared) -> None:
        self._prepared = prepared
        self.made: list[Sentence | None] = [None] * len(prepared.plan.tests)

    def of(self, test: int) -> Sentence:
        """How a test is asked."""
        ask = self.made[test]
        if ask is None:
            ask = self.made[test] = _sentence(self._prepared.plan.tests[test], self._prepared)
        return ask


class TruthJudging(Judging):
    """One declaration being judged, for an answer without reasons."""

    __slots__ = ("_asked", "_asks")

    def __init__(self, prepared: Prepared, case: Case, asks: Asks) -> None:
        super().__init__(prepared, case)
        self._asks = asks
        self._asked: dict[int, Asked] = {}

    def holds(self, test: int, at: int) -> Truth:
        """The truth of a test for exactly this subject."""
        return self.all_hold((test,), at)

    def all_hold(self, tests: Iterable[int], at: int) -> Truth:
        """The truth of several tests together."""
        asked, made = self._asked.get(at), self._asks.made
        if asked is None:
            asked = self._asked[at] = Asked(self.subject(at), self.case.date)
        together = TRUE
        for test in tests:
            truth = (made[test] or self._asks.of(test)).truth(asked)
            if truth is FALSE:
                return truth
            if truth is UNKNOWN:
                together = truth
        return together


def _sentence(test: Test, prepared: Prepared) -> Sentence:
    match test.predicate:
        case OneOf():
            return _OneOf(test, prepared, test.predicate)
        case HsWithin() | HsExactly():
            return _OfCodes(test, prepared, test.predicate)
        case InList():
            return _Listed(test, prepared, test.predicate)
        case Within():
            return _within(test, prepared, test.predicate)
        case Mentions(every=False):
            return _Mentions(test, prepared, test.predicate)
        case MentionsListed(every=False):
            return _MentionsListed(test, prepared, test.predicate)
        case Unexpired():
            return _Unexpired(test, prepared)
        case SameAs():
            return _Same(test, prepared, test.predicate)
        case Blank() | Written():
            return _Filled(test, prepared)
        case _:
            return _Other(test, prepared)


class _Other(OfValues):
    """What is soon told of a blank box only."""

    __slots__ = ()

    def about(self, _value: Value, _on: date | None) -> None:
        """Any value is judged with its finding."""


class _OneOf(OfValues):
    __slots__ = ("_values",)

    def __init__(self, test: Test, prepared: Prepared, predicate: OneOf) -> None:
        super().__init__(test, prepared, by_value=True)
        self._values = predicate.values

    def about(self, value: Value, _on: date | None) -> Truth:
        if isinstance(value, str):
            return TRUE if value in self._values else FALSE
        return known(not self._values.isdisjoint(identities(value)))


class _OfCodes(OfValues):
    __slots__ = ("_predicate",)

    def __init__(self, test: Test, prepared: Prepared, predicate: HsWithin | HsExactly) -> None:
        super().__init__(test, prepared, by_value=True)
        self._predicate = predicate

    def about(self, value: Value, _on: date | None) -> Truth:
        return hs_truth(self._predicate, value)


class _OfList(OfValues):
    """By the rows of a list that hold on the day."""

    __slots__ = ("_as_of", "_lookup")

    def __init__(self, test: Test, prepared: Prepared, predicate: InList | MentionsListed) -> None:
        lookup: Lookup = prepared.lists[predicate.list]
        super().__init__(test, prepared, by_value=predicate.as_of is not None or not lookup.dated)
        self._lookup = lookup
        self._as_of = predicate.as_of


class _Listed(_OfList):
    __slots__ = ()

    def about(self, value: Value, on: date | None) -> Truth:
        return self._lookup.lists(value, self._as_of or on)


class _MentionsListed(_OfList):
    __slots__ = ()

    def about(self, value: Value, on: date | None) -> Truth:
        return self._lookup.names(value, self._as_of or on) if isinstance(value, FoldedText) else UNKNOWN


def _within(test: Test, prepared: Prepared, predicate: Within) -> Sentence:
    """One bound that never changes, in the measure of the value."""
    limit = predicate.low or predicate.high
    if limit is None or (predicate.low and predicate.high) or len(limit.bound.values) > 1:
        return _Other(test, prepared)
    ((start, bound),) = limit.bound.values
    if start is not None or not isinstance(bound, Amount):
        return _Other(test, prepared)
    return _Beyond(test, prepared, bound, above=limit is predicate.low, included=limit.included)


class _Beyond(OfValues):
    __slots__ = ("_above", "_included", "_measure", "_of", "_parts")

    def __init__(self, test: Test, prepared: Prepared, bound: Amount, *, above: bool, included: bool) -> None:
        super().__init__(test, prepared)
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


class _Mentions(OfValues):
    __slots__ = ("_joined", "_phrases")

    def __init__(self, test: Test, prepared: Prepared, predicate: Mentions) -> None:
        super().__init__(test, prepared)
        self._phrases = tuple(one for written in predicate.phrases if (one := phrase(written)) is not None)
        self._joined = tuple(one.joined for one in self._phrases)

    def about(self, value: Value, _on: date | None) -> Truth:
        if not isinstance(value, FoldedText):
            return UNKNOWN
        text = value.joined
        for joined in self._joined:
            if joined in text:  # most are not, which is soon seen
                return known(any(stands(value, one) for one in self._phrases))
        return FALSE


class _Unexpired(OfValues):
    __slots__ = ()

    def about(self, value: Value, on: date | None) -> Truth | None:
        if isinstance(value, Presented) and value.expires is not None and on is not None:
            return TRUE if on <= value.expires else FALSE
        return None


class _Filled(Sentence):
    """Whether anything stands in a box, or nothing does."""

    __slots__ = ("_where_blank", "_where_filled")

    def __init__(self, test: Test, prepared: Prepared) -> None:
        super().__init__(test, prepared)
        blank_holds = isinstance(test.predicate, Blank) is not test.negated
        self._where_blank, self._where_filled = (TRUE, FALSE) if blank_holds else (FALSE, TRUE)

    def truth(self, asked: Asked) -> Truth:
        """What could not be read stands there too."""
        return self._where_blank if asked.box(self.field).blank else self._where_filled


class _Same(Sentence):
    """Two boxes of one word each, or a blank one, which are compared without further ado."""

    __slots__ = ("_alike", "_no_word", "_other", "_unlike")

    def __init__(self, test: Test, prepared: Prepared, predicate: SameAs) -> None:
        super().__init__(test, prepared)
        self._other = predicate.field
        self._alike, self._unlike = (FALSE, TRUE) if test.negated else (TRUE, FALSE)
        self._no_word = self._unlike if test.closed else UNKNOWN

    def truth(self, asked: Asked) -> Truth:
        one, two = asked.box(self.field), asked.box(self._other)
        if one.unreadable or two.unreadable:
            return self.judged(asked)
        if one.blank or two.blank:
            return self._no_word
        if len(one.seen) != 1 or len(two.seen) != 1:
            return self.judged(asked)
        here, there = one.seen[0].value, two.seen[0].value
        if not isinstance(here, str) or not isinstance(there, str):
            return self.judged(asked)
        return self._alike if here == there else self._unlike
