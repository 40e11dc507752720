"""Outcomes that are found near a value, and the rules that are left to a judging."""

from __future__ import annotations

from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest

from stce_rules.core.declaration import Declaration, Document, Item
from stce_rules.engines import screening
from stce_rules.engines.indexed import IndexedEngine
from stce_rules.engines.judged import FoundCase
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
    "hs is 2931.41 and (origin is AE or destination is AE)",
    "(hs is 2931.41 or hs is 8401.20) and destination is not in (NO, SS)",
    "hs is 2931.41 or (cas is stated and cas is 756-79-6)",
    "(hs is 8401.20 or cas is 756-79-6) and not (origin is AE and net mass is more than 25 kg)",
    'hs is heading 2931 and (description mentions "pump" or cas is in (756-79-6, 64-17-5))',
    "(hs is chapter 84 and origin is AE) or (destination is stated and destination is SS)",
    "hs is 2931.41 and origin is missing",
    "hs is stated and origin is AE",
    "hs is missing and destination is AE",
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


@pytest.mark.parametrize("few", [0, 8])
def test_codes_names_and_numbers_beside_each_other_find_what_the_oracle_finds(
    plan: Plan, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    """Whatever is blank or cannot be read, whether or not texts are looked over for all rules at once."""
    monkeypatch.setattr(screening, "_FEW", few)
    oracle, indexed = ReferenceEngine(plan, Surroundings()), IndexedEngine(plan, Surroundings())
    codes = ("29314100", "2931", "84012000", "?", None)
    numbers: list[list[str]] = [[], ["756-79-6"], ["64-17-5"], ["756-79-6", "?"]]
    texts, places = ("a pump", "methyl 756-79-6 for use", None), (("AE", "SS"), ("NO", "AE"), ("?", None), (None, "?"))
    for hs, cas, text, (destination, origin) in product(codes, numbers, texts, places):
        item = Item(number=1, hs=hs, cas=cas, description=text, origin=origin, net_mass_kg=Decimal(30))
        case = normalise(Declaration(id="a", date="2026-06-01", destination=destination, items=[item]))
        assert indexed.judge(case).verdicts == oracle.judge(case).verdicts, case.declaration


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
        rule(1, "hs is 2931.41")
        + 'exemption "E" "Exempt" for each item lifts rules "R-1" when origin is AE because "x" end',
        rule(1, "hs is 2931.41 and net mass is between 1 kg and 5 kg"),
    ],
)
def test_exemptions_and_limits_on_both_sides_need_no_judging(tmp_path: Path, text: str) -> None:
    """They are found as the oracle finds them."""
    plan = plan_of(tmp_path, text)
    item = Item(number=1, hs="29314100", origin="AE", net_mass_kg=Decimal(2))
    case = normalise(Declaration(id="a", date="2026-06-01", destination="AE", items=[item]))
    judged = IndexedEngine(plan, Surroundings()).judge(case)
    assert isinstance(judged, FoundCase)
    assert judged.verdicts == ReferenceEngine(plan, Surroundings()).judge(case).verdicts
