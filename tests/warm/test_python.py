"""Commands run by the warm Python, against the same commands run by Python."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

PROGRAM = """
import os, signal, sys
import beside
print(sys.argv, os.getcwd(), os.environ["SAID"], __name__, beside.NAME, sys.stdin.read(), end="")
print("complaint", file=sys.stderr)
match sys.argv[1]:
    case "code":
        sys.exit(3)
    case "words":
        sys.exit("these words")
    case "signal":
        os.kill(os.getpid(), signal.SIGTERM)
"""


@pytest.mark.parametrize("way", ["end", "code", "words", "signal"])
@pytest.mark.parametrize("as_module", [False, True])
def test_a_program_does_what_it_does_without(
    warm: tuple[str, ...], tmp_path: Path, way: str, *, as_module: bool
) -> None:
    """Words, folder, environment, imports, streams and the way that it ends are the same."""
    (tmp_path / "program.py").write_text(PROGRAM, encoding="utf-8")
    (tmp_path / "beside.py").write_text("NAME = __name__\n", encoding="utf-8")
    words = ["-m", "program", way] if as_module else ["program.py", way]
    cold, warmed = (
        subprocess.run(
            [*python, *words],
            cwd=tmp_path,
            env={"SAID": "é"},
            input="given",
            capture_output=True,
            text=True,
            check=False,
        )
        for python in ((sys.executable,), warm)
    )
    assert (warmed.returncode, warmed.stdout, warmed.stderr) == (cold.returncode, cold.stdout, cold.stderr)


def test_a_program_ends_with_whoever_waits_for_it(warm: tuple[str, ...], tmp_path: Path) -> None:
    """Killed, a command leaves nothing behind that still holds its output."""
    (tmp_path / "program.py").write_text("print('begun', flush=True)\nwhile True: pass\n", encoding="utf-8")
    with subprocess.Popen([*warm, "program.py"], cwd=tmp_path, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"begun\n"
        process.kill()
        assert process.stdout.read() == b""
    assert process.returncode == -signal.SIGKILL
