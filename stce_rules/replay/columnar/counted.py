"""The counts of a batch, as `Tally.add` makes them declaration by declaration."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import cast

import numpy as np
import numpy.typing as npt

from stce_rules.core.assessment import CHANNELS
from stce_rules.decide.many import first_of_runs
from stce_rules.intake.columnar.batch import ArrowBatch
from stce_rules.plan.model import Plan
from stce_rules.replay.columnar.declared import DeclaredColumns, Distinct
from stce_rules.replay.columnar.found import Findings
from stce_rules.replay.columnar.verdicts import Verdicts
from stce_rules.replay.filled import Filled
from stce_rules.replay.tally import OfRule, Tally

__all__ = ["tallied"]

Ints = npt.NDArray[np.int64]


def tallied(
    plan: Plan,
    batch: ArrowBatch,
    stated: DeclaredColumns,
    verdicts: Verdicts,
    found: Findings,
    ranks: Ints,
    alarms: dict[int, tuple[str, ...]],
    source: str,
) -> Tally:
    """The counts of a batch of one source; `ranks` are the channels of the declarations."""
    tally = Tally(judged=stated.count, items=batch.table.num_rows)
    tally.actions.update(_counted(stated.action))
    tally.first, tally.last = _span(stated, np.arange(stated.count))
    for rank, channel in enumerate(CHANNELS):
        of_channel = ranks == rank
        if of_channel.any():
            tally.channels[channel] = _counted(Distinct(stated.told.values, stated.told.codes[of_channel]))
    for texts in alarms.values():
        tally.alarm(Counter(texts))
    _count_rules(tally, plan, stated, verdicts, found)
    _count_missing(tally, verdicts, found)
    tally.filled[source] = _filled(batch, stated)
    return tally


def _counted(column: Distinct) -> Counter[str]:
    counts = np.bincount(column.codes, minlength=len(column.values)).tolist()
    found: Counter[str] = Counter()
    for value, count in zip(column.values, counts, strict=True):
        if count:
            found[cast("str", value)] += count
    return found


def _span(stated: DeclaredColumns, declarations: Ints) -> tuple[date | None, date | None]:
    """The first and last acceptance date of some declarations."""
    ordinals = _ordinals(stated)[declarations]
    known = ordinals[ordinals >= 0]
    return (date.fromordinal(int(known.min())), date.fromordinal(int(known.max()))) if len(known) else (None, None)


def _ordinals(stated: DeclaredColumns) -> Ints:
    """Acceptance dates as numbers of days; -1 where not known."""
    days = [-1 if day is None else cast("date", day).toordinal() for day in stated.days.values]
    return np.asarray(days, dtype=np.int64)[stated.days.codes]


_WORDS = ("hit", "exempt", "undetermined")
_HIT = _WORDS.index("hit")


def _count_rules(tally: Tally, plan: Plan, stated: DeclaredColumns, verdicts: Verdicts, found: Findings) -> None:
    units = verdicts.units[found.combinations]
    size = len(plan.units)
    words = np.asarray([_WORDS.index(one.removeprefix("monitor ")) for one in verdicts.outcomes], dtype=np.int64)
    kinds = words[found.combinations]
    entries = np.bincount(units * len(_WORDS) + kinds, minlength=size * len(_WORDS)).tolist()
    runs = first_of_runs(found.declarations, units)  # findings of a rule in a declaration stand together
    of_runs, which = units[runs], found.declarations[runs]
    held = [_any(kinds == word, runs) for word in range(len(_WORDS))]
    declarations = [np.bincount(of_runs[each], minlength=size).tolist() for each in held]
    points = np.zeros(size, dtype=np.int64)
    if len(runs):
        worst = np.maximum.reduceat(verdicts.points[found.combinations], runs)
        np.add.at(points, of_runs, np.maximum(worst, 0))
    hits, declared = of_runs[held[_HIT]], which[held[_HIT]]
    values = len(stated.told.values)
    told = np.bincount(hits * values + stated.told.codes[declared], minlength=size * values).reshape(size, values)
    first, last = _days_of_hits(size, hits, _ordinals(stated)[declared])
    for unit in np.flatnonzero(np.bincount(units, minlength=size)).tolist():
        one = tally.rules[plan.units[unit].name] = OfRule(points=int(points[unit]), first=first[unit], last=last[unit])
        for word, name in enumerate(_WORDS):
            if count := entries[unit * len(_WORDS) + word]:
                one.entries[name] = count
                one.declarations[name] = declarations[word][unit]
        for value, count in zip(stated.told.values, told[unit].tolist(), strict=True):
            if count:
                one.told[cast("str", value)] += count


def _any(flags: npt.NDArray[np.bool_], runs: Ints) -> npt.NDArray[np.bool_]:
    """For each run whether one of its rows is flagged."""
    return np.logical_or.reduceat(flags, runs) if len(runs) else np.zeros(0, dtype=bool)


def _days_of_hits(size: int, units: Ints, ordinals: Ints) -> tuple[list[date | None], list[date | None]]:
    """By unit, the first and the last day of a hit."""
    known = ordinals >= 0
    first, last = np.full(size, date.max.toordinal()), np.full(size, -1)
    np.minimum.at(first, units[known], ordinals[known])
    np.maximum.at(last, units[known], ordinals[known])
    never = last < 0
    return (
        [None if none else date.fromordinal(day) for none, day in zip(never.tolist(), first.tolist(), strict=True)],
        [None if none else date.fromordinal(day) for none, day in zip(never.tolist(), last.tolist(), strict=True)],
    )


def _count_missing(tally: Tally, verdicts: Verdicts, found: Findings) -> None:
    by_name: dict[str, list[int]] = {}
    for at, each in enumerate(verdicts.missing):
        for name in each:
            by_name.setdefault(name, []).append(at)
    for name in sorted(by_name):
        named = np.zeros(len(verdicts.missing), dtype=bool)
        named[by_name[name]] = True
        holds = named[found.combinations]
        if holds.any():
            tally.missing[name] = int(holds.sum())
            tally.missing_declarations[name] = len(np.unique(found.declarations[holds]))


_NOT_COUNTED = {"id", "version", "action", "item.number"}


def _filled(batch: ArrowBatch, stated: DeclaredColumns) -> Filled:
    filled = Filled(stated.count, batch.table.num_rows)
    for name, own in batch.owns.items():
        if name in _NOT_COUNTED:
            continue
        said = batch.stated(name)
        count = int(np.count_nonzero(said if own.of_item else said[batch.starts]))
        if count:
            filled.boxes[name] = count
    return filled
