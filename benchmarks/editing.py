"""An officer who types in a file of 5,000 lines, seen by the editor: `stce lsp` in a process of its own.

The file is made of shipped rules, written again under other names until it is long enough, in its ruleset with all its
lists. A keystroke puts a character at a random place, or takes it out again; what is measured is the time from the
change until the diagnostics of exactly that text are there: all faults of `check`, and all findings of `lint` but what
comparing all rules with each other shows, which is kept for rules that have not changed and told again at leisure.
Completion and hover are asked for at random places. Nothing else runs in the server while it is measured: examples are
judged before.
"""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any, Self

from benchmarks.machine import WORK
from stce_rules.resources import folder

_RULESET, _FILE = "nuclear-missile", "equipment.stce"
_LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789 .,"\n'


@dataclass(frozen=True, slots=True)
class Typed:
    """Milliseconds as the editor sees them, and processor milliseconds of the server for each."""

    what: str
    lines: int
    rules: int
    count: int
    p50: float
    p99: float
    most: float
    processor: float


def measure(lines: int = 5_000, *, keystrokes: int = 300, questions: int = 200) -> Iterator[Typed]:
    """Keystrokes, then questions."""
    path = _written(lines)
    text = path.read_text(encoding="utf-8")
    rules = len(re.findall(r"^(?:rule|indicator|exemption) ", text, re.MULTILINE))
    chance = random.Random(lines)  # the same places in every run
    with _Editor() as editor:
        uri = editor.open(path, text)
        editor.wait(lambda one: one.get("method") == "workspace/codeLens/refresh")
        places = [_place(text, chance) for _ in range(max(keystrokes, questions))]

        def timed(what: str, count: int, ask: Callable[[int], None]) -> Typed:
            before, times = editor.processor(), list[float]()
            for number in range(count):
                started = time.perf_counter()
                ask(number)
                times.append((time.perf_counter() - started) * 1000)
            used = (editor.processor() - before) * 1000 / count
            cuts = quantiles(times, n=100, method="inclusive")
            told = [round(one, 1) for one in (cuts[49], cuts[98], max(times), used)]
            return Typed(what, text.count("\n"), rules, count, *told)

        def keystroke(number: int) -> None:
            line, column = places[number // 2]
            if number % 2:  # the character is taken out again
                editor.type(uri, "", (line, column), editor.after)
            else:
                editor.type(uri, chance.choice(_LETTERS), (line, column), (line, column))

        yield timed("keystroke to diagnostics", keystrokes, keystroke)
        for what, method in (("completion", "textDocument/completion"), ("hover", "textDocument/hover")):
            yield timed(what, questions, partial(_asked, editor, method, uri, places))


def _written(lines: int) -> Path:
    """The ruleset, with one of its files made long."""
    target = WORK / f"editing-{lines}"
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(folder("rulesets") / _RULESET, target)
    path = target / _FILE
    text = path.read_text(encoding="utf-8")
    units = text[text.index("\nindicator ") :]
    names = {
        *re.findall(r"^indicator (\w+)", units, re.MULTILINE),
        *re.findall(r'^(?:rule|exemption) "([^"]+)"', units, re.MULTILINE),
    }
    pattern = re.compile(rf"(?<![\w.-])(?:{'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})(?![\w-])")
    number = 1
    while text.count("\n") < lines:
        number += 1
        text += pattern.sub(partial(_renamed, number), units)
    path.write_text(text, encoding="utf-8")
    return path


def _renamed(number: int, found: re.Match[str]) -> str:
    return f"{found.group()}{'_' if found.group()[0].islower() else '-'}{number}"


def _asked(editor: _Editor, method: str, uri: str, places: Sequence[tuple[int, int]], number: int) -> None:
    editor.at(method, uri, places[number])


def _place(text: str, chance: random.Random) -> tuple[int, int]:
    offset = chance.randrange(len(text))
    return text.count("\n", 0, offset), offset - (text.rfind("\n", 0, offset) + 1)


class _Editor:
    """As much of an editor as the measurement needs. All texts here are ASCII, so a column is a character."""

    def __enter__(self) -> Self:
        command = [sys.executable, "-m", "stce_rules", "lsp"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # ourselves
        assert self._process.stdin is not None  # asked for above
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin, self._process.stdout
        self._version = self._last = 0
        self.after = (0, 0)
        capabilities = {"workspace": {"codeLens": {"refreshSupport": True}}}
        self._ask("initialize", {"processId": os.getpid(), "capabilities": capabilities})
        self._tell("initialized", {})
        return self

    def __exit__(self, *_: object) -> None:
        self._ask("shutdown", None)
        self._tell("exit", None)
        self._process.wait()
        self._in.close()
        self._out.close()

    def open(self, path: Path, text: str) -> str:
        """Open a file; its URI."""
        uri = path.resolve().as_uri()
        told = {"uri": uri, "languageId": "stce", "version": 0, "text": text}
        self._tell("textDocument/didOpen", {"textDocument": told})
        return uri

    def type(self, uri: str, text: str, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Put a text between two places, and wait for the diagnostics of what is there then."""
        self._version += 1
        self.after = (start[0] + 1, 0) if text == "\n" else (start[0], start[1] + len(text))
        change = {"range": {"start": _position(start), "end": _position(end)}, "text": text}
        named = {"uri": uri, "version": self._version}
        self._tell("textDocument/didChange", {"textDocument": named, "contentChanges": [change]})
        self.wait(lambda one: _is_about(one, uri, self._version))

    def at(self, method: str, uri: str, place: tuple[int, int]) -> None:
        """Ask something about a place."""
        self._ask(method, {"textDocument": {"uri": uri}, "position": _position(place)})

    def processor(self) -> float:
        """Seconds of processor time that the server has used."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def wait(self, wanted: Callable[[dict[str, Any]], bool]) -> None:
        """Read until a message is there."""
        while True:
            length = 0
            while (line := self._out.readline()) != b"\r\n":
                if not line:
                    raise RuntimeError("the server has ended")
                name, _, value = line.partition(b":")
                length = int(value) if name == b"Content-Length" else length
            one = json.loads(self._out.read(length))
            if "method" in one and "id" in one:
                self._send({"jsonrpc": "2.0", "id": one["id"], "result": None})
            if wanted(one):
                return

    def _ask(self, method: str, params: object) -> None:
        self._last += 1
        self._send({"jsonrpc": "2.0", "id": self._last, "method": method, "params": params})
        self.wait(lambda one: one.get("id") == self._last and "method" not in one)

    def _tell(self, method: str, params: object) -> None:
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def _send(self, message: object) -> None:
        body = json.dumps(message).encode()
        self._in.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._in.flush()


def _position(place: tuple[int, int]) -> dict[str, int]:
    return {"line": place[0], "character": place[1]}


def _is_about(one: dict[str, Any], uri: str, version: int) -> bool:
    params = one.get("params") or {}
    published = one.get("method") == "textDocument/publishDiagnostics"
    return published and params["uri"] == uri and params.get("version") == version
