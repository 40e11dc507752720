"""An assessment of the audit trail made again: by the plan that judged then, from what was declared and seen then.

Enters: a row of the trail, by what it was judged, the packed plan, the plugins that are installed now. Leaves: the same
rules judged again, each explained down to the values. Promises: no ruleset of today and no past declaration takes part;
where what comes out is not what was answered, that is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from stce_rules.assessor.records import library_version
from stce_rules.assessor.seen import KeptPast
from stce_rules.core.assessment import Assessment
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.decide.explain import Explanation, explanation
from stce_rules.decide.supposed import Supposing
from stce_rules.decide.traced import traced
from stce_rules.engines.choose import make
from stce_rules.engines.protocol import NoPast, Surroundings
from stce_rules.history.trail import Kept, Setting
from stce_rules.hooks import Contributions
from stce_rules.intake.canonical import decode
from stce_rules.intake.normalise import normalise
from stce_rules.plan.hash import content_hash
from stce_rules.plan.judgement import HEADER, Judgement
from stce_rules.plan.model import AllOf, AnyOf, AtLeastOf, Calls, Condition, Not, Plan, Scope, Unit
from stce_rules.plugins.discover import Listing
from stce_rules.rulesets.packed import packing

__all__ = ["Again", "again", "unlike"]

_ENGINE = "reference"
"""The engine that judges by definition; all others give the same reasons."""


@dataclass(frozen=True, slots=True)
class Again:
    """A plan of then, and what it makes of the declaration of then."""

    plan: Plan
    declaration: Declaration
    items: int
    judgement: Judgement
    assessment: Assessment
    on: date | None

    def explanations(self, name: str | None = None) -> Iterator[Explanation]:
        """Why each rule of the assessment has its outcome; or the unit of this name, whatever its outcome."""
        supposing = Supposing(self.plan, self.on)
        for number, at in self._asked(name):
            tree = self.judgement.explain(number, at)
            told = explanation(self.plan, tree, self.declaration.id, supposing=supposing)
            yield traced(told, self.declaration.sources)

    def _asked(self, name: str | None) -> list[tuple[int, int]]:
        if name is None:
            found = [(one.unit, one.at) for one in self.judgement.verdicts]
            return sorted(found, key=lambda one: (self.plan.units[one[0]].name, one[1]))
        return [
            (number, at)
            for number, unit in enumerate(self.plan.units)
            if unit.name == name
            for at in ((HEADER,) if unit.scope is Scope.DECLARATION else range(self.items))
        ]

    def differs(self, given: Assessment) -> bool:
        """Whether the rules found something else than what was answered. Channels of policies are not looked at."""
        members = ("score", "hits", "exempt", "undetermined", "monitor", "issues")
        return any(getattr(given, one) != getattr(self.assessment, one) for one in members)


def again(kept: Kept, setting: Setting, packed: bytes, contributions: Contributions) -> Again:
    """Judge a row of the trail again.

    Raises StceError: E870 when the plan was written in another form or asks for what is not installed, E750 when it
    compares names by another matcher.
    """
    plan = _plan(setting, packed)
    _see_that_all_is_here(plan, contributions, setting)
    declaration = decode(kept.input, limit_bytes=len(kept.input))
    past = NoPast() if kept.windows is None else KeptPast(kept.windows)
    engine = make(_ENGINE, plan, Surroundings(contributions.predicates, past, contributions.matcher))
    case = normalise(declaration, contributions.catalogue)
    judgement = engine.judge(case)
    judged = JudgedDeclaration(declaration.id, declaration.version, judgement, setting.engine, case.issues)
    made = traced(assess(plan, judged), declaration.sources)
    return Again(plan, declaration, len(case.items), judgement, made, case.date)


def _plan(setting: Setting, packed: bytes) -> Plan:
    if packing(Plan).form != setting.form:
        raise StceError(
            _not_here(f"its plan was written by stce-rules {setting.library or 'of another state'}", setting)
        )
    try:
        plan: Plan | None = packing(Plan).unpack(packed)
    except ValueError:
        plan = None
    if plan is None or content_hash(plan) != setting.plan:
        raise StceError(_not_here("its plan cannot be read", setting))
    return plan


def _see_that_all_is_here(plan: Plan, contributions: Contributions, setting: Setting) -> None:
    """The boxes and functions of plugins that a plan asks for."""
    of_windows = (field for one in plan.windows for field in (*one.by, one.of))
    boxes = {one.field for one in plan.tests} | {field.words for field in of_windows if field is not None}
    functions = {name for unit in plan.units for name in _functions(_conditions(unit))}
    missing = sorted({*(boxes - contributions.catalogue.keys()), *(functions - contributions.predicates.keys())})
    if missing:
        named = ", ".join(f"'{one}'" for one in missing)
        raise StceError(_not_here(f"its rules ask for {named}, which no plugin here brings", setting))


def _conditions(unit: Unit) -> Sequence[Condition]:
    where = () if unit.where is None else (unit.where,)
    return (*where, unit.when, *(one.condition for one in unit.unless))


def _functions(conditions: Sequence[Condition]) -> Iterator[str]:
    for condition in conditions:
        match condition:
            case Calls():
                yield condition.function
            case AllOf() | AnyOf() | AtLeastOf():
                yield from _functions(condition.parts)
            case Not():
                yield from _functions((condition.part,))
            case _:
                pass


def _not_here(why: str, setting: Setting) -> Diagnostic:
    mend = f"ask where this is installed: {', '.join(_versions(setting))}"
    return Diagnostic("E870", f"the assessment cannot be made again here: {why}", where=setting.ruleset, help=mend)


def _versions(setting: Setting) -> Iterator[str]:
    yield f"stce-rules {setting.library}".rstrip()
    yield from dict.fromkeys(
        f"{one.distribution} {one.version}".rstrip() for one in setting.plugins if one.distribution
    )


def unlike(setting: Setting, listing: Sequence[Listing]) -> list[str]:
    """What was installed then and is not now, or in another version."""
    now = {one.distribution: one.version for one in listing} | {"stce-rules": library_version()}
    then = {one.distribution: one.version for one in setting.plugins if one.distribution}
    then["stce-rules"] = setting.library
    return [
        f"{name} was {version or 'of no version'}, here it is {now.get(name, 'not installed') or 'of no version'}"
        for name, version in sorted(then.items())
        if now.get(name) != version
    ]
