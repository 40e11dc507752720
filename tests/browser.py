"""A page in a real Chromium, over the DevTools protocol on a pipe: no driver, no port, no network.

Enters: the path of a page. Leaves: what the page answers, what it complained of, every address it asked for.
"""

from __future__ import annotations

import base64
import fcntl
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), None
)
ABSENT = "no Chromium is installed (Debian: apt-get install chromium)"

_SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--remote-debugging-pipe",
)
_HEARD = ("Page.enable", "Runtime.enable", "Log.enable", "Network.enable")


@dataclass(slots=True)
class Browser:
    """One tab at a time. `complaints` are console errors and what the content policy forbade; `asked` the addresses."""

    _to: int
    _from: int
    complaints: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    _session: str | None = None
    _context: str | None = None
    _number: int = 0
    _loaded: bool = False
    _heard: bytearray = field(default_factory=bytearray)

    def attach(self) -> None:
        """Take a new tab that shares nothing with those before, and listen to it."""
        self.complaints, self.asked = [], []
        self._context = self._call("Target.createBrowserContext")["browserContextId"]
        made = self._call("Target.createTarget", url="about:blank", browserContextId=self._context)
        target = made["targetId"]
        self._session = self._call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for one in _HEARD:
            self._call(one)

    def open(self, address: str) -> None:
        """Go to an address, and wait until the page is loaded."""
        self._loaded = False
        self._call("Page.navigate", url=address)
        while not self._loaded:
            self._hear()

    def run(self, script: str) -> Any:  # noqa: ANN401  # whatever the page answers
        """The value of an expression in the page, which may be a promise."""
        done = self._call("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in done, done
        return done["result"].get("value")

    def key(self, name: str, code: int, text: str = "") -> None:
        """Press a key."""
        for kind in ("keyDown", "keyUp"):
            said = {"type": kind, "key": name, "code": name, "windowsVirtualKeyCode": code}
            self._call("Input.dispatchKeyEvent", **said, **({"text": text} if text and kind == "keyDown" else {}))

    def wide(self, width: int, height: int) -> None:
        """Set the size of the window, in CSS pixels."""
        self._call("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def as_paper(self, width: int) -> None:
        """Show pages as they print, on a sheet with room for so many CSS pixels."""
        self._call("Emulation.setEmulatedMedia", media="print")
        self.wide(width, 900)

    def without_scripts(self) -> None:
        """Run no script of pages opened from now on."""
        self._call("Emulation.setScriptExecutionDisabled", value=True)

    def picture(self, path: Path) -> None:
        """A picture of the whole page, as PNG."""
        got = self._call("Page.captureScreenshot", format="png", captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(got["data"]))

    def paper(self, path: Path) -> None:
        """The page as it prints, as PDF."""
        got = self._call("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
        path.write_bytes(base64.b64decode(got["data"]))

    def leave(self) -> None:
        """Close the tab."""
        self._session = None
        self._call("Target.disposeBrowserContext", browserContextId=self._context)

    def close(self) -> None:
        """End Chromium."""
        self._call("Browser.close")

    def _call(self, method: str, **given: object) -> dict[str, Any]:
        self._number += 1
        message: dict[str, object] = {"id": self._number, "method": method, "params": given}
        if self._session is not None:
            message["sessionId"] = self._session
        written = json.dumps(message).encode() + b"\0"
        while written:
            written = written[os.write(self._to, written) :]
        while True:
            heard = self._hear()
            if heard.get("id") == self._number:
                assert "error" not in heard, heard
                answer: dict[str, Any] = heard["result"]
                return answer

    def _hear(self) -> dict[str, Any]:
        while b"\0" not in self._heard:
            more = os.read(self._from, 1 << 20)
            assert more, "Chromium ended"
            self._heard += more
        first, _, rest = self._heard.partition(b"\0")
        self._heard = bytearray(rest)
        message: dict[str, Any] = json.loads(first)
        if message.get("sessionId") == self._session:
            self._note(message.get("method"), message.get("params", {}))
        return message

    def _note(self, method: str | None, told: dict[str, Any]) -> None:
        match method:
            case "Page.loadEventFired":
                self._loaded = True
            case "Network.requestWillBeSent":
                self.asked.append(told["request"]["url"])
            case "Runtime.exceptionThrown":
                self.complaints.append(json.dumps(told["exceptionDetails"]))
            case "Runtime.consoleAPICalled":
                self.complaints.append(json.dumps(told["args"]))
            case "Log.entryAdded":
                self.complaints.append(told["entry"]["text"])
            case _:
                pass


@contextmanager
def browser(folder: Path) -> Iterator[Browser]:
    """A Chromium, with its settings in a new folder; ended in the end."""
    assert CHROMIUM is not None
    (here_in, there_out), (there_in, here_out) = os.pipe(), os.pipe()

    def placed() -> None:  # Chromium listens on 3 and answers on 4
        listens, answers = (fcntl.fcntl(one, fcntl.F_DUPFD, 5) for one in (there_in, there_out))
        os.dup2(listens, 3)
        os.dup2(answers, 4)

    process = subprocess.Popen(
        [CHROMIUM, *_SWITCHES, f"--user-data-dir={folder}"],
        close_fds=False,
        preexec_fn=placed,  # noqa: PLW1509  # Chromium takes these two numbers only; no test has threads
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(there_in)
    os.close(there_out)
    begun = Browser(here_out, here_in)
    try:
        yield begun
        begun.close()
    finally:
        os.close(here_out)
        os.close(here_in)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
