"""How a channel came about: the points of each rule, the decision, the floors, the sample.

Enters: a plan, the judgement of a declaration, its assessment. Leaves: an account that adds up to the score and channel
of the assessment. Promise: nothing is decided here; a channel that is heavier than all the account gives was asked for
by somebody else, and the account says so.
"""

from __future__ import annotations

import msgspec

from stce_rules.core.assessment import Assessment, Channel
from stce_rules.core.truth import Truth
from stce_rules.decide.assess import effects_of
from stce_rules.decide.channel import heaviest
from stce_rules.plan.judgement import Judgement
from stce_rules.plan.model import AllOf, AnyOf, Condition, Plan, ScoreIs

__all__ = ["Account", "Ground", "Points", "account"]


class Points(msgspec.Struct, frozen=True, kw_only=True):
    """What a rule adds to the score: once, by its worst goods item (`item`; None for the whole declaration)."""

    rule: str
    title: str
    outcome: str
    item: int | None
    points: int


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What asks for a channel: a line of the decision, or a rule with its `at least`; `decides`: none asks for more."""

    channel: Channel
    said: str
    rule: str | None
    decides: bool


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """The score as a sum, and all that asks for a channel, the heaviest first.

    `sum` is that of `points`; the score is `sum`, or `cap` where that is less. `otherwise` is the channel when no line
    of the decision holds.
    """

    points: list[Points]
    sum: int
    cap: int | None
    score: int
    grounds: list[Ground]
    channel: Channel


def account(plan: Plan, judgement: Judgement, assessment: Assessment) -> Account:
    """The account of an assessment. `assessment` is of this judgement, perhaps made stricter by a policy."""
    points = _points(plan, judgement)
    found = [*_of_decision(plan, judgement, assessment.score), *_of_rules(plan, judgement)]
    if assessment.sampled:
        of = heaviest(channel for _, _, channel in found)
        found += [(f"sample of {of}", None, one.into) for one in plan.decision.samples if one.of == of][:1]
    asked = heaviest(channel for _, _, channel in found)
    if assessment.channel != asked:
        found.append(("asked for beside the rules", None, assessment.channel))
    return Account(
        points=points,
        sum=sum(one.points for one in points),
        cap=plan.decision.cap,
        score=assessment.score,
        grounds=sorted(
            (
                Ground(channel=heaviest((channel,)), said=said, rule=rule, decides=channel == assessment.channel)
                for said, rule, channel in dict.fromkeys(found)
            ),
            key=lambda one: not one.decides,
        ),
        channel=assessment.channel,
    )


def _points(plan: Plan, judgement: Judgement) -> list[Points]:
    """Each rule once; the most points first, then by name."""
    worst: dict[str, Points] = {}
    for one in judgement.verdicts:
        unit = plan.units[one.unit]
        adds = 0 if unit.status == "monitor" else effects_of(unit, one.outcome).points
        if adds > (worst[unit.name].points if unit.name in worst else 0):
            worst[unit.name] = Points(
                rule=unit.name, title=unit.title, outcome=one.outcome.value, item=one.item, points=adds
            )
    return sorted(worst.values(), key=lambda one: (-one.points, one.rule))


_Found = tuple[str, str | None, str]


def _of_decision(plan: Plan, judgement: Judgement, score: int) -> list[_Found]:
    """The lines of the decision that hold, or what it says otherwise."""
    held: list[_Found] = [
        (f"decision: {one.channel} when {_said(one.condition)}", None, one.channel)
        for one in plan.decision.channels
        if judgement.truth_of(one.condition, score) is Truth.TRUE
    ]
    return held or [(f"decision: {plan.decision.otherwise} otherwise", None, plan.decision.otherwise)]


def _said(condition: Condition) -> str:
    """A condition of a decision in a few words."""
    match condition:
        case ScoreIs():
            return condition.sentence
        case AllOf():
            return " and ".join(_said(one) for one in condition.parts)
        case AnyOf():
            return " or ".join(_said(one) for one in condition.parts)
        case _:
            return "its condition holds"


def _of_rules(plan: Plan, judgement: Judgement) -> list[_Found]:
    found: list[_Found] = []
    for one in judgement.verdicts:
        unit = plan.units[one.unit]
        channel = None if unit.status == "monitor" else effects_of(unit, one.outcome).channel
        if channel is not None:
            found.append((f"{unit.name} ({one.outcome.value}): at least {channel}", unit.name, channel))
    return found
