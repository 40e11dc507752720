"""The oracle: every rule asked of every subject. Slow, and plainly what the words mean."""

from __future__ import annotations

from stce_rules.core.boxes import Case
from stce_rules.engines.judged import JudgedCase
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.protocol import Surroundings
from stce_rules.plan.model import Plan


class ReferenceEngine:
    """Judges by definition. Holds nothing but the plan, so threads may share it."""

    name = "reference"

    def __init__(self, plan: Plan, surroundings: Surroundings) -> None:
        self._prepared = Prepared(plan, surroundings)
        self._rules = tuple((number, unit.scope) for number, unit in enumerate(plan.units) if unit.is_recorded)

    def judge(self, case: Case) -> JudgedCase:
        """Judge a declaration."""
        judging = Judging(self._prepared, case)
        return JudgedCase(judging, [(rule, at) for rule, scope in self._rules for at in judging.positions(scope)])

    def close(self) -> None:
        """Nothing is held."""
