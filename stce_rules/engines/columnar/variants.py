"""Whether rules, and the units they ask, apply: by dates and flow, numbered for each rule.

Enters: rules with the units of their closures, acceptance dates, flows. Leaves: a class for each declaration, and for
each rule and class a variant: equal variants of a rule apply alike; `KEPT_OUT` where the rule itself does not apply.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt

from stce_rules.core.truth import Truth
from stce_rules.engines.columnar.batch import Batch
from stce_rules.engines.columnar.slots import KEPT_OUT
from stce_rules.engines.judging import applicability
from stce_rules.plan.model import Plan

__all__ = ["DayAndFlow", "VariantTable", "Variants"]

DayAndFlow = tuple[date | None, str | None]

Variants = npt.NDArray[np.uint16]
"""By rule, then class."""


class VariantTable:
    """The variants of some rules."""

    def __init__(self, plan: Plan, rules: Sequence[tuple[int, Sequence[int]]]) -> None:
        """`rules` are unit numbers, each with the units of its closure."""
        self._plan = plan
        self._rules = rules
        units = {unit for _, asked in rules for unit in asked}
        starts = {plan.units[unit].start for unit in units}
        ends = {plan.units[unit].until for unit in units}
        after = {end if end == date.max else end + timedelta(days=1) for end in ends if end is not None}
        self._turns = sorted({start for start in starts if start is not None} | after)
        self._classes: dict[tuple[int | None, str | None], int] = {}
        self._numbers: list[dict[tuple[Truth, ...], int]] = [{} for _ in rules]
        self._examples: dict[tuple[int, int], DayAndFlow] = {}
        self.table: Variants = np.empty((len(rules), 0), dtype=np.uint16)

    def classes(self, batch: Batch) -> npt.NDArray[np.int32]:
        """The class of each declaration."""
        of_days = np.asarray([self._class_of(one) for one in batch.days], dtype=np.int32)
        return of_days[batch.day_of]

    def example(self, rule: int, variant: int) -> DayAndFlow:
        """A date and flow of a variant of a rule."""
        return self._examples[rule, variant]

    def _class_of(self, one: DayAndFlow) -> int:
        day, flow = one
        key = (None if day is None else bisect_right(self._turns, day), flow)
        if key not in self._classes:
            self._classes[key] = len(self._classes)
            fresh = [self._variant(rule, one) for rule in range(len(self._rules))]
            self.table = np.column_stack((self.table, np.asarray(fresh, dtype=np.uint16)))
        return self._classes[key]

    def _variant(self, rule: int, one: DayAndFlow) -> int:
        unit, asked = self._rules[rule]
        units = self._plan.units
        if applicability(units[unit], *one) is Truth.FALSE:
            return KEPT_OUT
        numbers = self._numbers[rule]
        variant = numbers.setdefault(tuple(applicability(units[each], *one) for each in asked), len(numbers))
        self._examples.setdefault((rule, variant), one)
        return variant
