"""The extension of the editor: what its manifest promises, what it ships, what it runs."""

from __future__ import annotations

import json
import re
import sys
import tomllib
import zipfile
from pathlib import Path
from typing import cast

import pytest

from tests.docs.pages import page
from tests.editors.extension import EXTENSION, read, run

_MANIFEST = cast("dict[str, dict[str, dict[str, dict[str, dict[str, object]]]]]", read("package.json"))
_SETTINGS = _MANIFEST["contributes"]["configuration"]["properties"]


def test_the_extension_has_the_version_of_the_package(repository: Path) -> None:
    """One version stands in the Python project, in the manifest of the extension and in its lock file."""
    project = tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert read("package.json")["version"] == read("package-lock.json")["version"] == project["version"]


def test_the_extension_has_the_licence_of_the_project(repository: Path) -> None:
    """The licence that is shipped is the project's, word for word."""
    assert (EXTENSION / "LICENSE").read_bytes() == (repository / "LICENSE").read_bytes()
    assert read("package.json")["license"] == "Apache-2.0"


def test_the_lock_file_pins_packages_by_content_and_names_no_place() -> None:
    """Every package is held by the hash of what it is, wherever it is taken from."""
    packages = cast("dict[str, dict[str, object]]", read("package-lock.json")["packages"])
    installed = {name: one for name, one in packages.items() if name}
    assert len(installed) > 100
    assert all("integrity" in one and "resolved" not in one for one in installed.values())


def test_every_setting_that_is_read_is_declared_and_told() -> None:
    """The client reads the settings that the manifest declares, and the page of the extension tells them."""
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted(EXTENSION.glob("src/*.ts")))
    used = {f"stce.{name}" for name in re.findall(r'settings\.get\("(\w+)"', sources)}
    assert used | {"stce.trace.server"} == _SETTINGS.keys()
    told = page("editors/vscode/README.md").table("setting", "what it says")
    assert [name for name, _ in told] == list(_SETTINGS)


def test_a_folder_that_is_not_trusted_chooses_no_file_or_program() -> None:
    """Settings that name a path on the machine are those that an untrusted folder cannot set."""
    untrusted = _MANIFEST["capabilities"]["untrustedWorkspaces"]
    paths = [name for name, one in _SETTINGS.items() if "workspaceFolder" in str(one["markdownDescription"])]
    assert paths == ["stce.command", "stce.findings"]
    assert untrusted.items() >= {"supported": "limited", "restrictedConfigurations": paths}.items()


def test_every_fold_has_an_end(repository: Path) -> None:
    """In the shipped rulesets each line that opens a fold is closed by the `end` that the language means."""
    folding = cast("dict[str, dict[str, dict[str, str]]]", read("language-configuration.json"))["folding"]["markers"]
    start, end = re.compile(folding["start"]), re.compile(folding["end"])
    for path in sorted(repository.glob("rulesets/*/*.stce")):
        opened: list[str] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if start.search(line):
                opened.append(line)
            elif end.search(line):
                first = opened.pop()
                assert line.startswith("end") != first.startswith(" "), f"{path}: {first} … {line}"
        assert opened == [], path


@pytest.mark.slow
@pytest.mark.xdist_group("extension")
def test_the_extension_ships_what_an_editor_needs_and_no_more(tmp_path: Path) -> None:
    """The package holds one bundle with the licences of its parts, the grammar and the pages; no sources or modules."""
    run("npm", "run", "--silent", "package", "--", "--out", str(tmp_path / "made.vsix"))
    with zipfile.ZipFile(tmp_path / "made.vsix") as archive:
        held = {name.removeprefix("extension/") for name in archive.namelist() if name.startswith("extension/")}
        manifest = json.loads(archive.read("extension/package.json"))
        licences = archive.read("extension/dist/LICENSES.txt").decode()
        grammar = archive.read("extension/syntaxes/stce.tmLanguage.json")
    assert held == {
        *("LICENSE.txt", "changelog.md", "readme.md", "icon.png", "package.json", "language-configuration.json"),
        *("dist/extension.js", "dist/LICENSES.txt", "syntaxes/stce.tmLanguage.json"),
    }
    assert manifest["main"] == "./dist/extension.js"
    assert "dependencies" not in manifest
    assert {"vscode-languageclient", "vscode-jsonrpc"} <= {*re.findall(r"^(\S+) [\d.]+ \(", licences, re.MULTILINE)}
    assert grammar == (EXTENSION / "syntaxes" / "stce.tmLanguage.json").read_bytes()


@pytest.mark.slow
@pytest.mark.xdist_group("extension")
def test_the_client_starts_the_server_and_shows_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """The bundle, run in Node with an editor in front and the real server behind, shows faults and explanations."""
    monkeypatch.setenv("STCE", str(Path(sys.executable).with_name("stce")))
    run("npm", "run", "--silent", "bundle")
    told = run("npm", "test", "--silent")
    assert re.search(r"^ℹ skipped 0$", told, re.MULTILINE), told
