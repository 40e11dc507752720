"""The command as a process: what it loads, its exit codes, its streams."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

STCE = (sys.executable, "-m", "stce_rules")
PRINT_LOADED = """
import sys
from stce_rules.cli import stce
try:
    stce.main(sys.argv[1:], "stce")
finally:
    print(*sorted({name.partition(".")[0] for name in sys.modules} | {n for n in sys.modules if "stce_rules" in n}),
          file=sys.stderr)
"""


CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "commands"
WITHOUT_DURABLE_RULES = """
import sys
from stce_rules.cli import main

class Absent:
    def find_spec(self, name, path=None, target=None):
        if name == "durable":
            raise ModuleNotFoundError("No module named 'durable'", name=name)

sys.meta_path.insert(0, Absent())
main()
"""


@pytest.fixture
def environment(repository: Path) -> dict[str, str]:
    """The environment of a process that finds the package whether it is installed or not."""
    return {**os.environ, "PYTHONPATH": str(repository)}


def test_help_loads_little(environment: dict[str, str]) -> None:
    """`stce --help` loads click and no other library, and no command."""
    done = subprocess.run(
        [sys.executable, "-c", PRINT_LOADED, "--help"], capture_output=True, text=True, check=True, env=environment
    )
    loaded = set(done.stderr.split())
    assert "explain-code" in done.stdout
    assert "click" in loaded
    assert not loaded & {"durable", "lark", "msgspec", "pluggy", "rich", "yaml"}
    assert not loaded & {"altair", "duckdb", "numba", "numpy", "pandas", "pyarrow", "pyspark", "vl_convert"}
    assert {name for name in loaded if name.startswith("stce_rules.")} <= {
        "stce_rules.cli",
        "stce_rules.cli.door",
        "stce_rules.cli.guard",
        "stce_rules.cli.screen",
        "stce_rules.core",
        "stce_rules.core.codes",
        "stce_rules.core.diagnostics",
        "stce_rules.core.span",
        *(name for name in loaded if name.startswith("stce_rules.core.codes.")),
    }


def test_streams_and_exit_codes(environment: dict[str, str], rules: Path, declarations: Path) -> None:
    """Results go to the standard output, reports to the standard error; the exit code says how it went."""
    text = declarations.read_bytes() + b'{"id":\n'
    command = (*STCE, "assess", "-", "--rules", rules, "--format", "json")
    done = subprocess.run(command, input=text, capture_output=True, check=False, env=environment)
    assert [json.loads(line)["declaration"] for line in done.stdout.splitlines()] == ["A", "B", "C"]
    assert json.loads(done.stderr)["file"] == "<stdin>"
    assert done.returncode == 1
    done = subprocess.run((*STCE, "asess"), capture_output=True, check=False, env=environment)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"E880 stce: there is no command 'asess'\n")


def test_a_result_is_written_before_the_next_message_comes(
    environment: dict[str, str], rules: Path, declarations: Path
) -> None:
    """A pipe that stays open gets each assessment as soon as it is judged; Ctrl-C then ends quietly with 130."""
    command = (*STCE, "assess", "-", "--rules", rules, "--format", "json")
    lines = declarations.read_bytes().splitlines(keepends=True)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in the background would ignore it
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment
    ) as process:
        signal.signal(signal.SIGINT, before)
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        for line, name in zip(lines, "ABC", strict=True):
            process.stdin.write(line)
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["declaration"] == name
        assert interrupted(process) == 130
        assert process.stderr.read().strip() == b""


def interrupted(process: subprocess.Popen[bytes]) -> int:
    """The exit code after Ctrl-C, again if need be: one that comes just before a read begins is seen when it ends."""
    for _ in range(12):
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            return process.wait(timeout=5)
    return process.wait(timeout=1)


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_reader_that_goes_away(
    environment: dict[str, str], rules: Path, declarations: Path, tmp_path: Path, form: str
) -> None:
    """When nobody reads any more the command ends without a word, as programs of a pipe do."""
    many = tmp_path / "many.ndjson"
    many.write_bytes(declarations.read_bytes() * 2000)
    command = (*STCE, "assess", many, "--rules", rules, "--format", form)
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.wait(timeout=60) == 141
        assert process.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk(environment: dict[str, str], rules: Path, declarations: Path) -> None:
    """A result that cannot be written is told by code."""
    command = (*STCE, "assess", declarations, "--rules", rules, "--format", "json")
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False, env=environment)
    assert done.returncode == 2
    assert done.stderr == (CORPUS / "disk_full.expected").read_bytes()


def test_an_engine_whose_library_is_not_installed(environment: dict[str, str], rules: Path, declarations: Path) -> None:
    """The engine `durable` without durable_rules says what to install."""
    words = ("assess", declarations, "--rules", rules, "--engine", "durable")
    done = subprocess.run(
        (sys.executable, "-c", WITHOUT_DURABLE_RULES, *words), capture_output=True, check=False, env=environment
    )
    assert done.returncode == 2
    assert done.stderr == (CORPUS / "no_durable_rules.expected").read_bytes()
