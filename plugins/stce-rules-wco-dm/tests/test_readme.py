"""The mapping document is the mapping."""

from __future__ import annotations

from pathlib import Path

from stce_rules_wco_dm import ROWS

from stce_rules.intake.messages.mapping import page

README = Path(__file__).resolve().parents[1] / "README.md"


def test_the_readme_shows_the_mapping() -> None:
    """The tables of the README are those the adapter follows."""
    assert page(ROWS) in README.read_text(encoding="utf-8")
