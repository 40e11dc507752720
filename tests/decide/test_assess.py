"""Assessments by one plan: what is kept of its rules is handed to nobody; without reasons all else is the same."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path
from typing import Any

import msgspec
import pytest

from stce_rules import Assessor, Declaration
from stce_rules.core.assessment import Assessment
from stce_rules.decide.assess import Assessing, JudgedDeclaration, assess
from stce_rules.intake.canonical import decode

RULES = """\
rule "HIT" "To South Sudan"
  regime "sanctions"
  for each item
  when destination is SS
  unless procedure is "3151" because "returned unaltered"
  then add 10 points, ask for "the contract"
end
rule "OPEN" "Heavy, or of the Emirates"
  for each item
  when destination is SS and (net mass is more than 500 kg or origin is AE or not gross mass is at most 9 kg)
  then add 5 points
  if unknown add 1 point, at least yellow, ask for "the packing list"
end
rule "SHADOW" "Heavy in shadow" status monitor
  for each item
  when net mass is more than 5 kg
  then add 50 points
end
"""
REASONS = {"evidence", "indicators", "unproven", "because", "exemptions"}
"""What entries leave out without reasons; of a hit, `because` is the rule's own, and stays."""


def _declared(name: str) -> Declaration:
    """A goods item that hits, one that is exempt, and one that nothing is known of."""
    items = [{"number": 1, "procedure": "1000", "net_mass_kg": 9}, {"number": 2, "procedure": "3151"}, {"number": 3}]
    return decode({"id": name, "flow": "export", "date": "2026-06-01", "destination": "SS", "items": items})


@pytest.fixture
def assessor(tmp_path: Path) -> Iterator[Assessor]:
    """The rules, loaded."""
    path = tmp_path / "rules.stce"
    path.write_text(RULES, encoding="utf-8")
    with Assessor.from_rulesets(path) as made:
        yield made


def _lists(part: object) -> Iterator[list[Any]]:
    """Every list in an assessment, whatever its depth."""
    if isinstance(part, list):
        yield part
        for one in part:
            yield from _lists(one)
    elif isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            yield from _lists(getattr(part, name))


@pytest.mark.parametrize("reasons", [False, True])
def test_no_two_assessments_have_a_list_in_common(assessor: Assessor, reasons: bool) -> None:
    """A host may do what it likes with the lists of an assessment: no other one, or entry, has them."""
    made = [assessor.assess(_declared("A"), reasons=reasons) for _ in range(2)]
    assert made[0].hits
    assert made[0].exempt
    assert made[0].undetermined
    assert made[0].monitor
    every = [one for assessment in made for one in _lists(assessment)]
    assert not any(one is other for one, other in combinations(every, 2))


def test_what_is_kept_of_rules_changes_no_assessment(assessor: Assessor) -> None:
    """One declaration after another is assessed as if each were the first."""
    assessing = Assessing(assessor.plan)
    for name in ("A", "B"):
        declaration = _declared(name)
        plan, judgement, case = assessor.judge(declaration)
        of = JudgedDeclaration(name, 1, judgement, "any", case.issues)
        assert assessing.of(of) == assess(plan, of)
        assert assessing.of(of, reasons=False) == assess(plan, of, reasons=False)


def _bare(assessment: Assessment) -> dict[str, object]:
    """An assessment as plain data, its entries without reasons."""
    plain: dict[str, Any] = msgspec.to_builtins(assessment)
    for kind in ("hits", "exempt", "undetermined", "monitor"):
        without = REASONS - {"because"} if kind == "hits" else REASONS
        plain[kind] = [{key: told for key, told in one.items() if key not in without} for one in plain[kind]]
    return plain


def test_without_reasons_all_else_is_the_same(assessor: Assessor) -> None:
    """What is missing is told of every open rule, though nothing else is explained."""
    with_reasons, without = (assessor.assess(_declared("A"), reasons=one) for one in (True, False))
    assert _bare(without) == _bare(with_reasons)
    assert [(one.item, one.missing) for one in without.undetermined] == [
        (1, ["gross mass", "origin"]),
        (2, ["gross mass", "net mass", "origin"]),
        (3, ["gross mass", "net mass", "origin"]),
    ]
    assert not any(one.evidence for one in without.hits)
    assert not any(one.evidence for one in without.undetermined)


@pytest.mark.parametrize("reasons", [False, True])
def test_what_was_judged_is_freed_without_a_search_for_cycles(assessor: Assessor, reasons: bool) -> None:
    """Nothing that an assessment was made from refers to itself in a circle."""
    assessor.assess(_declared("A"), reasons=reasons)
    gc.collect()
    gc.disable()
    try:
        assessor.assess(_declared("B"), reasons=reasons)
        found = gc.collect()
    finally:
        gc.enable()
    assert found == 0


def test_indicators_that_decide_nothing_are_not_gone_through(tmp_path: Path) -> None:
    """Each indicator asks the next one twice, so that all their sentences together could not be told in a lifetime."""
    path = tmp_path / "rules.stce"
    goods = "for each item when level_{0} or (origin is AE and level_{0}) end\n"
    indicators = [f'indicator level_{at} "Level {at}" {goods.format(at + 1)}' for at in range(40)]
    last = 'indicator level_40 "Cars" for each item when hs is chapter 87 end\n'
    rule = 'rule "R" "Heavy" for each item when net mass is more than 5 kg or level_0 then add 5 points end\n'
    path.write_text("".join((*indicators, last, rule)), encoding="utf-8")
    items = [{"number": 1, "hs": "290110", "origin": "AE"}]
    with Assessor.from_rulesets(path, engine="reference") as assessor:
        (found,) = assessor.assess({"id": "A", "date": "2026-06-01", "items": items}, reasons=False).undetermined
    assert found.missing == ["net mass"]
