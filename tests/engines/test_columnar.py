"""The columnar engine against the oracle, one case at a time and many together."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stce_rules.core.declaration import Declaration, Item
from stce_rules.decide.reasons import missing
from stce_rules.engines.columnar import ColumnarEngine
from stce_rules.engines.columnar.cases import CaseBatch, CaseBooks
from stce_rules.engines.columnar.engine import Judges
from stce_rules.engines.columnar.looking_back import PastOfCases
from stce_rules.engines.judging import NO_PAST, Prepared
from stce_rules.engines.protocol import Surroundings
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.intake.normalise import normalise
from stce_rules.plan.judgement import Judgement, Outcome
from stce_rules.plan.model import Plan
from stce_rules.testing.agreement import plan_of
from stce_rules.testing.conformance import check_engine
from tests.engines.plans import (
    SURROUNDINGS,
    Declared,
    answer,
    declarations,
    judged_plans,
    plans,
    spoken_of,
)


@pytest.mark.slow
@settings(max_examples=100)
@given(judged_plans())
def test_columns_answer_as_the_oracle_does(judged: tuple[Plan, Declared]) -> None:
    """Verdicts, trees, decision and assessment are those of the engine that asks every rule of every item."""
    plan, case = judged
    oracle, columnar = ReferenceEngine(plan, SURROUNDINGS), ColumnarEngine(plan, SURROUNDINGS)
    assert answer(columnar, plan, case, alarms=False) == answer(oracle, plan, case, alarms=False)


@st.composite
def _batches(draw: st.DrawFn) -> tuple[Plan, list[list[Declared]]]:
    """A plan with some batches of declarations."""
    plan = draw(plans())
    batch = st.lists(declarations(spoken_of(plan)), min_size=1, max_size=5)
    return plan, draw(st.lists(batch, min_size=1, max_size=3))


Told = tuple[int, int, Outcome, tuple[str, ...]]


def _said(plan: Plan, judgement: Judgement) -> list[Told]:
    """The findings of a judgement, with the boxes that would decide what is undetermined."""
    found = []
    for one in judgement.verdicts:
        undetermined = one.outcome is Outcome.UNDETERMINED
        boxes = missing(plan, (judgement.explain(one.unit, one.at).condition,)) if undetermined else ()
        found.append((one.unit, one.at, one.outcome, tuple(boxes)))
    return found


@pytest.mark.slow
@settings(max_examples=60)
@given(_batches())
def test_batches_answer_as_the_oracle_does(drawn: tuple[Plan, list[list[Declared]]]) -> None:
    """Many declarations together get the findings and missing boxes that each gets alone, from batch to batch."""
    plan, batches = drawn
    prepared = Prepared(plan, SURROUNDINGS)
    judges = Judges(prepared, lambda unit: tuple(missing(plan, (unit.condition,))))
    oracle = ReferenceEngine(plan, SURROUNDINGS)
    books: CaseBooks = {}
    for cases in batches:
        found = judges.judge(CaseBatch(cases, books), PastOfCases(prepared, cases))
        rows: dict[int, list[Told]] = {at: [] for at in range(len(cases))}
        for declaration, at, number in zip(
            found.declarations.tolist(), found.items.tolist(), found.combinations.tolist(), strict=True
        ):
            one = judges.combinations[number]
            rows[declaration].append((one.unit, at, one.outcome, one.told))
        assert rows == {at: _said(plan, oracle.judge(case)) for at, case in enumerate(cases)}


def test_the_columnar_engine_conforms() -> None:
    """Every case of the conformance kit gets the answer written down for it."""
    assert check_engine(ColumnarEngine) == ()


def test_where_no_past_is_kept_every_declaration_says_so() -> None:
    """A declaration that no rule comes near has the alarm about past declarations too."""
    plan = plan_of(
        'rule "R" "Looks back" for each declaration where transport mode is "1" '
        "when number of declarations by consignee over 1 day is at least 2 then add 5 points end"
    )
    case = normalise(Declaration(id="A", transport_mode="4", items=[Item(number=1)]))
    columnar, oracle = (make(plan, Surroundings()).judge(case) for make in (ColumnarEngine, ReferenceEngine))
    assert columnar.verdicts == oracle.verdicts == ()
    assert columnar.alarms == oracle.alarms == (NO_PAST,)
