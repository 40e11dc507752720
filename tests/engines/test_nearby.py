"""Outcomes that are found near a value, and the rules that are left to a judging."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from stce_rules.core.declaration import Declaration, Document, Item
from stce_rules.engines.indexed import IndexedEngine
from stce_rules.engines.judged import FoundCase, JudgedCase
from stce_rules.engines.protocol import Surroundings
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.intake.normalise import normalise
from stce_rules.plan.judgement import Outcome
from stce_rules.plan.model import Plan
from stce_rules.rulesets.load import load

_CONDITIONS = (
    "hs is 2931.41 and destination is in (AE, SS)",
    "hs is 2931.41 and destination is not AE and net mass is more than 25 kg",
    "hs is 2931.41 and net mass is at most 25 kg unless licence is valid",
    'hs is heading 2931 and description mentions "pump"',
    "hs is 2931.41 and document is Y901 and destination is AE",
    "hs is 2931.41 and origin is AE and origin is not the same as destination",
)
_LEFT = (
    'rule "LEFT" "Left" for each item when hs is 2931.41 and (origin is AE or destination is AE) then add 1 points end'
)


def rule(number: int, condition: str) -> str:
    """A rule of that condition."""
    when, _, lift = condition.partition(" unless ")
    unless = f' unless {lift} because "it is licensed"' if lift else ""
    return f'rule "R-{number}" "A rule" for each item when {when}{unless} then add 1 points end\n'


def plan_of(folder: Path, text: str) -> Plan:
    """The plan of some rules."""
    path = folder / "rules.stce"
    path.write_text(text, "utf-8")
    return load([path]).plan


@pytest.fixture
def plan(tmp_path: Path) -> Plan:
    """Rules of plain sentences, one of them lifted by a licence."""
    return plan_of(tmp_path, "".join(rule(number, one) for number, one in enumerate(_CONDITIONS)))


def cases() -> list[Declaration]:
    """Boxes that are blank, that cannot be read, and that hold one value or several."""
    licence = Document(type="X002", claim="licence", expires="2030-12-31")
    papers = [[], [licence], [Document(type="Y901"), Document(type="N380")], [Document(type="")]]
    masses = (None, Decimal(25), Decimal("25.001"), Decimal(-1))
    places = product(("AE", "ZZ", None), ("AE", "?", None))
    return [
        Declaration(
            id=f"{number}",
            date="2026-06-01",
            destination=destination,
            documents=documents,
            items=[Item(number=1, hs=hs, origin=origin, net_mass_kg=mass, description="a pump")],
        )
        for number, (hs, (destination, origin), documents, mass) in enumerate(
            product(("29314100", "2931"), places, papers, masses)
        )
    ]


def test_outcomes_near_a_value_are_those_of_the_oracle(plan: Plan) -> None:
    """Hit, exempt and undetermined, whatever is blank or cannot be read."""
    oracle, indexed = ReferenceEngine(plan, Surroundings()), IndexedEngine(plan, Surroundings())
    met = set()
    for one in cases():
        case = normalise(one)
        found = indexed.judge(case)
        assert found.verdicts == oracle.judge(case).verdicts, one
        met |= {verdict.outcome for verdict in found.verdicts}
    assert met == {Outcome.HIT, Outcome.EXEMPT, Outcome.UNDETERMINED}


def test_rules_of_plain_sentences_need_no_judging_until_somebody_asks_why(plan: Plan) -> None:
    """The trees are then those of the oracle."""
    item = Item(number=1, hs="29314100", origin="NO", net_mass_kg=Decimal(5), description="a pump")
    case = normalise(Declaration(id="a", date="2026-06-01", destination="AE", items=[item]))
    found, oracle = IndexedEngine(plan, Surroundings()).judge(case), ReferenceEngine(plan, Surroundings()).judge(case)
    assert isinstance(found, FoundCase)
    for one in found.verdicts:
        assert found.explain(one.unit, one.at) == oracle.explain(one.unit, one.at)
    assert found.alarms == oracle.alarms


@pytest.mark.parametrize(
    "text",
    [
        _LEFT,
        rule(1, "hs is 2931.41")
        + 'exemption "E" "Exempt" for each item lifts rules "R-1" when origin is AE because "x" end',
        rule(1, "hs is 2931.41 and net mass is between 1 kg and 5 kg"),
    ],
)
def test_what_is_no_plain_sentence_is_left_to_a_judging(tmp_path: Path, text: str) -> None:
    """Alternatives, exemptions, and limits on both sides."""
    plan = plan_of(tmp_path, text)
    item = Item(number=1, hs="29314100", origin="AE", net_mass_kg=Decimal(2))
    case = normalise(Declaration(id="a", date="2026-06-01", destination="AE", items=[item]))
    judged = IndexedEngine(plan, Surroundings()).judge(case)
    assert isinstance(judged, JudgedCase)
    assert judged.verdicts == ReferenceEngine(plan, Surroundings()).judge(case).verdicts
