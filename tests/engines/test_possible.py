"""The rules that an index leaves possible, and the screens it keeps for values it has met."""

from __future__ import annotations

from pathlib import Path

import pytest

from stce_rules.core.declaration import Declaration, Flow, Item
from stce_rules.engines import possible
from stce_rules.engines.indexed import IndexedEngine
from stce_rules.engines.protocol import Surroundings
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.intake.normalise import normalise
from stce_rules.plan.model import Plan
from stce_rules.rulesets.load import load

_RULES = "".join(
    f'rule "R-{number}" "A rule" {dates} for each item when {condition} then add 1 points end\n'
    for number, (dates, condition) in enumerate(
        [
            ("", "hs is 2931.41 and destination is in (AE, SS)"),
            ("", "hs is heading 2931 and origin is NO"),
            ("", 'hs is chapter 29 and description mentions "pump"'),
            ("", "hs is 8401.20"),
            ("", "(hs is 2931.41 or cas is 756-79-6) and destination is AE"),
            ("", "destination is SS"),
            ("effective from 2024-01-01", "hs is 2931.41"),
            ("applies to imports", "hs is 2931.41 and destination is not NO"),
        ]
    )
)


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Rules with and without a code, dates and flows."""
    path = tmp_path / "rules.stce"
    path.write_text(_RULES, "utf-8")
    return load([path]).plan


def cases() -> list[Declaration]:
    """Every code with every destination, on days and flows that let other rules apply."""
    periods: list[tuple[str | None, Flow | None]] = [("2026-06-01", "export"), ("2022-06-01", "import"), (None, None)]
    return [
        Declaration(
            id=f"{code}-{destination}-{day}-{flow}",
            date=day,
            flow=flow,
            destination=destination,
            items=[Item(number=1, hs=code, description="a pump", origin="NO"), Item(number=2, hs="8401.20")][:items],
        )
        for code in ("29314100", "2931", "84012000", "29", "?", None)
        for destination in ("AE", "SS", "?", None)
        for day, flow in periods
        for items in (1, 2)
    ]


def agree(plan: Plan) -> None:
    """The indexed engine gives the verdicts of the oracle, when a value is met and when it is met again."""
    oracle, indexed = ReferenceEngine(plan, Surroundings()), IndexedEngine(plan, Surroundings())
    for _ in range(2):
        for one in cases():
            case = normalise(one)
            assert indexed.judge(case).verdicts == oracle.judge(case).verdicts, one.id


def test_a_value_met_again_leaves_the_same_rules_possible(plan: Plan) -> None:
    """Whatever day and flow it was met on before."""
    agree(plan)


def test_rules_that_are_too_many_for_a_value_are_screened_together(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answers are those of screens of their own."""
    monkeypatch.setattr(possible, "_NEARBY", 1)
    agree(plan)


def test_values_are_forgotten_when_too_many_were_met(plan: Plan, monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory stays bounded, and the answers stay the same."""
    monkeypatch.setattr(possible, "_MOST_KEPT", 6)
    agree(plan)
    screen = possible.PlanScreen(IndexedEngine(plan, Surroundings())._prepared)
    for one in cases():
        screen.candidates(normalise(one))
        assert len(screen._items._near) <= 6


def test_a_rule_that_a_box_rules_out_is_no_candidate(plan: Plan) -> None:
    """Rules of other codes and other destinations are left out before anything is judged."""
    screen = possible.PlanScreen(IndexedEngine(plan, Surroundings())._prepared)
    item = Item(number=1, hs="29314100", origin="NO", description="a valve")
    case = normalise(Declaration(id="a", date="2026-06-01", flow="export", destination="SS", items=[item]))
    left = {plan.units[rule].name for rule, _ in screen.candidates(case)}
    assert left == {"R-0", "R-1", "R-2", "R-5", "R-6"}
