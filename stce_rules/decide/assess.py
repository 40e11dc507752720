"""A judged declaration to its assessment: entries with evidence, effects collected, score and channel.

Enters: a plan, a case, its judgement. Leaves: the assessment a host gets. Promise: the reasons are read off the trees
that judged, so they cannot disagree with the outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import cast

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
from stce_rules.core.truth import Truth
from stce_rules.decide.channel import recommend, score_of
from stce_rules.decide.reasons import evidence, indicators, missing
from stce_rules.plan.judgement import HEADER, Judged, Judgement, Lift, Outcome, Verdict
from stce_rules.plan.model import NO_EFFECTS, Effects, Plan, Unit
from stce_rules.plan.shadow import would_lift


@dataclass(frozen=True, slots=True)
class JudgedDeclaration:
    """What was judged, and by which engine."""

    declaration: str
    version: int
    judgement: Judgement
    engine: str
    issues: Sequence[ParseIssue] = ()


def assess(plan: Plan, judged: JudgedDeclaration, *, reasons: bool = True) -> Assessment:
    """The assessment of one judged declaration.

    Without `reasons` its entries carry no evidence, indicators and unproven exemptions, and those exempt not why:
    nothing is explained but what is missing. All else is the same.
    """
    judgement = judged.judgement
    verdicts = sorted(judgement.verdicts, key=lambda one: (plan.units[one.unit].name, one.at))
    counting = [one for one in verdicts if plan.units[one.unit].status != "monitor"]
    shadow = [one for one in verdicts if plan.units[one.unit].status == "monitor"]
    effects = [(one, effects_of(plan.units[one.unit], one.outcome)) for one in counting]
    points: dict[int, list[int]] = {}
    for verdict, effect in effects:
        points.setdefault(verdict.unit, []).append(effect.points)
    recommendation = recommend(
        plan,
        judged.declaration,
        judgement,
        score=score_of(points, plan.decision.cap),
        floors=(effect.channel for _, effect in effects if effect.channel is not None),
    )
    reasoning = _Reasoning(plan, judgement, reasons)
    undetermined = [reasoning.undetermined(one) for one in counting if one.outcome is Outcome.UNDETERMINED]
    return Assessment(
        declaration=judged.declaration,
        version=judged.version,
        channel=recommendation.channel,
        score=recommendation.score,
        sampled=recommendation.sampled,
        hits=[reasoning.hit(one) for one in counting if one.outcome is Outcome.HIT],
        exempt=[reasoning.exempt(one) for one in counting if one.outcome is Outcome.EXEMPT],
        undetermined=undetermined,
        monitor=[reasoning.monitored(one) for one in shadow],
        ask_for=_collected(effect.ask_for for _, effect in effects),
        refer_to=_collected(effect.refer_to for _, effect in effects),
        flags=_collected(effect.flags for _, effect in effects),
        missing=sorted({box for one in undetermined for box in one.missing}),
        alarms=list(judgement.alarms),
        issues=list(judged.issues),
        ruleset=RulesetVersion(name=plan.name, version=plan.version, hash=plan.content_hash),
        engine=judged.engine,
    )


def effects_of(unit: Unit, outcome: Outcome) -> Effects:
    """What a rule does by its outcome: `then` on a hit, `if unknown` when undetermined, otherwise nothing."""
    if outcome is Outcome.HIT:
        return unit.then
    return unit.if_unknown if outcome is Outcome.UNDETERMINED else NO_EFFECTS


def _collected(texts: Iterable[Iterable[str]]) -> list[str]:
    return list(dict.fromkeys(text for each in texts for text in each))


def _channel(effects: Effects) -> Channel | None:
    return cast("Channel | None", effects.channel)


class _Reasoning:
    """The entries of one judged declaration; what they rest on is left out where it is not wanted."""

    def __init__(self, plan: Plan, judgement: Judgement, wanted: bool) -> None:
        self._plan = plan
        self._judgement = judgement
        self._wanted = wanted

    def hit(self, verdict: Verdict) -> Hit:
        unit, trees, lifts = self._explained(verdict)
        return Hit(
            rule=unit.name,
            version=unit.version,
            item=verdict.item,
            points=unit.then.points,
            channel=_channel(unit.then),
            title=unit.title,
            because=unit.because,
            regime=list(unit.regime),
            evidence=evidence(self._plan, trees),
            indicators=indicators(self._plan, trees),
            unproven=[
                Unproven(because=lift.because, missing=missing(self._plan, (lift.judged,)))
                for lift in lifts
                if lift.judged.truth is Truth.UNKNOWN
            ],
        )

    def exempt(self, verdict: Verdict) -> Exempt:
        unit, trees, lifts = self._explained(verdict)
        proven = [lift for lift in lifts if lift.judged.truth is Truth.TRUE]
        return Exempt(
            rule=unit.name,
            version=unit.version,
            item=verdict.item,
            title=unit.title,
            because=[lift.because for lift in proven],
            exemptions=[lift.exemption for lift in proven if lift.exemption is not None],
            evidence=evidence(self._plan, (*trees, *(lift.judged for lift in proven))),
        )

    def undetermined(self, verdict: Verdict) -> Undetermined:
        unit, trees, _ = self._explained(verdict)
        return Undetermined(
            rule=unit.name,
            version=unit.version,
            item=verdict.item,
            points=unit.if_unknown.points,
            channel=_channel(unit.if_unknown),
            title=unit.title,
            missing=self._missing(verdict, trees),
            evidence=evidence(self._plan, trees),
            indicators=indicators(self._plan, trees),
        )

    def monitored(self, verdict: Verdict) -> Monitored:
        unit, trees, _ = self._explained(verdict)
        effects = effects_of(unit, verdict.outcome)
        outcome = verdict.outcome
        return Monitored(
            rule=unit.name,
            version=unit.version,
            item=verdict.item,
            outcome="hit" if outcome is Outcome.HIT else "exempt" if outcome is Outcome.EXEMPT else "undetermined",
            points=effects.points,
            channel=_channel(effects),
            title=unit.title,
            missing=self._missing(verdict, trees) if outcome is Outcome.UNDETERMINED else [],
            evidence=evidence(self._plan, trees),
            indicators=indicators(self._plan, trees),
            lifts=self._lifts(verdict),
        )

    def _lifts(self, verdict: Verdict) -> list[str]:
        """The rules that an exemption in shadow would lift, or might, by name."""
        named = would_lift(self._plan.units[verdict.unit])
        subjects = (verdict.at, HEADER) if verdict.at != HEADER else None
        return sorted(
            {
                self._plan.units[one.unit].name
                for one in self._judgement.verdicts
                if one.unit in named
                and one.outcome in (Outcome.HIT, Outcome.UNDETERMINED)
                and (subjects is None or one.at in subjects)
            }
        )

    def _explained(self, verdict: Verdict) -> tuple[Unit, tuple[Judged, ...], tuple[Lift, ...]]:
        """The rule, its tree and what could lift it; without the last two where reasons are not wanted."""
        unit = self._plan.units[verdict.unit]
        if not self._wanted:
            return unit, (), ()
        whole = self._judgement.explain(verdict.unit, verdict.at)
        return unit, (whole.condition,), whole.lifts

    def _missing(self, verdict: Verdict, trees: tuple[Judged, ...]) -> list[str]:
        """What would decide an open rule; always wanted."""
        return missing(self._plan, trees or (self._judgement.explain(verdict.unit, verdict.at).condition,))
