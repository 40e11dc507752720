"""Rules that come of answers: they have no fault, are laid out, and their examples come out as they say."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stce_rules.cli import stce
from stce_rules.core.span import Source
from stce_rules.language import syntax
from stce_rules.language.parse import parse

Answers = dict[str, object]

MINIMAL: Answers = {"hs": "2931.41"}
WHOLE: Answers = {
    "flow": ["exports", "transits"],
    "hs": "2931.41; 2920 to 2931",
    "cas": "756-79-6",
    "words": ["dmmp", "methylphosphonate"],
    "goods": "any",
    "destination": "not NO; CH",
    "further": {"net mass at least": "25 kg", "origin": "CN; missing"},
    "licence": "yes",
    "licence because": "the permit covers the goods",
    "channel": "red",
    "points": "60",
    "ask for": "export licence",
    "refer to": "Licensing authority",
    "title": "Precursors",
    "because": "They are precursors.",
    "regime": "CWC 2.B",
    "id": "MY-7",
    "owner": "Chemical desk",
    "review by": "2027-06-30",
    "status": "active",
}


def written(folder: Path, answers: Answers, before: str = "") -> Path:
    """A rule file with the rule of these answers."""
    (folder / "answers.yaml").write_text(yaml.safe_dump(answers), encoding="utf-8")
    path = folder / "my.stce"
    if before:
        path.write_text(before, encoding="utf-8")
    result = CliRunner().invoke(stce, ["new", "rule", "--answers", str(folder / "answers.yaml"), "--into", str(path)])
    assert (result.exit_code, result.stderr) == (0, "")
    return path


def expectations(path: Path) -> set[str]:
    """The outcomes that the examples of the last rule show."""
    rule = parse(Source("rules.stce", path.read_text(encoding="utf-8"))).file.statements[-1]
    assert isinstance(rule, syntax.RuleStatement)
    return {one.expect.value for one in rule.examples}


def assert_fine(path: Path) -> None:
    """The file has no faults, is in canonical layout, and its examples pass."""
    run = CliRunner()
    checked = run.invoke(stce, ["check", str(path)])
    assert (checked.exit_code, " 0 errors" in checked.stdout) == (0, True), checked.output
    assert run.invoke(stce, ["fmt", "--check", str(path)]).exit_code == 0
    tested = run.invoke(stce, ["test", str(path)])
    assert tested.exit_code == 0, tested.output


@pytest.mark.parametrize("answers", [MINIMAL, WHOLE], ids=["minimal", "whole"])
def test_a_rule_is_fine(tmp_path: Path, answers: Answers) -> None:
    """The rule has no faults, and its examples show a hit, no hit and what a blank box gives."""
    path = written(tmp_path, answers)
    assert_fine(path)
    assert {"hit", "no hit", "undetermined"} <= expectations(path)


def test_the_rule_says_what_was_answered(tmp_path: Path) -> None:
    """Every answer stands in the rule."""
    text = written(tmp_path, WHOLE).read_text(encoding="utf-8")
    assert (
        text.partition("  example ")[0]
        == """\
use edition 2022

rule "MY-7" "Precursors"
  version 1 status active owner "Chemical desk"
  regime "CWC 2.B"
  review by 2027-06-30
  applies to exports, transits
  for each item
  when destination is not in (NO, CH) and net mass is at least 25 kg
   and any of:
      - origin is CN
      - origin is missing
    end
   and any of:
      - any of:
          - hs is 2931.41
          - hs is from heading 2920 to heading 2931
        end
      - cas is 756-79-6
      - description mentions any of ("dmmp", "methylphosphonate")
    end
  unless licence is valid because "the permit covers the goods"
  then add 60 points, at least red, ask for "export licence", refer to "Licensing authority"
  if unknown at least red, ask for "commodity code", ask for "CAS number",
      ask for "description of the goods", ask for "country of destination"
  because "They are precursors."
"""
    )


def test_a_rule_is_added(tmp_path: Path) -> None:
    """What is in the file stays there, comments included; the new rule may use its lists and indicators."""
    before = (
        "# mine\nuse edition 2017\nlist hubs of countries is AE, MY end # two\n"
        'indicator precursor "P"\n  for each item\n  when hs is 2931.31\nend\n'
        'rule "D-1" "Old" for each item when precursor then add 1 points # kept\nend\n'
    )
    path = written(tmp_path, {"indicator": "precursor", "destination": "list hubs"}, before)
    text = path.read_text(encoding="utf-8")
    kept = ("# mine", "use edition 2017", "# two", "# kept", 'rule "D-1" "Old"', 'rule "D-2" "Goods to list hubs"')
    assert [one for one in kept if one not in text] == []
    assert_fine(path)
    assert {"hit", "no hit", "undetermined"} <= expectations(path)


def test_a_rule_of_a_ruleset(tmp_path: Path) -> None:
    """In the folder of a ruleset its lists, indicators and edition are known, and ids go on."""
    run = CliRunner()
    assert run.invoke(stce, ["new", "ruleset", "desk", "--in", str(tmp_path)]).exit_code == 0
    path = written(tmp_path / "desk", {"indicator": "watched_goods", "hs": "list goods.watched", "goods": "all"})
    assert path.name == "my.stce"
    assert 'rule "DESK-002"' in path.read_text(encoding="utf-8")
    rules = tmp_path / "desk" / "rules.stce"
    added = path.read_text(encoding="utf-8").partition("\n")[2]
    rules.write_text(rules.read_text(encoding="utf-8") + added, encoding="utf-8")
    assert run.invoke(stce, ["test", str(tmp_path / "desk")]).exit_code == 0


ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "flow": st.sampled_from(["exports", "imports; transits", "all"]),
        "hs": st.sampled_from(["2931.41", "chapter 93; 8401", "not 2801 to 2853", "exactly 2931.41", "stated"]),
        "cas": st.sampled_from(["756-79-6", "not 756-79-6; 111-48-8", "missing"]),
        "words": st.sampled_from(["pump; centrifug*", "not toy", "maraging steel", "missing; dmmp"]),
        "goods": st.sampled_from(["any", "all"]),
        "destination": st.sampled_from(["SS; LY", "not NO", "missing"]),
        "further": st.dictionaries(
            st.sampled_from(["origin", "consignee country", "either origin"]),
            st.sampled_from(["CN", "not AE; MY", "stated"]),
            max_size=2,
        )
        | st.sampled_from(
            [
                {"net mass at least": "25 kg"},
                {"net mass": "1 kg to 25 kg; missing"},
                {"item value more than": "10,000 EUR", "concentration at most": "30%"},
                {"document": "not X002", "exemption claim": "Y901"},
                {"route": "AE; not", "licence": "missing"},
                {"route": "AE", "consignee country differs from": "destination"},
                {"description states uts": "2050 MPa"},
                {"licence": "missing"},
                {"date at least": "2026-01-01"},
            ]
        ),
        "licence": st.sampled_from(["yes", "no"]),
        "channel": st.sampled_from(["green", "red", ""]),
        "points": st.sampled_from(["0", "40", ""]),
        "ask for": st.sampled_from(["", 'licence; "a; b"']),
        "if unknown": st.sampled_from(["none", "commodity code"]),
        "status": st.sampled_from(["draft", "monitor", "active"]),
        "review by": st.sampled_from(["2027-06-30", ""]),
    },
)


@pytest.mark.slow
@given(ANSWERS)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_answers(tmp_path: Path, answers: Answers) -> None:
    """Whatever is answered, the rule that is written is fine, or there are reports and nothing is written."""
    (tmp_path / "answers.yaml").write_text(yaml.safe_dump(answers), encoding="utf-8")
    path = tmp_path / "my.stce"
    path.unlink(missing_ok=True)
    result = CliRunner().invoke(stce, ["new", "rule", "--answers", str(tmp_path / "answers.yaml"), "--into", str(path)])
    if result.exit_code:
        assert result.stderr[0] in "EW"
        assert not path.exists()
    else:
        assert_fine(path)
