"""A plan with the mutants of one unit beside it, so that one judging of a case answers for all of them.

Enters: a plan, a unit of it, the unit's mutants. Leaves: the plan with a unit more for every mutant, and for every unit
that rests on it; sentences that a mutant shares with the unit are judged once. Promise: what stood in the plan keeps
its numbers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from stce_rules.language import program
from stce_rules.plan import model
from stce_rules.plan.lower import Key, Tests, indicator_key, lower, rule_key
from stce_rules.plan.model import Plan, Unit, UnitKind
from stce_rules.testing.bench import Source

__all__ = ["Extended", "extended", "lowered", "resting_on"]


@dataclass(frozen=True, slots=True)
class Extended:
    """The plan, and for each mutant the numbers of the units in which it stands for the unit it was made from."""

    plan: Plan
    numbers: tuple[Mapping[int, int], ...]


def extended(ruleset: str, plan: Plan, number: int, mutated: Sequence[Source]) -> Extended:
    """The plan with these mutants of a unit."""
    tests = Tests({one: at for at, one in enumerate(plan.tests)}, {one: at for at, one in enumerate(plan.windows)})
    keys = {_key(one): at for at, one in enumerate(plan.units)}
    users = resting_on(plan, number)
    units, numbers = list(plan.units), list[Mapping[int, int]]()
    for one in mutated:
        standing = {number: len(units)}
        units.append(lowered(ruleset, plan.units[number], one, tests, keys))
        for user in users:
            changed = _asking(plan.units[user], standing)
            standing[user] = len(units)
            units.append(changed)
        numbers.append(standing)
    grown = replace(plan, units=tuple(units), tests=tuple(tests.numbers), windows=tuple(tests.windows))
    return Extended(grown, tuple(numbers))


def _key(unit: Unit) -> Key:
    match unit.kind:
        case UnitKind.INDICATOR:
            return indicator_key(unit.ruleset, unit.name)
        case UnitKind.RULE:
            return rule_key(unit.name)
        case UnitKind.EXEMPTION:
            return Key(UnitKind.EXEMPTION, "", unit.name)


def lowered(ruleset: str, unit: Unit, source: Source, tests: Tests, keys: Mapping[Key, int]) -> Unit:
    """The unit as a mutant of its source has it."""
    header = source.header

    def plain(condition: program.Condition) -> model.Condition:
        return lower(ruleset, condition, tests, keys)

    where = None if header.where is None else plain(header.where)
    changed = replace(unit, where=where, when=plain(header.when))
    if isinstance(source, program.Exemption):
        return changed
    unless = tuple(model.Unless(plain(one.condition), one.because) for one in source.unless)
    changed = replace(changed, unless=unless)
    if isinstance(source, program.Indicator):
        return changed
    return replace(changed, then=effects_of(source.then), if_unknown=effects_of(source.if_unknown))


def effects_of(one: program.Effects) -> model.Effects:
    """Effects as a plan has them."""
    return model.Effects(one.points, one.channel, one.ask_for, one.refer_to, one.flags)


def resting_on(plan: Plan, number: int) -> tuple[int, ...]:
    """The units whose outcome may change with that of a unit, each after all it rests on."""
    found = {number}
    for at, unit in enumerate(plan.units):
        if not found.isdisjoint(unit.lifted_by) or any(one in found for one in _asked(unit)):
            found.add(at)
    return tuple(sorted(found - {number}))


def _asked(unit: Unit) -> Iterator[int]:
    waiting = [unit.when, *(lift.condition for lift in unit.unless)]
    if unit.where is not None:
        waiting.append(unit.where)
    while waiting:
        match waiting.pop():
            case model.AllOf(parts=parts) | model.AnyOf(parts=parts) | model.AtLeastOf(parts=parts):
                waiting += parts
            case model.Not(part=part):
                waiting.append(part)
            case model.Shows(unit=asked) | model.Hits(unit=asked) | model.ItemsShow(unit=asked):
                yield asked
            case _:
                pass


def _asking(unit: Unit, standing: Mapping[int, int]) -> Unit:
    """The unit, asking others instead of some."""
    return replace(
        unit,
        where=None if unit.where is None else _renumbered(unit.where, standing),
        when=_renumbered(unit.when, standing),
        unless=tuple(replace(one, condition=_renumbered(one.condition, standing)) for one in unit.unless),
        lifted_by=tuple(standing.get(one, one) for one in unit.lifted_by),
    )


def _renumbered(condition: model.Condition, standing: Mapping[int, int]) -> model.Condition:
    match condition:
        case model.AllOf() | model.AnyOf() | model.AtLeastOf():
            return replace(condition, parts=tuple(_renumbered(part, standing) for part in condition.parts))
        case model.Not():
            return model.Not(_renumbered(condition.part, standing))
        case model.Shows() | model.Hits() | model.ItemsShow():
            return replace(condition, unit=standing.get(condition.unit, condition.unit))
        case model.Holds() | model.WindowIs() | model.Calls() | model.ScoreIs():
            return condition
        case _:
            assert_never(condition)
