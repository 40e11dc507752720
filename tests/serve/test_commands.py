"""What `stce serve`, `stce watch` and `stce poll` say when they cannot do what is asked."""

from __future__ import annotations

import json
import os
import socket
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from stce_rules.core.diagnostics import StceError, report
from stce_rules.decide.wire import decode
from stce_rules.intake.canonical import decode as declaration
from stce_rules.serve.desk import Desk, Turned
from stce_rules.serve.http.application import Kept, application
from stce_rules.serve.http.server import Address, serve
from tests.serve.conftest import declared
from tests.serve.http.conftest import asking

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "doors"

WITHOUT_LITESTAR = """
import sys
sys.modules["litestar"] = None
from stce_rules.cli import main
main()
"""


def _expected(name: str) -> str:
    return (CORPUS / f"{name}.expected").read_text(encoding="utf-8")


def _run(*words: str, program: tuple[str, ...] = ("-m", "stce_rules"), **environment: str) -> tuple[int, str]:
    command = (sys.executable, *program, *words)
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **environment})
    return done.returncode, done.stderr


def test_a_service_that_others_reach_wants_a_token(rules: Path) -> None:
    """Without one it does not listen beyond the machine; a blank one is none."""
    words = ("serve", "--rules", str(rules), "--host", "0.0.0.0")
    assert _run(*words, STCE_TOKEN=" ") == (2, _expected("open_to_everybody"))


def test_a_service_without_its_libraries(rules: Path) -> None:
    """What to install is told."""
    assert _run("serve", "--rules", str(rules), program=("-c", WITHOUT_LITESTAR)) == (2, _expected("no_web_framework"))


def test_a_port_in_use(desk: Desk) -> None:
    """The address is told, and why it cannot be listened on."""
    service = application(desk, Kept())
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StceError) as refused:
            serve(service, Address("127.0.0.1", port))
    assert report(refused.value.diagnostics).replace(str(port), "8080") + "\n" == _expected("port_in_use")


def test_what_cannot_be_assessed(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the installation names the declaration, and nothing of the inside."""

    def failing(_declaration: object) -> object:
        raise RuntimeError("the inside")

    monkeypatch.setattr(desk.assessor, "answer", failing)
    turned = desk.assess(declaration(declared("26XX1")), "a.ndjson: 26XX1")
    assert isinstance(turned, Turned)
    assert not turned.is_for_now
    assert report(turned.diagnostics) + "\n" == _expected("not_assessed")


def test_several_declarations_in_one_request(desk: Desk) -> None:
    """The caller is told where to send them."""
    told = asking(desk, Kept())("POST", "/v1/assessments", content=declared("1") + b"\n" + declared("2")).json()
    (one,) = told["diagnostics"]
    assert f"{one['code']} {one['file']}: {one['message']}\n  help: {one['help']}\n" == _expected("several")


def test_rows_that_are_never_read_are_told(rules: Path, tmp_path: Path) -> None:
    """A poller says at its start how many rows of the view have no place in its order."""
    path = tmp_path / "host.sqlite"
    with sqlite3.connect(path) as host:
        host.execute("CREATE TABLE goods (id TEXT, destination TEXT, changed INTEGER)")
        host.executemany("INSERT INTO goods VALUES (?, 'SS', ?)", [("A", None), ("B", None), ("C", 1)])
    words = ("--view", "goods", "--after", "changed", "--rules", str(rules), "--once")
    assert _run("poll", "--database", f"sqlite:///{path}", *words) == (0, _expected("blank_rows"))


def test_polling_tells_programs_too(rules: Path, tmp_path: Path) -> None:
    """With `--format json` everything is one object on a line."""
    path = tmp_path / "host.sqlite"
    with sqlite3.connect(path) as host:
        host.execute("CREATE TABLE goods (id TEXT, destination TEXT, changed INTEGER)")
        host.executemany("INSERT INTO goods VALUES (?, 'SS', ?)", [("A", None), ("C", 1)])
    words = ("--database", f"sqlite:///{path}", "--view", "goods", "--after", "changed", "--format", "json", "--once")
    command = (sys.executable, "-m", "stce_rules", "poll", *words, "--rules", str(rules))
    told = [json.loads(line) for line in subprocess.check_output(command).splitlines()]
    assert [one.get("fault", one).get("code", one.get("channels")) for one in told] == ["W899", {"green": 1}]
    with sqlite3.connect(path) as host:
        ((assessment,),) = host.execute("SELECT assessment FROM stce_answers")
    assert decode(assessment.encode()).declaration == "C"
