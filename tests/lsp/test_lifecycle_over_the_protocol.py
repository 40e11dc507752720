"""The server from its start to its end, and what it does when something is wrong with more than a text."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.lsp.client import PATIENCE, Editor
from tests.lsp.conftest import RULES

CORPUS = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "editors"
WITHOUT = """
import sys
sys.modules["pygls"] = None
from stce_rules.cli.door import stce
stce.main(["lsp"])
"""
FAILING = """
from stce_rules.hooks import ListReader, hookimpl

print("a plugin that talks")

def recognises(source):
    print("and talks")
    raise RuntimeError("no list today")

@hookimpl
def stce_lists():
    return [ListReader("failing", "1", "fails", recognises, lambda source, beside: ((), ()))]
"""


def _expected(name: str) -> str:
    return (CORPUS / f"{name}.expected").read_text(encoding="utf-8").rstrip("\n")


def _said(editor: Editor, method: str) -> str:
    text: str = editor.wait(lambda one: one.get("method") == method)["params"]["message"]
    return text


def test_the_process_ends_as_the_protocol_says(tmp_path: Path, desk: Path, warm: tuple[str, ...]) -> None:
    """After `shutdown` and `exit` the code is 0, after `exit` alone 1."""
    with Editor(warm, cwd=tmp_path) as editor:
        editor.open(desk / "rules.stce")
        assert editor.greeting["serverInfo"]["name"] == "stce"
        assert editor.greeting["capabilities"]["positionEncoding"] == "utf-16"
        assert editor.end() == 0
    with Editor(warm, cwd=tmp_path) as editor:
        editor.open(desk / "rules.stce")
        editor.tell("exit", None)
        assert editor.process.wait(PATIENCE) == 1


def test_an_editor_that_goes_away_ends_the_server(tmp_path: Path, warm: tuple[str, ...]) -> None:
    """When its input ends the server does not stay behind."""
    with Editor(warm, cwd=tmp_path) as editor:
        assert editor.process.stdin is not None
        editor.process.stdin.close()
        assert editor.process.wait(PATIENCE) == 1


def test_an_editor_may_say_how_it_talks() -> None:
    """`--stdio`, which many editors add to every server's command, changes nothing."""
    command = (sys.executable, "-m", "stce_rules", "lsp", "--stdio")
    done = subprocess.run(command, input=b"", capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"E880" not in done.stderr


@pytest.mark.parametrize(
    ("options", "name"),
    [({"on": "tomorrow"}, "no_day"), ({"findings": "nowhere/findings.parquet"}, "no_findings")],
)
def test_a_setting_that_cannot_be_used_is_told(
    tmp_path: Path, desk: Path, options: dict[str, str], name: str, warm: tuple[str, ...]
) -> None:
    """A day that is no date and findings that are not there are shown as a warning, and all else works."""
    with Editor(warm, cwd=tmp_path, options=options) as editor:
        assert _said(editor, "window/showMessage") == _expected(name)
        assert editor.diagnostics(editor.open(desk / "rules.stce")) is not None


def test_settings_can_change(tmp_path: Path, desk: Path, warm: tuple[str, ...]) -> None:
    """A day that is set later is the day by which things are old from then on."""
    text = RULES.replace('owner "Desk"', 'owner "Desk"\n  review by 2026-06-01')
    with Editor(warm, cwd=tmp_path, options={"on": "2026-01-01"}) as editor:
        uri = editor.open(desk / "rules.stce", text)
        assert "W421" not in [one["code"] for one in editor.diagnostics(uri)]
        editor.tell("workspace/didChangeConfiguration", {"settings": {"stce": {"on": "2026-11-22"}}})
        assert "W421" in [one["code"] for one in editor.diagnostics(uri)]


def test_what_fails_inside_is_told_and_stops_nothing(tmp_path: Path, desk: Path, warm: tuple[str, ...]) -> None:
    """A plugin that raises, and prints, is told in the log with a code; the next text is answered."""
    plugins = tmp_path / "plugins"
    (plugins / "failing-1.dist-info").mkdir(parents=True)
    (plugins / "failing-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: failing\nVersion: 1\n")
    (plugins / "failing-1.dist-info" / "entry_points.txt").write_text("[stce_rules]\nfailing = failing_lists\n")
    (plugins / "failing_lists.py").write_text(FAILING)
    with Editor(warm, cwd=tmp_path, plugins=plugins) as editor:
        editor.open(desk / "rules.stce")
        assert _said(editor, "window/logMessage") == _expected("something_failed")
        alone = tmp_path / "alone.stce"
        alone.write_text("parameter p is 3 kg\n")
        assert editor.diagnostics(editor.open(alone, "parameter p is 3\nlist c of countries is UK end\n"))
        assert "no list today" in "".join(editor.log)
        assert editor.end() == 0


def test_a_request_can_be_cancelled(tmp_path: Path, desk: Path, warm: tuple[str, ...]) -> None:
    """A request that is cancelled while it waits is answered as such, and the next as ever."""
    with Editor(warm, cwd=tmp_path) as editor:
        uri = editor.open(desk / "rules.stce")
        asked = {"textDocument": {"uri": uri}, "position": {"line": 5, "character": 9}}
        number = editor.begin("textDocument/hover", asked)
        editor.tell("$/cancelRequest", {"id": number})
        answer = editor.answer(number)
        assert answer.get("error", {}).get("code", -32800) == -32800
        assert editor.at("textDocument/hover", uri, (5, 9))


def test_without_its_library_the_command_says_what_to_install() -> None:
    """`stce lsp` without pygls is a report, not a traceback."""
    ran = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr.rstrip("\n") == _expected("without_pygls")
