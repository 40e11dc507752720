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

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from enum import Enum
from functools import partial

from stce_rules.core.assessment import Evidence
from stce_rules.core.span import Span
from stce_rules.core.truth import Truth
from stce_rules.decide.explain import Explanation, explanation
from stce_rules.decide.reasons import evidence, missing
from stce_rules.engines.choose import make
from stce_rules.hooks import NONE, Contributions
from stce_rules.language import program
from stce_rules.plan.judgement import JudgedUnit, Judgement, Outcome
from stce_rules.plan.lower import leaves
from stce_rules.plan.model import Plan, UnitKind
from stce_rules.rulesets.load import Loaded
from stce_rules.testing.bench import Bench, Source, came_out, key_of, sources_of, subject_of

__all__ = ["ExampleResult", "Source", "Standing", "run_examples", "sources_of"]


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
    results: list[ExampleResult] = []
    with ExitStack() as stack:
        for named in loaded.programs:
            judge = _Judge(Bench(named, loaded.plan.decision, made, contributions, stack))
            for source in sources_of(named.program):
                if not names or source.header.name in names:
                    results += (judge.result(source, example) for example in source.header.examples)
    order = {one.name: at for at, one in enumerate(loaded.programs)}
    return tuple(sorted(results, key=lambda one: (order[one.ruleset], one.span.source.name, one.span.start)))


@dataclass(frozen=True, slots=True)
class _Judge:
    """The examples of one ruleset, judged."""

    bench: Bench

    def result(self, source: Source, example: program.Example) -> ExampleResult:
        """One example, judged."""
        kind, name = key_of(source)
        bare = ExampleResult(
            self.bench.named.name, kind, name, example.title, example.expect.value, None, example.channel, None,
            Standing.SKIPPED, "", example.span,
        )  # fmt: skip
        laid = self.bench.laid(source, example)
        if laid.judgeable is None:
            return _not_judged(bare, source, laid.ready.program)
        ready, number, case = laid.judgeable
        return _compared(bare, example, ready.plan, ready.engine.judge(case), number)


# ---- expected and got


def _compared(
    bare: ExampleResult, example: program.Example, plan: Plan, judgement: Judgement, number: int
) -> ExampleResult:
    tree = judgement.explain(number, subject_of(plan, number))
    found = came_out(plan, judgement, number)
    outcome = found.outcome
    judged = replace(bare, got=outcome.value, got_channel=found.channel)
    if found.as_expected(example):
        return replace(judged, standing=Standing.PASSED, reason="as expected")
    trees = [tree.condition]
    if outcome is Outcome.EXEMPT:
        trees += [lift.judged for lift in tree.lifts if lift.judged.truth is Truth.TRUE]
    said = () if tree.not_applied else tuple(evidence(plan, trees))
    reason = _reason(judged, plan, tree)
    return replace(judged, standing=Standing.FAILED, reason=reason, evidence=said, explanation=explanation(plan, tree))


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
