"""A judged declaration to its assessment: entries with evidence, effects collected, score and channel.

Enters: a plan, a case, its judgement. Leaves: the assessment a host gets. Promises: the reasons are read off the trees
that judged, so they cannot disagree with the outcome; no two assessments have a list in common.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any, NamedTuple, cast

from msgspec.structs import replace

from stce_rules.core.assessment import (
    Assessment,
    Channel,
    Exempt,
    Hit,
    Monitored,
    RulesetVersion,
    Undetermined,
    Unproven,
)
from stce_rules.core.declaration import ParseIssue
from stce_rules.core.truth import TRUE, UNKNOWN
from stce_rules.decide.channel import recommend, score_of
from stce_rules.decide.reasons import evidence, indicators, missing
from stce_rules.plan.judgement import EXEMPT, HEADER, HIT, UNDETERMINED, Judged, Judgement, Lift, Outcome, Verdict
from stce_rules.plan.model import NO_EFFECTS, Effects, Plan, Unit
from stce_rules.plan.shadow import would_lift


class JudgedDeclaration(NamedTuple):
    """What was judged, and by which engine."""

    declaration: str
    version: int
    judgement: Judgement
    engine: str
    issues: Sequence[ParseIssue] = ()


def assess(plan: Plan, judged: JudgedDeclaration, *, reasons: bool = True) -> Assessment:
    """The assessment of one judged declaration, as `Assessing` makes it of many."""
    return Assessing(plan).of(judged, reasons=reasons)


def effects_of(unit: Unit | _Rule, outcome: Outcome) -> Effects:
    """What a rule does by its outcome: `then` on a hit, `if unknown` when undetermined, otherwise nothing."""
    if outcome is HIT:
        return unit.then
    return unit.if_unknown if outcome is UNDETERMINED else NO_EFFECTS


_LEFT_OUT: list[Any] = []
"""Stands in an entry of a rule for what is told of each declaration anew; it is handed to nobody."""


class _Rule:
    """What is told of a rule whatever the declaration: its entries, without item and reasons."""

    __slots__ = ("exempt", "hit", "if_unknown", "in_shadow", "name", "then", "undetermined")

    def __init__(self, unit: Unit) -> None:
        self.name = unit.name
        self.in_shadow = unit.status == "monitor"
        self.then = unit.then
        self.if_unknown = unit.if_unknown
        self.hit = Hit(
            rule=unit.name,
            version=unit.version,
            item=None,
            points=unit.then.points,
            channel=_channel(unit.then),
            title=unit.title,
            because=unit.because,
            regime=list(unit.regime),
            evidence=_LEFT_OUT,
            indicators=_LEFT_OUT,
            unproven=_LEFT_OUT,
        )
        self.exempt = Exempt(
            rule=unit.name,
            version=unit.version,
            item=None,
            title=unit.title,
            because=_LEFT_OUT,
            exemptions=_LEFT_OUT,
            evidence=_LEFT_OUT,
        )
        self.undetermined = Undetermined(
            rule=unit.name,
            version=unit.version,
            item=None,
            points=unit.if_unknown.points,
            channel=_channel(unit.if_unknown),
            title=unit.title,
            missing=_LEFT_OUT,
            evidence=_LEFT_OUT,
            indicators=_LEFT_OUT,
        )


class _Rules(dict[int, _Rule]):
    """The rules of a plan by number, each put together when it is first met."""

    def __init__(self, units: Sequence[Unit]) -> None:
        super().__init__()
        self._units = units

    def __missing__(self, number: int) -> _Rule:
        return self.setdefault(number, _Rule(self._units[number]))


class Assessing:
    """Makes assessments by one plan. What rules say whatever the declaration is kept. Threads may share it."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._rules = _Rules(plan.units)
        self._ruleset = RulesetVersion(name=plan.name, version=plan.version, hash=plan.content_hash)

    def of(self, judged: JudgedDeclaration, *, reasons: bool = True) -> Assessment:
        """The assessment of one judged declaration.

        Without `reasons` its entries carry no evidence, indicators and unproven exemptions, and those exempt not why:
        nothing is explained but what is missing. All else is the same.
        """
        plan, judgement, rules = self._plan, judged.judgement, self._rules
        verdicts = [(rules[one.unit], one) for one in judgement.verdicts]
        if len(verdicts) > 1:
            verdicts.sort(key=_by_name)
        told = _Told(plan, judgement, reasons)
        points: dict[int, list[int]] = {}
        effects: list[Effects] = []
        for rule, verdict in verdicts:
            if rule.in_shadow:
                told.in_shadow(verdict)
                continue
            told.of(rule, verdict)
            effect = effects_of(rule, verdict.outcome)
            points.setdefault(verdict.unit, []).append(effect.points)
            effects.append(effect)
        recommendation = recommend(
            plan,
            judged.declaration,
            judgement,
            score=score_of(points, plan.decision.cap),
            floors={one.channel for one in effects if one.channel is not None},
        )
        return Assessment(
            declaration=judged.declaration,
            version=judged.version,
            channel=recommendation.channel,
            score=recommendation.score,
            sampled=recommendation.sampled,
            hits=told.hits,
            exempt=told.exempt,
            undetermined=told.undetermined,
            monitor=told.monitor,
            ask_for=_each_once([one.ask_for for one in effects]),
            refer_to=_each_once([one.refer_to for one in effects]),
            flags=_each_once([one.flags for one in effects]),
            missing=sorted({box for one in told.undetermined for box in one.missing}),
            alarms=list(judgement.alarms),
            issues=list(judged.issues),
            ruleset=self._ruleset,
            engine=judged.engine,
        )


def _by_name(one: tuple[_Rule, Verdict]) -> tuple[str, int]:
    return one[0].name, one[1].at


def _each_once(texts: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(chain.from_iterable(texts)))


def _channel(effects: Effects) -> Channel | None:
    return cast("Channel | None", effects.channel)


class _Told:
    """The entries of one judged declaration; what they rest on is left out where it is not wanted."""

    def __init__(self, plan: Plan, judgement: Judgement, wanted: bool) -> None:
        self._plan = plan
        self._judgement = judgement
        self._wanted = wanted
        self.hits: list[Hit] = []
        self.exempt: list[Exempt] = []
        self.undetermined: list[Undetermined] = []
        self.monitor: list[Monitored] = []

    def of(self, rule: _Rule, verdict: Verdict) -> None:
        """Add the entry of a rule that counts."""
        if verdict.outcome is HIT:
            self.hits.append(self._hit(rule.hit, verdict))
        elif verdict.outcome is UNDETERMINED:
            self.undetermined.append(self._undetermined(rule.undetermined, verdict))
        elif verdict.outcome is EXEMPT:
            self.exempt.append(self._exempt(rule.exempt, verdict))

    def _hit(self, hit: Hit, verdict: Verdict) -> Hit:
        if not self._wanted:
            return replace(hit, item=verdict.item, regime=[*hit.regime], evidence=[], indicators=[], unproven=[])
        trees, lifts = self._explained(verdict)
        return replace(
            hit,
            item=verdict.item,
            regime=[*hit.regime],
            evidence=evidence(self._plan, trees),
            indicators=indicators(self._plan, trees),
            unproven=[
                Unproven(because=lift.because, missing=missing(self._plan, (lift.judged,)))
                for lift in lifts
                if lift.judged.truth is UNKNOWN
            ],
        )

    def _exempt(self, exempt: Exempt, verdict: Verdict) -> Exempt:
        if not self._wanted:
            return replace(exempt, item=verdict.item, because=[], exemptions=[], evidence=[])
        trees, lifts = self._explained(verdict)
        proven = [lift for lift in lifts if lift.judged.truth is TRUE]
        return replace(
            exempt,
            item=verdict.item,
            because=[lift.because for lift in proven],
            exemptions=[lift.exemption for lift in proven if lift.exemption is not None],
            evidence=evidence(self._plan, (*trees, *(lift.judged for lift in proven))),
        )

    def _undetermined(self, undetermined: Undetermined, verdict: Verdict) -> Undetermined:
        trees = self._explained(verdict)[0] if self._wanted else ()
        return replace(
            undetermined,
            item=verdict.item,
            missing=self._missing(verdict, trees),
            evidence=evidence(self._plan, trees) if trees else [],
            indicators=indicators(self._plan, trees) if trees else [],
        )

    def in_shadow(self, verdict: Verdict) -> None:
        """Add the entry of a rule or exemption in shadow."""
        unit, outcome = self._plan.units[verdict.unit], verdict.outcome
        trees = self._explained(verdict)[0] if self._wanted else ()
        effects = effects_of(unit, outcome)
        self.monitor.append(
            Monitored(
                rule=unit.name,
                version=unit.version,
                item=verdict.item,
                outcome="hit" if outcome is HIT else "exempt" if outcome is EXEMPT else "undetermined",
                points=effects.points,
                channel=_channel(effects),
                title=unit.title,
                missing=self._missing(verdict, trees) if outcome is UNDETERMINED else [],
                evidence=evidence(self._plan, trees),
                indicators=indicators(self._plan, trees),
                lifts=self._lifts(verdict),
            )
        )

    def _lifts(self, verdict: Verdict) -> list[str]:
        """The rules that an exemption in shadow would lift, or might, by name."""
        named = would_lift(self._plan.units[verdict.unit])
        subjects = (verdict.at, HEADER) if verdict.at != HEADER else None
        return sorted(
            {
                self._plan.units[one.unit].name
                for one in self._judgement.verdicts
                if one.unit in named and one.outcome in (HIT, UNDETERMINED) and (subjects is None or one.at in subjects)
            }
        )

    def _explained(self, verdict: Verdict) -> tuple[tuple[Judged, ...], tuple[Lift, ...]]:
        """The tree of a rule, and what could lift it."""
        whole = self._judgement.explain(verdict.unit, verdict.at)
        return (whole.condition,), whole.lifts

    def _missing(self, verdict: Verdict, trees: tuple[Judged, ...]) -> list[str]:
        """What would decide an open rule; always wanted."""
        return missing(self._plan, trees or (self._judgement.explain(verdict.unit, verdict.at).condition,))
