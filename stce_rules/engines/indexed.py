"""The engine for one declaration at a time: an index finds the candidates, and only they are judged."""

from __future__ import annotations

from stce_rules.core.boxes import Case
from stce_rules.engines.judged import JudgedCase
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.protocol import Surroundings
from stce_rules.engines.screening import ScopeScreen
from stce_rules.plan.judgement import HEADER
from stce_rules.plan.model import Plan, Scope, UnitKind


class IndexedEngine:
    """Judges candidates only. Its indexes are filled on demand and may be shared between threads."""

    name = "indexed"

    def __init__(self, plan: Plan, surroundings: Surroundings) -> None:
        self._prepared = Prepared(plan, surroundings)
        rules = [(number, unit) for number, unit in enumerate(plan.units) if unit.kind is UnitKind.RULE]
        self._items = ScopeScreen([at for at, one in rules if one.scope is Scope.ITEM], self._prepared)
        self._header = ScopeScreen([at for at, one in rules if one.scope is Scope.DECLARATION], self._prepared)

    def judge(self, case: Case) -> JudgedCase:
        """Judge a declaration."""
        header, items, on, flow = case.header, case.items, case.date, case.flow
        asked = [
            (rule, at) for at, item in enumerate(items) for rule in self._items.candidates(item, (item,), on, flow)
        ]
        asked += [(rule, HEADER) for rule in self._header.candidates(header, items, on, flow)]
        return JudgedCase(Judging(self._prepared, case), asked)

    def close(self) -> None:
        """Nothing is held."""
