"""What the tests of the plugin share: the plugin alone, and rulesets with lists beside them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from stce_rules_parties import plugin

from stce_rules.plugins import Plugins, discover

LISTS = Path(__file__).resolve().parent / "lists"
MANIFEST = "name: screening\nversion: 1\nlanguage: 1\n"

Write = Callable[..., Path]


@pytest.fixture(scope="session")
def plugins() -> Plugins:
    """This plugin alone, as a host would give it."""
    return discover(extra=[plugin], entry_points=False)


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write a ruleset: its rules, files of lists by their names, or a folder of `lists` copied."""

    def written(rules: str, *, lists: str = "", files: dict[str, str] | None = None, manifest: str = MANIFEST) -> Path:
        root = tmp_path / "screening"
        if lists:
            shutil.copytree(LISTS / lists, root / "lists")
        for name, text in {"ruleset.yaml": manifest, "rules.stce": rules, **(files or {})}.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return root

    return written
