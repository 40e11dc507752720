"""What is the same for all findings of one combination: rule, outcome, effects, the boxes that would decide."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from stce_rules.core.assessment import CHANNELS
from stce_rules.decide.assess import effects_of
from stce_rules.engines.columnar.combinations import Combination
from stce_rules.plan.model import Plan

__all__ = ["Verdicts"]

Ints = npt.NDArray[np.int64]


class Verdicts:
    """Combinations as columns, by number. Grows with them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        names = sorted({unit.name for unit in plan.units})
        self._rank = {name: at for at, name in enumerate(names)}
        self._met: list[tuple[int, int, int, int, bool]] = []
        self.outcomes: list[str] = []
        self.missing: list[tuple[str, ...]] = []
        self.units: Ints = np.empty(0, dtype=np.int64)
        self.ranks: Ints = self.units
        self.points: Ints = self.units
        self.floors: Ints = self.units
        self.shadow: npt.NDArray[np.bool_] = np.empty(0, dtype=bool)

    def take(self, combinations: Sequence[Combination]) -> None:
        """Take in the combinations that were not met."""
        if len(combinations) == len(self._met):
            return
        for one in combinations[len(self._met) :]:
            unit = self._plan.units[one.unit]
            effects = effects_of(unit, one.outcome)
            floor = -1 if effects.channel is None else CHANNELS.index(effects.channel)
            shadow = unit.status == "monitor"
            self._met.append((one.unit, self._rank[unit.name], effects.points, floor, shadow))
            self.outcomes.append(f"monitor {one.outcome.value}" if shadow else one.outcome.value)
            self.missing.append(one.told)
        columns = np.asarray(self._met, dtype=np.int64).T
        self.units, self.ranks, self.points, self.floors = columns[:4]
        self.shadow = columns[4].astype(bool)
