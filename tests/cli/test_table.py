"""`stce table`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from stce_rules.core.span import Source
from stce_rules.language import syntax
from stce_rules.language.parse import parse
from stce_rules.workbench.decision_tables.sameness import same

Run = Callable[..., Result]

TABLE = "id,title,indicator,destination,points\nT-1,Watched goods,watched,NO,10\n"


@pytest.fixture
def here(tmp_path: Path, rules: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a rule file, and a table that uses its indicators."""
    assert rules.parent == tmp_path
    monkeypatch.chdir(tmp_path)
    Path("risk.csv").write_text(TABLE, encoding="utf-8")
    Path("plain.csv").write_text("id,title,hs,points\nP-1,Plain,2931.41,10\n", encoding="utf-8")
    return tmp_path


def test_a_table_beside_a_rule_file(run: Run, here: Path) -> None:
    """What another rule file defines can be used in a table; the new file takes that file in."""
    made = run("table", "import", "risk.csv", "--out", "table.stce", "--uses", "rules.stce")
    assert (made.exit_code, made.output) == (0, "1 rule: table.stce\n")
    assert 'use rules from "rules.stce"' in (here / "table.stce").read_text(encoding="utf-8")
    assert run("check", "table.stce").exit_code == 0
    assert run("fmt", "--check", "table.stce").exit_code == 0


def test_a_table_in_a_ruleset(run: Run, here: Path) -> None:
    """Beside a manifest that lists its files, the command says that the new one is to be listed too."""
    (here / "ruleset.yaml").write_text("name: desk\nversion: 1\nlanguage: 1\nfiles: [rules.stce]\n", encoding="utf-8")
    made = run("table", "import", "risk.csv", "--out", "table.stce")
    assert (made.exit_code, made.stderr) == (0, "")
    assert made.stdout == "1 rule: table.stce\nnext: name table.stce under 'files' in ruleset.yaml\n"
    (here / "ruleset.yaml").write_text("name: desk\nversion: 1\nlanguage: 1\n", encoding="utf-8")
    again = run("table", "import", "risk.csv", "--out", "table.stce")
    assert again.stdout == "1 rule: table.stce\n"
    assert run("check", here).exit_code == 0


def test_without_out_the_rules_are_printed(run: Run, here: Path) -> None:
    """Without --out the rule file goes to the standard output, and nothing is written."""
    made = run("table", "import", "risk.csv", "--uses", "rules.stce")
    assert made.exit_code == 0
    assert made.stdout.startswith("# Made from the decision table risk.csv")
    assert not (here / "table.stce").exists()


def test_reports_for_programs(run: Run, here: Path) -> None:
    """With --format json the reports come with their cells, the text or the file, and the same exit code."""
    faulty = run("table", "import", "risk.csv", "--format", "json")
    told = json.loads(faulty.stdout)
    assert (faulty.exit_code, told["schema"], told["text"], told["rules"]) == (1, 1, None, None)
    assert [(one["code"], one["file"]) for one in told["diagnostics"]] == [("E202", "risk.csv, cell C2")]
    fine = json.loads(run("table", "import", "risk.csv", "--uses", "rules.stce", "--format", "json").stdout)
    assert (fine["rules"], fine["diagnostics"], fine["out"]) == (1, [], None)
    assert 'rule "T-1"' in fine["text"]
    exported = run("table", "export", "rules.stce", "--out", "out.csv", "--format", "json")
    assert exported.exit_code == 0
    assert json.loads(exported.stdout) == {"schema": 1, "out": "out.csv", "rules": 2, "left_out": []}


def test_out_and_back(run: Run, here: Path) -> None:
    """What is exported can be imported, without a word changed."""
    assert run("table", "export", "rules.stce", "--out", "out.xlsx").stdout == "2 rules of 2: out.xlsx\n"
    (here / "rest.stce").write_text(
        (here / "rules.stce").read_text(encoding="utf-8").partition('rule "R-1"')[0], encoding="utf-8"
    )
    made = run("table", "import", "out.xlsx", "--out", "back.stce", "--uses", "rest.stce")
    assert (made.exit_code, made.stderr) == (0, "")
    before, after = (
        {
            one.name.text: one
            for one in parse(Source(name, (here / name).read_text(encoding="utf-8"))).file.statements
            if isinstance(one, syntax.RuleStatement)
        }
        for name in ("rules.stce", "back.stce")
    )
    assert before.keys() == after.keys()
    assert [name for name in before if not same(before[name], after[name])] == []


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["import", "none.csv"], "E881"),
        (["import", "."], "E920"),
        (["import", "risk.csv", "--sheet", "Rules"], "E923"),
        (["import", "risk.csv", "--out", "rules.txt"], "E939"),
        (["import", "plain.csv", "--out", "none/rules.stce"], "E889"),
        (["import", "risk.csv", "--uses", "none.stce"], "E801"),
        (["export", "rules.stce", "--out", "out.pdf"], "E920"),
        (["export", "none.stce", "--out", "out.csv"], "E801"),
        (["export", "rules.stce", "--out", "none/out.csv"], "E889"),
        (["export", "rules.stce"], "E880"),
    ],
)
def test_what_cannot_be(run: Run, here: Path, words: list[str], code: str) -> None:
    """Files that are not there, cannot be written or are no tables are told by code, with exit code 2."""
    before = sorted(here.rglob("*"))
    told = run("table", *words)
    assert (told.exit_code, told.stderr[:5]) == (2, f"{code} ")
    assert sorted(here.rglob("*")) == before
