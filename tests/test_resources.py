"""The shipped folders, found from a checkout and from an installed package."""

from __future__ import annotations

from pathlib import Path

import pytest

from stce_rules import resources


def test_checkout_uses_the_live_folders(repository: Path) -> None:
    """In a checkout the folders beside the package are used, so an edit is seen at once."""
    assert resources.folder("grammar") == repository / "grammar"
    assert resources.folder("rulesets") == repository / "rulesets"


def test_folder_in_the_package_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder that ships inside the package is preferred to one that happens to stand beside it."""
    package = tmp_path / "stce_rules"
    (package / "_shipped" / "grammar").mkdir(parents=True)
    (tmp_path / "grammar").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.folder("grammar") == package / "_shipped" / "grammar"


def test_missing_folder_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installation without a folder says which one it lacks."""
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "stce_rules")
    with pytest.raises(FileNotFoundError, match="lacks its folder 'grammar'"):
        resources.folder("grammar")
