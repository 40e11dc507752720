"""The table of codes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stce_rules.core.codes import CODES


def test_every_code_has_a_report(repository: Path) -> None:
    """Each code begins a report of the corpus, to the letter what an officer gets."""
    plugins = repository / "plugins"
    if not plugins.is_dir():
        pytest.skip("the plugins, which have codes of the table, are not here")
    expected = [*(repository / "tests/corpus/bad").rglob("*.expected"), *plugins.glob("*/tests/corpus/*/expected")]
    told = {
        code for one in expected for code in re.findall(r"^([EW]\d{3}) ", one.read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert sorted(CODES.keys() - told) == []
    assert sorted(told - CODES.keys()) == []
