"""The package as a stranger gets it: source archive, wheel made from it, clean environment outside the tree."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]

# Runs in the clean environment: where each shipped folder is, and the files in it and in the reference data.
LIST_INSTALLED = """
import json, pathlib, stce_rules
from stce_rules import resources
package = pathlib.Path(stce_rules.__file__).parent
folders = {name: resources.folder(name) for name in ("grammar", "rulesets")} | {"data": package / "reference" / "data"}
print(json.dumps({name: [str(path), sorted(p.relative_to(path).as_posix() for p in path.rglob("*") if p.is_file())]
                  for name, path in folders.items()}))
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program and return what it prints; a failure shows what it complained about."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def kept_files(repository: Path, folder: str) -> set[str]:
    """The files below a folder that git keeps or would keep, relative to it."""
    if not (repository / ".git").exists():
        pytest.skip("not a git checkout")
    listed = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", folder, cwd=repository)
    paths = (Path(name) for name in listed.split("\0") if name)
    return {path.relative_to(folder).as_posix() for path in paths if (repository / path).is_file()}


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel built from a source archive, not from the tree."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, repository, cwd=out)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def clean_python(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an environment that holds the wheel and what it depends on, nothing else."""
    home = tmp_path_factory.mktemp("clean")
    venv.create(home)
    python = home / "bin" / "python"
    pip = (sys.executable, "-m", "pip", "--python", python, "--quiet", "--disable-pip-version-check")
    run(*pip, "install", "--no-compile", wheel, cwd=home)
    return python


@pytest.fixture(scope="module")
def installed(clean_python: Path) -> dict[str, tuple[str, list[str]]]:
    """Per shipped folder: where the clean environment finds it, and the files in it."""
    listed = run(clean_python, "-I", "-c", LIST_INSTALLED, cwd=clean_python.parent)
    return {name: (path, files) for name, (path, files) in json.loads(listed).items()}


@pytest.mark.parametrize("folder", ["grammar", "rulesets"])
def test_wheel_carries_exactly_the_kept_files(wheel: Path, repository: Path, folder: str) -> None:
    """The wheel carries every file of the shipped folders that git keeps, and no other."""
    prefix = f"stce_rules/_shipped/{folder}/"
    shipped = {name.removeprefix(prefix) for name in zipfile.ZipFile(wheel).namelist() if name.startswith(prefix)}
    assert shipped == kept_files(repository, folder)
    assert shipped


@pytest.mark.parametrize("folder", ["grammar", "rulesets"])
def test_installed_package_finds_its_own_folder(
    clean_python: Path, installed: dict[str, tuple[str, list[str]]], repository: Path, folder: str
) -> None:
    """An installed package finds the shipped folders inside itself, complete."""
    path, files = installed[folder]
    assert Path(path).is_relative_to(clean_python.parent.parent)
    assert set(files) == kept_files(repository, folder)


def test_installed_package_has_the_reference_data(
    installed: dict[str, tuple[str, list[str]]], repository: Path
) -> None:
    """An installed package has every reference data file."""
    _, files = installed["data"]
    assert set(files) == kept_files(repository, "stce_rules/reference/data")
    assert files


def test_wheel_carries_exactly_the_kept_package(wheel: Path, repository: Path) -> None:
    """The wheel carries every file of the package that git keeps, styles and scripts of pages among them."""
    shipped = {name.removeprefix("stce_rules/") for name in zipfile.ZipFile(wheel).namelist()}
    shipped = {name for name in shipped if not name.startswith(("_shipped/", "stce_rules-", "."))}
    kept = kept_files(repository, "stce_rules")
    assert {name for name in shipped if ".dist-info/" not in name} == kept
    assert {"pages/page.css", "pages/page.js", "analysis/report/sections/opening.py"} <= kept


def test_wheel_tells_type_checkers_that_it_is_typed(wheel: Path) -> None:
    """The wheel carries the marker that lets a host's type checker read its types."""
    assert "stce_rules/py.typed" in zipfile.ZipFile(wheel).namelist()
