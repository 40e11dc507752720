"""One ruleset on the bench: its units as if all were active, and what is known of a past, which is nothing.

Enters: the program of a ruleset, what plugins bring. Leaves: for an example of a unit, the plan it is judged by, the
number of the unit in it, and the case. Promises: examples that take the same for granted share an engine; the decision
is that of all rulesets together, without a sample.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from datetime import date

from stce_rules.core.boxes import Case
from stce_rules.core.span import Source as Text
from stce_rules.decide.assess import effects_of
from stce_rules.decide.channel import recommend, score_of
from stce_rules.engines.protocol import Engine, Surroundings
from stce_rules.hooks import Contributions
from stce_rules.language import program
from stce_rules.language.syntax import Expectation
from stce_rules.plan.build import build
from stce_rules.plan.judgement import HEADER, Judgement, Outcome
from stce_rules.plan.model import Decision, Effects, Plan, Scope, UnitKind
from stce_rules.plan.together import NamedProgram
from stce_rules.reference.hs import EDITIONS
from stce_rules.testing.days import day_of
from stce_rules.testing.declared import EXAMPLE_ID, case_of, items_of
from stce_rules.testing.past import InMemoryPast
from stce_rules.testing.taken import Taken, taken_of, taking

__all__ = [
    "Bench",
    "CameOut",
    "OnBench",
    "Ready",
    "Source",
    "came_out",
    "channel_alone",
    "edition_of",
    "key_of",
    "sources_of",
    "subject_of",
]

Source = program.Indicator | program.Rule | program.Exemption
"""What has examples."""


def sources_of(one: program.Program) -> tuple[Source, ...]:
    """All that a program judges, and that may have examples."""
    return (*one.indicators, *one.rules, *one.exemptions)


def key_of(source: Source) -> tuple[UnitKind, str]:
    """What a unit is, and its name."""
    match source:
        case program.Indicator():
            return UnitKind.INDICATOR, source.header.name
        case program.Rule():
            return UnitKind.RULE, source.header.name
        case program.Exemption():
            return UnitKind.EXEMPTION, source.header.name


def edition_of(source: Source, whole: program.Program) -> int:
    """The HS edition that the examples of a unit are written in."""
    examples = source.header.examples
    return examples[0].edition if examples else whole.edition


@dataclass(frozen=True, slots=True)
class Ready:
    """An engine with the plan that it judges by, and the numbers of its units."""

    program: program.Program
    plan: Plan
    surroundings: Surroundings
    engine: Engine
    numbers: dict[tuple[UnitKind, str], int]


@dataclass(frozen=True, slots=True)
class OnBench:
    """An example ready to be judged; `number` is that of its unit, None for one that cannot be judged yet."""

    ready: Ready
    number: int | None
    case: Case | None

    @property
    def judgeable(self) -> tuple[Ready, int, Case] | None:
        """All that judging needs, if the unit can be judged."""
        return None if self.number is None or self.case is None else (self.ready, self.number, self.case)


@dataclass(slots=True)
class Bench:
    """The examples of one ruleset. Those that take the same for granted share an engine."""

    named: NamedProgram
    decision: Decision
    make: Callable[[Plan, Surroundings], Engine]
    contributions: Contributions
    stack: ExitStack
    _ready: dict[tuple[Taken, int], Ready] = field(default_factory=dict)

    def laid(self, source: Source, example: program.Example) -> OnBench:
        """An example of a unit, with the engine and the case that judge it."""
        ready = self.ready(taken_of(example), len(items_of(example)))
        number = ready.numbers.get(key_of(source))
        if number is None:
            return OnBench(ready, None, None)
        flow = source.header.flows[0] if source.header.flows else None
        day = day_of(ready.plan, number, example.edition)
        return OnBench(ready, number, case_of(example, day, flow, self.contributions.catalogue))

    def ready(self, taken: Taken = (), items: int = 1) -> Ready:
        """The engine of all examples of so many goods items that take this for granted."""
        key = (taken, items if taken else 0)
        if key not in self._ready:
            given, predicates = taking(self.named.program, taken, items, self.contributions.predicates)
            plan = _as_active(build([replace(self.named, program=given)], keep_drafts=True))
            plan = replace(plan, decision=replace(self.decision, samples=()))
            alone = Surroundings(predicates, InMemoryPast(plan, ()), self.contributions.matcher)
            engine = self.stack.enter_context(closing(self.make(plan, alone)))
            numbers = {(unit.kind, unit.name): number for number, unit in enumerate(plan.units)}
            self._ready[key] = Ready(given, plan, alone, engine, numbers)
        return self._ready[key]

    def worth(self, effects: Effects) -> str:
        """The channel that a declaration gets from effects alone."""
        ready = self.ready()
        nothing = ready.engine.judge(case_of(_NOTHING, date.min, None, self.contributions.catalogue))
        floors = () if effects.channel is None else (effects.channel,)
        score = score_of({0: (effects.points,)}, ready.plan.decision.cap)
        return recommend(ready.plan, EXAMPLE_ID, nothing, score=score, floors=floors).channel


_NOTHING = program.Example("", (), (), EDITIONS[-1], Expectation.HIT, None, Text("", "").span(0, 0))
"""An example that states nothing."""


def _as_active(plan: Plan) -> Plan:
    """Every unit active; a draft exemption lifts drafts only."""
    drafts = {number for number, unit in enumerate(plan.units) if unit.status == "draft"}
    units = tuple(
        replace(
            unit,
            status="active",
            lifted_by=tuple(one for one in unit.lifted_by if unit.status == "draft" or one not in drafts),
        )
        for unit in plan.units
    )
    return replace(plan, units=units)


def subject_of(plan: Plan, number: int) -> int:
    """The position that an example of a unit is judged at: its first goods item, or the declaration."""
    return HEADER if plan.units[number].scope is Scope.DECLARATION else 0


@dataclass(frozen=True, slots=True)
class CameOut:
    """What an example came to; the channel is the one that a declaration gets from the rule alone."""

    outcome: Outcome
    channel: str | None

    def as_expected(self, example: program.Example) -> bool:
        """Whether all that was expected came out."""
        return self.outcome.value == example.expect.value and example.channel in (None, self.channel)


def came_out(plan: Plan, judgement: Judgement, number: int) -> CameOut:
    """The outcome of a unit for the subject of an example, and the channel if the unit is a rule."""
    at = subject_of(plan, number)
    if plan.units[number].kind is not UnitKind.RULE:
        return CameOut(judgement.explain(number, at).outcome, None)
    found = (one.outcome for one in judgement.verdicts if (one.unit, one.at) == (number, at))
    return CameOut(next(found, Outcome.NO_HIT), channel_alone(plan, judgement, number))


def channel_alone(plan: Plan, judgement: Judgement, rule: int) -> str:
    """The channel that a declaration gets from one rule alone."""
    effects = [effects_of(plan.units[rule], one.outcome) for one in judgement.verdicts if one.unit == rule]
    score = score_of({rule: [one.points for one in effects]}, plan.decision.cap)
    floors = [one.channel for one in effects if one.channel is not None]
    return recommend(plan, EXAMPLE_ID, judgement, score=score, floors=floors).channel
