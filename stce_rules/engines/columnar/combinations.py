"""Rules that rest on one subject: an outcome for each key, judged once.

Enters: keys of pairs of subject and rule. Leaves: for each pair a combination (a rule's outcome, with what its reasons
come to), or none for `no hit`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from stce_rules.engines.columnar.assumed import NOTHING, Assumed, AssumedJudging
from stce_rules.engines.columnar.leaves import Leaf, WindowLeaf, as_finding
from stce_rules.engines.columnar.slots import Keys, values_of
from stce_rules.engines.judging import Judging
from stce_rules.engines.trees import judged_unit
from stce_rules.plan.judgement import HEADER, JudgedUnit, Outcome
from stce_rules.plan.model import Scope, WindowIs

if TYPE_CHECKING:
    from stce_rules.engines.columnar.known import Known

__all__ = ["NONE", "Alone", "Combination", "Combinations", "Told", "assumed_of"]

NONE = -1
"""Stands for `no hit`."""

Told = Callable[[JudgedUnit], tuple[str, ...]]
"""What is to be kept of the reasons of an undetermined rule."""


@dataclass(frozen=True, slots=True)
class Combination:
    """The outcome of a unit, other than `no hit`; `told` is what reasons come to when it is undetermined."""

    unit: int
    outcome: Outcome
    told: tuple[str, ...] = ()


class Combinations:
    """Combinations by number. Equal ones have one number."""

    def __init__(self, told: Told) -> None:
        self._told = told
        self._numbers: dict[Combination, int] = {}
        self._units: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)
        self.every: list[Combination] = []

    def of(self, judging: Judging, unit: int, at: int) -> int:
        """The combination of a unit judged at a position, or `NONE`."""
        outcome = judging.outcome(unit, at)
        if outcome is Outcome.NO_HIT:
            return NONE
        told = self._told(judged_unit(judging, unit, at)) if outcome is Outcome.UNDETERMINED else ()
        one = Combination(unit, outcome, told)
        number = self._numbers.setdefault(one, len(self.every))
        if number == len(self.every):
            self.every.append(one)
        return number

    @property
    def units(self) -> npt.NDArray[np.int64]:
        """The unit of each combination."""
        if len(self._units) < len(self.every):
            fresh = [one.unit for one in self.every[len(self._units) :]]
            self._units = np.append(self._units, np.asarray(fresh, dtype=np.int64))
        return self._units


def assumed_of(leaves: Sequence[Leaf | WindowLeaf], values: Sequence[int]) -> Assumed:
    """What the values of leaves say of a subject."""
    windows: dict[WindowIs, int] = {}
    tests: dict[int, tuple[int, int]] = {}
    for leaf, value in zip(leaves, values, strict=True):
        if isinstance(leaf, WindowLeaf):
            windows[leaf.condition] = windows.get(leaf.condition, 0) + (value << 2 * leaf.part)
        else:
            truth, _ = tests.get(leaf.test, (0, 0))
            tests[leaf.test] = (truth, value) if leaf.opens else (value, 0)
    return Assumed({test: as_finding(*both) for test, both in tests.items()}, windows)


class Alone:
    """The rules that rest on one subject, known by their places."""

    def __init__(self, leaves: Sequence[Sequence[Leaf | WindowLeaf]], known: Known) -> None:
        """`leaves` are those of each rule."""
        self._leaves = leaves
        self._all = known
        self._met = known.kernel.Met()
        self._outcomes: npt.NDArray[np.int64] = np.empty(0, dtype=np.int64)

    def outcomes(self, rules: npt.NDArray[np.int64], keys: Keys) -> npt.NDArray[np.int64]:
        """The combination of each pair."""
        numbers, first = self._met.numbers(rules, keys)
        fresh = [self._judged(*one) for one in zip(rules[first].tolist(), keys[first].tolist(), strict=True)]
        self._outcomes = np.append(self._outcomes, np.asarray(fresh, dtype=np.int64))
        found: npt.NDArray[np.int64] = self._outcomes[numbers]
        return found

    def _judged(self, rule: int, key: Sequence[int]) -> int:
        known, leaves = self._all, self._leaves[rule]
        unit = known.rules.units[rule]
        assumed = assumed_of(leaves, values_of(key, len(leaves)))
        day = known.variants.example(rule, key[0] & 0xFFFF)
        if known.prepared.plan.units[unit].scope is Scope.DECLARATION:
            return known.combinations.of(AssumedJudging(known.prepared, day, assumed, (NOTHING,)), unit, HEADER)
        return known.combinations.of(AssumedJudging(known.prepared, day, NOTHING, (assumed,)), unit, 0)
