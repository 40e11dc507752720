"""What a fix of wording does to the answers: nothing, whatever the boxes hold."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest

from stce_rules import Assessor
from stce_rules.cli.fixes import mend
from stce_rules.rulesets.authored import author
from stce_rules.workbench.linting import lint, project_of

MEANING_KEPT = {"W424", "W434", "W435", "W436", "W437", "W446"}
BAD = Path(__file__).resolve().parents[2] / "corpus" / "bad" / "linting"
CASES = ("no_said_twice", "one_bullet", "one_value", "same_and_within", "no_edition")
BOXES: dict[str, tuple[object, ...]] = {
    "hs": (None, "840120", "84012000", "070190", "8401"),
    "destination": (None, "SS", "NO", "DE"),
    "origin": (None, "IR", "DE"),
    "description": (None, "gas centrifuge, end cap", "sample of a rotor tube", "model"),
}
"""Values of a goods item; all of their combinations are judged."""


def _answers(rules: Path) -> list[object]:
    """The outcome of every rule for every item, and for a declaration of all of them."""
    items = [dict(zip(BOXES, values, strict=True)) | {"number": 1} for values in product(*BOXES.values())]
    declarations: list[dict[str, object]] = [{"id": str(n), "items": [item]} for n, item in enumerate(items)]
    pairs = zip(items, items[7:], strict=False)
    declarations += [
        {"id": f"p{n}", "date": "2026-01-01", "flow": "import", "items": [one, other | {"number": 2}]}
        for n, (one, other) in enumerate(pairs)
    ]
    with Assessor.from_rulesets(rules) as assessor:
        found = [assessor.assess(one) for one in declarations]
    return [
        [sorted((one.rule, one.item) for one in outcomes) for outcomes in (each.hits, each.exempt, each.undetermined)]
        for each in found
    ]


@pytest.mark.parametrize("case", CASES)
def test_a_plainer_wording_gives_the_same_answers(case: str, tmp_path: Path) -> None:
    """Declarations with all combinations of values are answered alike before and after the fixes."""
    rules = tmp_path / "rules.stce"
    text = (BAD / f"{case}.stce").read_text(encoding="utf-8")
    rules.write_text(text + _RULES_OF_INDICATORS.get(case, ""), encoding="utf-8")
    before = _answers(rules)
    for _ in range(10):
        authored = author([rules])
        found = lint(project_of(authored.rulesets[0], authored.diagnostics))
        if not mend(one for one in found if one.code in MEANING_KEPT):
            break
    assert rules.read_text(encoding="utf-8") != text + _RULES_OF_INDICATORS.get(case, "")
    assert _answers(rules) == before
    assert len({str(one) for one in before}) > 1


_RULES_OF_INDICATORS = {
    "same_and_within": 'rule "R" "Parts" for each item when rotor or special_rotor then add 1 point end\n',
}


def test_a_negation_about_all_items_is_left_alone(tmp_path: Path) -> None:
    """In a rule on declarations `not destination is missing` is about every item; nothing plainer says that."""
    rules = tmp_path / "rules.stce"
    rules.write_text(
        'rule "R" "Every item has a destination"\n  for each declaration\n  when not destination is missing\n'
        "  then add 1 point\nend\n",
        encoding="utf-8",
    )
    authored = author([rules])
    assert "W434" not in {one.code for one in lint(project_of(authored.rulesets[0], authored.diagnostics))}
