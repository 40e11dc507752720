"""The tree of reasons of a unit, from what judging found. Nothing is judged here that judging did not judge."""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from stce_rules.core.truth import Truth, disjunction
from stce_rules.engines.judging import Judging, applicability
from stce_rules.plan.judgement import HEADER, Join, Judged, JudgedUnit, Lift
from stce_rules.plan.model import (
    AllOf,
    AnyOf,
    AtLeastOf,
    Calls,
    Condition,
    Hits,
    Holds,
    ItemsShow,
    Not,
    Scope,
    ScoreIs,
    Shows,
    Unit,
    WindowIs,
)


def judged_unit(judging: Judging, unit: int, at: int) -> JudgedUnit:
    """A unit for a subject: whether it applies, its condition, and each thing that could lift it. Made once."""
    kept = judging.trees.get((unit, at))
    if kept is None:
        kept = judging.trees[unit, at] = _judged_unit(judging, unit, at)
    return kept


def _judged_unit(judging: Judging, unit: int, at: int) -> JudgedUnit:
    one = judging.plan.units[unit]
    condition = one.when if one.where is None else AllOf((one.where, one.when))
    lifts = [Lift(judged(judging, lift.condition, at), lift.because) for lift in one.unless]
    for number in one.lifted_by:
        exemption = judging.plan.units[number]
        lifts.append(Lift(_lifted_by(judging, number, at), exemption.because or exemption.title, exemption.name))
    return JudgedUnit(
        unit,
        judging.number(at),
        judging.outcome(unit, at),
        _not_applied(judging, one),
        judged(judging, condition, at),
        tuple(lifts),
    )


def judged(judging: Judging, condition: Condition, at: int) -> Judged:
    """A condition with the truth of each of its parts."""

    def joined(join: Join, sentence: str, parts: tuple[Condition, ...]) -> Judged:
        truth = judging.truth(condition, at)
        return Judged(truth, sentence, join, tuple(judged(judging, part, at) for part in parts))

    match condition:
        case Holds():
            return _test(judging, condition.test, at)
        case AllOf():
            return joined(Join.ALL, "all of", condition.parts)
        case AnyOf():
            return joined(Join.ANY, "any of", condition.parts)
        case AtLeastOf():
            sentence = f"at least {condition.needed} of"
            return replace(joined(Join.AT_LEAST, sentence, condition.parts), needed=condition.needed)
        case Not():
            return joined(Join.NOT, "not", (condition.part,))
        case WindowIs():
            return _window(judging, condition, at)
        case Shows():
            return _shows(judging, condition.unit, judging.asked_at(condition.unit, at), at)
        case Hits():
            return _hits(judging, condition.unit, at)
        case ItemsShow():
            return _items_show(judging, condition)
        case Calls():
            return Judged(judging.call(condition.function, at), condition.function)
        case ScoreIs():
            return Judged(judging.truth(condition, at), condition.sentence)
        case _:
            assert_never(condition)


def _test(judging: Judging, test: int, at: int) -> Judged:
    one = judging.plan.tests[test]
    spread = tuple(judging.spread(one.of_item, at))
    leaves = []
    for where in spread:
        found = judging.finding(test, where)
        item = judging.number(where) if where != at else None
        leaves.append(Judged(found.truth, one.sentence, test=test, finding=found, item=item))
    return leaves[0] if spread == (at,) else _any_of(one.sentence, leaves)


def _window(judging: Judging, condition: WindowIs, at: int) -> Judged:
    spread = tuple(judging.spread(judging.plan.windows[condition.window].of_item, at))
    leaves = []
    for where in spread:
        value = judging.window_value(condition.window, where)
        item = judging.number(where) if where != at else None
        truth = judging.window_is(condition, where)
        leaves.append(Judged(truth, condition.sentence, window=condition.window, value=value, item=item))
    return leaves[0] if spread == (at,) else _any_of(condition.sentence, leaves)


def _any_of(sentence: str, leaves: list[Judged]) -> Judged:
    """A sentence that a declaration asks of each of its items."""
    return Judged(disjunction(leaf.truth for leaf in leaves), sentence, Join.ANY, tuple(leaves))


def _shows(judging: Judging, unit: int, at: int, asked_from: int) -> Judged:
    """A unit asked about as a sentence: true when its condition is and nothing lifts it."""
    whole = judged_unit(judging, unit, at)
    parts = [whole.condition]
    parts += [
        Judged(Truth(2 - lift.judged.truth), "unless", Join.NOT, (lift.judged,))
        for lift in whole.lifts
        if lift.judged.truth is Truth.TRUE
    ]
    truth = judging.truth(Shows(unit), at)
    item = judging.number(at) if at != asked_from else None
    if whole.not_applied is not None:
        return Judged(truth, f"{judging.plan.units[unit].name}: {whole.not_applied}", unit=unit, item=item)
    return Judged(truth, judging.plan.units[unit].name, Join.ALL, tuple(parts), unit=unit, item=item)


def _hits(judging: Judging, unit: int, at: int) -> Judged:
    sentence = f'rule "{judging.plan.units[unit].name}" hits'
    asked = judging.asked_at(unit, at)
    if asked == HEADER and judging.plan.units[unit].scope is Scope.ITEM:
        parts = tuple(_shows(judging, unit, one, at) for one in judging.items())
        return Judged(judging.hits(unit, at), sentence, Join.ANY, parts)
    return Judged(judging.hits(unit, at), sentence, Join.ALL, (_shows(judging, unit, asked, at),))


def _items_show(judging: Judging, condition: ItemsShow) -> Judged:
    name = judging.plan.units[condition.unit].name
    quantity = condition.quantifier.value.replace("N", str(condition.needed))
    parts = tuple(_shows(judging, condition.unit, one, HEADER) for one in judging.items())
    join = {"any item shows": Join.ANY, "every item shows": Join.ALL, "no item shows": Join.NOT}.get(
        condition.quantifier.value, Join.AT_LEAST
    )
    return Judged(judging.items_show(condition), f"{quantity} {name}", join, parts, needed=condition.needed)


def _lifted_by(judging: Judging, exemption: int, at: int) -> Judged:
    asked = judging.asked_at(exemption, at)
    unit = judging.plan.units[exemption]
    if asked == HEADER and unit.scope is Scope.ITEM:
        parts = tuple(_shows(judging, exemption, one, at) for one in judging.items())
        return Judged(judging.lifted_by(exemption, at), f"every item: {unit.name}", Join.ALL, parts)
    return _shows(judging, exemption, asked, at)


def _not_applied(judging: Judging, unit: Unit) -> str | None:
    """In words, why dates, flow or status keep a unit from applying; None when they do not."""
    on, flow = judging.case.date, judging.case.flow
    if applicability(unit, on, flow) is not Truth.FALSE:
        return None
    if on is None:
        return "is retired, and the declaration has no date"
    if unit.start is not None and on < unit.start:
        return f"applies from {unit.start}, the declaration is of {on}"
    if unit.until is not None and on > unit.until:
        return f"applied until {unit.until}, the declaration is of {on}"
    return f"applies to {', '.join(sorted(unit.flows))}, the declaration is of {flow}"
