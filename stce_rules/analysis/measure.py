"""The figures of a replay.

Enters: the folder of a replay; perhaps sampling rates, capacities, the plan that was replayed. Leaves: `Figures`.
Promises: the same folder gives the same figures, in memory that does not grow with the history.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from stce_rules.analysis import contribution, counts
from stce_rules.analysis.figures import SCHEMA, Figures, Headline, Weighted, Workload
from stce_rules.analysis.goods import fill_rates, heat
from stce_rules.analysis.remarks import of_history
from stce_rules.analysis.stated import Capacity, Rates
from stce_rules.analysis.tables import MEMORY, Tables, opened
from stce_rules.analysis.weights import weighted
from stce_rules.analysis.without import WithoutEach, without_each
from stce_rules.analysis.work import workload, write_workload
from stce_rules.core.assessment import Channel
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.core.wording import counted
from stce_rules.plan.model import Plan

__all__ = ["Asked", "measure", "measured"]


@dataclass(frozen=True, slots=True)
class Asked:
    """How to measure.

    `plan`: the one that was replayed; without its decision no rule can be left out. `details`: a folder that is there,
    for tables that are too long for the figures.
    """

    flagged_from: Channel = "yellow"
    rates: Rates | None = None
    capacity: Capacity | None = None
    plan: Plan | None = None
    details: Path | None = None
    memory: str = MEMORY


def measure(folder: Path, asked: Asked = Asked()) -> Figures:  # frozen
    """The figures of a replay's folder. Raises StceError (E665, E670 of `details`, E840 to E842, E845)."""
    with opened(folder, memory=asked.memory) as tables:
        return measured(tables, asked)


def measured(tables: Tables, asked: Asked) -> Figures:
    """The figures of an open replay; its memory was settled when it was opened. Raises StceError (E845)."""
    _check_plan(tables, asked)
    summary, flagged_from = tables.summary, asked.flagged_from
    contribution.count_by_declaration(tables)
    cells = counts.counted(tables)
    selections, months = counts.selections(cells), counts.months(cells, flagged_from)
    without = without_each(tables, None if asked.plan is None else asked.plan.decision, flagged_from)
    rules = contribution.rules(tables, selections, [one.month for one in months], without)
    pairs, pair_count = contribution.pairs(tables, {one.rule: one.declarations for one in rules})
    weights = None if asked.rates is None else weighted(cells, asked.rates)
    figures = Figures(
        schema=SCHEMA,
        ruleset=summary.ruleset,
        engine=summary.engine,
        ended=summary.ended,
        flagged_from=flagged_from,
        headline=counts.headline(tables, cells, flagged_from),
        channels=counts.channels(cells),
        months=months,
        selections=selections,
        confusion=counts.confusion(cells),
        curves=counts.curves(tables),
        weighted=weights,
        rules=rules,
        pairs=pairs,
        pair_count=pair_count,
        workload=workload(tables, asked.capacity),
        heat=heat(tables, flagged_from),
        fill=fill_rates(summary.filled),
        missing=summary.missing,
        refusals=summary.refusals,
        notes=(),
    )
    if asked.details is not None:
        write_workload(tables, asked.details)
    return replace(figures, notes=(*of_history(summary), *_notes(figures, without)))


def _check_plan(tables: Tables, asked: Asked) -> None:
    replayed = tables.summary.ruleset
    if asked.plan is not None and asked.plan.content_hash != replayed.hash:
        message = f"these are not the rulesets of the replay, which were {replayed.name} {replayed.version}"
        mend = "give those that were replayed, unchanged, or replay again"
        raise StceError(Diagnostic("E845", message, where="--rules", help=mend))


def _notes(figures: Figures, without: WithoutEach) -> Iterator[str]:
    """What could not be computed, and what numbers do not mean."""
    head, told = figures.headline, figures.headline.outcomes
    if figures.ended != "complete":
        yield "the replay did not come to the end of the history; all figures are of its first part"
    yield from _of_messages(head)
    yield from _of_work(figures.workload)
    if isinstance(without, str):
        yield f"what would be lost without each rule cannot be said: {without}"
    if not told.with_finding + told.without_finding:
        yield "no outcome of an inspection is told, so precision, recall and lift cannot be given"
        return
    if head.random_found is None:
        yield (
            "there is no random sample among the inspected, so recall and lift cannot be given; precision is of what "
            "was selected for inspection, and says nothing about the rest"
        )
    elif not head.random_found.part:
        yield "nothing was found in the random sample, so recall and lift cannot be given"
    if told.not_inspected + told.not_told:
        yield "what was not inspected is in no ratio but coverage; whether it held a finding is not known"
    yield from _of_weights(figures.weighted, told.with_finding)


def _of_messages(head: Headline) -> Iterator[str]:
    """Which messages are in no figure, and which count though they may not be declarations of their own."""
    if head.refused:
        yield f"{counted(head.refused, 'message')} could not be read: no figure counts what is in there"
    if head.superseded or head.cancellations:
        yield (
            f"{counted(head.superseded, 'message')} amended or cancelled later and "
            f"{counted(head.cancellations, 'cancellation')} are left out, so counts are lower than those of the replay "
            "itself"
        )
    if head.repeated:
        yield (
            f"{counted(head.repeated, 'declaration')} with the identifier of another, and no amendment of it: each "
            "counts by itself, so look whether parts of the history overlap"
        )
    if head.denied:
        yield f"{counted(head.denied, 'declaration')} with a finding, but told not to be inspected: counted as told"
    if head.alarmed:
        yield f"an alarm in {counted(head.alarmed, 'declaration')}: something a rule asks for could not be judged"


def _of_work(load: Workload) -> Iterator[str]:
    """What no capacity is held against, and which capacities are held against nothing."""
    if load.without_day:
        named = counted(load.without_day, "yellow or red declaration")
        yield f"{named} without an acceptance date: in no day of the workload, and held against no capacity"
    if load.without_hour:
        named = counted(load.without_hour, "yellow or red declaration")
        yield f"{named} without an acceptance time: held against no capacity of an hour"
    if load.elsewhere:
        yield f"a capacity is stated for offices that no declaration is of: {', '.join(load.elsewhere)}"


def _of_weights(weights: Weighted | None, findings: int) -> Iterator[str]:
    if weights is None:
        return
    if weights.without_rate:
        named = counted(weights.without_rate, "inspected declaration")
        yield f"{named} without a sampling rate: left out of the estimates"
    if not findings:
        yield "without a finding the weighted estimates have no interval"
    if weights.declarations and abs(weights.represented / weights.declarations - 1) > _FAR:
        yield (
            f"by the sampling rates the inspected stand for {weights.represented:,.0f}, but the history has "
            f"{counted(weights.declarations, 'declaration')}: the rates are not those of this history"
        )


_FAR = 0.1
"""A tenth: more than chance would do to a sample of a few hundred."""
