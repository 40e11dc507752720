"""Answers from a file, and the command with and without a terminal."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from stce_rules.cli import stce
from stce_rules.workbench.drafting.questions import QUESTIONS

FOLDER = Path(__file__).resolve().parents[2] / "corpus" / "bad" / "decision_tables"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to work in."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def called(*words: str, stdin: str | None = None) -> tuple[int, str, str]:
    """Exit code, output and reports of `stce new rule`."""
    result = CliRunner().invoke(stce, ["new", "rule", *words], input=stdin)
    return result.exit_code, result.stdout, result.stderr


@pytest.mark.parametrize("path", sorted(FOLDER.glob("answers_*.yaml")), ids=lambda one: one.stem)
def test_faulty_answers(path: Path, here: Path) -> None:
    """All faults of a file of answers are told in one run, by their questions, and nothing is written."""
    (here / "answers.yaml").write_bytes(path.read_bytes())
    code, out, said = called("--answers", "answers.yaml", "--into", "my.stce")
    assert said == path.with_suffix(".expected").read_text(encoding="utf-8")
    assert (code in (1, 2), out) == (True, "")
    assert not (here / "my.stce").exists()


def test_a_pipe_that_ends(here: Path) -> None:
    """When the input ends before the last answer, the open question is named and nothing is written."""
    code, out, said = called("--into", "my.stce", stdin="exports\n2931.41\n")
    assert (code, out) == (2, "")
    assert said[said.index("E937") :] == (FOLDER / "input_ends.expected").read_text(encoding="utf-8")
    assert list(here.iterdir()) == []


def test_a_pipe_that_answers_everything(here: Path) -> None:
    """All answers of a pipe make a rule, which goes to the file; the dialogue goes to the standard error."""
    code, out, said = called("--into", "my.stce", stdin="exports\n2931.41\n" + "\n" * 30)
    assert (code, out) == (0, "wrote my.stce\nnext: stce test my.stce\n")
    assert "Commodity codes (HS)? [none]" in said
    assert 'rule "NEW-001" "Goods of 2931.41"' in (here / "my.stce").read_text(encoding="utf-8")


def test_no_means_nothing_is_written(here: Path) -> None:
    """The rule is shown, and left when the officer says no; after 'back' an answer can be corrected."""
    questions = "exports\n2931.41\n" + "\n" * 19
    code, out, said = called("--into", "my.stce", stdin=f"{questions}back\nactive\nmaybe\nno\n")
    assert (code, out) == (0, "")
    assert "status active" in said
    assert said.endswith("Nothing was written.\n")
    assert list(here.iterdir()) == []


def test_without_a_file_the_rule_is_printed(here: Path) -> None:
    """Without --into the rule goes to the standard output."""
    (here / "answers.yaml").write_text("hs: 2931.41\ndestination: NO\n", encoding="utf-8")
    code, out, said = called("--answers", "answers.yaml")
    assert (code, said) == (0, "")
    assert out.startswith('rule "NEW-001" "Goods of 2931.41 to NO"\n')


def test_the_questions_are_listed(here: Path) -> None:
    """Every question is listed with the name that a file of answers uses."""
    code, out, _ = called("--questions")
    assert code == 0
    assert [line.split("  ")[0] for line in out.splitlines()] == [one.name for one in QUESTIONS]


@pytest.mark.parametrize(
    ("name", "before"), [("faulty_file", 'rule "A" "t"\n  for each item\n  when\nend\n'), ("not_utf8", "# \udce9\n")]
)
def test_a_file_with_faults_is_left_alone(here: Path, name: str, before: str) -> None:
    """A rule is not added to a file that cannot be read, before anything is asked."""
    (here / "my.stce").write_bytes(before.encode("utf-8", "surrogateescape"))
    code, out, said = called("--into", "my.stce", stdin="exports\n")
    assert said == (FOLDER / f"into_{name}.expected").read_text(encoding="utf-8")
    assert (code, out) == (2, "")
    assert (here / "my.stce").read_bytes() == before.encode("utf-8", "surrogateescape")


def test_a_ruleset_with_faults(here: Path) -> None:
    """Where another file of the ruleset has a fault, it is told before anything is asked."""
    (here / "ruleset.yaml").write_text("name: desk\nversion: 1\nlanguage: 1\n", encoding="utf-8")
    rule = 'rule "A" "t"\n  for each item\n  when nowhere\n  then add 1 points\nend\n'
    (here / "other.stce").write_text(rule, encoding="utf-8")
    code, out, said = called("--into", "my.stce", stdin="exports\n")
    assert (code, out) == (2, "")
    assert [line.split(" ")[0] for line in said.splitlines() if line[:1] == "E"] == ["E939", "E202"]
    assert not (here / "my.stce").exists()


@pytest.mark.parametrize("path", ["my.txt", "nowhere/my.stce"])
def test_a_file_that_cannot_be(here: Path, path: str) -> None:
    """A name that is none of a rule file, or a folder that is not there, is told at once."""
    code, _, said = called("--into", path, stdin="exports\n")
    assert (code, said[:5]) == (2, "E939 ")
