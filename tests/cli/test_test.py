"""`stce test`: examples run, failures told."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import Result

from stce_rules.plugins import discover

Run = Callable[..., Result]

WITH_EXAMPLES = """\
rule "R-1" "Goods to South Sudan"
  for each item
  when destination is SS
  then add 35 points
  example "South Sudan" destination SS expect hit with yellow
  example "nothing <&> told" expect hit
  example "Norway" destination NO expect no hit
end

list firms of parties is "B" end
rule "R-2" "Resembles"
  status draft
  for each item
  when consignee resembles a party in list firms by at least 92%
  then add 1 points
  example "nearly" consignee "A" expect hit
end
"""


@pytest.fixture
def tested(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rule file with an example that fails and one that nothing here can judge, whatever plugins are installed."""
    monkeypatch.setattr("stce_rules.cli.test.discover", lambda: discover(entry_points=False))
    path = tmp_path / "tested.stce"
    path.write_text(WITH_EXAMPLES, encoding="utf-8")
    return path


def test_failures_are_named_with_their_reason(run: Run, tested: Path) -> None:
    """File and line, what was expected and what came out, the sentence that decided, a summary; exit code 1."""
    result = run("test", tested)
    assert result.stdout.splitlines() == [
        f'FAILED {tested}:6 rule "R-1", example "nothing <&> told"',
        "  expected hit, but it is undetermined: what would decide is destination",
        "    unknown: destination is SS; destination is blank",
        f'SKIPPED {tested}:16 rule "R-2", example "nearly"',
        "  not judged yet (E752): 'consignee resembles a party in list firms by at least 92%'",
        "4 examples: 2 passed, 1 failed, 1 skipped",
    ]
    assert result.exit_code == 1


def test_one_rule_alone(run: Run, tested: Path) -> None:
    """`--rule` runs the examples of that rule; what is skipped is no failure."""
    result = run("test", tested, "--rule", "R-2")
    assert result.stdout.endswith("1 example: 1 skipped\n")
    assert result.exit_code == 0


def test_rules_without_examples(run: Run, rules: Path) -> None:
    """A ruleset without examples says so and is no failure."""
    result = run("test", rules, "--engine", "indexed")
    assert (result.stdout, result.exit_code) == ("no examples\n", 0)


def test_results_as_data(run: Run, tested: Path) -> None:
    """`--format json` gives one object with the counts and every example, failures with their whole explanation."""
    told = json.loads(run("test", tested, "--format", "json").stdout)
    assert (told["schema"], told["engine"], told["passed"], told["failed"], told["skipped"]) == (
        1,
        "reference",
        2,
        1,
        1,
    )
    passed, failed, *_ = told["examples"]
    assert (passed["standing"], passed["got"], passed["got_channel"]) == ("passed", "hit", "yellow")
    assert "explanation" not in passed
    assert failed["explanation"]["outcome"] == "undetermined"
    assert failed["line"] == 6


def test_results_for_a_build_server(run: Run, tested: Path, tmp_path: Path) -> None:
    """`--junit` writes one test case for each example, well-formed whatever the titles hold."""
    file = tmp_path / "report.xml"
    assert run("test", tested, "--junit", file).exit_code == 1
    root = ET.fromstring(file.read_bytes())
    assert root.attrib == {"tests": "4", "failures": "1", "errors": "0", "skipped": "1"}
    cases = root.findall("testsuite/testcase")
    assert [(one.get("classname"), one.get("name")) for one in cases] == [
        ("tested.R-1", "South Sudan"),
        ("tested.R-1", "nothing <&> told"),
        ("tested.R-1", "Norway"),
        ("tested.R-2", "nearly"),
    ]
    assert [[child.tag for child in one] for one in cases] == [[], ["failure"], [], ["skipped"]]


def test_a_rule_or_engine_that_is_not_there(run: Run, tested: Path) -> None:
    """A name that nothing has is told with those that there are."""
    for words, said, mend in (
        (("--rule", "R-11"), "no rule 'R-11'", "did you mean"),
        (("--engine", "indxed"), "no engine 'indxed'", "those installed: columnar, durable, indexed, reference"),
    ):
        result = run("test", tested, *words)
        assert result.exit_code == 2
        assert said in result.stderr
        assert mend in result.stderr


def test_faulty_rules_are_not_run(run: Run, tmp_path: Path) -> None:
    """Faults of the rules are told instead of results."""
    (tmp_path / "bad.stce").write_text("rule\n", encoding="utf-8")
    result = run("test", tmp_path / "bad.stce")
    assert result.stdout == ""
    assert result.exit_code == 2
