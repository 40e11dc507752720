"""Witnesses: declarations that show what is claimed, tried before anything is said.

Enters: a rule, and what a goods item states. Leaves: the outcome the rule really has. Promise: the engine that defines
the language judges, as it would judge an example beside the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from stce_rules.core.fields import Field, FieldType
from stce_rules.core.predicates import InList, MentionsListed, PassesThroughListed, Resembles
from stce_rules.core.span import Span
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.protocol import Surroundings
from stce_rules.language import program
from stce_rules.language.checking.symbols import JudgedUnit
from stce_rules.language.syntax import Expectation
from stce_rules.plan.build import build
from stce_rules.plan.judgement import HEADER, Outcome
from stce_rules.plan.lower import leaves
from stce_rules.plan.model import Scope, UnitKind
from stce_rules.plan.together import NamedProgram
from stce_rules.reference import hs
from stce_rules.testing.days import day_of
from stce_rules.testing.declared import case_of
from stce_rules.workbench.linting.exact.meaning import conditions_of
from stce_rules.workbench.linting.project import Surroundings as Around

Stated = Mapping[Field, tuple[str, ...]]
"""What boxes hold, as an example states it; no words for a box that is blank."""

_QUOTED = frozenset((FieldType.TEXT, FieldType.CODE, FieldType.PARTY))


class Bench:
    """One rule with all that it asks and what lifts it, ready to be tried."""

    def __init__(self, rule: program.Rule, around: Around) -> None:
        exemptions = lifting(rule, around)
        asked = tuple(_asked((rule, *exemptions), around.indicators))
        names = set(_lists((rule, *exemptions, *asked)))
        used = tuple(one for name, one in around.lists.items() if name in names)
        own = tuple(replace(one, lifts=(rule.header.name,)) for one in exemptions)
        alone = program.Program(hs.EDITIONS[-1], asked, (rule,), own, None, (), used)
        self._plan = build([NamedProgram("witness", "1", alone)], keep_drafts=True)
        self._prepared = Prepared(self._plan, Surroundings())
        self._unit = next(at for at, one in enumerate(self._plan.units) if one.kind is UnitKind.RULE)
        self._day = day_of(self._plan, self._unit, hs.EDITIONS[-1])
        self._catalogue = around.catalogue
        self._span = rule.header.span
        self._known: dict[frozenset[tuple[str, tuple[str, ...]]], Outcome] = {}

    def outcome(self, stated: Stated) -> Outcome:
        """What the rule gives for one goods item that states this."""
        key = frozenset([(field.words, values) for field, values in stated.items()])
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._judged(stated)
        return found

    def _judged(self, stated: Stated) -> Outcome:
        unit = self._plan.units[self._unit]
        case = case_of(_example(stated, self._span), self._day, min(unit.flows, default=None), self._catalogue)
        at = HEADER if unit.scope is Scope.DECLARATION else 0
        return Judging(self._prepared, case).outcome(self._unit, at)


def lifting(rule: program.Rule, around: Around) -> tuple[program.Exemption, ...]:
    """The exemptions that lift a rule where they apply."""
    running = (one for one in around.exemptions if one.header.status in ("active", "retired"))
    return tuple(one for one in running if rule.header.name in one.lifts)


def can_be_tried(rule: program.Rule, around: Around) -> bool:
    """Whether the rule can be judged by itself: it asks no other rule, and nothing that only a plugin answers."""
    first: tuple[JudgedUnit, ...] = (rule, *lifting(rule, around))
    every: tuple[JudgedUnit, ...] = (*first, *_asked(first, around.indicators))
    return not any(
        isinstance(leaf, program.Hits | program.NotJudgedYet | program.Calls)
        or (isinstance(leaf, program.Test) and isinstance(leaf.predicate, Resembles))
        for unit in every
        for condition in conditions_of(unit)
        for leaf in leaves(condition)
    )


_FILLED = ("date", "flow")
"""Boxes that an example has a value for where it states none."""


def written(stated: Stated) -> str:
    """What is stated, as an example beside a rule writes it."""
    told = ((field, values) for field, values in stated.items() if values or field.words in _FILLED)
    return ", ".join(f"{field.words} {_value(field, values) if values else 'missing'}" for field, values in told)


def _value(field: Field, values: Sequence[str]) -> str:
    if field.type in _QUOTED:
        return ", ".join(f'"{one}"' for one in values)
    return ", ".join(values)


def _example(stated: Stated, span: Span) -> program.Example:
    facts = tuple(program.FieldFact(field, values, (), span) for field, values in stated.items())
    return program.Example("witness", facts, (), hs.EDITIONS[-1], Expectation.HIT, None, span)


def _asked(units: Iterable[JudgedUnit], indicators: Mapping[str, program.Indicator]) -> Iterator[program.Indicator]:
    """The indicators that units rest on."""
    met = set[str]()
    waiting: list[JudgedUnit] = [*units]
    while waiting:
        for condition in conditions_of(waiting.pop()):
            for leaf in leaves(condition):
                name = _indicator(leaf)
                if name is not None and name not in met:
                    met.add(name)
                    waiting.append(indicators[name])
                    yield indicators[name]


def _lists(units: Iterable[JudgedUnit]) -> Iterator[str]:
    """The lists that units name."""
    for unit in units:
        for condition in conditions_of(unit):
            for leaf in leaves(condition):
                match leaf:
                    case program.Test(predicate=InList() | MentionsListed() | PassesThroughListed() as predicate):
                        yield predicate.list
                    case _:
                        pass


def _indicator(leaf: program.Condition) -> str | None:
    match leaf:
        case program.Shows() | program.ItemsShow():
            return leaf.indicator
        case program.WindowIs(rule=None):
            return leaf.indicator
        case _:
            return None
