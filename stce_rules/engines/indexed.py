"""The engine for one declaration at a time: an index finds the candidates, and only they are judged."""

from __future__ import annotations

from stce_rules.core.boxes import Case
from stce_rules.engines.judged import FoundCase, JudgedCase
from stce_rules.engines.judging import Prepared
from stce_rules.engines.possible import PlanScreen
from stce_rules.engines.protocol import Surroundings
from stce_rules.engines.truths import TruthJudging
from stce_rules.plan.judgement import Judgement
from stce_rules.plan.model import Plan


class IndexedEngine:
    """Judges candidates only. Its indexes are filled on demand and may be shared between threads."""

    name = "indexed"

    def __init__(self, plan: Plan, surroundings: Surroundings) -> None:
        self._prepared = Prepared(plan, surroundings)
        self._screen = PlanScreen(self._prepared)

    def judge(self, case: Case) -> Judgement:
        """Judge a declaration."""
        found = self._screen.settle(case)
        if found.left:
            return JudgedCase(self._judging(case), found.left, found.verdicts)
        return FoundCase(found.verdicts, lambda: self._judging(case))

    def _judging(self, case: Case) -> TruthJudging:
        return TruthJudging(self._prepared, case, self._screen.asks)

    def close(self) -> None:
        """Nothing is held."""
