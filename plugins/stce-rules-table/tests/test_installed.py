"""The plugin as a stranger installs it: both wheels in a clean environment, found by its entry point."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]

ROOT = Path(__file__).resolve().parents[3]

MAP = "declaration: {id: No, flow: =export, destination: To}\nitem: {hs: HS, cas: CAS}\n"
TABLE = "No,To,HS,CAS\n26XX1,SS,293141,756-79-6\n26XX2,NO,293141,756-79-6\n"
# Without the command line: what it would do, so that the plugin is tested alone.
PROGRAM = """
import json, sys
from stce_rules import Assessor
from stce_rules.intake.adapters import BUILT_IN, read
from stce_rules.plugins import discover
plugins = discover()
found = [[one.name, one.distribution, one.version, [list(names) for _, names in one.contributions]]
         for one in plugins.listing]
with Assessor.from_rulesets("chemicals", plugins=plugins) as assessor:
    judged = [assessor.assess(one) for one in read(sys.argv[1], adapters=(*plugins.contributions.adapters, *BUILT_IN))]
print(json.dumps([found, [[one.declaration, len(one.hits) > 0] for one in judged]]))
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a program and return what it prints; a failure shows what it complained about."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds both wheels and what they need."""
    home, dist = tmp_path_factory.mktemp("clean"), tmp_path_factory.mktemp("dist")
    for project in (ROOT, ROOT / "plugins" / "stce-rules-table"):
        run(sys.executable, "-m", "build", "--no-isolation", "--wheel", "--outdir", dist, project, cwd=dist)
    venv.create(home)
    wheels = sorted(dist.glob("*.whl"))
    pip = (sys.executable, "-m", "pip", "--python", home / "bin" / "python", "--quiet", "--disable-pip-version-check")
    run(*pip, "install", "--no-compile", *wheels, cwd=home)
    return home / "bin"


@pytest.fixture(scope="module")
def table(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table with its map beside it."""
    path = tmp_path_factory.mktemp("tables") / "goods.csv"
    path.write_text(TABLE, encoding="utf-8")
    path.with_name("goods.csv.map.yaml").write_text(MAP, encoding="utf-8")
    return path


def test_an_installed_plugin_is_found_and_reads_tables(clean: Path, table: Path) -> None:
    """The plugin is listed with its distribution and version, and declarations of a table are judged."""
    listing, judged = json.loads(run(clean / "python", "-I", "-c", PROGRAM, table, cwd=table.parent))
    assert [one[:3] for one in listing] == [["table", "stce-rules-table", "0.1.0"]]
    assert ["known-table"] in listing[0][3]
    assert judged == [["26XX1", True], ["26XX2", judged[1][1]]]


def test_the_command_line_uses_the_plugin(clean: Path, table: Path) -> None:
    """`stce plugins` lists it with distribution and version, and `stce assess` reads a table through it."""
    listed = json.loads(run(clean / "stce", "plugins", "--format", "json", cwd=table.parent))["plugins"]
    assert ("stce-rules-table", "0.1.0") in [(one["distribution"], one["version"]) for one in listed]
    program = (clean / "stce", "assess", table, "--rules", "chemicals", "--format", "json")
    done = subprocess.run(program, cwd=table.parent, capture_output=True, text=True, check=False)
    judged = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["declaration"] for one in judged] == ["26XX1", "26XX2"], done.stdout + done.stderr
