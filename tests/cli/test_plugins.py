"""`stce plugins`: what an installation brings."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]


def test_what_is_built_in(run: Run) -> None:
    """The library's own adapters, rulesets and engines come first."""
    told = json.loads(run("plugins", "--format", "json").stdout)
    first = told["plugins"][0]
    assert (told["schema"], first["name"], first["distribution"]) == (1, "built in", "stce-rules")
    assert first["contributions"] == {
        "adapters": ["table", "json", "json-lines"],
        "rulesets": ["battlefield", "chemicals", "diversion", "nuclear-missile"],
        "engines": ["indexed", "durable", "columnar", "reference"],
        "distances": ["great circle", "sea"],
    }
    said = run("plugins").stdout
    assert "adapters: table, json, json-lines" in said


def test_an_installed_plugin(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plugin is listed with distribution, version, hooks and what it brings."""
    (tmp_path / "own_lists.py").write_text(
        "from stce_rules.hooks import ListSource, hookimpl\n\n"
        "@hookimpl\ndef stce_lists():\n    return [ListSource('own', 'csv', 'list,value\\n')]\n",
        encoding="utf-8",
    )
    metadata = tmp_path / "own_lists-1.5.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: own-lists\nVersion: 1.5\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text("[stce_rules]\nown = own_lists\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    told = json.loads(run("plugins", "--format", "json").stdout)["plugins"]
    assert {
        "name": "own",
        "distribution": "own-lists",
        "version": "1.5",
        "hooks": ["stce_lists"],
        "contributions": {"lists": ["own"]},
    } in told
    assert "lists: own" in run("plugins").stdout
