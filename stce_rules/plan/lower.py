"""Conditions of a checked program to conditions of a plan.

Enters: a condition that names boxes, lists and indicators. Leaves: the same condition over numbers of tests and units.
Promises: equal tests get one number; a list is named `ruleset/list`, so the lists of two rulesets never meet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import assert_never

from stce_rules.core.fields import Field, Level
from stce_rules.core.predicates import InList, MentionsListed, NamedList, PassesThroughListed, Predicate, Resembles
from stce_rules.core.windows import Window, WindowField
from stce_rules.language import program
from stce_rules.plan import model


@dataclass(frozen=True, slots=True)
class Key:
    """A unit by its name. Rules and exemptions share one name space over all rulesets (`ruleset` empty)."""

    kind: model.UnitKind
    ruleset: str
    name: str


def indicator_key(ruleset: str, name: str) -> Key:
    """Indicators are private to their ruleset."""
    return Key(model.UnitKind.INDICATOR, ruleset, name)


def rule_key(name: str) -> Key:
    """Rules are known by one name everywhere, as officers and hosts know them."""
    return Key(model.UnitKind.RULE, "", name)


def list_name(ruleset: str, name: str) -> str:
    """How a list of a ruleset is named in the plan."""
    return f"{ruleset}/{name}"


def named_list(ruleset: str, one: NamedList) -> NamedList:
    """The list under its name in the plan."""
    return replace(one, name=list_name(ruleset, one.name))


def leaves(condition: program.Condition) -> Iterator[program.Condition]:
    """The parts of a condition that have no parts of their own, in the order written."""
    match condition:
        case program.AllOf() | program.AnyOf() | program.AtLeastOf():
            for part in condition.parts:
                yield from leaves(part)
        case program.Not():
            yield from leaves(condition.part)
        case _:
            yield condition


def asked(ruleset: str, condition: program.Condition) -> Iterator[Key]:
    """The units that a condition asks about, also those whose past outcomes it counts."""
    for leaf in leaves(condition):
        match leaf:
            case program.Shows() | program.ItemsShow():
                yield indicator_key(ruleset, leaf.indicator)
            case program.Hits():
                yield rule_key(leaf.rule)
            case program.WindowIs() if (key := _counted(ruleset, leaf)) is not None:
                yield key
            case _:
                pass


def _counted(ruleset: str, window: program.WindowIs) -> Key | None:
    """The unit whose outcomes a window counts."""
    if window.indicator is not None:
        return indicator_key(ruleset, window.indicator)
    return None if window.rule is None else rule_key(window.rule)


@dataclass(slots=True)
class Tests:
    """The tests and windows met so far; the number of one is its place."""

    numbers: dict[model.Test, int] = field(default_factory=dict)
    windows: dict[Window, int] = field(default_factory=dict)

    def number(self, test: model.Test) -> int:
        """The number of this test, new if no equal one was met."""
        return self.numbers.setdefault(test, len(self.numbers))

    def window(self, window: Window) -> int:
        """The number of this window, new if no equal one was met."""
        return self.windows.setdefault(window, len(self.windows))


def lower(ruleset: str, condition: program.Condition, tests: Tests, units: Mapping[Key, int]) -> model.Condition:
    """Lower one condition of a ruleset.

    `units` are the numbers of all units it asks about. Raises ValueError for a sentence without a judge: the checker
    lets none through except in drafts, which are left out.
    """
    match condition:
        case program.AllOf():
            return model.AllOf(tuple(lower(ruleset, part, tests, units) for part in condition.parts))
        case program.AnyOf():
            return model.AnyOf(tuple(lower(ruleset, part, tests, units) for part in condition.parts))
        case program.AtLeastOf():
            parts = tuple(lower(ruleset, part, tests, units) for part in condition.parts)
            return model.AtLeastOf(condition.needed, parts)
        case program.Not():
            return model.Not(lower(ruleset, condition.part, tests, units))
        case program.Test():
            return model.Holds(tests.number(_test(ruleset, condition)))
        case program.WindowIs():
            window = tests.window(_window(ruleset, condition, units))
            return model.WindowIs(window, condition.within, condition.negated, condition.sentence)
        case program.Shows():
            return model.Shows(units[indicator_key(ruleset, condition.indicator)])
        case program.ItemsShow():
            quantifier = model.Quantifier(condition.quantifier.value)
            unit = units[indicator_key(ruleset, condition.indicator)]
            return model.ItemsShow(quantifier, condition.needed, unit)
        case program.Hits():
            return model.Hits(units[rule_key(condition.rule)])
        case program.Calls():
            return model.Calls(condition.function)
        case program.ScoreIs():
            return model.ScoreIs(condition.within, condition.sentence)
        case program.NotJudgedYet():
            raise ValueError(f"'{condition.sentence}' has no judge and may stand in drafts only")
        case _:
            assert_never(condition)


def _window(ruleset: str, one: program.WindowIs, units: Mapping[Key, int]) -> Window:
    counted = _counted(ruleset, one)
    return Window(
        measure=one.measure,
        by=tuple(_window_field(field) for field in one.by),
        reach=one.reach,
        earlier=one.earlier,
        of_item=any(field.level is not Level.HEADER for field in one.by),
        of=None if one.of is None else _window_field(one.of),
        measured_in=one.measured_in,
        unit=None if counted is None else units[counted],
    )


def _window_field(one: Field) -> WindowField:
    return WindowField(one.words, one.closed, one.many)


def _test(ruleset: str, test: program.Test) -> model.Test:
    return model.Test(
        field=test.field.words,
        predicate=_predicate(ruleset, test.predicate),
        negated=test.negated,
        closed=test.field.closed,
        of_item=test.field.level is not Level.HEADER,
        sentence=test.sentence,
    )


def _predicate(ruleset: str, predicate: Predicate) -> Predicate:
    match predicate:
        case InList() | MentionsListed() | PassesThroughListed() | Resembles():
            return replace(predicate, list=list_name(ruleset, predicate.list))
        case _:
            return predicate
