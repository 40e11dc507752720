"""Case files to look at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stce_rules.assessor import Assessor
from stce_rules.decide.assess import JudgedDeclaration, assess
from stce_rules.decide.traced import traced
from stce_rules.intake.canonical import decode
from stce_rules.plugins import discover
from stce_rules.workbench.casefile import CaseFile, Given, case_file

RULES = """\
use edition 2022
use lists from "goods.yaml" as goods

rule "R-1" "Watched goods to South Sudan"
  version 2 owner "Desk"
  regime "Some law, Article 3"
  for each item
  when cas is in list goods.watched and destination is SS
  unless licence is valid because "a permit covers it"
  unless concentration is at most 30% because "weak mixture"
  then add 60 points, at least red, refer to "Licensing authority"
  if unknown ask for "safety data sheet", at least yellow
  because "Watched goods need a licence."
end

rule "R-2" "By air"
  for each declaration
  when transport mode is "4"
  then add 10 points, flag "air"
end

rule "M-1" "Shadow"
  status monitor
  for each declaration
  when destination is SS
  then add 10 points
end

exemption "X-1" "Returned goods"
  for each item
  lifts rules "R-1"
  when procedure is "3151"
  because "returned unaltered"
end
"""
GOODS = """\
watched:
  of: cas
  source: Annex
  as_of: 2026-06-01
  members: [{value: 756-79-6, name: DMMP, source: "2.B.4"}, 111-48-8]
"""
DECLARATION: dict[str, object] = {
    "id": "26XX0417",
    "date": "2026-11-20",
    "flow": "export",
    "office": "DE004850",
    "destination": "SS",
    "transport_mode": "4",
    "items": [
        {"number": 1, "hs": "29314100", "cas": ["756-79-6"], "procedure": "1000"},
        {"number": 2, "hs": "29309000", "procedure": "1000"},
        {"number": 3, "hs": "29314100", "cas": ["756-79-6"], "procedure": "3151"},
        {"number": 4, "origin": "UK"},
    ],
    "sources": {"items[0].cas[0]": "SG25[1]/PIA:2"},
}

Make = Callable[..., CaseFile]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """The case file of a declaration by these rules."""
    (tmp_path / "rules.stce").write_text(RULES, encoding="utf-8")
    (tmp_path / "goods.yaml").write_text(GOODS, encoding="utf-8")

    def made(declared: dict[str, object] = DECLARATION) -> CaseFile:
        path = tmp_path / "rules.stce"
        with Assessor.from_rulesets(path, engine="reference", plugins=discover(entry_points=False)) as assessor:
            declaration = decode(declared)
            plan, judgement, case = assessor.judge(declaration)
        judged = JudgedDeclaration(declaration.id, declaration.version, judgement, "reference", case.issues)
        assessment = traced(assess(plan, judged), declaration.sources)
        return case_file(Given(plan, judgement, declaration, case.date, assessment, ["asycuda 0.1.0"]))

    return made
