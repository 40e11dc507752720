"""Records: one answer for each id and version, kept with its row in the trail, whatever threads and processes do."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

pytest.importorskip("sqlalchemy")

from stce_rules import Assessment, Assessor, Budget, StceError
from stce_rules.assessor.records import message
from stce_rules.core.declaration import ParseIssue
from stce_rules.core.diagnostics import report
from stce_rules.history import open_store
from stce_rules.history.checking import about, verified
from stce_rules.history.trail import Kept, head
from stce_rules.hooks import hookimpl
from stce_rules.intake.canonical import decode
from stce_rules.plugins import discover

Declared = Callable[..., dict[str, Any]]
REPORTS = Path(__file__).resolve().parents[1] / "corpus" / "bad" / "trail"
CONFLICT, TOO_LARGE = REPORTS / "conflict.expected", REPORTS / "version_too_large.expected"
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


@contextmanager
def rows_of(store: Path, name: str) -> Iterator[list[Kept]]:
    """The rows about a declaration."""
    with open_store(store) as database, database.reading() as turn:
        yield about(turn, name)


def rows(store: Path) -> int:
    """How many rows a whole trail has."""
    with open_store(store) as database, database.reading() as turn:
        return verified(turn).number


@pytest.fixture(params=["rules", "looking_back"])
def both(request: pytest.FixtureRequest) -> Path:
    """Rules that look back, and rules that do not: these are judged beside the turn."""
    path: Path = request.getfixturevalue(request.param)
    return path


def test_the_very_bytes_again(both: Path, declared: Declared, tmp_path: Path) -> None:
    """The same declaration gets the bytes of before, in this process and the next, by whatever rules are now."""
    store, told = tmp_path / "s.db", []
    with Assessor.from_rulesets(both, records=store) as assessor:
        first = assessor.answer(declared("A"))
        again = assessor.answer(json.dumps(declared("A"), indent=1))
        assert (first.given_before, again.given_before) == (False, True)
        told = [first.raw, again.raw]
    both.write_text(both.read_text(encoding="utf-8").replace("10 points", "90 points"), encoding="utf-8")
    with Assessor.from_rulesets(both, records=store, engine="reference") as assessor:
        told.append(assessor.answer(declared("A")).raw)
        assert assessor.assess(declared("B")).score > 60
    assert told == [first.raw] * 3
    assert rows(store) == 2


def test_another_content_is_a_conflict(both: Path, declared: Declared, tmp_path: Path) -> None:
    """The same id and version with other content is refused by code, with both digests; the next version is not."""
    with Assessor.from_rulesets(both, records=tmp_path / "s.db") as assessor:
        assessor.assess(declared("A"))
        with pytest.raises(StceError) as refused:
            assessor.assess(declared("A", destination="NO"))
        assert report(refused.value.diagnostics) == CONFLICT.read_text(encoding="utf-8").rstrip("\n")
        for one in (declared("A"), declared("A", destination="NO")):
            assert message(decode(one)).content in str(refused.value)
        assert assessor.assess(declared("A", 2, destination="NO")).version == 2
    assert rows(tmp_path / "s.db") == 2


@pytest.mark.parametrize("budget", [None, Budget(60)])
def test_a_version_that_cannot_be_kept(both: Path, declared: Declared, tmp_path: Path, budget: Budget | None) -> None:
    """A version of more than 64 bits, which no text gives, is refused by code; the largest is one like any other."""
    whole = decode(declared("A"))
    with Assessor.from_rulesets(both, records=tmp_path / "s.db", budget=budget) as assessor:
        with pytest.raises(StceError) as refused:
            assessor.assess(replace(whole, version=2**63))
        assert report(refused.value.diagnostics) == TOO_LARGE.read_text(encoding="utf-8").rstrip("\n")
        for version in (2**63 - 1, -(2**63)):
            assert assessor.assess(replace(whole, version=version)).version == version
            assert assessor.answer(replace(whole, version=version)).given_before


def test_places_in_the_message_are_not_content(rules: Path, declared: Declared, tmp_path: Path) -> None:
    """A message that is only laid out otherwise is the same declaration: places it was read from do not count."""
    whole = decode(declared("A", destination="Nowhere"))
    issue = ParseIssue(code="W635", place="destination", message="it cannot be read")
    one, other = (
        replace(whole, sources={"destination": place}, parse_issues=[replace(issue, source=place)])
        for place in ("line 3", "line 4")
    )
    with Assessor.from_rulesets(rules, records=tmp_path / "s.db") as assessor:
        first, again = assessor.answer(one), assessor.answer(other)
    assert again.raw == first.raw
    assert b"line 3" in again.raw


def test_windows_are_known_and_kept(looking_back: Path, declared: Declared, tmp_path: Path) -> None:
    """Windows look back on what was assessed before, and their values of that day stand in the row."""
    store = tmp_path / "s.db"
    with Assessor.from_rulesets(looking_back, records=store) as assessor:
        told = [assessor.assess(declared(name)) for name in "ABC"]
    assert [(one.score, one.channel) for one in told] == [(10, "green"), (10, "green"), (65, "yellow")]
    assert all(one.alarms == [] for one in told)
    with rows_of(store, "C") as (row,):
        assert [one[3][0][1] for one in json.loads(row.windows or b"")] == ["12", "3"]


def test_the_time_is_the_hosts(rules: Path, declared: Declared, tmp_path: Path) -> None:
    """The clock that is handed in gives the time of a row, in UTC; one without a zone is taken for UTC."""
    times = iter((NOON, NOON.replace(tzinfo=None), NOON.astimezone(timezone(timedelta(hours=2)))))
    with Assessor.from_rulesets(rules, records=tmp_path / "s.db", clock=lambda: next(times)) as assessor:
        for name in "ABC":
            assessor.assess(declared(name))
    for name in "ABC":
        with rows_of(tmp_path / "s.db", name) as (row,):
            assert row.record.at == "2026-06-01T12:00:00.000000+00:00"


def test_what_judged_is_kept_once(looking_back: Path, declared: Declared, tmp_path: Path) -> None:
    """A row names plan, lists, plugins, engine and library; they are kept once as long as they stay the same."""
    import sqlalchemy as sa

    from stce_rules.history.trail import setting
    from stce_rules.history.trail_schema import PLANS, SETTINGS

    class Plugin:
        @hookimpl
        def stce_assessed(self) -> None:
            """Take no note."""

    store, plugins, hashes = tmp_path / "s.db", discover([Plugin()], entry_points=False), set()
    for _ in range(2):
        with Assessor.from_rulesets(looking_back, records=store, plugins=plugins) as assessor:
            hashes |= {assessor.assess(declared(name)).ruleset.hash for name in ("A", "B")}
    with rows_of(store, "B") as (row,), open_store(store) as database, database.reading() as turn:
        by = setting(turn, row.record.setting)
        counting = (sa.select(sa.func.count()).select_from(one) for one in (SETTINGS, PLANS))
        counts = [turn.connection.execute(one).scalar() for one in counting]
    assert counts == [1, 1]
    assert (by.ruleset, by.plan, by.engine, by.policy) == ("rules", *hashes, "indexed", None)
    assert [one.name for one in by.lists] == ["rules/places.hubs"]
    assert [one.name for one in by.plugins] == ["Plugin"]


def test_observers_hear_once_and_late(rules: Path, declared: Declared, tmp_path: Path) -> None:
    """Observers are told when the answer is kept, once; what they raise is noted, and changes no byte of the answer."""
    store = tmp_path / "s.db"
    known: list[int] = []

    class Observer:
        @hookimpl
        def stce_assessed(self, assessment: Assessment) -> None:
            known.append(rows(store))
            raise ValueError(f"no room for {assessment.declaration}")

    with Assessor.from_rulesets(rules, records=store, plugins=discover([Observer()], entry_points=False)) as assessor:
        first, again = assessor.answer(declared("A")), assessor.answer(declared("A"))
    assert first.raw == again.raw
    assert known == [1]
    with rows_of(store, "A") as (judged, alarm):
        assert (judged.record.kind, alarm.record.kind) == ("judged", "alarm")
        assert "no room for A" in alarm.record.alarms[0]


def test_threads_on_one_assessor(both: Path, declared: Declared, tmp_path: Path) -> None:
    """Threads that bring the same declarations all get the same bytes, and each declaration has one row."""
    store = tmp_path / "s.db"
    names = [f"D{number % 10}" for number in range(80)]
    with Assessor.from_rulesets(both, records=store) as assessor, ThreadPoolExecutor(8) as pool:
        told = list(pool.map(lambda name: (name, assessor.answer(declared(name)).raw), names))
    assert len(set(told)) == 10
    assert rows(store) == 10


def test_nothing_is_kept_of_what_fails(rules: Path, declared: Declared, tmp_path: Path) -> None:
    """When the row cannot be written the declaration is not remembered either, and can be sent again."""
    store = tmp_path / "s.db"

    def broken() -> datetime:
        raise ArithmeticError("no time")

    with Assessor.from_rulesets(rules, records=store, clock=broken) as assessor, pytest.raises(ArithmeticError):
        assessor.assess(declared("A"))
    with Assessor.from_rulesets(rules, records=store) as assessor:
        assert assessor.answer(declared("A")).given_before is False
    assert rows(store) == 1


def test_a_store_of_the_host_stays_open(rules: Path, declared: Declared, tmp_path: Path) -> None:
    """A database that the host opened serves several assessors, and is the host's to close."""
    with open_store(tmp_path / "s.db") as database:
        for name in "AB":
            with Assessor.from_rulesets(rules, records=database) as assessor:
                assessor.assess(declared(name))
        with database.reading() as turn:
            assert head(turn).number == 2


CLIENT = """
import json, sys
from stce_rules import Assessor
rules, store, first, last = sys.argv[1:3] + [int(one) for one in sys.argv[3:]]
with Assessor.from_rulesets(rules, records=store) as assessor:
    print("ready", flush=True)
    for number in range(first, last):
        declaration = {"id": f"D{number % 40}", "date": "2026-06-01", "destination": "SS",
                       "parties": [{"role": "consignee", "name": "Example Trading"}],
                       "items": [{"number": 1, "net_mass_kg": "4"}]}
        print(assessor.answer(declaration).raw.decode(), flush=True)
"""


def _client(python: Sequence[str], rules: Path, store: Path, first: int, last: int) -> subprocess.Popen[str]:
    program = store.with_name("client.py")
    program.write_text(CLIENT, encoding="utf-8")
    words = [*python, str(program), str(rules), str(store), str(first), str(last)]
    return subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=os.environ)


@pytest.mark.slow
def test_processes_on_one_store(looking_back: Path, tmp_path: Path, warm: tuple[str, ...]) -> None:
    """Two processes that bring the same declarations give the same bytes, and each declaration has one row."""
    store = tmp_path / "s.db"
    clients = [_client(warm, looking_back, store, first, first + 60) for first in (0, 20)]
    told = [client.communicate()[0].splitlines()[1:] for client in clients]
    assert [client.returncode for client in clients] == [0, 0]
    assert [len(one) for one in told] == [60, 60]
    by_name: dict[str, set[str]] = {}
    for line in (*told[0], *told[1]):
        by_name.setdefault(json.loads(line)["declaration"], set()).add(line)
    assert len(by_name) == 40
    assert {len(lines) for lines in by_name.values()} == {1}
    assert rows(store) == 40


@pytest.mark.slow
def test_a_killed_process_loses_and_doubles_nothing(looking_back: Path, tmp_path: Path, warm: tuple[str, ...]) -> None:
    """Killed at any point and started again, a process gives every answer it gave before, to the byte, once each."""
    store = tmp_path / "s.db"
    given: dict[str, str] = {}
    for kill_after in (1, 4, 9):
        client = _client(warm, looking_back, store, 0, 40)
        assert client.stdout is not None
        assert client.stdout.readline() == "ready\n"
        for _ in range(kill_after):
            line = client.stdout.readline().strip()
            assert given.setdefault(json.loads(line)["declaration"], line) == line
        os.kill(client.pid, signal.SIGKILL)
        for line in client.communicate()[0].splitlines():
            if line.endswith("}"):
                assert given.setdefault(json.loads(line)["declaration"], line.strip()) == line.strip()
        assert client.returncode == -signal.SIGKILL
    told = _client(warm, looking_back, store, 0, 40).communicate()[0].splitlines()[1:]
    assert len(told) == 40
    assert all(given.setdefault(json.loads(line)["declaration"], line) == line for line in told)
    scores = [json.loads(line)["score"] for line in told]
    assert scores[:2] == [10, 10]
    assert set(scores[2:]) == {65}
    assert rows(store) == 40
