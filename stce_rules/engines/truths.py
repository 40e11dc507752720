"""Judging that finds truths first, and what they were read from only when somebody asks.

Enters: a plan made ready, a case. Leaves: the outcomes of `engines.judging`, and its trees on demand. Promise: a truth
found here is that of the finding which a tree shows. Sentences are made ready to be asked when they are first met.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from stce_rules.core.boxes import Amount, Case, HsCode, Presented, Subject, Value
from stce_rules.core.lookups import hs_truth, identities, subtree
from stce_rules.core.predicates import HsWithin, Mentions, OneOf, Predicate, SameAs, Unexpired, Within
from stce_rules.core.semantics import Day
from stce_rules.core.text import FoldedText, phrase, stands
from stce_rules.core.truth import FALSE, TRUE, UNKNOWN, Truth, known, negation
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.plan.model import Test

Ask = Callable[[Subject, Day], Truth | None]
"""The truth of a sentence about a subject; None where only `judge` can tell."""

About = Callable[[Value, Day], Truth | None]
"""The same about one value of a box."""


class Asks:
    """The sentences of a plan, made ready to be asked when they are first met."""

    def __init__(self, tests: tuple[Test, ...]) -> None:
        self._tests = tests
        self.made: list[Ask | None] = [None] * len(tests)

    def make(self, test: int) -> Ask:
        """How a test is asked."""
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
        subject, day, made = self.subject(at), self.day, self._asks.made
        together = TRUE
        for test in tests:
            truth = (made[test] or self._asks.make(test))(subject, day)
            if truth is None:
                truth = self.finding(test, at).truth
            if truth is FALSE:
                return truth
            if truth is UNKNOWN:
                together = truth
        return together


def _ask(test: Test) -> Ask:
    if isinstance(test.predicate, SameAs):
        return _same(test, test.predicate.field)
    about = _about(test.predicate)
    return _never if about is None else _some_value(test, about)


def _never(_subject: Subject, _day: Day) -> None:
    return None


def _some_value(test: Test, about: About) -> Ask:
    """Some value of the box does. What could not be read might have."""
    field, closed, negated = test.field, test.closed, test.negated

    def ask(subject: Subject, day: Day) -> Truth | None:
        box = subject.box(field)
        truth = FALSE
        for seen in box.seen:
            one = about(seen.value, day)
            if one is None:
                return None
            if one is not FALSE and truth is not TRUE:
                truth = one
        if truth is FALSE and (box.unreadable or (box.blank and not closed)):
            truth = UNKNOWN
        return negation(truth) if negated else truth

    return ask


def _same(test: Test, other: str) -> Ask:
    """Two boxes of one word each, which are compared without further ado."""
    field, alike, unlike = test.field, TRUE, FALSE
    if test.negated:
        alike, unlike = unlike, alike

    def ask(subject: Subject, _day: Day) -> Truth | None:
        one, two = subject.box(field), subject.box(other)
        if len(one.seen) != 1 or len(two.seen) != 1 or one.unreadable or two.unreadable:
            return None
        here, there = one.seen[0].value, two.seen[0].value
        if not isinstance(here, str) or not isinstance(there, str):
            return None
        return alike if here == there else unlike

    return ask


def _about(predicate: Predicate) -> About | None:
    match predicate:
        case OneOf():
            return _one_of(predicate.values)
        case HsWithin():
            return _hs_within(predicate)
        case Within():
            return _within(predicate)
        case Mentions(every=False):
            return _mentions(predicate)
        case Unexpired():
            return _unexpired
        case _:
            return None


def _one_of(values: frozenset[str]) -> About:
    def about(value: Value, _day: Day) -> Truth:
        if isinstance(value, str):
            return TRUE if value in values else FALSE
        return known(not values.isdisjoint(identities(value)))

    return about


def _hs_within(predicate: HsWithin) -> About:
    """Most codes that are asked about lie wholly inside, since an index has left out those that do not."""
    whole = {edition: codes.whole for edition, codes in predicate.by_edition}

    def about(value: Value, _day: Day) -> Truth:
        if isinstance(value, HsCode) and len(value.editions) == 1:
            low, high = subtree(value.digits)
            for start, end in whole.get(value.editions[0], ()):
                if start <= low and high <= end:
                    return TRUE
        return hs_truth(predicate, value)

    return about


def _within(predicate: Within) -> About | None:
    """One bound that never changes, in the measure of the value."""
    limit, sign = (predicate.low, 1) if predicate.high is None else (predicate.high, -1)
    if limit is None or (predicate.low is not None and predicate.high is not None) or len(limit.bound.values) > 1:
        return None
    ((start, bound),) = limit.bound.values
    if start is not None or not isinstance(bound, Amount):
        return None
    measure, included = bound.measure, limit.included
    above, below = bound.value.as_integer_ratio()

    def about(value: Value, _day: Day) -> Truth | None:
        if not isinstance(value, Amount) or value.measure != measure:
            return None
        here, parts = value.value.as_integer_ratio()
        beyond = (here * below - above * parts) * sign
        return TRUE if beyond > 0 or (included and beyond == 0) else FALSE

    return about


def _mentions(predicate: Mentions) -> About:
    sought = [one for written in predicate.phrases if (one := phrase(written)) is not None]

    def about(value: Value, _day: Day) -> Truth | None:
        if not isinstance(value, FoldedText):
            return None
        for one in sought:
            if stands(value, one):
                return TRUE
        return FALSE

    return about


def _unexpired(value: Value, day: Day) -> Truth | None:
    if isinstance(value, Presented) and value.expires is not None and day.date is not None:
        return TRUE if day.date <= value.expires else FALSE
    return None
