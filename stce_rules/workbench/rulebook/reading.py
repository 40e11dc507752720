"""Conditions in plain reading: one sentence a line, and beside it what it leaves to lists, parameters and names.

Enters: a condition of a checked program, its lists. Leaves: lines with their depth. Promise: the sentences are those
that explanations say, word for word.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from stce_rules.core.fields import FieldType
from stce_rules.core.predicates import (
    HsExactly,
    HsWithin,
    InList,
    MentionsListed,
    NamedList,
    OneOf,
    PassesThroughListed,
    Predicate,
    Resembles,
    Within,
)
from stce_rules.decide.amounts import limits
from stce_rules.language import program
from stce_rules.pages.markup import some
from stce_rules.reference import cas, countries, hs, places
from stce_rules.workbench.rulebook.book import Line

__all__ = ["lines"]

_NAMED = 6
"""Codes of a sentence that are named beside it."""


def lines(condition: program.Condition, lists: Mapping[str, NamedList], titles: Mapping[str, str]) -> list[Line]:
    """The lines of a condition. `titles` are those of indicators and rules, by name."""
    return list(_Reading(lists, titles).of(condition, 0))


class _Reading:
    """Reads conditions against the lists and titles of a ruleset."""

    def __init__(self, lists: Mapping[str, NamedList], titles: Mapping[str, str]) -> None:
        self._lists = lists
        self._titles = titles

    def of(self, condition: program.Condition, depth: int) -> Iterator[Line]:
        """The condition, and what it is made of below it."""
        match condition:
            case program.AllOf():
                yield from self._over("all of:", condition.parts, depth)
            case program.AnyOf():
                yield from self._over("any of:", condition.parts, depth)
            case program.AtLeastOf():
                yield from self._over(f"at least {condition.needed} of:", condition.parts, depth)
            case program.Not(part=program.AnyOf(parts=parts)):
                yield from self._over("none of:", parts, depth)
            case program.Not():
                yield from self._over("not:", (condition.part,), depth)
            case program.Test():
                yield Line(text=condition.sentence, depth=depth, note=self._note(condition))
            case program.Shows():
                yield self._asks(condition.indicator, condition.indicator, depth)
            case program.ItemsShow():
                how = condition.quantifier.value.replace("N", str(condition.needed))
                yield self._asks(f"{how} {condition.indicator}", condition.indicator, depth)
            case program.Hits():
                yield self._asks(f'rule "{condition.rule}" hits', condition.rule, depth)
            case program.Calls():
                yield Line(text=condition.function, depth=depth, note="asked of a plugin")
            case program.WindowIs() | program.NotJudgedYet() | program.ScoreIs():
                yield Line(text=condition.sentence, depth=depth)
            case _:
                assert_never(condition)

    def _over(self, words: str, parts: tuple[program.Condition, ...], depth: int) -> Iterator[Line]:
        yield Line(text=words, depth=depth)
        for part in parts:
            yield from self.of(part, depth + 1)

    def _asks(self, text: str, unit: str, depth: int) -> Line:
        return Line(text=text, depth=depth, note=self._titles.get(unit, ""), unit=unit)

    def _note(self, test: program.Test) -> str:
        match test.predicate:
            case InList() | MentionsListed() | PassesThroughListed() | Resembles():
                return self._of_list(self._lists[test.predicate.list])
            case Within() if not any(one.isdigit() for one in test.sentence):
                return limits(test.predicate, None)
            case OneOf():
                return _names(test.field.type, test.predicate)
            case _:
                return _goods(test.predicate)

    def _of_list(self, one: NamedList) -> str:
        return ", ".join((some(len(one.rows), "row"), f"of {one.as_of}" if one.as_of else "undated"))


def _names(kind: FieldType, predicate: OneOf) -> str:
    """What the codes of a sentence stand for, where they are few."""
    if len(predicate.values) > _NAMED:
        return ""
    naming = {FieldType.COUNTRY: countries.name, FieldType.CAS: cas.name_of, FieldType.PLACE: places.name}.get(kind)
    found = [] if naming is None else [name for one in sorted(predicate.values) if (name := naming(one))]
    return ", ".join(found)


def _goods(predicate: Predicate) -> str:
    """The short name of the one subheading that a sentence is about."""
    if not isinstance(predicate, HsWithin | HsExactly):
        return ""
    _, newest = predicate.by_edition[-1]
    if len(newest.whole) != 1:
        return ""
    low, high = (f"{one:012d}"[:6] for one in newest.whole[0])
    return (hs.text(low) or "") if low == high else ""
