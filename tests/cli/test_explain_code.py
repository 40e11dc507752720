"""`stce explain-code`, and the page and examples made from the table of codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from stce_rules.cli.codes_page import REPORTS, page, reports, reports_of
from stce_rules.core.codes import CODES

Run = Callable[..., Result]


def test_a_code(run: Run) -> None:
    """A code is told with title, reason, mending and an example report, in either case."""
    result = run("explain-code", "e103")
    assert result.stdout.startswith("E103 CAS check digit is wrong (error)\n\nThe last digit of a CAS number")
    assert "\nTo mend it: Correct the number" in result.stdout
    assert "\nFor example:\n  E103 " in result.stdout
    assert "^^^" in result.stdout
    assert result.exit_code == 0


def test_all_codes(run: Run) -> None:
    """Without a code all are listed with their titles."""
    lines = run("explain-code").stdout.splitlines()
    assert len(lines) == len(CODES)
    assert "E103  CAS check digit is wrong" in lines


@pytest.mark.parametrize("code", sorted(CODES))
def test_every_code_can_be_explained(run: Run, code: str) -> None:
    """Each code of the table has a page."""
    result = run("explain-code", code)
    assert result.stdout.startswith(f"{code} {CODES[code].title}")
    assert "To mend it:" in result.stdout


def test_the_examples_are_current(repository: Path) -> None:
    """The shipped examples are those of the corpus; `python -m stce_rules.cli.codes_page` writes them anew."""
    assert REPORTS.read_text(encoding="utf-8") == reports_of(repository / "tests/corpus/bad")


def test_the_page_is_current(repository: Path) -> None:
    """docs/diagnostics.md says what the table of codes says; `python -m stce_rules.cli.codes_page` writes it anew."""
    assert (repository / "docs/diagnostics.md").read_text(encoding="utf-8") == page(reports())
