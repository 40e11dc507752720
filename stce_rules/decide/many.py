"""Scores and channels of many declarations at once, as `channel` gives them for one.

Enters: findings as columns, sorted by declaration and unit. Leaves: a score and a channel for each declaration.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from stce_rules.core.assessment import CHANNELS
from stce_rules.core.truth import Truth
from stce_rules.decide.channel import drawn
from stce_rules.plan.model import AllOf, AnyOf, AtLeastOf, Condition, Decision, Not, Plan, ScoreIs

__all__ = ["channels", "decided", "first_of_runs", "heaviest_floors", "is_dated", "rests_on_score", "scores"]

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


def first_of_runs(*columns: Ints) -> Ints:
    """Where runs of rows that agree in all columns begin."""
    if not len(columns[0]):
        return np.empty(0, dtype=np.int64)
    changes = np.ones(len(columns[0]), dtype=bool)
    changes[1:] = False
    for column in columns:
        changes[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(changes)


def scores(count: int, declarations: Ints, units: Ints, points: Ints, cap: int | None) -> Ints:
    """Each rule counts once, with its worst item; the sum is capped."""
    total = np.zeros(count, dtype=np.int64)
    first = first_of_runs(declarations, units)
    if len(first):
        worst = np.maximum(np.maximum.reduceat(points, first), 0)
        which = declarations[first]
        starts = first_of_runs(which)
        total[which[starts]] = np.add.reduceat(worst, starts)
    return total if cap is None else np.minimum(total, cap)


def heaviest_floors(count: int, declarations: Ints, floors: Ints) -> Ints:
    """The heaviest `at least` of each declaration, as a place among the channels; the lightest where there is none."""
    found = np.zeros(count, dtype=np.int64)
    starts = first_of_runs(declarations)
    if len(starts):
        found[declarations[starts]] = np.maximum(np.maximum.reduceat(floors, starts), 0)
    return found


def rests_on_score(decision: Decision) -> bool:
    """Whether a decision asks for nothing but the score."""
    return all(_of_score(line.condition) for line in decision.channels)


def _of_score(condition: Condition) -> bool:
    match condition:
        case ScoreIs():
            return True
        case AllOf() | AnyOf() | AtLeastOf():
            return all(_of_score(part) for part in condition.parts)
        case Not():
            return _of_score(condition.part)
        case _:
            return False


def is_dated(decision: Decision) -> bool:
    """Whether what the score is compared with changes over time."""
    return any(_turns(line.condition) for line in decision.channels)


def _turns(condition: Condition) -> bool:
    match condition:
        case ScoreIs():
            limits = (condition.within.low, condition.within.high)
            return any(start is not None for limit in limits if limit is not None for start, _ in limit.bound.values)
        case AllOf() | AnyOf() | AtLeastOf():
            return any(_turns(part) for part in condition.parts)
        case Not():
            return _turns(condition.part)
        case _:
            return True


def decided(decision: Decision, truth: Callable[[Condition], Truth]) -> int:
    """The channel a decision gives before `at least` and samples, as a place among the channels."""
    reached = [CHANNELS.index(line.channel) for line in decision.channels if truth(line.condition) is Truth.TRUE]
    return max(reached) if reached else CHANNELS.index(decision.otherwise)


def channels(plan: Plan, own: Ints, floors: Ints, names: Callable[[Ints], Sequence[str]]) -> tuple[Ints, Flags]:
    """The channel of each declaration, and whether the sample raised it.

    `own` is what the decision alone gives; `names` gives the ids of some declarations.
    """
    found = np.maximum(own, floors)
    settled = np.zeros(len(found), dtype=bool)
    raised = np.zeros(len(found), dtype=bool)
    for sample in plan.decision.samples:
        into = CHANNELS.index(sample.into)
        of = np.flatnonzero((found == CHANNELS.index(sample.of)) & ~settled)
        met = of[[drawn(plan.name, name) < sample.share for name in names(of)]] if len(of) else of
        settled[met] = True
        raised[met] = found[met] < into
        found[met] = np.maximum(found[met], into)
    return found, raised
