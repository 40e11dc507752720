"""A thread that looks, again and again, whether rulesets have changed on disk.

Enters: what is in force, how to load it again, and how often to look. Leaves: reloads, and word of them. Promises: a
change counts when two looks in a row have seen the same, so that a file is not read while it is written; while what
lies on disk has faults it is tried again at every look, and told of again only when the faults are others; whatever a
callback raises, the next look comes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from stce_rules.core.assessment import RulesetVersion
from stce_rules.core.diagnostics import Diagnostic
from stce_rules.rulesets.changes import Look

__all__ = ["Changes", "Reloaded", "Told", "Watch"]


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What came of rulesets that had changed on disk.

    `ruleset` is in force now. Without `faults` it is what lies on disk, with its `warnings`; with them it is what was
    in force before.
    """

    ruleset: RulesetVersion
    faults: tuple[Diagnostic, ...] = ()
    warnings: tuple[Diagnostic, ...] = ()


Told = Callable[[Reloaded], None]
"""Who hears of reloads."""


class Changes:
    """The looks of one watch."""

    def __init__(self, look: Callable[[], tuple[Look, Look]], reload: Callable[[], Reloaded], told: Told) -> None:
        """`look` gives what was loaded, and what lies on disk now."""
        self._look = look
        self._reload = reload
        self._told = told
        self._seen: Look | None = None
        self._faults: tuple[Diagnostic, ...] = ()

    def look(self) -> None:
        """One look."""
        loaded, now = self._look()
        changed = now != loaded
        seen, self._seen = self._seen, now if changed else None
        if (changed and now == seen) or (self._faults and not changed):
            reloaded = self._reload()
            before, self._faults = self._faults, reloaded.faults
            if not reloaded.faults or reloaded.faults != before:
                self._told(reloaded)


class Watch:
    """Looks every so many seconds, from now until it is closed."""

    def __init__(self, look: Callable[[], None], seconds: float) -> None:
        """Raises ValueError for no time between looks."""
        if not 0 < seconds <= threading.TIMEOUT_MAX:
            raise ValueError("there are more than 0 seconds between looks")
        self._look = look
        self._seconds = seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="stce-watch", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._ended.wait(self._seconds):
            try:
                self._look()
            except Exception as fault:  # noqa: BLE001  # what a host's callback raises must not end the watch
                told = (type(fault), fault, fault.__traceback__, threading.current_thread())
                threading.excepthook(threading.ExceptHookArgs(told))

    def close(self) -> None:
        """End it, and wait for a look under way; one that closes its own watch ends after it."""
        self._ended.set()
        if threading.current_thread() is not self._thread:
            self._thread.join()
