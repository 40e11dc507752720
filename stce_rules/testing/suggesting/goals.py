"""What examples of a unit should show, and what a judged example shows of it.

Enters: a unit with its coverage; the tree of an example. Leaves: goals: a truth that a leaf condition should be seen to
have, a value on either side of one of its limits that should be tried, a mutant that should be noticed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from stce_rules.core.boxes import Amount, HsCode, Value
from stce_rules.core.measures import stated
from stce_rules.core.predicates import HsWithin, States, Within
from stce_rules.core.text import FoldedText
from stce_rules.core.truth import Truth
from stce_rules.language import program
from stce_rules.plan.judgement import Judged
from stce_rules.reference import hs
from stce_rules.testing.coverage.leaves import Leaf
from stce_rules.testing.suggesting.samples import Samples

__all__ = ["Goal", "Noticed", "Seen", "Tried", "goals_of", "shown"]


@dataclass(frozen=True, slots=True)
class Seen:
    """A leaf, by its place, is seen to have a truth."""

    place: int
    truth: Truth


@dataclass(frozen=True, slots=True)
class Tried:
    """A value on either side of a limit of a leaf is tried; `text` is how it is stated."""

    place: int
    value: Fraction | date | str
    text: str


@dataclass(frozen=True, slots=True)
class Noticed:
    """A mutant of the unit, by its place among those that no example notices, is noticed."""

    place: int
    change: str


Goal = Seen | Tried | Noticed


def goals_of(leaf: Leaf, missing: Iterable[Truth], samples: Samples) -> Iterator[Goal]:
    """The truths of a leaf not seen yet, and all values around its limits."""
    yield from (Seen(leaf.place, truth) for truth in missing)
    one = leaf.condition
    if not isinstance(one, program.Test):
        return
    for point in samples.points(one.predicate, one.field, one.sentence):
        yield Tried(leaf.place, point.value, point.text)
    for code in samples.around_range(one.predicate):
        yield Tried(leaf.place, code, code)


def shown(leaf: Leaf, node: Judged, goals: Iterable[Goal]) -> Iterator[Goal]:
    """The goals about a leaf that an example reaches, by the leaf's part of its tree."""
    values = set(_values(leaf.condition, node)) if isinstance(leaf.condition, program.Test) else set()
    for goal in goals:
        match goal:
            case Seen() if goal.place == leaf.place and goal.truth is node.truth:
                yield goal
            case Tried() if goal.place == leaf.place and goal.value in values:
                yield goal
            case _:
                pass


def _values(test: program.Test, node: Judged) -> Iterator[Fraction | date | str]:
    """The values that a test was judged on."""
    for part in node.parts:
        yield from _values(test, part)
    for witness in node.finding.witnesses if node.finding is not None else ():
        yield from _value(test, witness.seen.value)


def _value(test: program.Test, value: Value) -> Iterator[Fraction | date | str]:
    match test.predicate, value:
        case Within(), Amount():
            yield value.value
        case Within(), date():
            yield value
        case HsWithin(), HsCode():
            yield hs.dotted(value.digits)
        case States(), FoldedText():
            found = stated(value, test.predicate.written, test.predicate.units)
            yield from (one.low for one in found if one.low is not None and one.low == one.high)
        case _:
            pass
