"""`stce assess`: declarations judged, written in the order of the input."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import jsonschema
from click.testing import Result

from stce_rules.decide.schema import json_schema

Run = Callable[..., Result]


def assessments(result: Result) -> list[dict[str, object]]:
    """The lines of the standard output."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_one_line_for_each_declaration(run: Run, rules: Path, declarations: Path) -> None:
    """JSON has one assessment on each line, in the order of the input; hits are no failure."""
    result = run("assess", declarations, "--rules", rules, "--format", "json")
    told = assessments(result)
    assert [(one["declaration"], one["channel"], one["score"]) for one in told] == [
        ("A", "red", 75),
        ("B", "green", 0),
        ("C", "green", 0),
    ]
    assert (result.exit_code, result.stderr) == (0, "")


def test_every_line_is_valid(run: Run, rules: Path, declarations: Path) -> None:
    """What is written keeps to the published schema, whatever the outcome of the rules."""
    lines = assessments(run("assess", declarations, "--rules", rules, "--format", "json"))
    for one in lines:
        jsonschema.validate(one, json_schema())
    kinds = {kind for one in lines for kind in ("hits", "exempt", "undetermined", "monitor") if one[kind]}
    assert {"hits", "undetermined", "monitor"} <= kinds


def test_the_shipped_rulesets_keep_to_the_schema(run: Run) -> None:
    """Assessments by all shipped rulesets keep to the published schema."""
    items = [{"number": 1, "hs": "29307000", "description": "thiodiglycol"}, {"number": 2}]
    declaration = {"id": "A", "flow": "export", "date": "2026-06-01", "destination": "SS", "items": items}
    names = ("battlefield", "chemicals", "diversion", "nuclear-missile")
    result = run("assess", "-", "--rules", *names, "--format", "json", stdin=json.dumps(declaration))
    (told,) = assessments(result)
    jsonschema.validate(told, json_schema())
    assert told["channel"] == "red"


def test_cards_for_people(run: Run, rules: Path, declarations: Path) -> None:
    """Text names channel and points, each rule with what it rests on, what would decide, and sums up at the end."""
    said = run("assess", declarations, "--rules", rules).stdout
    assert "A  RED  75 points\n" in said
    assert "Watched goods to South Sudan (75 points, at least red)" in said
    assert "hs 84012000 (row 2 of goods.watched)" in said
    assert "would be decided by: hs" in said
    assert "Anything to Norway (would be hit, 10 points)" in said
    assert "refer to" in said
    assert said.endswith("\n3 declarations: 1 red, 2 green\n")
    assert "\x1b" not in said
    assert all(line == line.rstrip() for line in said.splitlines())


def test_a_refused_message_does_not_stop_the_others(run: Run, rules: Path, declarations: Path) -> None:
    """What cannot be read is reported on the standard error, as text or JSON; exit code 1."""
    text = declarations.read_text(encoding="utf-8")
    declarations.write_text(text.replace('"id": "B"', '"id" "B"'), encoding="utf-8")
    result = run("assess", declarations, "--rules", rules, "--format", "json")
    assert [one["declaration"] for one in assessments(result)] == ["A", "C"]
    told = json.loads(result.stderr)
    assert (told["code"], told["file"], told["line"]) == ("E601", str(declarations), 2)
    assert result.exit_code == 1
    said = run("assess", declarations, "--rules", rules)
    assert said.stderr.startswith(f"E601 {declarations}:2:7: ")
    assert said.stdout.endswith("2 declarations: 1 red, 1 green; 1 refused\n")
    assert said.exit_code == 1


def test_a_missing_file_does_not_stop_the_others(run: Run, rules: Path, declarations: Path, tmp_path: Path) -> None:
    """A file that is not there is a wrong input: exit code 2, and the files after it are judged."""
    result = run("assess", tmp_path / "nowhere", declarations, "--rules", rules, "--format", "json")
    assert len(assessments(result)) == 3
    assert json.loads(result.stderr)["code"] == "E881"
    assert result.exit_code == 2


def test_a_file_without_declarations(run: Run, rules: Path) -> None:
    """An empty input is warned of, and nothing failed."""
    result = run("assess", "-", "--rules", rules, stdin="")
    assert result.stderr.startswith("W613 <stdin>")
    assert result.stdout == "0 declarations\n"
    assert result.exit_code == 0


def test_the_exit_code_of_findings(run: Run, rules: Path, declarations: Path) -> None:
    """`--exit-code` makes a declaration that is not green a finding."""
    assert run("assess", declarations, "--rules", rules, "--exit-code").exit_code == 1
    green = declarations.read_text(encoding="utf-8").splitlines()[1]
    assert run("assess", "-", "--rules", rules, "--exit-code", stdin=green).exit_code == 0


def test_rulesets_after_one_option(run: Run, rules: Path, declarations: Path) -> None:
    """Several rulesets may follow one `--rules`; a file that is there and no rule file ends them."""
    other = rules.with_name("other.stce")
    other.write_text(
        'rule "O-1" "All"\n  for each declaration\n  when destination is stated\n  then add 1 point\nend\n',
        encoding="utf-8",
    )
    forms = [
        (declarations, "--rules", rules, other, "--format", "json"),
        (declarations, "--format", "json", "--rules", rules, other),
        ("--format", "json", "--rules", rules, other, declarations),
        ("--format", "json", f"--rules={rules}", other, declarations),
        (declarations, "--rules", rules, "--rules", other, "--format", "json"),
    ]
    outputs = {run("assess", *form).stdout for form in forms}
    assert len(outputs) == 1
    assert '"name":"other+rules"' in outputs.pop()


def test_engines_agree(run: Run, rules: Path, declarations: Path) -> None:
    """`--engine` chooses who judges; what is judged is the same."""
    by_engine = {}
    for engine in ("indexed", "reference"):
        lines = assessments(run("assess", declarations, "--rules", rules, "--format", "json", "--engine", engine))
        assert {one.pop("engine") for one in lines} == {engine}
        by_engine[engine] = lines
    assert by_engine["indexed"] == by_engine["reference"]


def test_an_adapter_by_name(run: Run, rules: Path) -> None:
    """`--adapter` reads a message in the format named, whatever it looks like."""
    laid_out = json.dumps({"id": "A", "destination": "NO"}, indent=1)
    told = run("assess", "-", "--rules", rules, "--adapter", "json", "--format", "json", stdin=laid_out)
    assert [one["declaration"] for one in assessments(told)] == ["A"]
    assert run("assess", "-", "--rules", rules, "--adapter", "json-lines", stdin=laid_out).exit_code == 1


def test_compressed_files(run: Run, rules: Path, declarations: Path) -> None:
    """A gzip file is read like any other."""
    packed = declarations.with_suffix(".gz")
    packed.write_bytes(gzip.compress(declarations.read_bytes()))
    assert len(assessments(run("assess", packed, "--rules", rules, "--format", "json"))) == 3


def test_control_characters_never_reach_a_terminal(run: Run, rules: Path) -> None:
    """A declaration cannot steer the terminal of the officer who reads about it."""
    hostile = {
        "id": "A\x1b[2J",
        "destination": "SS",
        "items": [{"number": 1, "description": "centrifuge \x1b]0;x\x07"}],
    }
    said = run("assess", "-", "--rules", rules, stdin=json.dumps(hostile)).stdout
    assert "A\\x1b[2J" in said
    assert "\x1b" not in said
