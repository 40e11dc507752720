"""The tree of reasons of a unit, from what judging found. Nothing is judged here that judging did not judge.

What a tree shows is found when somebody looks at it: who wants no reasons looks only for what is missing. A tree holds
the judging, and the judging no tree, so that both are freed without a search for cycles.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, assert_never

from stce_rules.core.truth import TRUE, Truth, at_least, conjunction, disjunction, negation
from stce_rules.engines.judging import Judging, applicability
from stce_rules.plan.judgement import HEADER, Join, Judged, JudgedUnit, Lift, Outcome
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
    WindowIs,
)


def judged_unit(judging: Judging, unit: int, at: int) -> JudgedUnit:
    """A unit for a subject: whether it applies, its condition, and each thing that could lift it."""
    one: Any = object.__new__(_Unit)
    one.unit = unit
    one.judging = judging
    one.at = at
    made: JudgedUnit = one
    return made


class _Unit(JudgedUnit):
    """A unit that finds its members when somebody asks for them."""

    __slots__ = ("at", "judging")
    __setattr__ = object.__setattr__
    __delattr__ = object.__delattr__  # as long as it is another's, Python takes the slow way to set anything too
    at: int
    judging: Judging

    def __getattr__(self, name: str) -> object:
        """A member that is not there yet."""
        find = _MEMBERS.get(name)
        if find is None:
            raise AttributeError(name)
        found = find(self.judging, self.unit, self.at)
        setattr(self, name, found)
        return found


class _Sentence(Judged):
    """A sentence that finds what it was read from, or why another unit shows, when somebody asks for it.

    It fills itself in: of the sentences of a tree most are looked at once, and a frozen one takes seven times as long
    to make.
    """

    __slots__ = ("at", "judging")
    __setattr__ = object.__setattr__
    __delattr__ = object.__delattr__
    at: int
    judging: Judging

    def __getattr__(self, name: str) -> object:
        """The finding of a sentence about a box, the parts of one about a unit, while they are not there."""
        found: object
        if name == "finding" and self.test is not None:
            found = self.judging.finding(self.test, self.at)
        elif name == "parts" and self.unit is not None:
            found = _shown(self.judging, self.unit, self.at)
        else:
            raise AttributeError(name)
        setattr(self, name, found)
        return found


def _condition(judging: Judging, unit: int, at: int) -> Judged:
    one = judging.plan.units[unit]
    if one.where is None:
        return judged(judging, one.when, at)
    return _all_of(judging, (one.where, one.when), at)


def _lifts(judging: Judging, unit: int, at: int) -> tuple[Lift, ...]:
    one = judging.plan.units[unit]
    lifts = [Lift(judged(judging, lift.condition, at), lift.because) for lift in one.unless]
    for number in one.lifted_by:
        exemption = judging.plan.units[number]
        lifts.append(Lift(_lifted_by(judging, number, at), exemption.because or exemption.title, exemption.name))
    return tuple(lifts)


def judged(judging: Judging, condition: Condition, at: int) -> Judged:
    """A condition with the truth of each of its parts."""
    match condition:
        case Holds():
            return _test(judging, condition.test, at)
        case AllOf():
            return _all_of(judging, condition.parts, at)
        case AnyOf():
            parts = _parts(judging, condition.parts, at)
            return _joined(disjunction([part.truth for part in parts]), "any of", Join.ANY, parts)
        case AtLeastOf():
            parts = _parts(judging, condition.parts, at)
            truth = at_least(condition.needed, [part.truth for part in parts])
            return _joined(truth, f"at least {condition.needed} of", Join.AT_LEAST, parts, condition.needed)
        case Not():
            parts = _parts(judging, (condition.part,), at)
            return _joined(negation(parts[0].truth), "not", Join.NOT, parts)
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


def _parts(judging: Judging, conditions: tuple[Condition, ...], at: int) -> tuple[Judged, ...]:
    return tuple([judged(judging, part, at) for part in conditions])


def _all_of(judging: Judging, conditions: tuple[Condition, ...], at: int) -> Judged:
    parts = _parts(judging, conditions, at)
    return _joined(conjunction([part.truth for part in parts]), "all of", Join.ALL, parts)


def _joined(truth: Truth, sentence: str, join: Join, parts: tuple[Judged, ...], needed: int = 1) -> Judged:
    """What its parts make of it."""
    one = _made(truth, sentence, join)
    one.parts, one.needed, one.finding = parts, needed, None
    made: Judged = one
    return made


def _made(truth: Truth, sentence: str, join: Join, test: int | None = None, unit: int | None = None) -> Any:  # noqa: ANN401  # a `Judged` is frozen
    """A sentence without item, and without what is found later: parts or finding."""
    one: Any = object.__new__(_Sentence)
    one.truth, one.sentence, one.join, one.test, one.unit = truth, sentence, join, test, unit
    one.item = one.window = one.value = None
    one.needed = 1
    return one


def _test(judging: Judging, test: int, at: int) -> Judged:
    asked = judging.plan.tests[test]
    if at != HEADER:
        return _leaf(judging, test, asked.sentence, at)
    spread = tuple(judging.spread(asked.of_item, at))
    if spread == (at,):
        return _leaf(judging, test, asked.sentence, at)
    leaves = [_leaf(judging, test, asked.sentence, where, judging.number(where)) for where in spread]
    return _any_of(asked.sentence, leaves)


def _leaf(judging: Judging, test: int, sentence: str, at: int, item: int | None = None) -> Judged:
    """A sentence about a box of exactly this subject."""
    one = _made(judging.holds(test, at), sentence, Join.LEAF, test=test)
    one.parts, one.item = (), item
    one.judging, one.at = judging, at
    made: Judged = one
    return made


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
    truth, name = judging.truth(Shows(unit), at), judging.plan.units[unit].name
    item = judging.number(at) if at != asked_from else None
    not_applied = _not_applied(judging, unit, at)
    if not_applied is not None:
        return Judged(truth, f"{name}: {not_applied}", unit=unit, item=item)
    one = _made(truth, name, Join.ALL, unit=unit)
    one.item, one.finding = item, None
    one.judging, one.at = judging, at
    made: Judged = one
    return made


def _shown(judging: Judging, unit: int, at: int) -> tuple[Judged, ...]:
    """The condition of a unit, and what lifts it."""
    lifted = [
        Judged(negation(lift.judged.truth), "unless", Join.NOT, (lift.judged,))
        for lift in _lifts(judging, unit, at)
        if lift.judged.truth is TRUE
    ]
    return (_condition(judging, unit, at), *lifted)


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


def _not_applied(judging: Judging, number: int, _at: int) -> str | None:
    """In words, why dates, flow or status keep a unit from applying; None when they do not."""
    unit, on, flow = judging.plan.units[number], judging.case.date, judging.case.flow
    if applicability(unit, on, flow) is not Truth.FALSE:
        return None
    if on is None:
        return "is retired, and the declaration has no date"
    if unit.start is not None and on < unit.start:
        return f"applies from {unit.start}, the declaration is of {on}"
    if unit.until is not None and on > unit.until:
        return f"applied until {unit.until}, the declaration is of {on}"
    return f"applies to {', '.join(sorted(unit.flows))}, the declaration is of {flow}"


def _item(judging: Judging, _unit: int, at: int) -> int | None:
    return judging.number(at)


def _outcome(judging: Judging, unit: int, at: int) -> Outcome:
    return judging.outcome(unit, at)


_MEMBERS: Mapping[str, Callable[[Judging, int, int], object]] = {
    "item": _item,
    "outcome": _outcome,
    "not_applied": _not_applied,
    "condition": _condition,
    "lifts": _lifts,
}
"""How each member of a judged unit is found: of a unit, for the subject at a position."""
