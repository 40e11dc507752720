"""What controls found, and the declarations of a store as a history."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")


from msgspec.structs import replace

from stce_rules.core.declaration import Declaration, Outcome
from stce_rules.history.controls import declarations, keep_outcome, outcome_of
from stce_rules.history.database import Database
from stce_rules.history.past import StoredPast
from stce_rules.intake.canonical import decode, encode
from stce_rules.intake.normalise import normalise
from stce_rules.testing.agreement import plan_of
from tests.history.test_catching_up import remember

FOUND = Outcome(inspected=True, selected_by="rule", finding="unlicensed")
NOTHING = Outcome(inspected=True, finding="none")


def store(where: str | Path, told: list[Declaration]) -> Database:
    """A store that remembers these declarations."""
    plan = plan_of('rule "R" "R" for each item when destination is AE then add 1 points end')
    database = Database.open(where)
    remember(database, StoredPast(plan, normalise), [(one, normalise(one)) for one in told])
    return database


def of(name: str, version: int = 1) -> Declaration:
    """A declaration with boxes that say more than ASCII does."""
    return decode(
        {"id": name, "version": version, "items": [{"number": 1, "description": "Säure", "net_mass_kg": "2.50"}]}
    )


def test_declarations_come_back_as_they_came(where: str) -> None:
    """In their order, to the byte, with what controls found in that version; the last that was told counts."""
    told = [of("A"), of("B"), of("A", 2)]
    with store(where, told) as database:
        with database.turn() as turn:
            assert keep_outcome(turn.connection, "A", NOTHING, 1) == 1
            assert keep_outcome(turn.connection, "A", FOUND, 1) == 1
        found = list(declarations(database))
        assert [encode(one) for one in found] == [encode(one) for one in (replace(told[0], outcome=FOUND), *told[1:])]


def test_an_outcome_without_a_version_is_of_the_last(tmp_path: Path) -> None:
    """Of the message that came last; others have none."""
    with store(tmp_path / "store.db", [of("A"), of("A", 2)]) as database, database.turn() as turn:
        assert keep_outcome(turn.connection, "A", FOUND) == 2
        assert [outcome_of(turn.connection, "A", version) for version in (1, 2)] == [None, FOUND]


def test_an_outcome_of_what_is_not_known_is_not_kept(tmp_path: Path) -> None:
    """Neither of another id nor of another version."""
    with store(tmp_path / "store.db", [of("A")]) as database, database.turn() as turn:
        assert keep_outcome(turn.connection, "B", FOUND) is None
        assert keep_outcome(turn.connection, "A\ud800", FOUND) is None
        assert keep_outcome(turn.connection, "A", FOUND, 2) is None
        assert keep_outcome(turn.connection, "A", FOUND, 10**30) is None
        assert outcome_of(turn.connection, "A", 2) is None
