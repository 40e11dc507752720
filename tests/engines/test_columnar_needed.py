"""What rules need, and what it rules out once it was found out."""

from __future__ import annotations

from decimal import Decimal
from types import ModuleType, SimpleNamespace
from typing import cast

import pytest

from stce_rules.core.declaration import Declaration, Item
from stce_rules.engines.columnar import arrays, passing
from stce_rules.engines.columnar.cases import CaseBatch, CaseBooks
from stce_rules.engines.columnar.engine import Judges
from stce_rules.engines.columnar.looking_back import PastOfCases
from stce_rules.engines.columnar.needed import Needed
from stce_rules.engines.judging import Prepared
from stce_rules.engines.protocol import Surroundings
from stce_rules.intake.normalise import normalise
from stce_rules.plan.access import Access
from stce_rules.testing.agreement import plan_of


def _groups(conditions: str) -> list[list[str]]:
    """The boxes of each group of a rule."""
    plan = plan_of(f'use edition 2022\nrule "R" "R" for each item when {conditions} then add 1 points end\n')
    groups = Needed(plan).of(len(plan.units) - 1)
    return [[plan.tests[one].field for one in group if isinstance(one, int)] for group in groups]


@pytest.mark.parametrize(
    ("conditions", "groups"),
    [
        ("hs is 2930.90 and destination is in (IR, KP)", [["hs"], ["destination"]]),
        ("hs is 2930.90 or destination is in (IR, KP)", [["hs", "destination"]]),
        ("origin is IR and (hs is 2930.90 or (cas is stated and cas is 111-48-8))",
         [["origin"], ["hs", "cas"], ["hs", "cas"]]),
        ("(hs is 2930.90 and origin is IR) or (hs is 8401.20 and origin is KP)",
         [["hs", "hs"], ["hs", "origin"], ["origin", "hs"], ["origin", "origin"]]),
        ("at least 2 of:\n- hs is 2930.90\n- origin is IR\n- destination is KP\nend",
         [["hs", "origin", "destination"]]),
        ("hs is 2930.90 and not (origin is IR and destination is KP)", [["hs"]]),
    ],
)  # fmt: skip
def test_of_each_group_a_sentence_must_not_be_false(conditions: str, groups: list[list[str]]) -> None:
    """What is joined by and is needed each, what is joined by or together, what is denied is left out."""
    assert _groups(conditions) == groups


def test_indicators_that_ask_each_other_twice_are_looked_into_once() -> None:
    """Forty of them one above the other are found out about at once, though a rule says the lowest a million times."""
    lines = ["use edition 2022", 'indicator i0 "I" for each item when origin is IR end']
    lines += [
        f'indicator i{at} "I" for each item when (hs is 2930.90 or i{at - 1}) and (destination is KP or i{at - 1}) end'
        for at in range(1, 40)
    ]
    plan = plan_of("\n".join([*lines, 'rule "R" "R" for each item when i39 then add 1 points end\n']))
    rule = len(plan.units) - 1
    boxes = {number: one.field for number, one in enumerate(plan.tests)}
    expected = [{"hs", "origin"}, {"destination", "origin"}]
    clauses, groups = Access(plan).of(rule), Needed(plan).of(rule)
    assert sorted(map(len, groups))[:2] == [2, 2]
    for found in (clauses, [group for group in groups if len(group) == 2]):
        assert [{boxes[one] for one in each if isinstance(one, int)} for each in found] == expected


def _item(origin: str, kilograms: int) -> Item:
    return Item(number=1, hs="29309098", origin=origin, net_mass_kg=Decimal(kilograms))


def test_alternatives_that_are_all_false_leave_no_pair(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once it is known what is false, a rule is asked of no item whose boxes deny all that it says with or.

    No index finds the rule by them: it stands under the code, which all items have.
    """
    monkeypatch.setattr(passing, "_FIRST", 1)
    plan = plan_of(
        'use edition 2022\nrule "R" "R" for each item when hs is 2930.90 '
        "and (origin is not in (FR, DE) or net mass is more than 5 kg) then add 1 points end\n"
    )
    prepared = Prepared(plan, Surroundings())
    asked: list[int] = []

    def candidates(*given: object) -> tuple[passing.Ints, passing.Ints]:
        found = arrays.candidates(*given)  # type: ignore[arg-type]  # as they were given
        asked.append(len(found[0]))
        return found

    kernel = SimpleNamespace(**{name: getattr(arrays, name) for name in arrays.__all__} | {"candidates": candidates})
    judges, books = Judges(prepared, lambda _: (), cast("ModuleType", kernel)), CaseBooks()
    ways = [("FR", 1), ("FR", 6), ("IR", 1), ("DE", 9)]
    found = []
    for _ in range(2):
        asked.clear()
        cases = [normalise(Declaration(id="D", date="2026-06-01", items=[_item(*way)])) for way in ways]
        found.append(judges.judge(CaseBatch(cases, books), PastOfCases(prepared, cases)).declarations.tolist())
    assert found == [[1, 2, 3]] * 2
    assert sum(asked) == 3
