"""Facts that make sentences about one box true, false or unknown.

Enters: sentences about one box with the truth that each is to have, a day. Leaves: sets of facts to try, the plainest
first. Nothing is promised: the engine judges what is made of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain

from stce_rules.core.fields import Catalogue, Field, FieldType
from stce_rules.core.lookups import row_holds
from stce_rules.core.predicates import (
    Blank,
    HsWithin,
    Mentions,
    MentionsListed,
    Predicate,
    SameAs,
    States,
    TextIs,
    Unexpired,
    Within,
    Written,
)
from stce_rules.core.span import Span
from stce_rules.core.truth import Truth, negation
from stce_rules.language import program
from stce_rules.language.program import Fact, FieldFact
from stce_rules.testing.limits import Point, points
from stce_rules.testing.suggesting.members import Members, Pair, ordinary

__all__ = ["Facts", "Samples", "Wanted"]

Facts = tuple[Fact, ...]
"""Facts to be stated together."""

Wanted = Sequence[tuple[program.Test, Truth]]
"""Sentences about one box, and the truth of each."""

_AMOUNTS = {
    FieldType.MASS: "10 kg",
    FieldType.QUANTITY: "10 pieces",
    FieldType.MONEY: "1,000 EUR",
    FieldType.PERCENT: "50%",
    FieldType.NUMBER: "1",
    FieldType.DATE: "2024-01-01",
    FieldType.BOOLEAN: "yes",
}
_LICENCE = "X002"
_MISPRINTED = "reagent, CAS 756-79-5"
"""A text with a CAS number whose check digit is wrong: it may be any."""

_PHRASES = 4


@dataclass(frozen=True, slots=True)
class Samples:
    """What to state in examples of one unit. `span` stands for the place of what is not written anywhere yet."""

    members: Members
    catalogue: Catalogue
    on: date
    span: Span

    def fact(self, words: str, *values: str, until: date | None = None) -> FieldFact:
        """A box with these values; without any it is missing."""
        return FieldFact(self.catalogue[words], values, tuple(until for _ in values), self.span)

    def plain(self, words: str) -> Facts:
        """A box with an ordinary value."""
        box = self.catalogue[words]
        values = [*ordinary(box.type), *([_AMOUNTS[box.type]] if box.type in _AMOUNTS else [])]
        return (self.fact(words, values[0]),)

    def looking_back(self, window: program.WindowIs, of: Field, truth: Truth) -> Facts:
        """What a window computes with: in an example, which has no past, the value of the example itself."""
        found = points(window.within, window.sentence, of.words, self.on) if of.type in _AMOUNTS else ()
        if not found:
            return self.plain(of.words)
        above = (truth is Truth.TRUE) is (window.within.low is not None) is not window.negated
        return (self.fact(of.words, found[-1 if above else 0].text),)

    def exactly(self, test: program.Test, text: str, beside: Wanted) -> Iterator[Facts]:
        """A value on either side of a limit of a sentence, stated; in a text, with what `beside` it wants to read."""
        if not isinstance(test.predicate, States):
            yield (self.fact(test.field.words, text),)
            return
        stated = f"{test.predicate.written[0]} {text}"
        yield (self.fact(test.field.words, stated),)
        for choice in range(_PHRASES if beside else 0):
            pieces = chain.from_iterable(self._pieces((one.predicate, truth), choice) for one, truth in beside)
            yield (self.fact(test.field.words, ", ".join(dict.fromkeys((stated, *pieces)))),)

    def of(self, wanted: Wanted) -> Iterator[Facts]:
        """Facts for sentences that are all about one box."""
        box = wanted[0][0].field
        plain = [(one.predicate, negation(truth) if one.negated else truth) for one, truth in wanted]
        for predicate, truth in plain:
            if isinstance(predicate, SameAs):
                yield from self._same(box, predicate.field, truth)
        if any(truth is Truth.UNKNOWN for _, truth in plain):
            yield from self._open(box, plain)
        if box.closed or any(_wants_blank(one) for one in plain):
            yield (self.fact(box.words),)
        for values in self._stated(box, plain):
            yield (self.fact(box.words, *values),)
        if any(isinstance(predicate, Unexpired) for predicate, _ in plain):
            day_before = self.on - timedelta(days=1)
            yield (self.fact(box.words, _LICENCE),)
            yield (self.fact(box.words, _LICENCE, until=day_before),)
        if not box.closed:
            yield (self.fact(box.words),)

    def _open(self, box: Field, plain: Sequence[Pair]) -> Iterator[Facts]:
        """Unknown: a blank box where that is open, else a number that cannot be read, or a date that is not known."""
        if not box.closed and box.type is not FieldType.TEXT:
            yield (self.fact(box.words),)
        if box.words == "cas":
            yield self.fact("cas", ordinary(box.type)[0]), self.fact("description", _MISPRINTED)
            yield (self.fact("description", _MISPRINTED),)
        for values in self._stated(box, [(one, Truth.TRUE) for one, _ in plain]) if box.closed else ():
            yield self.fact(box.words, *values), self.fact("date")
        if any(isinstance(predicate, Unexpired) for predicate, _ in plain):
            yield self.fact(box.words, _LICENCE), self.fact("date")

    def _same(self, box: Field, other: str, truth: Truth) -> Iterator[Facts]:
        few = [*ordinary(box.type), *([_AMOUNTS[box.type]] if box.type in _AMOUNTS else [])]
        one, two = (few * 2)[:2]
        match truth:
            case Truth.UNKNOWN:
                yield (self.fact(box.words),)
                yield (self.fact(other),)
            case Truth.TRUE:
                yield self.fact(box.words, one), self.fact(other, one)
            case Truth.FALSE:
                yield self.fact(box.words, one), self.fact(other, two)

    def _stated(self, box: Field, plain: Sequence[Pair]) -> Iterator[tuple[str, ...]]:
        """Values for a box that is not blank."""
        certain = [one for one in plain if one[1] is not Truth.UNKNOWN]
        match box.type:
            case FieldType.HS:
                yield from ((one,) for one in self.members.codes(certain, self.on))
            case FieldType.TEXT:
                yield from ((one,) for one in self._texts(plain))
            case kind if kind in _AMOUNTS:
                yield from ((point.text,) for predicate, _ in plain for point in self.points(predicate, box, ""))
                yield (_AMOUNTS[kind],)
                yield from [("no",)] if kind is FieldType.BOOLEAN else []
            case kind:
                yield from ((one,) for one in self.members.values(kind, certain, self.on))
                several = [
                    next(self.members.values(kind, [one], self.on), "") for one in certain if one[1] is Truth.TRUE
                ]
                if box.many and len(several) > 1 and all(several):
                    yield tuple(dict.fromkeys(several))

    def points(self, predicate: Predicate, box: Field, sentence: str) -> tuple[Point, ...]:
        """The values on either side of the limits of a sentence."""
        match predicate:
            case Within():
                return points(predicate, sentence, box.words, self.on)
            case States():
                return points(predicate.within, sentence, "", self.on)
            case _:
                return ()

    # ---- texts

    def _texts(self, plain: Sequence[Pair]) -> Iterator[str]:
        """Texts that mention what is to stand there; ordinary words where nothing is."""
        for choice in range(_PHRASES):
            pieces = list(chain.from_iterable(self._pieces(one, choice) for one in plain))
            yield ", ".join(dict.fromkeys(pieces)) or ordinary(FieldType.TEXT)[choice % 2]
        if any(truth is Truth.UNKNOWN for _, truth in plain):
            yield ordinary(FieldType.TEXT)[0]

    def _pieces(self, one: Pair, choice: int) -> list[str]:
        predicate, truth = one
        match predicate:
            case Mentions() if truth is Truth.TRUE:
                return _chosen(predicate.phrases, choice, predicate.every)
            case MentionsListed() if truth is Truth.TRUE:
                day = predicate.as_of or self.on
                rows = self.members.lists[predicate.list].rows
                held = [row.value for row in rows if row_holds(row, day) is Truth.TRUE]
                return _chosen(held, choice, predicate.every)
            case TextIs() if truth is Truth.TRUE:
                return sorted(predicate.folded)[:1]
            case States() if truth is not Truth.UNKNOWN:
                found = points(predicate.within, "", "", self.on)
                return [stating(predicate, found[choice % len(found)])] if found else []
            case _:
                return []

    def around_range(self, predicate: Predicate) -> tuple[str, ...]:
        """The codes on either side of each end of a range of commodity codes."""
        return self.members.around(predicate) if isinstance(predicate, HsWithin) else ()


def stating(predicate: States, point: Point) -> str:
    """A text that states a quantity."""
    return f"{predicate.written[0]} {point.text}"


def _chosen(phrases: Sequence[str], choice: int, every: bool) -> list[str]:
    plain = [one.replace("*", "") for one in phrases]
    return plain if every else plain[choice % len(plain) :][:1] if plain else []


def _wants_blank(one: Pair) -> bool:
    return one == (Blank(), Truth.TRUE) or one == (Written(), Truth.FALSE)
