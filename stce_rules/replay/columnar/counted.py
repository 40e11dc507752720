"""The counts of a batch, as `Tally.add` makes them declaration by declaration."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import cast

import numpy as np
import numpy.typing as npt

from stce_rules.core.assessment import CHANNELS
from stce_rules.decide.many import first_of_runs
from stce_rules.intake.columnar.batch import ArrowBatch
from stce_rules.plan.model import Plan
from stce_rules.replay.columnar.declared import DeclaredColumns
from stce_rules.replay.columnar.distinct import Distinct
from stce_rules.replay.columnar.found import Findings
from stce_rules.replay.columnar.verdicts import WORDS, Verdicts
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


def _count_rules(tally: Tally, plan: Plan, stated: DeclaredColumns, verdicts: Verdicts, found: Findings) -> None:
    size = len(plan.units)
    ways = [str(one) for one in stated.told.values]
    entries, declarations, points = _by_rule(size, verdicts, found)
    told, first, last = _of_hits(size, len(ways), stated, verdicts, found)
    counts = _named(WORDS, entries), _named(WORDS, declarations), _named(ways, told)
    for unit, of_rule in zip(plan.units, map(OfRule, *counts, points.tolist(), first, last), strict=True):
        if of_rule.entries:
            tally.rules[unit.name] = of_rule


def _by_rule(size: int, verdicts: Verdicts, found: Findings) -> tuple[Ints, Ints, Ints]:
    """Findings by rule and word, declarations by rule and word, points by rule."""
    each = np.bincount(found.combinations, minlength=len(verdicts.units))
    entries = np.zeros((size, len(WORDS)), dtype=np.int64)
    np.add.at(entries, (verdicts.units, verdicts.words), each)
    # of a rule in a declaration there is nearly always one finding: those are counted by what they are
    units = verdicts.units[found.combinations]
    several = _several(found.declarations, units)
    of, units = found.combinations[several], units[several]
    alone = each - np.bincount(of, minlength=len(each))
    runs = first_of_runs(found.declarations[several], units)
    of_runs = units[runs]
    held = _at_once(1 << verdicts.words[of], runs)
    declarations = _by_word(np.bincount(of_runs << len(WORDS) | held, minlength=size << len(WORDS)))
    np.add.at(declarations, (verdicts.units, verdicts.words), alone)
    points, of_each = np.zeros(size, dtype=np.int64), np.maximum(verdicts.points, 0)
    np.add.at(points, verdicts.units, alone * of_each)
    if len(runs):
        np.add.at(points, of_runs, np.maximum.reduceat(of_each[of], runs))
    return entries, declarations, points


def _several(declarations: Ints, units: Ints) -> Ints:
    """The findings of rules that have more than one in their declaration; those of a rule stand together."""
    again = (declarations[1:] == declarations[:-1]) & (units[1:] == units[:-1])
    found = np.zeros(len(units), dtype=bool)
    found[1:] = again
    found[:-1] |= again
    return np.flatnonzero(found)


_HIT = WORDS.index("hit")


def _of_hits(
    size: int, ways: int, stated: DeclaredColumns, verdicts: Verdicts, found: Findings
) -> tuple[Ints, list[date | None], list[date | None]]:
    """By rule, of the declarations that it hit: how many by how their outcome is counted, the first and last day."""
    hits = np.flatnonzero((verdicts.words == _HIT)[found.combinations])
    units, declarations = verdicts.units[found.combinations[hits]], found.declarations[hits]
    once = first_of_runs(declarations, units)
    units, declarations = units[once], declarations[once]
    told = np.bincount(units * ways + stated.told.codes[declarations], minlength=size * ways).reshape(size, -1)
    return told, *_days(size, units, _ordinals(stated)[declarations])


def _named(names: Sequence[str], counts: Ints) -> list[dict[str, int]]:
    """Counts of each row by the names of columns, without those of nothing."""
    found: list[dict[str, int]] = [{} for _ in range(len(counts))]
    for name, column in zip(names, counts.T, strict=True):
        rows = np.flatnonzero(column)
        for row, count in zip(rows.tolist(), column[rows].tolist(), strict=True):
            found[row][name] = count
    return found


def _at_once(bits: Ints, runs: Ints) -> Ints:
    """For each run the bits of all its rows."""
    return np.bitwise_or.reduceat(bits, runs) if len(runs) else bits


def _by_word(counts: Ints) -> Ints:
    """Counts by unit and by what was said at once, as counts by unit and word."""
    sets = np.arange(1 << len(WORDS))
    return counts.reshape(-1, len(sets)) @ (sets[:, None] >> np.arange(len(WORDS)) & 1)


def _days(size: int, units: Ints, ordinals: Ints) -> tuple[list[date | None], list[date | None]]:
    """By unit, the first and the last of its days, -1 for one that is not known."""
    known = ordinals >= 0
    first, last = np.full(size, date.max.toordinal()), np.full(size, -1)
    np.minimum.at(first, units[known], ordinals[known])
    np.maximum.at(last, units[known], ordinals[known])
    never = last < 0
    return (
        [None if none else date.fromordinal(day) for none, day in zip(never.tolist(), first.tolist(), strict=True)],
        [None if none else date.fromordinal(day) for none, day in zip(never.tolist(), last.tolist(), strict=True)],
    )


_BITS = 63
"""Names that are looked for at once, each by a bit of a number."""


def _count_missing(tally: Tally, verdicts: Verdicts, found: Findings) -> None:
    findings = np.bincount(found.combinations, minlength=len(verdicts.tells))
    runs = first_of_runs(found.declarations)
    names = sorted({name for told in verdicts.told for name in told})
    for begin in range(0, len(names), _BITS):
        bits = {name: 1 << at for at, name in enumerate(names[begin : begin + _BITS])}
        of_told = [sum(bits.get(name, 0) for name in told) for told in verdicts.told]
        named = np.asarray(of_told, dtype=np.int64)[verdicts.tells]
        held = _at_once(named[found.combinations], runs)
        for name, bit in bits.items():
            if count := int(findings[named & bit != 0].sum()):
                tally.missing[name] = count
                tally.missing_declarations[name] = int(np.count_nonzero(held & bit))


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
