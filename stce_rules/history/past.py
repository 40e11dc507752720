"""The windows of a plan, online: values for the declaration at hand, and declarations remembered for those to come.

Enters: a plan, a turn of the store, declarations. Leaves: values of windows. Promise: they are those of the definition
(`testing.past`) over the messages remembered so far, late ones, amendments, cancellations and blanks included. What was
found in a past declaration, where a window counts it, stays what was found when it was remembered.

    with database.turn() as turn, past.at(turn, declaration):
        judgement = engine.judge(case)      # the engine was made with Surroundings(past=past)
        past.remember(case)

A store may be shared by several plans, and a plan may be replaced: a window is known by its meaning. What declarations
gave to a window that the store did not know is made from the declarations it keeps, by `catch_up`; a few are caught up
with in passing. Until then the window is not known.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cached_property

from sqlalchemy.engine import Connection

from stce_rules.core.boxes import Case
from stce_rules.core.declaration import Declaration
from stce_rules.core.windows import Group, WindowValue
from stce_rules.engines.contributions import Contribution, Contributions, Keys
from stce_rules.engines.facts import Facts, facts_of
from stce_rules.engines.judging import Judging, Prepared
from stce_rules.engines.protocol import Outcomes, Surroundings
from stce_rules.history import kept
from stce_rules.history.asking import Here, groups
from stce_rules.history.database import Database, Turn
from stce_rules.history.kept import AllKnown, Known
from stce_rules.history.meaning import meanings
from stce_rules.history.rows import Giving, Row, last_day
from stce_rules.history.schema import FACTS, VALUES
from stce_rules.plan.judgement import HEADER, Outcome
from stce_rules.plan.model import Plan

__all__ = ["StoredPast"]

_IN_PASSING = 200
"""Declarations that a turn catches up with before its own."""

_BATCH = 200
"""Declarations of one turn of `catch_up`."""

_NO_SURROUNDINGS = Surroundings()


@dataclass(slots=True)
class _Looking:
    """The declaration at hand: the windows that are known, and what was asked for before."""

    connection: Connection
    declaration: Declaration
    windows: Mapping[int, Known]
    found: dict[int, dict[Keys, Group]] = field(default_factory=dict)
    given: dict[int, Contribution] = field(default_factory=dict)


class StoredPast:
    """The past of a store, by one plan. Safe to share between threads, each of which has a turn of its own."""

    def __init__(
        self, plan: Plan, read: Callable[[Declaration], Case], surroundings: Surroundings = _NO_SURROUNDINGS
    ) -> None:
        """`read` makes a kept declaration ready to be judged, in surroundings whose past is this one."""
        self._plan = plan
        self._read = read
        self._surroundings = replace(surroundings, past=self)
        self._meanings = meanings(plan)
        self._contributions = Contributions(plan)
        self._thread = threading.local()

    @cached_property
    def _prepared(self) -> Prepared:
        return Prepared(self._plan, self._surroundings)

    @property
    def _here(self) -> _Looking | None:
        """What this thread looks back from."""
        looking: _Looking | None = getattr(self._thread, "looking", None)
        return looking

    @contextmanager
    def at(self, turn: Turn, declaration: Declaration) -> Iterator[None]:
        """Look back from this declaration, in this thread. A turn that only reads catches up with nothing."""
        known = kept.known(turn.connection, self._meanings)
        if turn.writes:
            if len(known.windows) < len(self._meanings):
                known = self._register(turn.connection)
            if 0 < known.most_behind <= _IN_PASSING:
                known = self._step(turn.connection, _IN_PASSING)
        with self._looking(turn.connection, declaration, self._ready(known)):
            yield

    @contextmanager
    def _looking(
        self, connection: Connection, declaration: Declaration, windows: Mapping[int, Known]
    ) -> Iterator[_Looking]:
        before = self._here
        self._thread.looking = looking = _Looking(connection, declaration, windows)
        try:
            yield looking
        finally:
            self._thread.looking = before

    def _ready(self, known: AllKnown) -> dict[int, Known]:
        """The windows that know every declaration, and rest on none that does not."""
        there = {number: one for number, one in known.windows.items() if one.known_to == known.last}
        return {number: one for number, one in there.items() if self._meanings[number].rests_on <= there.keys()}

    # ---- values

    def value(self, window: int, case: Case, at: int, outcomes: Outcomes) -> WindowValue | None:
        """The value of a window for the subject at a position; None outside of `at`, and until it is caught up."""
        looking = self._here
        if looking is None or window not in looking.windows:
            return None
        asked = self._contributions.asked(self._plan.windows[window], case, at)
        found = looking.found.setdefault(window, {})
        if not found.keys() >= {*asked.groups}:
            found |= self._groups(looking, window, case, outcomes)
        return WindowValue(tuple(found[keys] for keys in asked.groups), asked.open)

    def _groups(self, looking: _Looking, window: int, case: Case, outcomes: Outcomes) -> dict[Keys, Group]:
        """The value for every group that a subject of the declaration asks about."""
        if case.date is None:
            return {}
        one = self._plan.windows[window]
        positions = (HEADER, *(range(len(case.items)) if one.of_item else ()))
        asked = {keys: None for at in positions for keys in self._contributions.asked(one, case, at).groups}
        own = Facts({}, {})
        if not one.earlier and looking.declaration.action != "cancellation":
            looking.given[window] = self._contributions.of(one, case, outcomes)
            own = facts_of(looking.given[window], one.measure, placed=True)
        day = case.date.toordinal()
        here = Here(looking.connection, day, case.id, last_day(one.reach, day))
        return groups(here, one.measure, self._meanings[window].key, asked, own)

    # ---- remembering

    def remember(self, case: Case) -> None:
        """Keep the declaration at hand, and what it gives to windows. `case` is that declaration, made ready.

        Raises RuntimeError outside of `at`.
        """
        looking = self._here
        if looking is None:
            raise RuntimeError("a declaration is remembered while it is looked back from")
        message = kept.keep(looking.connection, looking.declaration, case.date)
        self._give(looking, looking.windows, message, case)
        kept.now_known(looking.connection, looking.windows.values(), message.number)

    def _give(self, looking: _Looking, windows: Mapping[int, Known], message: kept.Message, case: Case) -> None:
        """Add what the declaration at hand, kept as this message, gives to these windows."""
        facts: list[Row] = []
        values: list[Row] = []
        outcomes = self._outcomes(case)
        alike = {known.number: number for number, known in windows.items()}  # windows of one meaning have one place
        for number, window in alike.items() if not message.cancels else ():
            one = self._plan.windows[window]
            key = self._meanings[window].key
            giving = Giving(number, key, one.reach, message.number, case.id, message.stay, message.dated)
            given = looking.given.get(window) or self._contributions.of(one, case, outcomes)
            more_facts, more_values = giving.rows(given, one.measure)
            facts += more_facts
            values += more_values
        for table, rows in ((FACTS, facts), (VALUES, values)):
            if rows:
                looking.connection.execute(table.insert(), rows)

    def _outcomes(self, case: Case) -> Outcomes:
        """Outcomes of the units of the plan, for windows that count them; most plans have none of these."""
        judging: list[Judging] = []

        def outcome(unit: int, at: int) -> Outcome:
            if not judging:
                judging.append(Judging(self._prepared, case))
            return judging[0].outcome(unit, at)

        return outcome

    # ---- catching up

    def catch_up(self, database: Database, told: Callable[[int], None] = lambda _left: None) -> None:
        """Give every window of the plan what the kept declarations hold for it, in turns that let others between.

        `told` hears after each turn how many are left, of all windows together. One that is broken off goes on from
        where it was when it is begun again.
        """
        left = -1
        while left:
            with database.turn() as turn:
                self._register(turn.connection)
                known = self._step(turn.connection, _BATCH)
            left = sum(known.last - one.known_to for one in known.windows.values())
            told(left)

    def _register(self, connection: Connection) -> AllKnown:
        known = kept.known(connection, self._meanings)
        pairs = zip(self._meanings, self._plan.windows, strict=True)
        missing = [one for number, one in enumerate(pairs) if number not in known.windows]
        if not missing:
            return known
        kept.register(connection, missing)
        return kept.known(connection, self._meanings)

    def _step(self, connection: Connection, most: int) -> AllKnown:
        """Catch up with at most so many declarations, stage by stage: what is counted is judged by earlier stages."""
        for stage in sorted({one.stage for one in self._meanings}):
            known = kept.known(connection, self._meanings)
            of_stage = [number for number in known.windows if self._meanings[number].stage == stage]
            behind = {number: known.windows[number] for number in of_stage}
            behind = {number: one for number, one in behind.items() if one.known_to < known.last}
            if not behind:
                continue
            ready = self._ready(known)
            rows = kept.after(connection, min(one.known_to for one in behind.values()), most)
            for declaration, message in rows:
                windows = {number: one for number, one in behind.items() if one.known_to < message.number}
                with self._looking(connection, declaration, ready) as looking:
                    self._give(looking, windows, message, self._read(declaration))
            reached = rows[-1][1].number if len(rows) == most else known.last
            kept.now_known(connection, behind.values(), reached)
            if reached < known.last:
                break
        return kept.known(connection, self._meanings)
