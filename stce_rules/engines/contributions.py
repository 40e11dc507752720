"""What one declaration gives to a window, and which groups a subject of it asks about. Whoever keeps a past uses it.

Enters: a plan, a case, the outcomes of its units. Leaves: members, which are goods items, or the declaration seen
through its items where it is counted as a whole. Promises: a blank or unreadable box gives an open interval, never 0;
ends have at most `DECIMALS` decimals and are rounded outward, so all sums of them are exact everywhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import ceil, floor
from typing import NamedTuple, assert_never

from stce_rules.core.boxes import Amount, Case, Subject
from stce_rules.core.truth import Truth, conjunction, known
from stce_rules.core.windows import Measure, Told, Window, WindowField, key_texts, told
from stce_rules.engines.protocol import Outcomes
from stce_rules.plan.judgement import HEADER, Outcome
from stce_rules.plan.model import Plan, Scope
from stce_rules.plan.rates import Rates

DECIMALS = 12
"""Decimals of an end; a converted amount of money may have more."""

LARGEST_AMOUNT = 10**15
"""An amount beyond it counts as at least this much, so that sums of any history stay within 38 digits."""

NOTHING = Fraction(0)
ONE = Fraction(1)

Keys = tuple[str, ...]


class Member(NamedTuple):
    """What belongs to groups by its keys: an amount known as an interval.

    Of a window that counts distinct values, `texts` are the values and `more` is how many others there may be besides,
    None for any number.
    """

    keys: tuple[Told, ...]
    low: Fraction | None
    high: Fraction | None
    texts: tuple[str, ...] = ()
    more: int | None = 0

    def belongs(self, group: Keys) -> Truth:
        """Whether it is of a group."""
        return conjunction(
            Truth.UNKNOWN if key.open and text not in key.texts else known(text in key.texts)
            for key, text in zip(self.keys, group, strict=True)
        )


@dataclass(frozen=True, slots=True)
class Contribution:
    """The members of a declaration. As a `whole` it counts once, with the amount that all of them carry alike."""

    members: tuple[Member, ...]
    whole: bool


class Asked(NamedTuple):
    """The groups a subject is of, and its own boxes that leave further groups possible."""

    groups: tuple[Keys, ...]
    open: tuple[str, ...]


class Contributions:
    """A plan's windows made ready."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._rates = Rates(plan.rates)

    def asked(self, window: Window, case: Case, at: int) -> Asked:
        """The groups that a subject asks about."""
        if case.date is None:
            return Asked((), ("date",))
        subject = case.header if at == HEADER else case.items[at]
        keys = _told_of(subject, window)
        still_open = tuple(field.words for field, key in zip(window.by, keys, strict=True) if key.open)
        return Asked(tuple(product(*(key.texts for key in keys))), still_open)

    def of(self, window: Window, case: Case, outcomes: Outcomes) -> Contribution:
        """What a declaration gives to a window; without goods items it is one member that may hold anything."""
        whole = window.measure is Measure.DECLARATIONS or self._counts_whole(window)
        positions = range(len(case.items)) or (HEADER,)
        if whole:
            low, high = (ONE, ONE) if window.unit is None else _counted(outcomes(window.unit, HEADER))
            members = [Member(_told_of(_subject(case, at), window), low, high) for at in positions]
        else:
            members = [self._member(window, case, at, outcomes) for at in positions]
        return Contribution(tuple(members), whole)

    def _counts_whole(self, window: Window) -> bool:
        return window.unit is not None and self._plan.units[window.unit].scope is Scope.DECLARATION

    def _member(self, window: Window, case: Case, at: int, outcomes: Outcomes) -> Member:
        subject = _subject(case, at)
        keys = _told_of(subject, window)
        match window.measure:
            case Measure.ITEMS | Measure.HITS if at == HEADER:
                return Member(keys, NOTHING, None)
            case Measure.ITEMS | Measure.HITS | Measure.DECLARATIONS:
                return Member(keys, *((ONE, ONE) if window.unit is None else _counted(outcomes(window.unit, at))))
            case Measure.DISTINCT:
                return _distinct(keys, subject, _of(window))
            case Measure.TOTAL | Measure.LARGEST:
                return Member(keys, *self._amount(window, case, subject))
            case _:
                assert_never(window.measure)

    def _amount(self, window: Window, case: Case, subject: Subject) -> tuple[Fraction | None, Fraction | None]:
        """The interval of a box; of several values their sum, or the largest."""
        of = _of(window)
        box = subject.box(of.words)
        least = NOTHING if window.measure is Measure.TOTAL else None
        if box.blank:
            return (least, NOTHING if of.closed and window.measure is Measure.TOTAL else None)
        amounts = [self._converted(seen.value, window.measured_in, case) for seen in box.seen]
        exact = [one for one in amounts if one is not None]
        together = (sum(exact, NOTHING) if window.measure is Measure.TOTAL else max(exact)) if exact else least
        if box.unreadable or len(exact) < len(amounts) or together is None or abs(together) > LARGEST_AMOUNT:
            return (together if together is None else min(_rounded(together)[0], Fraction(LARGEST_AMOUNT)), None)
        return _rounded(together)

    def _converted(self, value: object, measured_in: str, case: Case) -> Fraction | None:
        """The amount in the window's measure at the rate of its own day; None where it has none."""
        if not isinstance(value, Amount):
            return None
        same = value if value.measure == measured_in else self._rates.convert(value, measured_in, case.date)
        return None if same is None else same.value


def _subject(case: Case, at: int) -> Subject:
    return case.header if at == HEADER else case.items[at]


def _told_of(subject: Subject, window: Window) -> tuple[Told, ...]:
    return tuple([told(subject.box(field.words), field.closed) for field in window.by])


def _of(window: Window) -> WindowField:
    if window.of is None:
        raise ValueError(f"a window that gives a {window.measure.value} has a box to compute with")
    return window.of


def _counted(outcome: Outcome) -> tuple[Fraction, Fraction]:
    """An outcome as a number: hit is 1, undetermined may be."""
    return (ONE if outcome is Outcome.HIT else NOTHING), (
        ONE if outcome in (Outcome.HIT, Outcome.UNDETERMINED) else NOTHING
    )


def _distinct(keys: tuple[Told, ...], subject: Subject, of: WindowField) -> Member:
    """The values of a box, each by one text; what is blank or cannot be read may be another value, or several."""
    box = subject.box(of.words)
    texts = tuple(dict.fromkeys(next(key_texts(seen.value)) for seen in box.seen))
    more: int | None = len(box.unreadable)
    if box.blank and not of.closed:
        more = None if of.many else 1
    return Member(keys, None, None, texts, more)


def _rounded(value: Fraction) -> tuple[Fraction, Fraction]:
    scaled = value * 10**DECIMALS
    if scaled.denominator == 1:
        return value, value
    return Fraction(floor(scaled), 10**DECIMALS), Fraction(ceil(scaled), 10**DECIMALS)
