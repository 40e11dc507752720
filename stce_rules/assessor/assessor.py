"""The assessor: what a host holds on to.

Enters: rulesets and plugins once, then declarations. Leaves: assessments. Promises: it may be shared between threads;
`reload` swaps the plan whole and keeps the old one when the new one has any fault; a failing observer or policy never
loses an assessment; a plan that is in use when it is replaced is closed only after.

With records, the same declaration gets the same bytes again and each assessment stands in the audit trail. With a
budget, the host has an answer in time: judged, or one that says it was not.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from stce_rules.assessor.budget import Budget, Late, Timed
from stce_rules.assessor.loaded import Configuration, Live, load_live
from stce_rules.assessor.made import Answer, answered, judged, ruleset_of, standing_in, with_alarms
from stce_rules.assessor.watching import Changes, Reloaded, Told, Watch
from stce_rules.core.assessment import Assessment
from stce_rules.core.declaration import Declaration
from stce_rules.core.diagnostics import Diagnostic, StceError
from stce_rules.engines.choose import DEFAULT
from stce_rules.intake.canonical import decode
from stce_rules.intake.normalise import NormalCase, normalise
from stce_rules.plan.judgement import Judgement
from stce_rules.plan.model import Plan
from stce_rules.plugins.announced import said
from stce_rules.plugins.discover import Plugins, discover
from stce_rules.rulesets.changes import Look

if TYPE_CHECKING:  # what needs the libraries of a store is loaded by those who have one
    from stce_rules.assessor.records import Clock, Records
    from stce_rules.history.database import Database

__all__ = ["Answer", "Assessor"]


class Assessor:
    """Judges declarations by rulesets. Make one with `from_rulesets`; use it as a context, or close it."""

    def __init__(
        self, configuration: Configuration, *, records: Records | None = None, budget: Budget | None = None
    ) -> None:
        """Load everything the configuration names. Raises StceError with every fault found."""
        self._configuration = configuration
        self._records = records
        self._owns_store = False
        self._swap = threading.Lock()
        self._reloading = threading.Lock()
        self._watch: Watch | None = None
        self._live = load_live(configuration, records)
        self._budget = budget
        self._timed = None if budget is None else Timed[Answer](budget, self._write_notes)

    @classmethod
    def from_rulesets(
        cls,
        *rulesets: str | Path,
        engine: str = DEFAULT,
        plugins: Plugins | None = None,
        policy: str | None = None,
        on: date | None = None,
        cache: Path | None = None,
        records: str | Path | Database | None = None,
        clock: Clock | None = None,
        budget: Budget | None = None,
    ) -> Self:
        """Load rulesets together: folders, rule files, or names of shipped rulesets.

        `engine` is a name of `stce_rules.engines.choose.ENGINES` or of a plugin's engine. `plugins` are those found in
        the environment unless given. `policy` names a decision policy of a plugin. `on` is the day by which lists are
        old; without it their age is not looked at. `cache` is a folder where plans are kept, so that rulesets that have
        not changed are not read again (`stce_rules.rulesets.user_folder()`).

        `records` is the store of past declarations, answers and the audit trail: a path, a URL, or an open database,
        which stays open when this is closed. `clock` tells the time that the audit trail notes; without it, the
        system does. `budget` is the time within which an answer must be there.

        Raises StceError with the faults of all files, or those of the store (E860 to E864).
        """
        found = discover() if plugins is None else plugins
        configuration = Configuration(tuple(rulesets), engine, found, policy, on, cache)
        if records is None:
            return cls(configuration, budget=budget)
        from stce_rules.history import open_store

        database = open_store(records) if isinstance(records, str | Path) else records
        try:
            from stce_rules.assessor.records import Records, system_clock

            made = cls(configuration, records=Records(database, clock or system_clock), budget=budget)
        except BaseException:
            if database is not records:
                database.close()
            raise
        made._owns_store = database is not records
        return made

    @property
    def plan(self) -> Plan:
        """The plan in force."""
        return self._live.plan

    @property
    def engine(self) -> str:
        """The name of the engine that judges."""
        return self._configuration.engine

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        """What was found when the plan in force was loaded."""
        return self._live.warnings

    # ---- rulesets that change

    def reload(self) -> None:
        """Load the same rulesets again and swap; on any fault raise StceError and keep what is in force."""
        with self._reloading:
            fresh = load_live(self._configuration, self._records)
            with self._swap:
                old, self._live = self._live, fresh
            old.retire()

    def watch(self, seconds: float = 5.0, told: Told | None = None) -> None:
        """Look every so many seconds whether rule files, manifests or lists have changed, and reload when they have.

        Looked at is what the files hold, and a change counts when two looks in a row have seen the same. `told` hears,
        in the thread of the watch, of every reload, and of the faults that keep the old plan in force, once as long as
        they stay the same. `close` ends it. Raises RuntimeError where there is a watch already.
        """
        if self._watch is not None:
            raise RuntimeError("the rulesets are watched already")
        changes = Changes(self._on_disk, self._reloaded, told or (lambda _: None))
        self._watch = Watch(changes.look, seconds)

    def _on_disk(self) -> tuple[Look, Look]:
        loaded, configuration = self._live.look, self._configuration
        return loaded, loaded.again(configuration.rulesets, configuration.plugins.contributions)

    def _reloaded(self) -> Reloaded:
        faults: tuple[Diagnostic, ...] = ()
        try:
            self.reload()
        except StceError as refused:
            faults = tuple(refused.diagnostics)
        except Exception as fault:  # noqa: BLE001  # an engine of a plugin may raise anything; the old plan stays
            mend = "see what it says; until then the rulesets from before are in force"
            faults = (Diagnostic("E875", f"the rulesets cannot be loaded: {said(fault)}", where="rulesets", help=mend),)
        return Reloaded(ruleset_of(self._live.plan), faults, () if faults else self._live.warnings)

    # ---- declarations

    def assess(
        self, declaration: Declaration | Mapping[str, object] | bytes | str, *, reasons: bool = True
    ) -> Assessment:
        """Judge a declaration: canonical JSON, its plain data, or what an adapter made.

        Without `reasons` the entries carry no evidence, which saves its making, where neither records nor a budget
        take part. Raises StceError: E601 to E610 for what is no declaration at all; with records E866 when this id and
        version was assessed with other content, and what the store raises (E862, E864).
        """
        if self._records is not None or self._timed is not None:
            return self.answer(declaration).assessment
        read = declaration if isinstance(declaration, Declaration) else decode(declaration)
        plugins = self._configuration.plugins
        live = self._entered()
        try:
            case = normalise(read, plugins.contributions.catalogue)
            assessment, _ = judged(live, read, case, reasons=reasons)
        finally:
            live.leave()
        return with_alarms(assessment, plugins.observe(read, assessment))

    def answer(self, declaration: Declaration | Mapping[str, object] | bytes | str) -> Answer:
        """The same with its bytes, which every door hands over. Raises as `assess` does."""
        read = declaration if isinstance(declaration, Declaration) else decode(declaration)
        if self._timed is None or self._budget is None:
            answer = self._answered(read)
            self._write_notes()
            return answer
        answer_or_late = self._timed.within(lambda: self._answered(read))
        if not isinstance(answer_or_late, Late):
            return answer_or_late
        stand_in = standing_in(self._live, read, self._budget, answer_or_late)
        self._timed.later()
        return stand_in

    def _answered(self, read: Declaration) -> Answer:
        live = self._entered()
        try:
            return answered(live, self._configuration, read)
        finally:
            live.leave()

    def _write_notes(self) -> None:
        if self._records is not None:
            self._records.write()

    def judge(self, declaration: Declaration) -> tuple[Plan, Judgement, NormalCase]:
        """Judge a declaration and keep the trees: for explanations. No policy or observer takes part."""
        live = self._entered()
        try:
            case = normalise(declaration, self._configuration.plugins.contributions.catalogue)
            return live.plan, live.engine.judge(case), case
        finally:
            live.leave()

    def _entered(self) -> Live:
        """What is in force, to be left when something has been judged by it."""
        with self._swap:
            self._live.enter()
            return self._live

    # ---- the end

    def close(self) -> None:
        """End the watch, wait for what is still being judged, and give back all that is held.

        A closed assessor is not used again.
        """
        if self._watch is not None:
            self._watch.close()
        if self._timed is not None:
            self._timed.close()
        self._write_notes()
        self._live.retire()
        if self._owns_store and self._records is not None:
            self._records.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
