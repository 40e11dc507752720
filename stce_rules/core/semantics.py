"""The meaning of every predicate on a box, blank boxes included. Nothing else defines one.

Enters: a predicate, a subject, what holds on the day (lists, rates). Leaves: a finding, which is a truth with what it
was read from. Promises: a blank open box gives unknown; a blank closed box gives false; a value that could not be read
gives unknown unless another value makes the sentence true; `is missing` and `is stated` are never unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import NamedTuple, Protocol, assert_never

from stce_rules.core.boxes import Amount, Box, HsCode, PartyKey, Place, Presented, Seen, Subject, Value
from stce_rules.core.lookups import Lookup, hs_truth, identities, row_holds
from stce_rules.core.measures import StatedQuantity, stated
from stce_rules.core.predicates import (
    Blank,
    Bound,
    Dated,
    HsExactly,
    HsWithin,
    InList,
    IsYes,
    ListRow,
    Mentions,
    MentionsListed,
    OneOf,
    PassesThrough,
    PassesThroughListed,
    Predicate,
    Resembles,
    SameAs,
    States,
    TextIs,
    Unexpired,
    Within,
    Written,
)
from stce_rules.core.text import FoldedText, find, phrase
from stce_rules.core.truth import FALSE, TRUE, UNKNOWN, Truth, agreement, conjunction, disjunction, known, negation

Convert = Callable[[Amount, str, "date | None"], "Amount | None"]
"""Turns an amount of money into another currency at the rate of a day; None when there is no rate."""


class Witness(NamedTuple):
    """A value that a truth was read from, and the list row it was found in or compared with.

    For a row that it only resembles, `score` says how much in thousandths, and `like` which name of the row is meant.
    """

    seen: Seen
    row: ListRow | None = None
    score: int | None = None
    like: str = ""


class Finding(NamedTuple):
    """The truth of a sentence, what it was read from, and what stood in the box but could not be read.

    `open_here` and `open_there` say of two boxes compared whether each is blank or holds what could not be read.
    """

    truth: Truth
    witnesses: tuple[Witness, ...] = ()
    unreadable: tuple[str, ...] = ()
    open_here: bool = False
    open_there: bool = False


class Interval(NamedTuple):
    """An amount not known exactly: it lies between two ends, each included or not; an end of None is open."""

    low: Fraction | None
    high: Fraction | None
    low_included: bool = True
    high_included: bool = True


class Day(NamedTuple):
    """What a sentence may look at beside the subject: the acceptance date, the lists, the exchange rates."""

    date: date | None
    lists: Mapping[str, Lookup]
    convert: Convert


class Sentence(Protocol):
    """What is asked of a box: a predicate, whether it is denied, and whether a blank box means none."""

    @property
    def predicate(self) -> Predicate:
        """What is said of the box."""

    @property
    def negated(self) -> bool:
        """Whether the sentence has a `not` of its own."""

    @property
    def closed(self) -> bool:
        """Whether a blank box means none."""


def judge(asked: Sentence, box: Box, subject: Subject, day: Day) -> Finding:
    """Judge one sentence about one box of one subject."""
    predicate = asked.predicate
    if len(box.seen) == 1 and not box.unreadable and not isinstance(predicate, _OF_THE_BOX):
        found = _about_one(predicate, box.seen[0], day)
    else:
        found = _judge(predicate, box, asked.closed, subject, day)
    if not asked.negated:
        return found
    return found._replace(truth=negation(found.truth))


_OF_THE_BOX = (Blank, Written, SameAs)  # not about one value after another


def number_within(within: Within, number: int, day: Day) -> Truth:
    """Whether a plain number, such as the score, lies within limits."""
    return _within(within, number, day)


def _judge(predicate: Predicate, box: Box, closed: bool, subject: Subject, day: Day) -> Finding:
    match predicate:
        case Blank():
            return Finding(known(box.blank), _bare(box.seen), box.unreadable)
        case Written():
            return Finding(known(not box.blank), _bare(box.seen), box.unreadable)
        case SameAs():
            return _same(box, subject.box(predicate.field), closed)
        case _:
            return _about_members(box, closed, lambda seen: _about_one(predicate, seen, day))


def _about_members(box: Box, closed: bool, judge_one: Callable[[Seen], Finding]) -> Finding:
    """Some member does. What could not be read might have."""
    findings = [judge_one(seen) for seen in box.seen]
    truth = disjunction(one.truth for one in findings)
    if truth is FALSE and (box.unreadable or (box.blank and not closed)):
        truth = UNKNOWN
    deciding = [one for one in findings if one.truth is truth] or findings
    unreadable = (*box.unreadable, *(text for one in deciding for text in one.unreadable))
    return Finding(truth, tuple(witness for one in deciding for witness in one.witnesses), unreadable)


def _bare(seen: Iterable[Seen]) -> tuple[Witness, ...]:
    return tuple(Witness(one) for one in seen)


def _about_one(predicate: Predicate, seen: Seen, day: Day) -> Finding:
    value = seen.value
    match predicate:
        case OneOf():
            truth = known(not predicate.values.isdisjoint(identities(value)))
        case HsWithin() | HsExactly():
            truth = hs_truth(predicate, value)
        case Within():
            truth = _within(predicate, value, day)
        case TextIs():
            truth = known(isinstance(value, FoldedText) and value.folded in predicate.folded)
        case Unexpired():
            truth = _unexpired(value, day.date)
        case PassesThrough():
            truth = _stops_at(value, predicate.countries, predicate.places)
        case IsYes():
            truth = known(value is True)
        case InList():
            return _listed(day.lists[predicate.list], seen, predicate.as_of or day.date)
        case Resembles():
            return _resembling(predicate, seen, day)
        case PassesThroughListed():
            return _stops_in(day.lists[predicate.list], seen, predicate.as_of or day.date)
        case States():
            return _states(predicate, seen, day)
        case Mentions():
            return _mentions(predicate, seen)
        case MentionsListed():
            return _mentions_listed(predicate, seen, day)
        case Blank() | Written() | SameAs():
            raise ValueError(f"{type(predicate).__name__} is not about one value")
        case _:
            assert_never(predicate)
    return Finding(truth, (Witness(seen),))


# ---- identity


def _same(one: Box, other: Box, closed: bool) -> Finding:
    """Some value of one is a value of the other."""
    unreadable = one.unreadable + other.unreadable
    truth = disjunction(_same_value(a.value, b.value) for a in one.seen for b in other.seen)
    if truth is FALSE and (unreadable or ((one.blank or other.blank) and not closed)):
        truth = UNKNOWN
    open_here, open_there = (box.blank or bool(box.unreadable) for box in (one, other))
    return Finding(truth, _bare(one.seen + other.seen), unreadable, open_here, open_there)


def _same_value(one: Value, other: Value) -> Truth:
    if isinstance(one, PartyKey) and isinstance(other, PartyKey):
        compared = [a == b for a, b in ((one.id, other.id), (one.name, other.name)) if a and b]
        return known(any(compared)) if compared else UNKNOWN
    if isinstance(one, HsCode) and isinstance(other, HsCode):
        return known(one.digits == other.digits)
    return known(one == other)


# ---- lists


def _listed(lookup: Lookup, seen: Seen, on: date | None) -> Finding:
    judged = [(conjunction((held, row_holds(row, on))), row) for held, row in lookup.holding(seen.value)]
    return _decided(judged, seen)


def _decided(judged: Iterable[tuple[Truth, ListRow]], seen: Seen) -> Finding:
    """The best truth any row gives, witnessed by the rows that give it."""
    found = [(truth, row) for truth, row in judged if truth is not FALSE]
    best = disjunction(truth for truth, _ in found)
    return Finding(best, tuple(Witness(seen, row) for truth, row in found if truth is best) or (Witness(seen),))


_MOST_SHOWN = 5
"""Rows that a party resembles, of which the most alike are shown."""


def _resembling(predicate: Resembles, seen: Seen, day: Day) -> Finding:
    """Some row does that holds on the day; where the party cannot be compared whole, one that was not found may."""
    if not isinstance(seen.value, PartyKey):
        return Finding(UNKNOWN, (Witness(seen),))
    lookup = day.lists[predicate.list]
    likened = lookup.likened(seen.value, predicate.least)
    rows = [(lookup.named.rows[one.at], one) for one in likened.found]
    on = predicate.as_of or day.date
    judged = [(row_holds(row, on), Witness(seen, row, one.score, one.like)) for row, one in rows]
    best = disjunction(truth for truth, _ in judged)
    if best is FALSE:
        unreadable = (likened.fault,) if likened.fault else ()
        return Finding(FALSE if likened.whole else UNKNOWN, (Witness(seen),), unreadable)
    return Finding(best, tuple([witness for truth, witness in judged if truth is best][:_MOST_SHOWN]))


# ---- amounts, dates


def _within(predicate: Within, value: Value | int, day: Day) -> Truth:
    low, high = predicate.low, predicate.high
    above = TRUE if low is None else _beyond(low.bound, low.included, value, day, 1)
    below = TRUE if high is None else _beyond(high.bound, high.included, value, day, -1)
    return min(above, below)


def _beyond(bound: Dated, included: bool, value: Value | int, day: Day, sign: int) -> Truth:
    """Whether the value lies above (sign 1) or below (sign -1) the bound that holds on the day."""
    if len(bound.values) == 1 and bound.values[0][0] is None:  # most bounds never change
        return _beyond_one(bound.values[0][1], included, value, day, sign)
    in_force = _in_force(bound, day.date)
    if len(in_force) == 1:
        return _beyond_one(in_force[0], included, value, day, sign)
    return agreement(_beyond_one(one, included, value, day, sign) for one in in_force)


def _in_force(bound: Dated, on: date | None) -> tuple[Bound, ...]:
    """The value on a day; on a day not known, all values; before the first, none."""
    if on is None:
        return tuple(value for _, value in bound.values)
    started = [value for start, value in bound.values if start is None or start <= on]
    return tuple(started[-1:])


def _beyond_one(bound: Bound, included: bool, value: Value | int, day: Day, sign: int) -> Truth:
    if isinstance(value, Amount):
        if isinstance(bound, Amount):
            same = value if value.measure == bound.measure else day.convert(value, bound.measure, day.date)
            return UNKNOWN if same is None else known(_lies(same.value, bound.value, included, sign))
        if isinstance(bound, Fraction):
            return known(_lies(value.value, bound, included, sign))
    elif isinstance(bound, Fraction) and isinstance(value, int):
        return known(_lies(value, bound, included, sign))
    elif isinstance(bound, date) and isinstance(value, date):
        return known(_lies(value.toordinal(), bound.toordinal(), included, sign))
    return UNKNOWN


def _lies(value: Fraction | int, bound: Fraction | int, included: bool, sign: int) -> bool:
    """Whether a number lies above (sign 1) or below (sign -1) a bound."""
    # integers are compared ten times faster than fractions
    beyond = (value.numerator * bound.denominator - bound.numerator * value.denominator) * sign
    return included if beyond == 0 else beyond > 0


def _unexpired(value: Value, on: date | None) -> Truth:
    if not isinstance(value, Presented) or value.expires is None or on is None:
        return UNKNOWN
    return known(on <= value.expires)


# ---- text


def _mentions(predicate: Mentions, seen: Seen) -> Finding:
    text = seen.value
    if not isinstance(text, FoldedText):
        return Finding(UNKNOWN, (Witness(seen),))
    sought = [one for written in predicate.phrases if (one := phrase(written)) is not None]
    places = [place for one in sought if (place := find(text, one)) is not None]
    enough = len(places) == len(sought) if predicate.every else bool(places)
    return Finding(known(enough), tuple(_at(seen, place) for place in places) or (Witness(seen),))


def _mentions_listed(predicate: MentionsListed, seen: Seen, day: Day) -> Finding:
    """Any: a phrase stands there and its row holds. Every: each phrase whose row holds stands there."""
    text = seen.value
    if not isinstance(text, FoldedText):
        return Finding(UNKNOWN, (Witness(seen),))
    lookup, on = day.lists[predicate.list], predicate.as_of or day.date
    found = [(row_holds(row, on), row, place) for row, place in lookup.mentioned(text)]
    if predicate.every:
        standing = {row.row for _, row, _ in found}
        absent = [row for row in lookup.named.rows if row.row not in standing]
        truth = conjunction(negation(row_holds(row, on)) for row in absent)
    else:
        truth = disjunction(holds for holds, _, _ in found)
    witnesses = tuple(_at(seen, place, row) for holds, row, place in found if holds is not FALSE)
    return Finding(truth, witnesses or (Witness(seen),))


def _at(seen: Seen, place: tuple[int, int], row: ListRow | None = None) -> Witness:
    """The characters of a text that count."""
    return Witness(Seen(seen.value, seen.shown, seen.place, place), row)


def _states(predicate: States, seen: Seen, day: Day) -> Finding:
    """Some quantity beside a written form does; none stated leaves it unknown."""
    text = seen.value
    if not isinstance(text, FoldedText):
        return Finding(UNKNOWN, (Witness(seen),))
    judged = [
        (interval_within(_interval(one), predicate.measure, predicate.within, day), one)
        for one in stated(text, predicate.written, predicate.units)
    ]
    if not judged:
        return Finding(UNKNOWN, (Witness(seen),))
    truth = disjunction(one for one, _ in judged)
    places = [(quantity.start, quantity.end) for one, quantity in judged if one is truth]
    return Finding(truth, tuple(_at(seen, place) for place in places))


def _interval(quantity: StatedQuantity) -> Interval:
    return Interval(quantity.low, quantity.high, quantity.low_included, quantity.high_included)


def interval_within(interval: Interval, measure: str, within: Within, day: Day) -> Truth:
    """Whether an amount that is known as an interval lies within limits: inside true, outside false, across unknown."""
    ends = []
    for limit, sign in ((within.low, 1), (within.high, -1)):
        if limit is None:
            continue
        near, near_in, far, far_in = (
            (interval.low, interval.low_included, interval.high, interval.high_included)
            if sign == 1
            else (interval.high, interval.high_included, interval.low, interval.low_included)
        )
        surely = FALSE
        if near is not None:
            surely = _beyond(limit.bound, limit.included or not near_in, Amount(near, measure), day, sign)
        perhaps = TRUE
        if far is not None:
            perhaps = _beyond(limit.bound, limit.included and far_in, Amount(far, measure), day, sign)
        if surely is TRUE:
            ends.append(TRUE)
        elif perhaps is FALSE:
            ends.append(FALSE)
        else:
            ends.append(UNKNOWN)
    return conjunction(ends)


# ---- route


def _stops_at(value: Value, countries: frozenset[str], places: frozenset[str]) -> Truth:
    if not isinstance(value, Place):
        return UNKNOWN
    if value.country in countries or value.place in places:
        return TRUE
    # a stop known by country only may be any of that country's places
    nearby = value.place is None and any(place.startswith(value.country or "?") for place in places)
    return UNKNOWN if nearby else FALSE


def _stops_in(lookup: Lookup, seen: Seen, on: date | None) -> Finding:
    by_country = lookup.named.kind == "countries"
    nothing: frozenset[str] = frozenset()
    judged: list[tuple[Truth, ListRow]] = []
    for row in lookup.named.rows:
        member = frozenset((row.value,))
        stops = _stops_at(seen.value, member if by_country else nothing, nothing if by_country else member)
        judged.append((conjunction((stops, row_holds(row, on))), row))
    return _decided(judged, seen)
