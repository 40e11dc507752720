"""The extension of the editor in tests: where it is, its manifest, and the Node that runs its scripts.

Node is that of this environment, else of the machine. Where it is missing, or `npm ci` was not run, tests skip.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import cast

import pytest

EXTENSION = Path(__file__).resolve().parents[2] / "editors" / "vscode"


def read(name: str) -> dict[str, object]:
    """A JSON file of the extension."""
    return cast("dict[str, object]", json.loads((EXTENSION / name).read_text(encoding="utf-8")))


def run(program: str, *words: str | Path, given: str = "") -> str:
    """What a program prints that stands beside this Python or on the path: `node`, `npm`. A failure shows why."""
    beside = Path(sys.executable).parent
    path = f"{beside}{os.pathsep}{os.environ['PATH']}"
    found = shutil.which(program, path=path)
    if found is None or not (EXTENSION / "node_modules" / "vscode-textmate").is_dir():
        pytest.skip("the extension's packages are not installed: npm ci in editors/vscode")
    done = subprocess.run(
        [found, *words],
        input=given,
        cwd=EXTENSION,
        env={**os.environ, "PATH": path},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
