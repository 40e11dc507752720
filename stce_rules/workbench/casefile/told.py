"""A judged declaration to its case file: what is recommended, how that comes about, why of each rule.

Enters: a plan, the judgement of a declaration, its assessment. Leaves: a record that can be written as JSON (`schema`
counts its versions). Promise: no clock and nothing of the place; the same declaration and rules give the same file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import msgspec

from stce_rules.core.assessment import Assessment, Exempt, Hit, Monitored, Undetermined
from stce_rules.core.declaration import Declaration
from stce_rules.decide.account import Account, account
from stce_rules.decide.explain import Explanation, explanation
from stce_rules.decide.supposed import Supposing
from stce_rules.decide.traced import traced
from stce_rules.plan.judgement import Judgement
from stce_rules.plan.model import Plan, UnitKind

__all__ = ["CaseFile", "Given", "ListTold", "case_file"]


class Headline(msgspec.Struct, frozen=True, kw_only=True):
    """What the declaration says of itself, as declared."""

    id: str
    version: int
    flow: str | None
    date: str | None
    office: str | None
    destination: str | None
    items: int


class ListTold(msgspec.Struct, frozen=True, kw_only=True):
    """A list that the grounds name a row of, or ask of in vain: where it comes from and of which day it is."""

    list: str
    rows: int
    source: str
    as_of: str | None


class CaseFile(msgspec.Struct, frozen=True, kw_only=True):
    """All there is to say of one declaration.

    `account` says how score and channel come about. `explanations` are of the rules that found something or are left
    open, unless others were asked for; `quiet` is how many rules found nothing. `plugins` took part. `assessed` is when
    it was assessed, where an audit trail says so.
    """

    schema: int = 1
    headline: Headline
    assessment: Assessment
    account: Account
    explanations: list[Explanation]
    quiet: int
    lists: list[ListTold]
    plugins: list[str]
    assessed: str | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """A judged declaration: the plan that judged it, the trees, what came of it, and the plugins that took part.

    `on` is the acceptance date as it was read; `assessed` when that was, where an audit trail says so.
    """

    plan: Plan
    judgement: Judgement
    declaration: Declaration
    on: date | None
    assessment: Assessment
    plugins: Sequence[str] = ()
    assessed: str | None = None


def case_file(given: Given, asked: Sequence[tuple[int, int]] | None = None) -> CaseFile:
    """The case file. `asked` are the units and positions to explain; else those that found something or are open."""
    plan, declaration = given.plan, given.declaration
    found = {one.unit for one in given.judgement.verdicts}
    supposing = Supposing(plan, given.on)
    positions = _found(given) if asked is None else asked
    explanations = [
        traced(
            explanation(plan, given.judgement.explain(unit, at), declaration.id, supposing=supposing),
            declaration.sources,
        )
        for unit, at in positions
    ]
    return CaseFile(
        headline=Headline(
            id=declaration.id,
            version=declaration.version,
            flow=declaration.flow,
            date=declaration.date,
            office=declaration.office,
            destination=declaration.destination,
            items=len(declaration.items),
        ),
        assessment=given.assessment,
        account=account(plan, given.judgement, given.assessment),
        explanations=explanations,
        quiet=sum(unit.kind is UnitKind.RULE and at not in found for at, unit in enumerate(plan.units)),
        lists=list(_lists(plan, given.assessment)),
        plugins=list(given.plugins),
        assessed=given.assessed,
    )


def _found(given: Given) -> list[tuple[int, int]]:
    """Rules with an outcome to tell of, by name, then item."""
    units = given.plan.units
    verdicts = sorted(given.judgement.verdicts, key=lambda one: (units[one.unit].name, one.at))
    return [(one.unit, one.at) for one in verdicts]


def _lists(plan: Plan, assessment: Assessment) -> Iterator[ListTold]:
    """The lists whose rows are evidence, by name."""
    entries: tuple[Sequence[Hit | Exempt | Undetermined | Monitored], ...] = (
        assessment.hits,
        assessment.exempt,
        assessment.undetermined,
        assessment.monitor,
    )
    named = {one.list.list for each in entries for entry in each for one in entry.evidence if one.list is not None}
    for one in sorted(plan.lists, key=lambda each: each.name):
        short = one.name.split("/", 1)[-1]
        if short in named:
            as_of = None if one.as_of is None else one.as_of.isoformat()
            yield ListTold(list=short, rows=len(one.rows), source=one.source, as_of=as_of)
