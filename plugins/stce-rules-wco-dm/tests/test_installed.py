"""The adapters of messages as a stranger installs them: wheels in a clean environment, found by their entry points."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]

ROOT = Path(__file__).resolve().parents[3]
PLUGINS = [ROOT / "plugins" / f"stce-rules-{name}" for name in ("wco-dm", "asycuda", "ncts", "ics")]


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program and return what it prints; a failure shows what it complained about."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds all wheels and what they need."""
    home, dist = tmp_path_factory.mktemp("clean"), tmp_path_factory.mktemp("dist")
    here = [path for path in PLUGINS if path.is_dir()]
    for project in (ROOT, *here):
        run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", dist, project, cwd=dist)
    venv.create(home)
    wheels = [f"{path}[xml]" if path.name.startswith("stce_rules-") else path for path in sorted(dist.glob("*.whl"))]
    pip = (sys.executable, "-m", "pip", "--python", home / "bin" / "python", "--quiet", "--disable-pip-version-check")
    run(*pip, "install", "--no-compile", *wheels, cwd=home)
    return home / "bin"


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda path: path.name)
def test_an_installed_adapter_is_found_and_reads_a_message(clean: Path, plugin: Path, tmp_path: Path) -> None:
    """`stce plugins` lists it with distribution and version, and `stce assess` reads a message, whatever its name."""
    if not plugin.is_dir():
        pytest.skip("the plugin is not here")
    listed = json.loads(run(clean / "stce", "plugins", "--format", "json", cwd=tmp_path))["plugins"]
    assert (plugin.name, "0.1.0") in [(one["distribution"], one["version"]) for one in listed]
    case = plugin / "tests" / "corpus" / "whole"
    message = tmp_path / "message.txt"
    message.write_bytes((case / "message.xml").read_bytes())
    program = (clean / "stce", "assess", message, "--rules", "chemicals", "--format", "json")
    done = subprocess.run(program, cwd=tmp_path, capture_output=True, text=True, check=False)
    (expected,) = json.loads((case / "declarations.json").read_text(encoding="utf-8"))
    assert [json.loads(line)["declaration"] for line in done.stdout.splitlines()] == [expected["id"]], done.stderr
