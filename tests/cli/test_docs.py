"""`stce docs`: rulesets as a book, and the reference of the language."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_a_book_in_a_folder(run: Run, rules: Path, tmp_path: Path) -> None:
    """A folder gets the book under its own name; the folder is made."""
    result = run("docs", rules, "--out", tmp_path / "out" / "books")
    page = tmp_path / "out" / "books" / "rulebook.html"
    assert (result.exit_code, result.stdout) == (0, f"{page}: 4 units\n")
    assert "Watched goods to South Sudan" in page.read_text(encoding="utf-8")


def test_a_book_of_a_name(run: Run, rules: Path, tmp_path: Path) -> None:
    """A name that ends in .html is that of the book; the reference then stands beside it."""
    page = tmp_path / "mine.html"
    result = run("docs", rules, "--out", page, "--language")
    assert result.exit_code == 0
    assert page.is_file()
    assert (tmp_path / "language.html").is_file()


def test_changes_since(run: Run, rules: Path, tmp_path: Path) -> None:
    """An earlier version is compared with, and the changes are counted."""
    old = tmp_path / "old"
    old.mkdir()
    (old / "goods.csv").write_text((tmp_path / "goods.csv").read_text(encoding="utf-8"), encoding="utf-8")
    (old / "rules.stce").write_text(rules.read_text(encoding="utf-8").replace("add 75", "add 70"), encoding="utf-8")
    page = tmp_path / "book.html"
    result = run("docs", rules, "--since", old / "rules.stce", "--out", page)
    assert result.stdout == f"{page}: 4 units, 1 change\n"
    assert "What changed" in page.read_text(encoding="utf-8")


def test_as_data(run: Run, rules: Path) -> None:
    """JSON has the book and its changes; without an earlier version the changes are null."""
    told = json.loads(run("docs", rules, "--format", "json").stdout)
    assert (told["book"]["schema"], told["changes"]) == (1, None)
    assert [one["name"] for one in told["book"]["parts"][0]["entries"]] == ["R-1", "M-1", "watched", "X-1"]
    told = json.loads(run("docs", rules, "--since", rules, "--format", "json").stdout)
    assert told["changes"] == []


@pytest.mark.slow
def test_the_language_as_data(run: Run) -> None:
    """The reference alone needs no ruleset."""
    told = json.loads(run("docs", "--language", "--format", "json").stdout)
    assert (told["schema"], told["language"]) == (1, "1")
    assert told["grammar"]


def test_faults_are_told(run: Run, rules: Path) -> None:
    """A ruleset with errors has no book: its faults are told, with exit code 2."""
    rules.write_text(
        rules.read_text(encoding="utf-8").replace("destination is SS", "destinatoin is SS"), encoding="utf-8"
    )
    result = run("docs", rules)
    assert result.exit_code == 2
    assert result.stderr.startswith("E201 ")
