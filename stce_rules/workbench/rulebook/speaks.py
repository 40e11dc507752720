"""Which goods a unit speaks of: HS chapters and CAS numbers, for the indexes of a book.

Enters: the conditions of units, their lists. Leaves: chapters and numbers that their sentences name, those of the
indicators they ask with them. What is denied (`is not`, `not`, `none of`, `no item shows`) names nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from stce_rules.core.fields import FieldType
from stce_rules.core.predicates import HsExactly, HsWithin, InList, NamedList, OneOf
from stce_rules.language import program
from stce_rules.language.syntax import Quantifier
from stce_rules.plan.lower import leaves

__all__ = ["Spoken", "asked_units", "listed", "spoken"]


@dataclass(frozen=True, slots=True)
class Spoken:
    """HS chapters of two digits, and CAS numbers, sorted."""

    chapters: tuple[str, ...]
    cas: tuple[str, ...]


def spoken(
    name: str, conditions: Mapping[str, tuple[program.Condition, ...]], lists: Mapping[str, NamedList]
) -> Spoken:
    """What a unit speaks of, with all it asks. `conditions` are those of every unit; rules stand in quotes."""
    chapters: set[str] = set()
    numbers: set[str] = set()
    waiting, seen = [name], set[str]()
    while waiting:
        one = waiting.pop()
        if one in seen:
            continue
        seen.add(one)
        for condition in conditions.get(one, ()):
            waiting += (unit for leaf in _affirmed(condition) for unit in asked_units(leaf))
            for test in _tests(condition):
                chapters.update(_chapters(test, lists))
                numbers.update(_numbers(test, lists))
    return Spoken(tuple(sorted(chapters)), tuple(sorted(numbers, key=_by_number)))


def asked_units(condition: program.Condition) -> Iterator[str]:
    """The indicators that a condition asks, and in quotes the rules."""
    for leaf in leaves(condition):
        match leaf:
            case program.Shows() | program.ItemsShow():
                yield leaf.indicator
            case program.Hits():
                yield f'"{leaf.rule}"'
            case program.WindowIs():
                yield from () if leaf.indicator is None else (leaf.indicator,)
                yield from () if leaf.rule is None else (f'"{leaf.rule}"',)
            case _:
                pass


def listed(condition: program.Condition) -> Iterator[str]:
    """The lists that a condition asks."""
    for leaf in leaves(condition):
        if isinstance(leaf, program.Test) and (name := getattr(leaf.predicate, "list", None)) is not None:
            yield str(name)


def _affirmed(condition: program.Condition) -> Iterator[program.Condition]:
    """The leaves that nothing denies."""
    match condition:
        case program.AllOf() | program.AnyOf() | program.AtLeastOf():
            for part in condition.parts:
                yield from _affirmed(part)
        case program.Not() | program.ItemsShow(quantifier=Quantifier.NO):
            return
        case _:
            yield condition


def _tests(condition: program.Condition) -> Iterator[program.Test]:
    yield from (leaf for leaf in _affirmed(condition) if isinstance(leaf, program.Test) and not leaf.negated)


def _chapters(test: program.Test, lists: Mapping[str, NamedList]) -> Iterator[str]:
    for codes in _codes(test, lists):
        for low, high in codes.by_edition[-1][1].whole:
            yield from (f"{chapter:02d}" for chapter in range(low // _IN_CHAPTER, high // _IN_CHAPTER + 1))


_IN_CHAPTER = 10**10
"""Codes of 12 digits in a chapter."""


def _codes(test: program.Test, lists: Mapping[str, NamedList]) -> Iterable[HsWithin | HsExactly]:
    match test.predicate:
        case HsWithin() | HsExactly() as codes:
            return (codes,)
        case InList(list=name) if test.field.type is FieldType.HS:
            return [row.hs for row in lists[name].rows if row.hs is not None]
        case _:
            return ()


def _numbers(test: program.Test, lists: Mapping[str, NamedList]) -> Iterable[str]:
    match test.predicate:
        case OneOf(values=values) if test.field.type is FieldType.CAS:
            return values
        case InList(list=name) if test.field.type is FieldType.CAS:
            return [row.value for row in lists[name].rows]
        case _:
            return ()


def _by_number(cas: str) -> tuple[int, ...]:
    return tuple(int(part) for part in cas.split("-"))
