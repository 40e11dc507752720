"""An editor for tests: it speaks the protocol with `stce lsp` in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import Any, BinaryIO, Self

PATIENCE = 60.0
"""Seconds without any message after which a server is taken for dead; no test waits for them."""


class Editor:
    """One editor and its server. Positions are the protocol's: lines from 0, UTF-16 columns from 0."""

    def __init__(
        self,
        python: Sequence[str],
        *,
        cwd: Path,
        options: Mapping[str, object] | None = None,
        plugins: Path | None = None,
    ) -> None:
        """Start the server and greet it; `plugins` is a folder of distributions that are installed beside it."""
        command = [*python, "-m", "stce_rules", "lsp"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=cwd,
            env={**os.environ, "PYTHONPATH": "" if plugins is None else str(plugins)},
        )  # fmt: skip
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        assert self.process.stderr is not None
        self._in = self.process.stdin
        self._messages: Queue[dict[str, Any] | None] = Queue()
        self.told: deque[dict[str, Any]] = deque()
        self.log: list[str] = []
        self.versions: dict[str, int] = {}
        self._last = 0
        self._threads = (
            Thread(target=_received, args=(self.process.stdout, self._messages), daemon=True),
            Thread(target=_drained, args=(self.process.stderr, self.log), daemon=True),
        )
        for one in self._threads:
            one.start()
        capabilities = {
            "workspace": {"codeLens": {"refreshSupport": True}},
            "general": {"positionEncodings": ["utf-32", "utf-8", "utf-16"]},
        }
        self.greeting = self.ask(
            "initialize",
            {"processId": os.getpid(), "capabilities": capabilities, "initializationOptions": options or {}},
        )
        self.tell("initialized", {})

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        for one in self._threads:
            one.join()
        for stream in (self.process.stdin, self.process.stdout, self.process.stderr):
            if stream is not None:
                with suppress(BrokenPipeError):
                    stream.close()

    # ---- messages

    def tell(self, method: str, params: object) -> None:
        """Send a notification."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def begin(self, method: str, params: object) -> int:
        """Send a request; its number."""
        self._last += 1
        self._send({"jsonrpc": "2.0", "id": self._last, "method": method, "params": params})
        return self._last

    def ask(self, method: str, params: object) -> Any:  # noqa: ANN401  # JSON
        """Send a request and wait for its result."""
        answer = self.answer(self.begin(method, params))
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def answer(self, number: int) -> dict[str, Any]:
        """Wait for the answer to a request."""
        return self.wait(lambda one: one.get("id") == number and "method" not in one)

    def wait(self, wanted: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
        """The first message that is wanted; the others are kept in `told`."""
        for one in self.told:
            if wanted(one):
                self.told.remove(one)
                return one
        while True:
            try:
                got = self._messages.get(timeout=PATIENCE)
            except Empty:
                raise AssertionError("the server says nothing:\n" + "".join(self.log)) from None
            if got is None:
                raise AssertionError("the server has ended:\n" + "".join(self.log))
            if "method" in got and "id" in got:
                self._send({"jsonrpc": "2.0", "id": got["id"], "result": None})
            if wanted(got):
                return got
            self.told.append(got)

    def _send(self, message: object) -> None:
        body = json.dumps(message).encode()
        self._in.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._in.flush()

    # ---- documents

    def open(self, path: Path, text: str | None = None) -> str:
        """Open a file, or another text in its place; its URI."""
        uri = path.as_uri()
        self.open_uri(uri, path.read_text(encoding="utf-8") if text is None else text)
        return uri

    def open_uri(self, uri: str, text: str) -> None:
        """Open a document."""
        self.versions[uri] = 1
        told = {"uri": uri, "languageId": "stce", "version": 1, "text": text}
        self.tell("textDocument/didOpen", {"textDocument": told})

    def type(self, uri: str, text: str, start: tuple[int, int], end: tuple[int, int] | None = None) -> int:
        """Put a text between two places; the version of the document then."""
        change = {"range": {"start": _place(start), "end": _place(end or start)}, "text": text}
        return self.change(uri, [change])

    def change(self, uri: str, changes: Sequence[Mapping[str, object]]) -> int:
        """Change a document; its version then."""
        self.versions[uri] += 1
        named = {"uri": uri, "version": self.versions[uri]}
        self.tell("textDocument/didChange", {"textDocument": named, "contentChanges": list(changes)})
        return self.versions[uri]

    def diagnostics(self, uri: str, version: int | None = 0) -> list[dict[str, Any]]:
        """What is told of a document; 0 stands for its version now."""
        asked = self.versions.get(uri) if version == 0 else version

        def wanted(one: dict[str, Any]) -> bool:
            params = one.get("params") or {}
            told = one.get("method") == "textDocument/publishDiagnostics" and params["uri"] == uri
            return told and params.get("version") == asked

        found: list[dict[str, Any]] = self.wait(wanted)["params"]["diagnostics"]
        return found

    def close(self, uri: str) -> None:
        """Close a document."""
        del self.versions[uri]
        self.tell("textDocument/didClose", {"textDocument": {"uri": uri}})

    def at(self, method: str, uri: str, place: tuple[int, int], **more: object) -> Any:  # noqa: ANN401  # JSON
        """Ask for something at a place of a document."""
        return self.ask(method, {"textDocument": {"uri": uri}, "position": _place(place), **more})

    def about(self, method: str, uri: str, **more: object) -> Any:  # noqa: ANN401  # JSON
        """Ask for something about a document."""
        return self.ask(method, {"textDocument": {"uri": uri}, **more})

    def end(self) -> int:
        """Take leave as the protocol says; the exit code."""
        self.ask("shutdown", None)
        self.tell("exit", None)
        return self.process.wait(PATIENCE)


def _place(one: tuple[int, int]) -> dict[str, int]:
    return {"line": one[0], "character": one[1]}


def _received(stream: BinaryIO, messages: Queue[dict[str, Any] | None]) -> None:
    while True:
        length = 0
        while (line := stream.readline()) not in (b"\r\n", b""):
            name, _, value = line.partition(b":")
            assert name in (b"Content-Length", b"Content-Type"), line
            length = int(value) if name == b"Content-Length" else length
        if not line:
            messages.put(None)
            return
        messages.put(json.loads(stream.read(length)))


def _drained(stream: BinaryIO, log: list[str]) -> None:
    log.extend(line.decode(errors="replace") for line in stream)
