"""What is the same for all findings of one combination: rule, outcome, effects, the boxes that would decide."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from stce_rules.core.assessment import CHANNELS
from stce_rules.decide.assess import effects_of
from stce_rules.engines.columnar.combinations import Combination
from stce_rules.plan.model import Plan

__all__ = ["OUTCOMES", "WORDS", "Verdicts"]

Ints = npt.NDArray[np.int64]


WORDS = ("hit", "exempt", "undetermined")

OUTCOMES = (*WORDS, *(f"monitor {word}" for word in WORDS))
"""As findings tell them."""


class Verdicts:
    """Combinations as columns, by number. Grows with them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        names = sorted({unit.name for unit in plan.units})
        self._rank = {name: at for at, name in enumerate(names)}
        self._tells: dict[tuple[str, ...], int] = {}
        self._columns = np.empty((6, 0), dtype=np.int64)
        self._name()

    def take(self, combinations: Sequence[Combination]) -> None:
        """Take in the combinations that were not met."""
        strange = combinations[len(self.units) :]
        if strange:
            fresh = np.asarray([self._row(one) for one in strange], dtype=np.int64)
            self._columns = np.concatenate([self._columns, fresh.T], axis=1)
            self._name()

    def _row(self, one: Combination) -> tuple[int, ...]:
        unit = self._plan.units[one.unit]
        effects = effects_of(unit, one.outcome)
        floor = -1 if effects.channel is None else CHANNELS.index(effects.channel)
        outcome = WORDS.index(one.outcome.value) + len(WORDS) * (unit.status == "monitor")
        tells = self._tells.setdefault(one.told, len(self._tells))
        return one.unit, self._rank[unit.name], effects.points, floor, outcome, tells

    def _name(self) -> None:
        self.units, self.ranks, self.points, self.floors, self.outcomes, self.tells = self._columns
        self.words: Ints = self.outcomes % len(WORDS)
        shadow = self.outcomes >= len(WORDS)
        self.counted_points: Ints = np.where(shadow, 0, self.points)
        """Points and channels as they count for a declaration: what a monitored rule says does not."""
        self.counted_floors: Ints = np.where(shadow, -1, self.floors)
        self.told = tuple(self._tells)
        """The different fields that would decide; `tells` says which of them a combination has."""
