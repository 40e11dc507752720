"""The engines that are measured online: ours, and peers from PyPI; each judges one goods item at a time.

An engine is a function from rules to a function from declarations to the numbers of the rules hit. What a peer is given
(`forms.record`) is made before its clock runs.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version

from benchmarks import forms
from benchmarks.rule_texts import written
from benchmarks.rules import Rule
from stce_rules import Assessor, Declaration
from stce_rules.engines.choose import make
from stce_rules.engines.protocol import Surroundings
from stce_rules.intake.normalise import normalise
from stce_rules.plan.judgement import Outcome
from stce_rules.plugins import discover

_HIT = 2
"""What a three-valued expression gives for a rule that holds."""

Judge = Callable[[object], Sequence[int]]


@dataclass(frozen=True, slots=True)
class Prepared:
    """An engine with its rules: what it is given of a declaration, and how it judges that."""

    given: Callable[[Declaration], object]
    judge: Judge


@dataclass(frozen=True, slots=True)
class Engine:
    """`largest`: the most rules it is asked to judge; beyond, a run would take hours or its loading never ends.

    `blanks`: whether it can judge a declaration with blank boxes.
    """

    prepare: Callable[[Sequence[Rule]], Prepared]
    distribution: str
    largest: int = 10_000
    note: str = ""
    blanks: bool = False

    @property
    def release(self) -> str | None:
        """The version installed; None where it is not."""
        try:
            return version(self.distribution)
        except PackageNotFoundError:
            return None


# ---- ours


def _assessor(rules: Sequence[Rule]) -> Assessor:
    path = written(rules)
    return Assessor.from_rulesets(path, plugins=discover(entry_points=False), cache=path.parent / "plans")


def _own_engine(rules: Sequence[Rule]) -> Prepared:
    plan = _assessor(rules).plan
    engine = make("indexed", plan, Surroundings())
    numbers = [int(unit.name.rpartition("-")[2]) for unit in plan.units]

    def judge(declaration: object) -> Sequence[int]:
        assert isinstance(declaration, Declaration)
        judged = engine.judge(normalise(declaration)).verdicts
        return [numbers[one.unit] for one in judged if one.outcome is Outcome.HIT]

    return Prepared(lambda declaration: declaration, judge)


def _assess(rules: Sequence[Rule], *, reasons: bool) -> Prepared:
    assessor = _assessor(rules)

    def judge(declaration: object) -> Sequence[int]:
        assert isinstance(declaration, Declaration)
        return [int(one.rule.rpartition("-")[2]) for one in assessor.assess(declaration, reasons=reasons).hits]

    return Prepared(lambda declaration: declaration, judge)


# ---- peers


def _zen(rules: Sequence[Rule]) -> Prepared:
    import zen

    every = zen.compile_expression(f"[{', '.join(forms.expression(one, forms.ZEN) for one in rules)}]")
    return Prepared(forms.record, lambda given: _true(every.evaluate(given)))


def _zen_three_valued(rules: Sequence[Rule]) -> Prepared:
    import zen

    every = zen.compile_expression(f"[{', '.join(map(forms.three_valued, rules))}]")

    def judge(given: object) -> Sequence[int]:
        told = [(number, one) for number, one in enumerate(every.evaluate(given)) if one]
        return [number for number, one in told if one == _HIT]

    return Prepared(forms.record_with_blanks, judge)


def _zen_table(rules: Sequence[Rule]) -> Prepared:
    import zen

    decision = zen.ZenEngine().create_decision(json.dumps(forms.decision_table(rules)))

    def judge(given: object) -> Sequence[int]:
        return sorted({int(one["rule"]) for one in decision.evaluate(given)["result"] or ()})

    return Prepared(forms.record, judge)


def _rule_engine(rules: Sequence[Rule]) -> Prepared:
    import rule_engine

    every = [rule_engine.Rule(forms.expression(one, forms.RULE_ENGINE)) for one in rules]
    return Prepared(forms.record, lambda given: [number for number, one in enumerate(every) if one.matches(given)])


def _cel(rules: Sequence[Rule]) -> Prepared:
    import cel

    every = [cel.compile(forms.expression(one, forms.CEL)) for one in rules]

    def judge(given: object) -> Sequence[int]:
        context = cel.Context(given)
        return [number for number, one in enumerate(every) if one.execute(context)]

    return Prepared(forms.record, judge)


def _cel_python(rules: Sequence[Rule]) -> Prepared:
    import celpy

    environment = celpy.Environment()
    every = [environment.program(environment.compile(forms.expression(one, forms.CEL))) for one in rules]
    return Prepared(
        lambda declaration: celpy.json_to_cel(forms.record(declaration)),
        lambda given: [number for number, one in enumerate(every) if one.evaluate(given)],
    )


def _json_logic(rules: Sequence[Rule]) -> Prepared:
    from json_logic import jsonLogic

    every = [forms.json_logic(one) for one in rules]
    return Prepared(forms.record, lambda given: [number for number, one in enumerate(every) if jsonLogic(one, given)])


def _durable(rules: Sequence[Rule]) -> Prepared:
    from benchmarks.durable_alone import Alone

    alone = Alone(rules)
    return Prepared(forms.record, alone.judge)


def _true(truths: Sequence[bool]) -> Sequence[int]:
    return [number for number, one in enumerate(truths) if one]


OWN = "stce-rules"
ENGINES: Mapping[str, Engine] = {
    "stce-rules, engine": Engine(
        _own_engine, OWN, note="normalising and judging, unknowns and missing boxes included", blanks=True
    ),
    "stce-rules, assess": Engine(
        lambda rules: _assess(rules, reasons=False), OWN, note="what a host calls", blanks=True
    ),
    "stce-rules, with reasons": Engine(
        lambda rules: _assess(rules, reasons=True), OWN, note="with the evidence", blanks=True
    ),
    "zen-engine, decision table": Engine(
        _zen_table, "zen-engine", note="its own form for many rules, every row that holds"
    ),
    "zen-engine, expressions": Engine(_zen, "zen-engine", note="all rules as one list of expressions, compiled once"),
    "zen-engine, three-valued": Engine(
        _zen_three_valued, "zen-engine", note="the same list, what blank boxes leave open told apart", blanks=True
    ),
    "CEL (Rust)": Engine(_cel, "common-expression-language", 1_000, "a compiled program for each rule"),
    "rule-engine": Engine(_rule_engine, "rule-engine", 1_000, "an object for each rule"),
    "json-logic": Engine(_json_logic, "json-logic-qubit", 1_000, "a call for each rule"),
    "cel-python": Engine(_cel_python, "cel-python", 100, "a program for each rule"),
    "durable_rules alone": Engine(
        _durable, "durable_rules", 100, "facts asserted and retracted; 1,000 rules like these do not load in minutes"
    ),
}
