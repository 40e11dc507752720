"""Whether blank boxes can leave a condition open."""

from __future__ import annotations

from pathlib import Path

import pytest

from stce_rules import Assessor
from stce_rules.rulesets.authored import author
from stce_rules.workbench.linting import project_of
from stce_rules.workbench.linting.undetermined import can_be_undetermined

CONTEXT = """\
use edition 2022
list nowhere of countries is KP, IR end
indicator sensitive "Sensitive goods"
  for each item
  when cas is stated and cas is 756-79-6
end
indicator heavy "Heavy goods"
  for each item
  when net mass is more than 5 t
  unless document is "X002" because "permit"
end
"""
OPEN = (
    "hs is 8401.20",
    "not hs is 8401.20",
    "destination is in list nowhere and licence is missing",
    "hs is missing or destination is SS",
    "heavy",
    "none of: - heavy - sensitive end",
    "at least 2 of: - heavy - sensitive - flow is export end",
    "origin is the same as destination",
    "origin differs from destination",
    'cas is stated and description mentions "sarin"',
)
CLOSED = (
    "hs is missing",
    "hs is stated and hs is 8401.20",
    "sensitive",
    "not sensitive",
    "licence is valid",
    'document is "X002" and licence is missing',
    "sensitive and net mass is stated and net mass is more than 5 kg",
    "destination is missing or destination is SS",
    "all of: - cas is stated - any of: - cas is 756-79-6 - cas is 111-48-8 end end",
)
ITEM = {"number": 1, "hs": "84012000", "cas": ["756-79-6"], "description": "sarin", "net_mass_kg": 9000, "origin": "SS"}
HEADER = {"destination": "SS", "flow": "export", "date": "2026-01-01"}


def _rules(condition: str, folder: Path) -> Path:
    path = folder / "rules.stce"
    path.write_text(
        f'{CONTEXT}rule "R" "r"\n  for each item\n  when {condition}\n  then add 1 point\nend\n', encoding="utf-8"
    )
    return path


@pytest.mark.parametrize("condition", [*OPEN, *CLOSED])
def test_blank_boxes_leave_open_what_they_can(condition: str, tmp_path: Path) -> None:
    """What is said of a condition is so when declarations with some of their boxes blank are judged."""
    path = _rules(condition, tmp_path)
    authored = author([path])
    project = project_of(authored.rulesets[0], authored.diagnostics)
    assert project.program is not None
    said = can_be_undetermined(project.program.rules[0].header, project.around.indicators)
    assert said is (condition in OPEN)
    boxes = [*ITEM.keys() - {"number"}, *HEADER]
    with Assessor.from_rulesets(path) as assessor:
        found = [
            assessor.assess(
                {
                    "id": "D",
                    **{box: value for box, value in HEADER.items() if box not in blank},
                    "items": [{box: value for box, value in ITEM.items() if box not in blank}],
                }
            )
            for blank in ({box for n, box in enumerate(boxes) if mask >> n & 1} for mask in range(1 << len(boxes)))
        ]
    assert any(one.undetermined for one in found) is said
