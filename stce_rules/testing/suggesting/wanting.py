"""Which sentences must be what for a condition to be true, false or unknown.

Enters: a condition and the truth that it is to have. Leaves: ways to get there, each a set of sentences about boxes
with their truths, the plainest first. Promise: a part that decides alone comes with the other parts such that it does.
An indicator or a rule that is asked about is followed down to its own sentences.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, product

from stce_rules.core.fields import Catalogue
from stce_rules.core.predicates import OneOf
from stce_rules.core.truth import Truth, negation
from stce_rules.language import program
from stce_rules.language.syntax import Quantifier
from stce_rules.plan.lower import leaves
from stce_rules.testing.bench import Source

__all__ = ["MOST_WAYS", "Want", "Ways"]

MOST_WAYS = 12
"""Ways tried for one condition; what cannot be had in so many is seldom had at all."""

_DEEPEST = 6

Sentence = program.Test | program.WindowIs | program.Calls | program.Shows | program.ItemsShow


@dataclass(frozen=True, slots=True)
class Want:
    """A sentence, the truth that it is to have, and the goods item that it is about, from 0."""

    sentence: Sentence
    truth: Truth
    item: int


Way = tuple[Want, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """The ways of one program.

    `apart`: each sentence about items showing something gets goods items of its own. `granted`: an indicator is taken
    as hit or as no hit, and not followed down.
    """

    indicators: Mapping[str, program.Indicator]
    rules: Mapping[str, program.Rule]
    catalogue: Catalogue
    apart: bool = False
    granted: bool = False

    def to(self, condition: program.Condition, truth: Truth, item: int = 0, deep: int = 0) -> Iterator[Way]:
        """The ways to a truth of a condition."""
        match condition:
            case program.Test() | program.WindowIs() | program.Calls():
                yield (Want(condition, truth, item),)
            case program.Shows() | program.ItemsShow() if self.granted and _can_be_granted(condition, truth):
                yield (Want(condition, truth, item),)
            case program.Not():
                yield from self.to(condition.part, negation(truth), item, deep)
            case program.AllOf():
                yield from self._joined(len(condition.parts), condition.parts, truth, item, deep)
            case program.AnyOf():
                yield from self._joined(1, condition.parts, truth, item, deep)
            case program.AtLeastOf():
                yield from self._joined(condition.needed, condition.parts, truth, item, deep)
            case program.Shows():
                yield from self.outcome(self.indicators[condition.indicator], truth, item, deep)
            case program.Hits():
                yield from self.outcome(self.rules[condition.rule], truth, item, deep)
            case program.ItemsShow():
                yield from self._items(condition, truth, item, deep)
            case program.NotJudgedYet() | program.ScoreIs():
                pass

    def outcome(self, unit: Source, truth: Truth, item: int = 0, deep: int = 0) -> Iterator[Way]:
        """The ways to an outcome read as truth: no hit is reached by its `when`, and nothing lifts it."""
        if deep > _DEEPEST:
            return
        header = unit.header
        parts = [(header.where, Truth.TRUE)] if header.where is not None else []
        parts.append((header.when, truth))
        parts += [(one.condition, Truth.FALSE) for one in unlesses(unit)]
        if header.flows:
            flow = program.Test(self.catalogue["flow"], OneOf(frozenset(header.flows)), False, "", header.span)
            parts.append((flow, Truth.TRUE))
        yield from self.all(parts, item, deep + 1)

    def deciding(self, unit: Source, leaf: program.Condition, truth: Truth) -> Iterator[Way]:
        """The ways to a truth of one leaf of a unit, with all else such that this leaf decides."""
        header = unit.header
        parts = [(header.where, Truth.TRUE)] if header.where is not None else []
        parts.append((header.when, Truth.TRUE))
        parts += [(one.condition, Truth.FALSE) for one in unlesses(unit)]
        found = [
            tuple(islice(self._toward(one, leaf, truth) if _holds(one, leaf) else self.to(one, other), MOST_WAYS))
            for one, other in parts
        ]
        yield from (_one(ways) for ways in islice(product(*found), MOST_WAYS))

    def _toward(self, condition: program.Condition, leaf: program.Condition, truth: Truth) -> Iterator[Way]:
        match condition:
            case program.AllOf() | program.AnyOf() | program.AtLeastOf():
                others = [part for part in condition.parts if not _holds(part, leaf)]
                true = {program.AllOf: len(others), program.AnyOf: 0}.get(type(condition), _needed(condition) - 1)
                truths = [Truth.TRUE] * true + [Truth.FALSE] * (len(others) - true)
                wanted = {id(part): one for part, one in zip(others, truths, strict=True)}
                found = [
                    tuple(islice(self._part(part, slot, wanted, leaf, truth), MOST_WAYS))
                    for part, slot in zip(condition.parts, self._slots(condition.parts, 0), strict=True)
                ]
                yield from (_one(ways) for ways in islice(product(*found), MOST_WAYS))
            case program.Not():
                yield from self._toward(condition.part, leaf, truth)
            case _:
                yield from self.to(condition, truth)

    def _part(
        self, part: program.Condition, slot: int, wanted: Mapping[int, Truth], leaf: program.Condition, truth: Truth
    ) -> Iterator[Way]:
        """A part beside the leaf as it is wanted, or the one that the leaf stands in."""
        if id(part) in wanted:
            return self.to(part, wanted[id(part)], slot)
        return self._toward(part, leaf, truth)

    def all(self, parts: Sequence[tuple[program.Condition, Truth]], item: int = 0, deep: int = 0) -> Iterator[Way]:
        """The ways to the truths of several conditions at once."""
        found = [tuple(islice(self.to(one, truth, item, deep), MOST_WAYS)) for one, truth in parts]
        yield from (_one(ways) for ways in islice(product(*found), MOST_WAYS))

    def _joined(
        self, needed: int, parts: Sequence[program.Condition], truth: Truth, item: int, deep: int
    ) -> Iterator[Way]:
        """`at least needed of` parts: just enough of them true, or just too few, or open for one; or all alike.

        Of a unit that is asked about all alike comes first: what it is matters there, not which part decides.
        """
        alike = self.all([(part, truth) for part in parts], item, deep) if truth is not Truth.TRUE else iter(())
        if deep:
            yield from alike
        count = len(parts)
        true = needed - (truth is not Truth.TRUE)
        for turn in range(count):
            order = [(at + turn) % count for at in range(count)]
            truths = {at: Truth.TRUE if place < true else Truth.FALSE for place, at in enumerate(order)}
            if truth is Truth.UNKNOWN:
                truths[order[true]] = Truth.UNKNOWN
            taken = self._slots(parts, item)
            found = [
                tuple(islice(self.to(part, truths[at], taken[at], deep), MOST_WAYS)) for at, part in enumerate(parts)
            ]
            yield from (_one(ways) for ways in islice(product(*found), 3))
        yield from alike

    def _slots(self, parts: Sequence[program.Condition], item: int) -> list[int]:
        """The goods item that each part is about."""
        slots, following = [], item
        for part in parts:
            slots.append(following)
            if self.apart and isinstance(part, program.ItemsShow):
                following += part.needed
        return slots

    def _items(self, condition: program.ItemsShow, truth: Truth, item: int, deep: int) -> Iterator[Way]:
        shown = negation(truth) if condition.quantifier is Quantifier.NO else truth
        unit, needed = self.indicators[condition.indicator], condition.needed
        truths = [Truth.TRUE] * (needed - 1) + [shown]
        found = [tuple(islice(self.outcome(unit, one, item + at, deep), MOST_WAYS)) for at, one in enumerate(truths)]
        yield from (_one(ways) for ways in islice(product(*found), MOST_WAYS))


def _can_be_granted(condition: program.Shows | program.ItemsShow, truth: Truth) -> bool:
    """Whether an example can say so: one goods item shows an indicator or does not."""
    return truth is not Truth.UNKNOWN and (isinstance(condition, program.Shows) or condition.needed == 1)


def unlesses(unit: Source) -> tuple[program.Unless, ...]:
    """What lifts a unit by its own words."""
    return () if isinstance(unit, program.Exemption) else unit.unless


def _holds(condition: program.Condition, leaf: program.Condition) -> bool:
    """Whether a leaf stands in a condition: this very one, for a sentence may be written twice."""
    return any(one is leaf for one in leaves(condition))


def _needed(condition: program.Condition) -> int:
    return condition.needed if isinstance(condition, program.AtLeastOf) else 1


def _one(ways: Iterable[Way]) -> Way:
    return tuple(dict.fromkeys(want for way in ways for want in way))
