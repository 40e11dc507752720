"""Rulesets written into a folder of the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

_MANIFEST = "name: own\nversion: 1\nlanguage: 1\nedition: 2022\n"
_RULE = 'rule "A-1" "Goods for South Sudan"\n  for each item\n  when destination is SS\n  then add 10 points\nend\n'


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write files into a folder; a manifest and a rule file are there unless given otherwise (None: not there)."""

    def written(files: dict[str, str | bytes | None] | None = None, folder: str = "own") -> Path:
        root = tmp_path / folder
        for name, text in {"ruleset.yaml": _MANIFEST, "rules.stce": _RULE, **(files or {})}.items():
            if text is not None:
                path = root / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return root

    return written
