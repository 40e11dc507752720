"""Throw-away distributions: a folder on the path with modules and their metadata, as an installer leaves them."""

from __future__ import annotations

import importlib
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.plugins import Listing, Plugins, discover

_HEAD = """
from pathlib import Path

from stce_rules.core.fields import Field, FieldType, Level
from stce_rules.core.truth import Truth
from stce_rules.hooks import (
    Contributions, DecisionPolicy, EngineFactory, Function, ListSource, RulesetFolder, hookimpl,
)
from stce_rules.plan.model import Scope
"""


class _Environment:
    """What is installed in a test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._distributions: list[str] = []

    def install(self, distribution: str, source: str = "", *, version: str = "1.0", plugin: str = "") -> None:
        """Install a distribution of one module, announced as the plugin of this name."""
        module = distribution.replace("-", "_").lower()
        (self.folder / f"{module}.py").write_text(_HEAD + textwrap.dedent(source), encoding="utf-8")
        metadata = self.folder / f"{module}-{version}.dist-info"
        metadata.mkdir()
        (metadata / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: {version}\n", encoding="utf-8"
        )
        (metadata / "entry_points.txt").write_text(f"[stce_rules]\n{plugin or module} = {module}\n", encoding="utf-8")
        self._distributions.append(distribution)

    def listing(self, plugins: Plugins) -> list[Listing]:
        """The listing of what was installed here, without what the environment has besides."""
        return [one for one in plugins.listing if one.distribution in self._distributions]

    def faults(self) -> list[Diagnostic]:
        """The faults that stop start-up."""
        with pytest.raises(StceError) as error:
            discover()
        return list(error.value.diagnostics)


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Environment]:
    """A folder on the path to install into; its modules are forgotten afterwards."""
    before = set(sys.modules)
    monkeypatch.syspath_prepend(tmp_path)
    importlib.invalidate_caches()
    yield _Environment(tmp_path)
    for name in set(sys.modules) - before:
        if str(tmp_path) in (getattr(sys.modules[name], "__file__", "") or ""):
            del sys.modules[name]
