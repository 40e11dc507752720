"""How a channel came about: a sum that is the score, and grounds that give the channel."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from stce_rules.assessor import Assessor
from stce_rules.decide.account import Account, account
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.generator import generate
from stce_rules.intake.canonical import decode
from stce_rules.plugins import discover

RULES = """\
rule "A" "Heavy" for each item when net mass is more than 10 kg then add 60 points end
rule "B" "To Aden" for each declaration when destination is YE then add 50 points, at least blue end
rule "C" "By air" for each declaration when transport mode is "4"
  then add 5 points
  if unknown add 3 points, at least yellow
end
rule "M" "Shadow" status monitor for each declaration when destination is YE then add 90 points, at least red end
decision
  score at most 100
  red when score is at least 110
  yellow when score is at least 100
  green otherwise
  sample 100% of green into blue
end
"""


@pytest.fixture
def assessor(tmp_path: Path) -> Assessor:
    """An assessor by these rules."""
    path = tmp_path / "rules.stce"
    path.write_text(RULES, encoding="utf-8")
    return Assessor.from_rulesets(path, engine="reference", plugins=discover(entry_points=False))


def told(assessor: Assessor, **header: object) -> Account:
    """The account of a declaration of two goods items."""
    items = [{"number": 1, "net_mass_kg": 20}, {"number": 2, "net_mass_kg": 30}]
    plan, judgement, _ = assessor.judge(decode({"id": "A", "items": items, **header}))
    return account(plan, judgement, assess(plan, JudgedDeclaration("A", 1, judgement, "reference")))


def test_points_add_up_to_the_score(assessor: Assessor) -> None:
    """Each rule counts once, shadows and zeros not at all; a sum above the cap is told with it."""
    one = told(assessor, destination="YE")
    assert [(each.rule, each.outcome, each.item, each.points) for each in one.points] == [
        ("A", "hit", 1, 60),
        ("B", "hit", None, 50),
        ("C", "undetermined", None, 3),
    ]
    assert (one.sum, one.cap, one.score) == (113, 100, 100)


def test_grounds_give_the_channel(assessor: Assessor) -> None:
    """The grounds that decide come first; the others are told too."""
    one = told(assessor, destination="YE", transport_mode="1")
    assert one.channel == "yellow"
    assert [(each.channel, each.said, each.rule, each.decides) for each in one.grounds] == [
        ("yellow", "decision: yellow when score is at least 100", None, True),
        ("blue", "B (hit): at least blue", "B", False),
    ]


def test_the_sample_is_a_ground(assessor: Assessor) -> None:
    """A declaration that the sample raised says so, beside what the decision says otherwise."""
    one = told(assessor, destination="NO", transport_mode="1")
    assert [(each.channel, each.said, each.decides) for each in one.grounds] == [
        ("blue", "sample of green", True),
        ("green", "decision: green otherwise", False),
    ]


def test_a_policy_is_a_ground(assessor: Assessor) -> None:
    """What is heavier than all rules ask for was asked for beside them."""
    plan, judgement, _ = assessor.judge(decode({"id": "A", "destination": "NO", "items": [{"number": 1}]}))
    made = assess(plan, JudgedDeclaration("A", 1, judgement, "reference"))
    one = account(plan, judgement, msgspec.structs.replace(made, channel="red"))
    assert one.grounds[0].said == "asked for beside the rules"
    assert [each.decides for each in one.grounds].count(True) == 1


@pytest.mark.slow
def test_every_assessment_adds_up() -> None:
    """For generated trade the sum, capped, is the score, and the heaviest ground is the channel."""
    with Assessor.from_rulesets("chemicals", "diversion", plugins=discover(entry_points=False)) as assessor:
        for declared in generate(100, 7, 0.5):
            plan, judgement, _ = assessor.judge(declared)
            made = assess(plan, JudgedDeclaration(declared.id, declared.version, judgement, assessor.engine))
            one = account(plan, judgement, made)
            assert made.score == (one.sum if one.cap is None else min(one.sum, one.cap))
            assert one.grounds[0].channel == one.channel == made.channel
            assert all(each.said != "asked for beside the rules" for each in one.grounds)
