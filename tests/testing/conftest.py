"""Rules written down and loaded."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from stce_rules.rulesets.load import Loaded, load

Rules = Callable[[str], Loaded]


@pytest.fixture
def rules(tmp_path: Path) -> Rules:
    """Loads the text of a rule file; the file is `rules.stce` in the test's folder."""

    def loaded(text: str) -> Loaded:
        file = tmp_path / "rules.stce"
        file.write_text(f"use edition 2022\n{text}", encoding="utf-8")
        return load([file])

    return loaded
