"""Windows that a store does not know yet, and plans that share one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

pytest.importorskip("sqlalchemy")


from stce_rules.core.boxes import Case
from stce_rules.core.declaration import Declaration
from stce_rules.engines.protocol import Surroundings
from stce_rules.engines.reference import ReferenceEngine
from stce_rules.history import past as module
from stce_rules.history.database import Database
from stce_rules.history.past import StoredPast
from stce_rules.intake.normalise import normalise
from stce_rules.plan.model import Plan
from stce_rules.testing.agreement import plan_of
from stce_rules.testing.past import InMemoryPast, Message
from tests.history.test_past import Values, values
from tests.replay.windows.histories import WINDOWS, declaration_by_chance, window_plan

Told = tuple[Declaration, Case]


def messages(seed: int, count: int) -> list[Told]:
    """A history by chance, with late messages, amendments and cancellations."""
    chance = Random(seed)
    return [(one, normalise(one)) for one in (declaration_by_chance(chance) for _ in range(count))]


def remember(database: Database, past: StoredPast, told: Sequence[Told]) -> None:
    """Turns in which declarations are remembered."""
    for one, case in told:
        with database.turn() as turn, past.at(turn, one):
            past.remember(case)


def found(database: Database, past: StoredPast, plan: Plan, told: Told) -> Values:
    """The values for a declaration that is not remembered; nothing is caught up with."""
    one, case = told
    with database.reading() as turn, past.at(turn, one):
        return values(plan, past, case)


def by_definition(plan: Plan, before: Sequence[Told], told: Told) -> Values:
    """The values for the last of these messages."""
    so_far = [Message(case, one.version, one.action) for one, case in (*before, told)]
    past = InMemoryPast(plan, so_far, lambda past: ReferenceEngine(plan, Surroundings(past=past)))
    return values(plan, past, told[1])


def test_new_windows_are_made_from_what_is_kept(where: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan with other windows does not know them, until they are caught up with as the definition says."""
    monkeypatch.setattr(module, "_BATCH", 7)
    old, new = window_plan(WINDOWS[:2]), window_plan(WINDOWS)
    *before, last = messages(5, 31)
    with Database.open(where) as database:
        remember(database, StoredPast(old, normalise), before)
        past = StoredPast(new, normalise)
        unknown = [value is None for _, _, value in found(database, past, new, last)]
        assert any(unknown)
        assert not all(unknown)
        left: list[int] = []
        past.catch_up(database, left.append)
        assert left == sorted(left, reverse=True)
        assert left[-1] == 0
        assert found(database, past, new, last) == by_definition(new, before, last)


def test_catching_up_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was caught up with before it was broken off is not done again, and declarations may come between."""
    monkeypatch.setattr(module, "_BATCH", 5)
    monkeypatch.setattr(module, "_IN_PASSING", 3)
    old, new = window_plan(WINDOWS[:1]), window_plan(WINDOWS)
    *before, last = messages(6, 26)

    def break_off(_left: int) -> None:
        raise InterruptedError

    with Database.open(tmp_path / "store.db") as database:
        remember(database, StoredPast(old, normalise), before[:20])
        past = StoredPast(new, normalise)
        with pytest.raises(InterruptedError):
            past.catch_up(database, break_off)
        remember(database, past, before[20:])
        assert any(value is None for _, _, value in found(database, past, new, last))
        left: list[int] = []
        past.catch_up(database, left.append)
        assert found(database, past, new, last) == by_definition(new, before, last)
    assert left[0] < 20 * len(new.windows)


def test_a_few_are_caught_up_with_in_passing(tmp_path: Path) -> None:
    """Two plans that take turns on one store, as while rulesets are reloaded, each know what came through the other."""
    plans = window_plan(WINDOWS[:6]), window_plan(WINDOWS[4:-2])
    told = messages(8, 24)
    with Database.open(tmp_path / "store.db") as database:
        pasts = [StoredPast(plan, normalise) for plan in plans]
        for number, (one, case) in enumerate(told):
            which = number // 3 % 2
            with database.turn() as turn, pasts[which].at(turn, one):
                wanted = by_definition(plans[which], told[:number], (one, case))
                assert values(plans[which], pasts[which], case) == wanted
                pasts[which].remember(case)


def test_a_plan_without_windows_keeps_declarations(tmp_path: Path) -> None:
    """What came while no rule looked back is there when one does."""
    none = plan_of('rule "R" "R" for each item when destination is AE then add 1 points end')
    some = window_plan(WINDOWS[:3])
    *before, last = messages(9, 8)
    with Database.open(tmp_path / "store.db") as database:
        remember(database, StoredPast(none, normalise), before)
        past = StoredPast(some, normalise)
        with database.turn() as turn, past.at(turn, last[0]):
            assert values(some, past, last[1]) == by_definition(some, before, last)
