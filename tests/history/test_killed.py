"""Processes that are killed in the middle of their turns."""

from __future__ import annotations

import pickle
import sqlite3
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

pytest.importorskip("sqlalchemy")

import sqlalchemy as sa

from stce_rules.core.declaration import Declaration
from stce_rules.history.database import Database
from stce_rules.history.past import StoredPast
from stce_rules.history.schema import DECLARATIONS, FACTS, STORE, WINDOWS
from stce_rules.intake.normalise import normalise
from stce_rules.plan.model import Plan
from stce_rules.testing.agreement import plan_of
from tests.history.test_catching_up import found
from tests.history.test_retention import RULES, shipment

_REMEMBERING = """
import os, pickle, random, signal, sys, time
import sqlalchemy as sa
from stce_rules.history.database import Database
from stce_rules.history.past import StoredPast
from stce_rules.intake.normalise import normalise
from tests.history.test_retention import START, shipment

where, plan = sys.argv[1], pickle.load(open(sys.argv[2], "rb"))
steps, rounds = map(int, sys.argv[4:])
log = os.open(sys.argv[3], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

def remember(name, killed_at):
    # turns until the process kills itself before the n-th statement, or is killed from outside
    database, past, left = Database.open(where), StoredPast(plan, normalise), killed_at
    def count(*_):
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
    for event in ("before_cursor_execute", "commit"):
        sa.event.listen(database._engine, event, count)
    for number in range(10**6):
        one = shipment(name * 10**6 + number, START)
        with database.turn() as turn, past.at(turn, one):
            past.remember(normalise(one))
        os.write(log, f"{one.id}\\n".encode())

def begin(name, killed_at=-1):
    process = os.fork()
    if process == 0:
        try:
            remember(name, killed_at)
        finally:
            os._exit(3)
    return process

ends = []
for step in range(1, steps + 1):  # each alone, killed at its n-th statement
    ends.append(os.waitpid(begin(step, step), 0)[1])
chance, running = random.Random(1), [begin(1000), begin(1001)]
for number in range(rounds):  # two at a time, killed from outside at any moment
    time.sleep(chance.uniform(0.01, 0.3))
    last = running.pop(chance.randrange(2))
    os.kill(last, signal.SIGKILL)
    ends.append(os.waitpid(last, 0)[1])
    running.append(begin(1002 + number))
for last in running:
    os.kill(last, signal.SIGKILL)
    ends.append(os.waitpid(last, 0)[1])
print(*sorted(set(ends)))
"""
"""Forks processes that remember declarations, and write the id of each to a log once its turn has ended."""


def missing_or_halved(database: Database, logged: set[str]) -> list[str]:
    """What is wrong with a store: turns that ended and are lost, and declarations that are there in part."""
    with database.reading() as turn:
        execute = turn.connection.execute
        last: int = execute(sa.select(STORE.c.last)).scalar_one()
        numbers = list(execute(sa.select(DECLARATIONS.c.number).order_by(DECLARATIONS.c.number)).scalars())
        ids = set(execute(sa.select(DECLARATIONS.c.id)).scalars())
        known = set(execute(sa.select(WINDOWS.c.known_to)).scalars())
        given = sa.select(FACTS.c.number, sa.func.count()).group_by(FACTS.c.number).order_by(FACTS.c.number)
        rows = [tuple(row) for row in execute(given)]
    wrong = [f"{one} is lost" for one in sorted(logged - ids)]
    wrong += [] if numbers == list(range(1, last + 1)) else ["numbers do not follow one another"]
    wrong += [] if known == {last} else ["windows do not know all"]
    return wrong + ([] if rows == [(number, 2) for number in numbers] else ["facts are not whole"])


def later(number: int) -> Declaration:
    """A declaration of the day after all others."""
    return shipment(number, date(2026, 1, 31))


@pytest.mark.slow
def test_killed_at_any_moment_nothing_is_lost_or_halved(where: str, tmp_path: Path, repository: Path) -> None:
    """Every turn that ended is there, none is there in part, and windows count exactly the declarations there are."""
    plan: Plan = plan_of(RULES)
    (tmp_path / "plan").write_bytes(pickle.dumps(plan))
    log = tmp_path / "log"
    words = [where, str(tmp_path / "plan"), str(log), "24", "8"]
    run = subprocess.run(
        [sys.executable, "-c", _REMEMBERING, *words], cwd=repository, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["9"], run.stderr
    logged = set(log.read_text().split())
    with Database.open(where) as database:
        assert missing_or_halved(database, logged) == []
        one = later(0), normalise(later(0))
        values = found(database, StoredPast(plan, normalise), plan, one)
        counted = [group.declarations for _, _, value in values if value is not None for group in value.groups]
        with database.reading() as turn:
            count = turn.connection.execute(sa.select(sa.func.count()).select_from(DECLARATIONS)).scalar_one()
        assert counted == [count + 1] * 2
        assert count >= len(logged) > 0
    if "://" not in where:
        with sqlite3.connect(where) as raw:
            assert raw.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        raw.close()
