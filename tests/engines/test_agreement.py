"""The indexed engine against the oracle, over random plans and declarations."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from stce_rules.engines.indexed import IndexedEngine
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.plan.model import Plan
from tests.engines.plans import SURROUNDINGS, Declared, answer, judged_plans


@pytest.mark.slow
@settings(max_examples=100)
@given(judged_plans())
def test_the_index_answers_as_the_oracle_does(judged: tuple[Plan, Declared]) -> None:
    """Verdicts, trees, decision and assessment are those of the engine that asks every rule of every item."""
    plan, case = judged
    oracle, indexed = ReferenceEngine(plan, SURROUNDINGS), IndexedEngine(plan, SURROUNDINGS)
    assert answer(indexed, plan, case, alarms=False) == answer(oracle, plan, case, alarms=False)
