"""Whatever is given to a command, an officer gets a coded report and an exit code, never a traceback."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from stce_rules.cli import guard, stce
from stce_rules.core.codes.commands import TABLE

FOLDER = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "commands"
COMMANDS = sorted(FOLDER.glob("*.command"))


def called(path: Path) -> tuple[int, int, str]:
    """The exit code that the file expects, the one that came, and what was said on the standard error."""
    code, *words = shlex.split(path.read_text(encoding="utf-8").replace("$ESC", "\x1b"))
    result = CliRunner().invoke(stce, words)
    return int(code), result.exit_code, result.stderr


@pytest.mark.parametrize("path", COMMANDS, ids=lambda path: path.stem)
def test_the_report_is_exactly_the_one_expected(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong command gives the report and the exit code that stand beside it, to the letter."""
    monkeypatch.chdir(FOLDER)
    expected, code, said = called(path)
    if path.stem == "refused":  # JSON, for programs
        assert '"code": "E602"' in said
        assert '"line": 2' in said
    else:
        assert said == path.with_suffix(".expected").read_text(encoding="utf-8")
    assert code == expected


@pytest.mark.parametrize(
    "words",
    [
        ["assess", "declarations.ndjson"],
        ["assess", "--rules", "rules.stce"],
        ["assess", "declarations.ndjson", "--rules", "rules.stce", "--format", "xml"],
        ["assess", "declarations.ndjson", "--rules"],
        ["explain", "R-1", "--item", "first", "--declaration", "A", "--rules", "rules.stce", "--", "a.ndjson"],
        ["check", "rules.stce", "--on", "2026-13-01"],
        ["check"],
        ["--unknown"],
        ["new", "law"],
    ],
)
def test_words_that_click_refuses(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What click itself refuses is told in the same form, with exit code 2."""
    monkeypatch.chdir(FOLDER)
    result = CliRunner().invoke(stce, words)
    assert result.exit_code == 2
    assert result.stderr.startswith("E880 ")
    assert result.stdout == ""


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["assess", "declarations.ndjson", "--rules", "rules.stce", "--engine", "fast"], "E710"),
        (["assess", "rules.stce", "--rules", "rules.stce"], "E612"),
        (["assess", "x" * 5000, "--rules", "rules.stce"], "E881"),
        (["check", "x" * 5000], "E801"),
        (["check", "nul\0byte"], "E801"),
        (["fmt", "x" * 5000], "E881"),
    ],
)
def test_reports_that_depend_on_the_installation(words: list[str], code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Names that are not there and paths that cannot be are told by code, with a place."""
    monkeypatch.chdir(FOLDER)
    result = CliRunner().invoke(stce, words)
    assert result.exit_code in (1, 2)
    assert f"{code} " in result.output


@pytest.mark.parametrize("raw", [b"\x00\x01\x02", b"{" * 5000, b"\xff\xfe{", b"\x1f\x8b\x08 no gzip", b"[]", b'"A"'])
def test_what_is_no_declaration(raw: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes that hold no declaration are refused with a code of 6xx."""
    monkeypatch.chdir(FOLDER)
    result = CliRunner().invoke(stce, ["assess", "-", "--rules", "rules.stce", "--format", "json"], input=raw)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert '"code": "E6' in result.stderr


def test_something_unforeseen(monkeypatch: pytest.MonkeyPatch) -> None:
    """What nobody thought of is told by code and place, with what to do, and without the words of the machine."""

    def fail(_paths: object, **_more: object) -> None:
        raise TypeError("'NoneType' object is not subscriptable")

    monkeypatch.chdir(FOLDER)
    monkeypatch.setattr("stce_rules.cli.check.load", fail)
    monkeypatch.delenv("STCE_DEBUG", raising=False)
    result = CliRunner().invoke(stce, ["check", "rules.stce"])
    assert result.exit_code == 2
    said = re.sub(r"\(test_bad_input.py, line \d+\)", "(load.py, line 1)", result.stderr)
    assert said == (FOLDER / "something_unforeseen.expected").read_text(encoding="utf-8")
    assert "NoneType" not in result.stderr
    monkeypatch.setenv("STCE_DEBUG", "1")
    assert "NoneType" in CliRunner().invoke(stce, ["check", "rules.stce"]).stderr


def test_an_interruption_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C ends a command with exit code 130 and without a report."""

    def interrupted(_paths: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("stce_rules.cli.check.load", interrupted)
    result = CliRunner().invoke(stce, ["check", "rules.stce"])
    assert result.exit_code == 130
    assert result.stderr.strip() == ""


def test_a_file_that_cannot_be_written(tmp_path: Path) -> None:
    """A full disk and a folder that may not be written to are told by code."""
    assert guard.diagnostics_of(OSError(28, "No space left on device"))[0].code == "E889"
    assert guard.diagnostics_of(PermissionError(13, "Permission denied", "a/b"))[0].message == (
        "'a/b' cannot be used: permission denied"
    )
    (tmp_path / "taken").write_text("", encoding="utf-8")
    result = CliRunner().invoke(stce, ["new", "ruleset", "rules", "--in", str(tmp_path / "taken")])
    assert (result.exit_code, result.stderr[:5]) == (2, "E881 ")


@pytest.mark.parametrize("code", [one.code for one in TABLE])
def test_every_code_has_a_report(code: str) -> None:
    """Each code of commands stands in a report of the corpus."""
    reports = [one.read_text(encoding="utf-8") for one in FOLDER.glob("*.expected")]
    assert any(line.startswith(f"{code} ") for text in reports for line in text.splitlines())
