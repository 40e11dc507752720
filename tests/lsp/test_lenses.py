"""Examples are judged again only when something they depend on has changed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import in_order
from stce_rules.hooks import Contributions
from stce_rules.language.checking.findings import Findings
from stce_rules.lsp.judged import KeptFindings, Overtaken, judged
from stce_rules.lsp.lenses import KeptExamples, outcomes
from stce_rules.plan.together import NamedProgram
from stce_rules.plugins import discover
from stce_rules.rulesets.gather import Gathered, gather
from stce_rules.rulesets.load import load
from stce_rules.rulesets.reading import Folder
from stce_rules.testing.examples import run_examples

RULESETS = Path(__file__).parents[2] / "rulesets"
CONTRIBUTIONS: Contributions = discover().contributions


def _nothing() -> None:
    pass


def _read(folder: Path, texts: dict[Path, str]) -> tuple[Gathered, NamedProgram]:
    findings = Findings()
    gathered = gather(Folder(folder, folder.as_posix()), CONTRIBUTIONS, findings, texts)
    assert gathered is not None
    program = judged(
        gathered, in_order(findings.found), CONTRIBUTIONS, date(2026, 11, 22), KeptFindings()
    ).ruleset.program
    assert program is not None
    return gathered, program


def _missing(gathered: Gathered, kept: KeptExamples, name: str) -> list[str]:
    return sorted({one.unit for one in outcomes(gathered, kept, name) if one.said is None})


def test_lenses_say_what_the_test_command_says(repository: Path) -> None:
    """Of a shipped ruleset each example has the outcome that judging all of them together gives."""
    folder = RULESETS / "battlefield"
    gathered, program = _read(folder, {})
    kept = KeptExamples()
    assert kept.judge(gathered, program, CONTRIBUTIONS, _nothing)
    results = run_examples(load([folder], contributions=CONTRIBUTIONS), contributions=CONTRIBUTIONS)
    path = (folder / "battlefield.stce").as_posix()
    told = [(one.unit, one.example, one.passed) for one in outcomes(gathered, kept, path)]
    assert told == [(one.unit, one.example, one.passed) for one in results]
    assert not kept.judge(gathered, program, CONTRIBUTIONS, _nothing)


def test_only_what_depends_on_a_change_is_judged_again(desk: Path) -> None:
    """After a change of a rule its examples alone are open; after one of an indicator those of its rules too."""
    rules, common = desk / "rules.stce", desk / "common.stce"
    kept = KeptExamples()
    gathered, program = _read(desk, {})
    kept.judge(gathered, program, CONTRIBUTIONS, _nothing)
    changed, _ = _read(desk, {rules: rules.read_text().replace("add 40 points", "add 41 points")})
    assert _missing(changed, kept, rules.as_posix()) == ["D-1"]
    assert _missing(changed, kept, common.as_posix()) == []
    changed, _ = _read(desk, {common: common.read_text().replace("756-79-6\n", "676-97-1\n")})
    assert _missing(changed, kept, rules.as_posix()) == ["D-1"]
    assert _missing(changed, kept, common.as_posix()) == ["precursor"]
    moved, _ = _read(desk, {common: "# a line\n\n" + common.read_text()})
    assert _missing(moved, kept, common.as_posix()) == []


def test_work_that_is_overtaken_is_not_lost(desk: Path) -> None:
    """What was judged before a newer text came is told with what is judged after it."""
    gathered, program = _read(desk, {})
    kept = KeptExamples()

    def overtaken() -> None:
        raise Overtaken

    with pytest.raises(Overtaken):
        kept.judge(gathered, program, CONTRIBUTIONS, overtaken)
    assert _missing(gathered, kept, (desk / "rules.stce").as_posix()) == ["D-1"]
    assert kept.judge(gathered, program, CONTRIBUTIONS, _nothing)
    assert _missing(gathered, kept, (desk / "rules.stce").as_posix()) == []
