"""Every fault of files and of rulesets together has a folder with the exact report an officer gets."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from stce_rules.core.codes.files import TABLE
from stce_rules.core.diagnostics import report
from stce_rules.rulesets.load import check_paths
from stce_rules.rulesets.reading import LIMIT_BYTES

BAD = Path(__file__).resolve().parents[1] / "corpus" / "bad"
FILES = sorted(one for one in (BAD / "files").iterdir() if one.is_dir())
PLANS = sorted(one for one in (BAD / "plans").iterdir() if one.is_dir())
NOBODY = 65534
"""The number of an account without privileges."""

ELSEWHERE = {"E801"}
"""Where nothing is there, no folder can hold it; see the commands of the corpus."""


def reported(path: str) -> str:
    """The report of a ruleset or rule file."""
    return report(check_paths([path])) + "\n"


def expected(name: str) -> str:
    """The report that stands in the corpus of files."""
    return (BAD / "files" / f"{name}.expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.name)
def test_files(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A faulty ruleset gives the report that stands beside it, to the letter."""
    monkeypatch.chdir(BAD / "files")
    assert reported(case.name) == expected(case.name)


def test_a_file_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file of more than 50 MB is not read."""
    monkeypatch.chdir(tmp_path)
    with Path("rules.stce").open("wb") as file:
        file.truncate(LIMIT_BYTES + 1)  # it takes no room on the disk
    assert reported("rules.stce") == expected("file_too_long")


def test_a_file_that_may_not_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that another account may not read is told, not passed over."""
    with TemporaryDirectory() as folder, monkeypatch.context() as here:  # `tmp_path` is closed to other accounts
        Path(folder).chmod(0o755)
        here.chdir(folder)
        Path("rules.stce").write_text("use edition 2022\n", encoding="utf-8")
        Path("rules.stce").chmod(0)
        with _without_privileges():
            told = reported("rules.stce")
    assert told == expected("file_not_readable")


@contextmanager
def _without_privileges() -> Iterator[None]:
    """As an account that may not read every file."""
    if not hasattr(os, "geteuid"):
        pytest.skip("this system keeps no file from its owner")
    account = os.geteuid()
    if account == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(account)


@pytest.mark.parametrize("case", PLANS, ids=lambda case: case.name)
def test_plans(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rulesets that cannot stand together give the report that stands beside them, to the letter."""
    monkeypatch.chdir(case)
    paths = sorted(one.name for one in case.iterdir())
    assert report(check_paths(paths)) + "\n" == case.with_suffix(".expected").read_text(encoding="utf-8")


@pytest.mark.parametrize("code", [one.code for one in TABLE if one.code not in ELSEWHERE])
def test_every_code_has_a_folder(code: str) -> None:
    """Each code of files is met by a folder of the corpus."""
    reports = [one.read_text(encoding="utf-8") for one in (BAD / "files").glob("*.expected")]
    assert any(line.startswith(f"{code} ") for text in reports for line in text.splitlines())


@pytest.mark.parametrize("code", ["E530", "E531", "E532", "E533"])
def test_every_code_of_plans_has_a_folder(code: str) -> None:
    """Each code of rulesets together is met by a folder of the corpus."""
    assert any(one.read_text(encoding="utf-8").startswith(f"{code} ") for one in (BAD / "plans").glob("*.expected"))
