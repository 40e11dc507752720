"""The store of an assessor: the same message gets the same answer, and each assessment its row in the audit trail.

Enters: a store, a plan, declarations with a way to judge them. Leaves: the bytes of an answer, given now or before.
Promises: an answer, the declaration it was given to and its row in the trail are committed together or not at all; no
second answer is ever given to an id and version, by any thread or process on the store.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version

import msgspec

from stce_rules.assessor.loaded import Configuration
from stce_rules.assessor.seen import AskedWindows, SeenPast
from stce_rules.core.assessment import Assessment
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.decide.wire import encode
from stce_rules.engines.protocol import Outcomes, Surroundings
from stce_rules.history.answers import answer
from stce_rules.history.database import Database, Turn
from stce_rules.history.past import StoredPast
from stce_rules.history.trail import (
    Entry,
    Kind,
    ListHash,
    PluginVersion,
    Setting,
    append,
    keep_setting,
    name_of,
    sha256,
)
from stce_rules.intake.canonical import encode as canonical
from stce_rules.intake.normalise import NormalCase, normalise
from stce_rules.plan.hash import list_hashes
from stce_rules.plan.model import Plan
from stce_rules.rulesets.packed import packing

__all__ = [
    "Clock",
    "Judged",
    "Message",
    "PlanRecords",
    "Records",
    "library_version",
    "message",
    "system_clock",
]

_VERSIONS = range(-(2**63), 2**63)

_MOST_NOTES = 10_000
"""Rows that wait for a store that does not take them; the oldest give way."""

Clock = Callable[[], datetime]
"""The time of the host; one without a zone is taken for UTC."""

Judged = tuple[Assessment, Outcomes]
"""An assessment, and the outcomes of all units that it rests on."""


def system_clock() -> datetime:
    """The time of the system."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Message:
    """A declaration that is asked about.

    `content` is the digest by which it is known again: of all but the places in the message that it was read from.
    """

    declaration: Declaration
    input: bytes
    content: str


def message(declaration: Declaration) -> Message:
    """A declaration as records know it. Raises StceError (E874) for a version of more than 64 bits."""
    if declaration.version not in _VERSIONS:
        told = f"version {declaration.version} of declaration '{declaration.id}' is too large a number to be kept"
        raise StceError(Diagnostic("E874", told, where="declaration", help="count its messages: 1, 2, 3 and so on"))
    whole = canonical(declaration)
    if not declaration.sources:
        return Message(declaration, whole, sha256(whole))
    issues = [msgspec.structs.replace(one, source=None) for one in declaration.parse_issues]
    bare = msgspec.structs.replace(declaration, sources={}, parse_issues=issues)
    return Message(declaration, whole, sha256(canonical(bare)))


class PlanRecords:
    """A store as one plan uses it. Safe to share between threads."""

    def __init__(self, records: Records, stored: StoredPast, plan: Plan, configuration: Configuration) -> None:
        self._records = records
        self._stored = stored
        self._plan = plan
        self._packed = packing(Plan).pack(plan)
        self._setting = _setting(plan, configuration, self._packed)
        self._name = name_of(self._setting)
        self._is_kept = False
        self._windows = AskedWindows(plan)
        self.past = SeenPast(stored)

    def before(self, asked: Message) -> bytes | None:
        """The answer given before. Raises StceError (E866) for another content."""
        with self._records.database.reading() as turn:
            return _before(turn, asked)

    def answered(
        self, asked: Message, case: NormalCase, judge: Callable[[], Judged]
    ) -> tuple[bytes, Assessment | None]:
        """The answer, and the assessment if it was made now. Raises what `before` and `judge` raise."""
        with self._records.database.turn() as turn:
            known = _before(turn, asked)
            if known is not None:
                return known, None
            with self._stored.at(turn, asked.declaration), self.past.seen() as seen:
                assessment, outcomes = judge()
                for window, at in self._windows.at(len(case.items)):
                    seen.value(self._stored, window, case, at, outcomes)
                self._stored.remember(case)
            raw = encode(assessment)
            self.append(turn, self._entry("judged", asked, raw, windows=seen.packed() if self._plan.windows else None))
        self._is_kept = True
        return raw, assessment

    def note(
        self, kind: Kind, asked: Message, assessment: bytes | None = None, *, alarms: tuple[str, ...] = ()
    ) -> None:
        """Have a row added to the trail, by `Records.write`."""
        self._records.note(self, self._entry(kind, asked, assessment, alarms=alarms))

    def _entry(
        self,
        kind: Kind,
        asked: Message,
        assessment: bytes | None = None,
        *,
        windows: bytes | None = None,
        alarms: tuple[str, ...] = (),
    ) -> Entry:
        """What the trail is told, now."""
        now = self._records.clock()
        return Entry(
            kind=kind,
            declaration=asked.declaration.id,
            version=asked.declaration.version,
            at=(now if now.tzinfo else now.replace(tzinfo=UTC)).astimezone(UTC).isoformat(timespec="microseconds"),
            setting=self._name,
            content=asked.content,
            input=asked.input,
            assessment=assessment,
            windows=windows,
            alarms=alarms,
        )

    def append(self, turn: Turn, entry: Entry) -> None:
        """Add to the trail, after what it was judged by."""
        if not self._is_kept:
            keep_setting(turn, self._setting, self._packed)
        append(turn, entry)


class Records:
    """A store with the time of the host, and what is to be noted in it when there is time."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock
        self._notes: deque[tuple[PlanRecords, Entry]] = deque(maxlen=_MOST_NOTES)

    def of(self, plan: Plan, configuration: Configuration) -> PlanRecords:
        """The records of one plan, whose windows know all past declarations when this returns.

        Raises StceError as the store does.
        """
        contributions = configuration.plugins.contributions
        catalogue = contributions.catalogue
        around = Surroundings(contributions.predicates, matcher=contributions.matcher)
        stored = StoredPast(plan, lambda one: normalise(one, catalogue), around)
        stored.catch_up(self.database)
        return PlanRecords(self, stored, plan, configuration)

    def note(self, records: PlanRecords, entry: Entry) -> None:
        """Keep a row for `write`."""
        self._notes.append((records, entry))

    def write(self) -> None:
        """Add all rows that were noted, in one turn; those that the store does not take are tried again next time."""
        taken: list[tuple[PlanRecords, Entry]] = []
        with suppress(IndexError):
            while True:
                taken.append(self._notes.popleft())
        if not taken:
            return
        try:
            with self.database.turn() as turn:
                for records, entry in taken:
                    records.append(turn, entry)
        except StceError:
            self._notes.extendleft(reversed(taken))


def _before(turn: Turn, asked: Message) -> bytes | None:
    return answer(turn, asked.declaration.id, asked.declaration.version, asked.content)


def _setting(plan: Plan, configuration: Configuration, packed: bytes) -> Setting:
    return Setting(
        ruleset=plan.name,
        ruleset_version=plan.version,
        plan=plan.content_hash,
        packed=sha256(packed),
        form=packing(Plan).form,
        lists=[ListHash(name, one) for name, one in list_hashes(plan).items()],
        plugins=[PluginVersion(one.name, one.distribution, one.version) for one in configuration.plugins.listing],
        engine=configuration.engine,
        policy=configuration.policy,
        library=library_version(),
    )


def library_version() -> str:
    """The version of this library; empty when it runs from its source without being installed."""
    try:
        return version("stce-rules")
    except PackageNotFoundError:
        return ""
