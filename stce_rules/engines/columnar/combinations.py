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

from stce_rules.core.semantics import Finding
from stce_rules.engines.columnar.assumed import AssumedJudging
from stce_rules.engines.columnar.leaves import Leaf, as_finding
from stce_rules.engines.columnar.slots import Keys, values_of
from stce_rules.engines.judging import Judging
from stce_rules.engines.trees import judged_unit
from stce_rules.plan.judgement import HEADER, JudgedUnit, Outcome
from stce_rules.plan.model import Scope

if TYPE_CHECKING:
    from stce_rules.engines.columnar.known import Known

__all__ = ["NONE", "Alone", "Combination", "Combinations", "Told", "findings_of"]

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


def findings_of(leaves: Sequence[Leaf], values: Sequence[int]) -> dict[int, Finding]:
    """Findings by test, from the values of leaves."""
    opens = {leaf.test: value for leaf, value in zip(leaves, values, strict=True) if leaf.opens}
    return {
        leaf.test: as_finding(value, opens.get(leaf.test, 0))
        for leaf, value in zip(leaves, values, strict=True)
        if not leaf.opens
    }


class Alone:
    """The rules that rest on one subject, known by their places."""

    def __init__(self, leaves: Sequence[Sequence[Leaf]], known: Known) -> None:
        """`leaves` are those of each rule."""
        self._leaves = leaves
        self._all = known
        self._met: dict[bytes, int] = {}

    def outcomes(self, rules: npt.NDArray[np.int64], keys: Keys) -> npt.NDArray[np.int64]:
        """The combination of each pair."""
        rows = np.column_stack((rules.astype(np.uint64), keys))
        first, where = self._all.kernel.distinct(rows)
        found = np.asarray([self._outcome(row) for row in rows[first]], dtype=np.int64)
        return found[where] if len(found) else np.empty(0, dtype=np.int64)

    def _outcome(self, row: npt.NDArray[np.uint64]) -> int:
        known = self._met.get(head := row.tobytes())
        if known is None:
            rule, *key = row.tolist()
            known = self._met[head] = self._judged(rule, key)
        return known

    def _judged(self, rule: int, key: Sequence[int]) -> int:
        known, leaves = self._all, self._leaves[rule]
        unit = known.rules.units[rule]
        findings = findings_of(leaves, values_of(key, len(leaves)))
        day = known.variants.example(rule, key[0] & 0xFFFF)
        if known.prepared.plan.units[unit].scope is Scope.DECLARATION:
            return known.combinations.of(AssumedJudging(known.prepared, day, findings, ({},)), unit, HEADER)
        return known.combinations.of(AssumedJudging(known.prepared, day, {}, (findings,)), unit, 0)
