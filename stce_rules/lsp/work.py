"""The work behind an editor: reading, checking and linting what has changed; then, at leisure, comparing and judging.

Enters: rulesets of which something has changed. Leaves: their diagnostics, told as they are known. Promises: the loop
that answers the editor never waits for work, which is done on one other thread; the newest edit wins, and an answer
that it overtakes is dropped; whatever fails is told, and the work goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date
from functools import partial
from pathlib import Path
from typing import Protocol, TypeVar

from stce_rules.core.diagnostics import Diagnostic, in_order
from stce_rules.hooks import Contributions
from stce_rules.language.checking.findings import Findings
from stce_rules.lsp.judged import Overtaken, compared, judged
from stce_rules.lsp.workspace import Root, Workspace
from stce_rules.rulesets.gather import Gathered, gather

__all__ = ["Told", "Work"]

_T = TypeVar("_T")

_LEISURE = 0.3
"""Seconds without an edit before what takes longer than a keystroke is begun."""


class Told(Protocol):
    """Who is told what the work finds."""

    def found(self, root: Root) -> None:
        """The diagnostics of a ruleset are known."""

    def gone(self, root: Root) -> None:
        """A ruleset is no longer worked on."""

    def examples_judged(self) -> None:
        """Some examples have been judged anew."""

    def failed(self, what: str, fault: Exception) -> None:
        """Something failed that never should."""


class Work:
    """The work on one workspace; all of it is called on one loop."""

    def __init__(self, workspace: Workspace, contributions: Contributions, told: Told) -> None:
        self.workspace = workspace
        self.contributions = contributions
        self.on: date | None = None
        self._told = told
        self._pool = ThreadPoolExecutor(1, "stce-work")
        self._newest: list[Root] = []
        self._running: asyncio.Task[None] | None = None
        self._progress = asyncio.Event()
        self._asked = asyncio.Event()

    # ---- what is asked

    def ask(self, roots: Iterable[Root]) -> None:
        """Something of these has changed."""
        for root in roots:
            root.asked += 1
            if root in self._newest:
                self._newest.remove(root)
            self._newest.append(root)
        self._asked.set()
        if self._running is None or self._running.done():
            self._running = asyncio.get_running_loop().create_task(self._run())

    def settle(self) -> None:
        """Documents were opened or closed, or files have come or gone."""
        new, gone = self.workspace.settle()
        for root in gone:
            if root in self._newest:
                self._newest.remove(root)
            self._told.gone(root)
        if gone:
            self._tell()
        if new:
            self.ask(new)

    async def until_read(self, root: Root) -> None:
        """Wait until all that has changed by now is read."""
        asked = root.asked
        while root.read < asked and self._is_worked_on(root):
            await self._progress.wait()

    async def until_judged(self, root: Root) -> None:
        """Wait until all that has changed by now is checked and linted."""
        asked = root.asked
        while root.judged < asked and self._is_worked_on(root):
            await self._progress.wait()

    async def aside(self, do: Callable[[], _T]) -> _T:
        """Do something on the other thread, after what is being done there."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, do)

    def end(self) -> None:
        """Do no more."""
        if self._running is not None:
            self._running.cancel()
        self._pool.shutdown(wait=False, cancel_futures=True)

    # ---- what is done

    async def _run(self) -> None:
        while self._newest or await self._at_leisure():
            if self._newest:
                await self._one(self._newest[-1])

    async def _one(self, root: Root) -> None:
        """Read, check and lint the ruleset that changed last, up to what it is now."""
        asked = root.asked
        try:
            await self._judged(root, asked)
        except Overtaken:
            return
        except Exception as fault:  # noqa: BLE001  # whatever it is, the editor goes on
            self._told.failed(f"reading '{root.path.name}'", fault)
            root.read = root.judged = asked
        if root.asked == asked and root in self._newest:
            self._newest.remove(root)
        self._tell()

    async def _judged(self, root: Root, asked: int) -> None:
        texts, versions, on = self.workspace.texts(), self.workspace.versions(), self.on

        def pause() -> None:
            if root.asked != asked:
                raise Overtaken

        gathered, faults = await self.aside(lambda: _read(root, self.contributions, texts))
        root.was_read(gathered, asked)
        self._tell()
        self.settle()
        pause()
        if gathered is None:
            root.diagnostics, root.faultless = faults, False
        else:
            quick = await self.aside(lambda: judged(gathered, faults, self.contributions, on, root.findings, pause))
            pause()
            program = quick.ruleset.program
            root.diagnostics, root.uncompared = quick.diagnostics, None if program is None else quick
            root.program, root.faultless = program or root.program, program is not None
        root.versions, root.judged = versions, asked
        self._told.found(root)

    async def _at_leisure(self) -> bool:
        """Compare units and judge examples until something changes; whether there is more to do."""
        self._asked.clear()
        with suppress(TimeoutError):
            await asyncio.wait_for(self._asked.wait(), _LEISURE)
        for root in list(self.workspace.roots.values()):
            if self._newest:
                return True
            try:
                await self._compared(root)
                await self._examples(root)
            except Overtaken:
                return True
            except Exception as fault:  # noqa: BLE001  # whatever it is, the editor goes on
                root.uncompared = None
                self._told.failed(f"comparing the rules of '{root.path.name}'", fault)
        return bool(self._newest)

    async def _compared(self, root: Root) -> None:
        quick, asked = root.uncompared, root.asked
        if quick is None:
            return
        found = await self.aside(partial(compared, quick, root.findings, self._pause))
        if root.asked == asked and self._is_worked_on(root):
            root.diagnostics, root.uncompared = found, None
            self._told.found(root)

    async def _examples(self, root: Root) -> None:
        gathered, program = root.gathered, root.program
        if gathered is None or program is None or not root.faultless:
            return
        if await self.aside(partial(root.examples.judge, gathered, program, self.contributions, self._pause)):
            self._told.examples_judged()

    def _pause(self) -> None:
        if self._newest:
            raise Overtaken

    def _is_worked_on(self, root: Root) -> bool:
        return self.workspace.roots.get(root.path) is root

    def _tell(self) -> None:
        """Wake all who wait for progress."""
        self._progress.set()
        self._progress = asyncio.Event()


def _read(
    root: Root, contributions: Contributions, texts: Mapping[Path, str]
) -> tuple[Gathered | None, tuple[Diagnostic, ...]]:
    findings = Findings()
    gathered = gather(root.given, contributions, findings, texts, root.kept)
    return gathered, in_order(findings.found)
