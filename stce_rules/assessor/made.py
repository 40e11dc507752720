"""One declaration to its answer, by the plan in force: judged, found among those given before, or stood in for.

Enters: a plan in force, a declaration. Leaves: the answer. Promises: a policy may only ask for more; what a policy or
an observer raises becomes an alarm; observers are told of what was judged, when it is kept, and of nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from stce_rules.assessor.budget import Budget, Late
from stce_rules.assessor.loaded import Configuration, Live
from stce_rules.core.assessment import Assessment, RulesetVersion
from stce_rules.core.declaration import Declaration
from stce_rules.decide import wire
from stce_rules.decide.assess import JudgedDeclaration
from stce_rules.decide.channel import heaviest
from stce_rules.decide.traced import traced
from stce_rules.engines.protocol import Outcomes
from stce_rules.hooks import DecisionPolicy
from stce_rules.intake.normalise import NormalCase, normalise
from stce_rules.plan.model import Plan
from stce_rules.plugins.announced import said

__all__ = ["Answer", "answered", "ruleset_of", "standing_in"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a host gets: an assessment, and its bytes as every door hands them over (`decide.wire`).

    `given_before`: the same declaration was assessed before, and these are the bytes given then.
    """

    assessment: Assessment
    raw: bytes
    given_before: bool = False


def answered(live: Live, configuration: Configuration, read: Declaration) -> Answer:
    """The answer to a declaration. Raises StceError: E866 for a conflict, and what the store raises."""
    case = normalise(read, configuration.plugins.contributions.catalogue)
    if live.records is not None:
        return _recorded(live, configuration, read, case)
    assessment, _ = judged(live, read, case, reasons=True)
    assessment = with_alarms(assessment, configuration.plugins.observe(read, assessment))
    return Answer(assessment, wire.encode(assessment))


def _recorded(live: Live, configuration: Configuration, read: Declaration, case: NormalCase) -> Answer:
    """The answer that the store has, or takes now. Only windows need the turn; all else is judged beside it."""
    from stce_rules.assessor.records import message

    records = live.records
    if records is None:
        raise RuntimeError("there are no records")
    asked = message(read)
    if live.plan.windows:
        raw, made = records.answered(asked, case, lambda: judged(live, read, case, reasons=True))
    else:
        known = records.before(asked)
        if known is not None:
            return Answer(wire.decode(known), known, given_before=True)
        already = judged(live, read, case, reasons=True)
        raw, made = records.answered(asked, case, lambda: already)
    if made is None:
        return Answer(wire.decode(raw), raw, given_before=True)
    alarms = configuration.plugins.observe(read, made)
    if alarms:
        records.note("alarm", asked, alarms=alarms)
    return Answer(made, raw)


def judged(live: Live, read: Declaration, case: NormalCase, *, reasons: bool) -> tuple[Assessment, Outcomes]:
    """The assessment before observers are told, and the outcomes it rests on."""
    judgement = live.engine.judge(case)
    of = JudgedDeclaration(read.id, read.version, judgement, live.engine.name, case.issues)
    assessment = live.assessing.of(of, reasons=reasons)
    if live.policy is not None:
        assessment = _stricter(live.policy, case, assessment)
    return traced(assessment, read.sources), lambda unit, at: judgement.explain(unit, at).outcome


def standing_in(live: Live, read: Declaration, budget: Budget, late: Late) -> Answer:
    """What the host gets when time is over: nothing was found, and it says why. It is noted as that, if at all."""
    assessment = Assessment(
        declaration=read.id,
        version=read.version,
        channel=budget.stands_in,
        score=0,
        sampled=False,
        hits=[],
        exempt=[],
        undetermined=[],
        monitor=[],
        ask_for=[],
        refer_to=[],
        flags=[],
        missing=[],
        alarms=[budget.said(late)],
        issues=[],
        ruleset=ruleset_of(live.plan),
        engine=live.engine.name,
        judged=False,
    )
    raw = wire.encode(assessment)
    if live.records is not None:
        from stce_rules.assessor.records import message

        live.records.note("stood in", message(read), raw)
    return Answer(assessment, raw)


def ruleset_of(plan: Plan) -> RulesetVersion:
    """A plan as assessments name it."""
    return RulesetVersion(name=plan.name, version=plan.version, hash=plan.content_hash)


def _stricter(policy: DecisionPolicy, case: NormalCase, assessment: Assessment) -> Assessment:
    """The heavier of what was recommended and what a policy asks for."""
    try:
        asked = policy.at_least(case, assessment)
        channel = assessment.channel if asked is None else heaviest((assessment.channel, asked))
    except Exception as fault:  # noqa: BLE001  # a policy may raise anything; the recommendation stands
        return with_alarms(assessment, (f"decision policy '{policy.name}' failed and is left out: {said(fault)}",))
    return msgspec.structs.replace(assessment, channel=channel)


def with_alarms(assessment: Assessment, alarms: Sequence[str]) -> Assessment:
    """The assessment with more alarms."""
    if not alarms:
        return assessment
    return msgspec.structs.replace(assessment, alarms=[*assessment.alarms, *alarms])
