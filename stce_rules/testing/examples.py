"""The examples of rulesets, judged.

Enters: rulesets as loaded, the name of an engine. Leaves: for every `example` line what was expected and what came
out, with the reasons. Promises: every example is in the answer; what cannot be judged yet is said to be, and fails
unless its unit is a draft. A unit is judged as if it were active, whatever its status; a draft exemption lifts drafts
only. The channel of a rule is the one that a declaration would get from this rule alone, without a sample.

An example is judged on its first goods item, or on the declaration, as its unit says; `declared` tells how facts
become a declaration, `days` by which day it is judged. Without a `flow` it is of the first flow that the unit applies
to. No declaration came before it, so a window holds the example alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import partial

from stce_rules.core.assessment import Evidence
from stce_rules.core.span import Span
from stce_rules.core.truth import Truth
from stce_rules.decide.assess import effects_of
from stce_rules.decide.channel import recommend, score_of
from stce_rules.decide.explain import Explanation, explanation
from stce_rules.decide.reasons import evidence, missing
from stce_rules.engines.choose import make
from stce_rules.engines.protocol import Engine, Surroundings
from stce_rules.hooks import NONE, Contributions
from stce_rules.language import program
from stce_rules.plan.build import build
from stce_rules.plan.judgement import HEADER, JudgedUnit, Judgement, Outcome
from stce_rules.plan.lower import leaves
from stce_rules.plan.model import Decision, Plan, Scope, UnitKind
from stce_rules.plan.together import NamedProgram
from stce_rules.rulesets.load import Loaded
from stce_rules.testing.days import day_of
from stce_rules.testing.declared import EXAMPLE_ID, case_of, items_of
from stce_rules.testing.past import InMemoryPast
from stce_rules.testing.taken import Taken, taken_of, taking

__all__ = ["ExampleResult", "Source", "Standing", "run_examples", "sources_of"]

Source = program.Indicator | program.Rule | program.Exemption
"""What has examples."""


class Standing(Enum):
    """What became of an example."""

    PASSED = "passed"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """An example, judged.

    `got` is None for what cannot be judged yet. `reason` is one sentence; `evidence` are the sentences that decided,
    with their values, and `explanation` is the whole tree; both are given for a failure only.
    """

    ruleset: str
    kind: UnitKind
    unit: str
    example: str
    expected: str
    got: str | None
    expected_channel: str | None
    got_channel: str | None
    standing: Standing
    reason: str
    span: Span
    evidence: tuple[Evidence, ...] = ()
    explanation: Explanation | None = None

    @property
    def passed(self) -> bool:
        """Whether all that was expected came out."""
        return self.standing is Standing.PASSED

    @property
    def place(self) -> str:
        """File and line of the example."""
        return f"{self.span.source.name}:{self.span.line}"


def run_examples(
    loaded: Loaded, engine: str = "reference", *, contributions: Contributions = NONE, names: Sequence[str] = ()
) -> tuple[ExampleResult, ...]:
    """Judge the examples of all rulesets, or of the units named, in the order of the files.

    `engine` is one of `stce_rules.engines.choose.ENGINES`, or one that a plugin brings. Raises StceError (E710, E711)
    for any other, and for one whose library is not installed.
    """
    brought = {one.name: one.make for one in contributions.engines}
    made = partial(make, engine, brought=brought)
    decision = replace(loaded.plan.decision, samples=())
    results: list[ExampleResult] = []
    with ExitStack() as stack:
        for named in loaded.programs:
            bench = _Bench(named, decision, made, contributions, stack)
            for source in sources_of(named.program):
                if not names or source.header.name in names:
                    results += (bench.result(source, example) for example in source.header.examples)
    order = {one.name: at for at, one in enumerate(loaded.programs)}
    return tuple(sorted(results, key=lambda one: (order[one.ruleset], one.span.source.name, one.span.start)))


def sources_of(one: program.Program) -> tuple[Source, ...]:
    """All that a program judges, and that may have examples."""
    return (*one.indicators, *one.rules, *one.exemptions)


def _key(source: Source) -> tuple[UnitKind, str]:
    match source:
        case program.Indicator():
            return UnitKind.INDICATOR, source.header.name
        case program.Rule():
            return UnitKind.RULE, source.header.name
        case program.Exemption():
            return UnitKind.EXEMPTION, source.header.name


@dataclass(frozen=True, slots=True)
class _Ready:
    """An engine with the plan that it judges by, and the numbers of its units."""

    program: program.Program
    plan: Plan
    engine: Engine
    numbers: dict[tuple[UnitKind, str], int]


@dataclass(slots=True)
class _Bench:
    """The examples of one ruleset. Those that take the same for granted share an engine."""

    named: NamedProgram
    decision: Decision
    make: Callable[[Plan, Surroundings], Engine]
    contributions: Contributions
    stack: ExitStack
    _ready: dict[tuple[Taken, int], _Ready] = field(default_factory=dict)

    def result(self, source: Source, example: program.Example) -> ExampleResult:
        """One example, judged."""
        ready = self._made(taken_of(example), len(items_of(example)))
        kind, name = _key(source)
        number = ready.numbers.get((kind, name))
        bare = ExampleResult(
            self.named.name, kind, name, example.title, example.expect.value, None, example.channel, None,
            Standing.SKIPPED, "", example.span,
        )  # fmt: skip
        if number is None:
            return _not_judged(bare, source, ready.program)
        flow = source.header.flows[0] if source.header.flows else None
        day = day_of(ready.plan, number, example.edition)
        judgement = ready.engine.judge(case_of(example, day, flow, self.contributions.catalogue))
        return _compared(bare, ready.plan, judgement, number)

    def _made(self, taken: Taken, items: int) -> _Ready:
        key = (taken, items if taken else 0)
        if key not in self._ready:
            given, predicates = taking(self.named.program, taken, items, self.contributions.predicates)
            plan = _as_active(build([replace(self.named, program=given)], keep_drafts=True))
            plan = replace(plan, decision=self.decision)
            alone = Surroundings(predicates, InMemoryPast(plan, ()), self.contributions.matcher)
            engine = self.stack.enter_context(closing(self.make(plan, alone)))
            numbers = {(unit.kind, unit.name): number for number, unit in enumerate(plan.units)}
            self._ready[key] = _Ready(given, plan, engine, numbers)
        return self._ready[key]


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


# ---- expected and got


def _compared(bare: ExampleResult, plan: Plan, judgement: Judgement, number: int) -> ExampleResult:
    unit = plan.units[number]
    at = HEADER if unit.scope is Scope.DECLARATION else 0
    tree = judgement.explain(number, at)
    outcome, channel = tree.outcome, None
    if unit.kind is UnitKind.RULE:
        found = (one.outcome for one in judgement.verdicts if (one.unit, one.at) == (number, at))
        outcome, channel = next(found, Outcome.NO_HIT), _channel(plan, judgement, number)
    right = outcome.value == bare.expected and bare.expected_channel in (None, channel)
    judged = replace(bare, got=outcome.value, got_channel=channel)
    if right:
        return replace(judged, standing=Standing.PASSED, reason="as expected")
    trees = [tree.condition]
    if outcome is Outcome.EXEMPT:
        trees += [lift.judged for lift in tree.lifts if lift.judged.truth is Truth.TRUE]
    said = () if tree.not_applied else tuple(evidence(plan, trees))
    reason = _reason(judged, plan, tree)
    return replace(judged, standing=Standing.FAILED, reason=reason, evidence=said, explanation=explanation(plan, tree))


def _channel(plan: Plan, judgement: Judgement, rule: int) -> str:
    """The channel from one rule alone."""
    effects = [effects_of(plan.units[rule], one.outcome) for one in judgement.verdicts if one.unit == rule]
    score = score_of({rule: [one.points for one in effects]}, plan.decision.cap)
    floors = [one.channel for one in effects if one.channel is not None]
    return recommend(plan, EXAMPLE_ID, judgement, score=score, floors=floors).channel


def _reason(judged: ExampleResult, plan: Plan, tree: JudgedUnit) -> str:
    """In one sentence, what is not as expected, and why."""
    if judged.got == judged.expected:
        return f"expected {judged.expected} with {judged.expected_channel}, but the channel is {judged.got_channel}"
    because = ""
    if tree.not_applied:
        because = f": the {judged.kind.value} {tree.not_applied}"
    elif tree.outcome is Outcome.UNDETERMINED and (boxes := missing(plan, (tree.condition,))):
        because = f": what would decide is {', '.join(boxes)}"
    elif tree.outcome is Outcome.EXEMPT:
        proven = [lift.because for lift in tree.lifts if lift.judged.truth is Truth.TRUE]
        because = f": {'; '.join(proven)}"
    return f"expected {judged.expected}, but it is {judged.got}{because}"


# ---- what has no judge


def _not_judged(bare: ExampleResult, source: Source, whole: program.Program) -> ExampleResult:
    why = next(_without_judge(source, whole), None)
    reason = f"not judged yet ({why.code}): '{why.sentence}'" if why else "not judged yet"
    standing = Standing.SKIPPED if source.header.status == "draft" else Standing.FAILED
    return replace(bare, standing=standing, reason=reason)


def _without_judge(source: Source, whole: program.Program) -> Iterator[program.NotJudgedYet]:
    """The sentences without a judge that a unit rests on."""
    indicators = {one.header.name: one for one in whole.indicators}
    rules = {one.header.name: one for one in whole.rules}
    met: set[str] = set()
    waiting: list[Source] = [source]
    while waiting:
        one = waiting.pop()
        if one.header.name in met:
            continue
        met.add(one.header.name)
        conditions = [one.header.when] if one.header.where is None else [one.header.where, one.header.when]
        if not isinstance(one, program.Exemption):
            conditions += [each.condition for each in one.unless]
        for leaf in (leaf for condition in conditions for leaf in leaves(condition)):
            match leaf:
                case program.NotJudgedYet():
                    yield leaf
                case program.Shows() | program.ItemsShow():
                    waiting.append(indicators[leaf.indicator])
                case program.Hits():
                    waiting.append(rules[leaf.rule])
                case _:
                    pass
