"""The engine for one declaration at a time: an index finds the candidates, and only they are judged."""

from __future__ import annotations

from stce_rules.core.boxes import Case
from stce_rules.engines.judged import JudgedCase
from stce_rules.engines.judging import Prepared
from stce_rules.engines.protocol import Surroundings
from stce_rules.engines.screening import PlanScreen
from stce_rules.engines.truths import Asks, TruthJudging
from stce_rules.plan.model import Plan


class IndexedEngine:
    """Judges candidates only. Its indexes are filled on demand and may be shared between threads."""

    name = "indexed"

    def __init__(self, plan: Plan, surroundings: Surroundings) -> None:
        self._prepared = Prepared(plan, surroundings)
        self._screen = PlanScreen(self._prepared)
        self._asks = Asks(plan.tests)

    def judge(self, case: Case) -> JudgedCase:
        """Judge a declaration."""
        return JudgedCase(TruthJudging(self._prepared, case, self._asks), self._screen.candidates(case))

    def close(self) -> None:
        """Nothing is held."""
